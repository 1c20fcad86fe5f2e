"""What a patient tells a clinician, who writes it down: it counts as if the patient had said it on their own page."""

from __future__ import annotations

from django.db import models

from intake.models.refusals import NotAllowed

SPOKEN = ("phone", "in_person")
"""The routes by which it is told."""


def by_a_route(name: str) -> models.CheckConstraint:
    """Of what somebody wrote down it is known by which route it was told; what the patient said here has none."""
    said = models.Q(by=None, route="")
    return models.CheckConstraint(condition=said | models.Q(by__isnull=False, route__in=SPOKEN), name=name)


def refuse_no_route(route: str) -> None:
    """Refuses what nobody says how it was told."""
    if route not in SPOKEN:
        raise NotAllowed("Say how the patient told you: by phone or in person.")
