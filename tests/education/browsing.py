"""Browsers of editors and reviewers, and what their forms post."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from clinic.models import Staff
from clinic.roles import Role
from education.models import Draft
from tests.education.writing import editor


def browser_of(person: Staff) -> Client:
    """A browser in which this person is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser


def browser(name: str = "Eli", role: Role = Role.EDITOR) -> Client:
    """A browser of this editor."""
    return browser_of(editor(name, role))


def at(name: str, slug: str = "getting-ready", **more: Any) -> str:
    """Where a page of the editors is."""
    return reverse(f"education_{name}", kwargs={"slug": slug, **more})


def typed(draft: Draft, **more: Any) -> dict[str, Any]:
    """What the editor's form posts for a draft, with some of it written over."""
    names = ("title", "summary", "text", "group", "order", "related", "note", "promise_reason", "revision")
    return {name: getattr(draft, name) for name in names} | more
