"""Writes, approves and publishes pages through the real acts, for tests that begin where an editor has ended."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from clinic.models import Staff
from clinic.roles import Role
from education.models import Page, Picture, Publication, Verdict, Version
from education.models.version import Written

TEXT = "## Before\n\nDrink water. [[source KET-US]]\n"


def editor(name: str = "Eli", role: Role = Role.EDITOR) -> Staff:
    """An editor, or somebody with another role."""
    email = f"{name.lower()}@example.org"
    return Staff.objects.filter(email=email).first() or Staff.objects.create_user(
        email, "a long enough password", name=name, role=role.value
    )


def written(**more: Any) -> Written:
    return Written(**({"title": "Getting ready", "summary": "What to do.", "text": TEXT, "group": "ready"} | more))


def proposed(slug: str = "getting-ready", author: Any = None, **more: Any) -> Version:
    """A version that waits for a second person."""
    page, _made = Page.objects.get_or_create(slug=slug)
    return Version.write(page, written(**more), author=author or editor())


def published(slug: str = "getting-ready", **more: Any) -> Version:
    """A version that readers see."""
    version = proposed(slug, **more)
    Verdict.give(version, editor("Second"), approved=True)
    Publication.publish(version, editor("Second"))
    return version


def picture(staff: Any, alt: str = "A chair by a window") -> Picture:
    """A picture of the library, as `Picture.add` leaves one."""
    made = Picture(alt=alt, width=60, height=40, added_by=staff)
    made.file.save("", ContentFile(drawn("WEBP")), save=False)
    made.save()
    return made


@cache
def drawn(form: str = "PNG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """A file as somebody might upload it."""
    made = BytesIO()
    Image.new("RGB", size, (20, 90, 100)).save(made, form, **more)
    return made.getvalue()
