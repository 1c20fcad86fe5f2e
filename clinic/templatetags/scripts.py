"""`{% script "js/leave.js" %}`: a script of ours with the hash of what is in it; a browser runs nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(name: str) -> SafeString:
    """The tag that loads it."""
    tag = '<script type="module" src="{}" integrity="sha256-{}"></script>'
    return format_html(tag, staticfiles_storage.url(name), _hash_of(name))


@lru_cache
def _hash_of(name: str) -> str:
    """Of the file that is served: the collected one, or in tests the one in its place."""
    stored = getattr(staticfiles_storage, "stored_name", str)(name)
    collected = Path(staticfiles_storage.path(stored))
    found = collected if collected.exists() else finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return base64.b64encode(hashlib.sha256(Path(found).read_bytes()).digest()).decode()
