"""Markdown to HTML that is safe to show: rendered by markdown-it-py, cleaned by nh3 to a short list of what may stand.

Cleaned when a text is saved and again whenever it is shown; cleaning what is clean changes nothing.
"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt

TAGS = frozenset(
    "p h2 h3 h4 ul ol li strong em a img blockquote table thead tbody tr th td br hr".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}}
PICTURE = re.compile(r"/learn/pictures/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/")
LINK = re.compile(r"(?:https://|mailto:|/(?![/\\])|#)[^\s\\<>]*")

MOST_ROUNDS = 8

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "fence", "html_block"])


def render(markdown: str) -> str:
    """The text as clean HTML, its tokens still in it."""
    return clean(_markdown.render(markdown))


def clean(html: str) -> str:
    """Only what is on the list: no style, class, id, form, frame or drawing; links and pictures as `_kept` says.

    A parser may set wrongly nested tags differently the second time, so it is repeated until nothing changes; what
    never settles is shown as plain text.
    """
    for _ in range(MOST_ROUNDS):
        cleaned = _cleaned(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return nh3.clean_text(html)


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value, or None where it may not stand. None holds < or >: tags can be told from text."""
    if "<" in value or ">" in value:
        return None
    if name == "href":
        return value if LINK.fullmatch(value) else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    return value
