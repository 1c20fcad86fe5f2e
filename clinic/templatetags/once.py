"""`{% once %}…{% endonce %}`: drawn the first time, then shown again as it is. Nothing between may depend on anything
but what is named: `{% once user.role %}` is drawn once for each role."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token

register = template.Library()
MOST_KEPT = 100


class OnceNode(Node):
    """What was drawn is kept with the template, in the memory of one process."""

    def __init__(self, inside: NodeList, named: list[FilterExpression]) -> None:
        self.nodelist, self.named = inside, named
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: Any) -> str:
        key = tuple(str(each.resolve(context)) for each in self.named)
        drawn = self.kept.get(key)
        if drawn is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            drawn = self.kept[key] = self.nodelist.render(context)
        return drawn


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Reads the tag."""
    named = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(inside, named)
