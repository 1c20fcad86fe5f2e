"""`{% rail %}`: the way from one staff page to the next, as it is for a role; made once for each page it stands on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clinic.roles import CLINICAL

register = template.Library()


@register.simple_tag(takes_context=True)
def rail(context: Any) -> SafeString:
    """The pages that this member of staff goes to; nothing for a role without such pages."""
    user, place = context.get("user"), getattr(context.get("request"), "resolver_match", None)
    return _rail(getattr(user, "role", ""), place.url_name if place else "", get_language())


@lru_cache(maxsize=512)
def _rail(role: str, here: str, language: str) -> SafeString:
    words = {"role": role, "is_clinical": role in CLINICAL, "here": here}
    return SafeString(render_to_string("staff/_rail.html", words).strip())
