"""How answers came to the clinic, when not from the patient's own browser: a clinician wrote them down."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.refusals import NotAllowed


class Route(models.TextChoices):
    """By phone, on paper, in person."""

    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    IN_PERSON = "in_person", _("in person")


SPOKEN = (Route.PHONE, Route.IN_PERSON)
"""The routes by which a patient tells a clinician what counts as if it were said on the patient's own page."""


def by_a_spoken_route(name: str) -> models.CheckConstraint:
    """Of what somebody wrote down it is known by which route it was told; what the patient said here has none."""
    said = models.Q(by=None, route="")
    spoken = models.Q(by__isnull=False, route__in=[route.value for route in SPOKEN])
    return models.CheckConstraint(condition=said | spoken, name=name)


def refuse_unless_spoken(route: str) -> None:
    """Refuses what nobody says how it was told."""
    if route not in SPOKEN:
        raise NotAllowed("Say how the patient told you: by phone or in person.")
