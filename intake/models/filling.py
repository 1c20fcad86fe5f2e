"""A clinician fills in a form for its patient, who says the answers on the phone, on paper, or in person."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.intake import Intake
from intake.models.matching import Matching
from intake.models.refusals import NotAllowed, NotOpen, refuse_unless_clinical
from intake.models.reopening import HowChecked
from intake.models.route import Route

LASTS = timedelta(hours=12)


class Filling(SealedRow):
    """Lets one clinician write in one draft for twelve hours, as the patient says the answers.

    `how_checked` is empty where the clinician began the form: then nothing of anybody stood in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="fillings")
    route = models.CharField(max_length=10, choices=Route)
    how_checked = models.CharField(max_length=20, choices=HowChecked, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_route_display()

    @classmethod
    @transaction.atomic
    def start(cls, staff: Any, route: str, *, patient: Any = None, request: Any = None) -> Filling:
        """A new form, begun by a clinician; matched at once with the patient from whose page it was begun."""
        refuse_unless_clinical(staff)
        _refuse_no_route(route)
        intake = Intake.objects.create(for_whom="self")
        record("intake.started", staff=staff, request=request, subject=intake)
        if patient is not None:
            Matching.match(intake, staff, patient, request)
        return cls._begin(intake, staff, route, "", request)

    @classmethod
    @transaction.atomic
    def go_on(cls, intake: Intake, staff: Any, route: str, how_checked: str, request: Any = None) -> Filling:
        """A draft that its patient asks a clinician to go on with, and how they made sure who asks."""
        refuse_unless_clinical(staff)
        _refuse_no_route(route)
        if how_checked not in HowChecked.values:
            raise NotAllowed("Say how you made sure who asks.")
        locked = intake._locked()
        if not locked.is_open:
            raise NotOpen("This form has been sent. Nothing more can be written in it.")
        return cls._begin(locked, staff, route, how_checked, request)

    @classmethod
    def of(cls, intake: Intake, staff: Any) -> Filling | None:
        """What lets this clinician write in the form now, or None."""
        found = cls.objects.filter(intake=intake, by=staff, at__gt=timezone.now() - LASTS)
        return found.select_related("by").order_by("-at").first()

    @classmethod
    def begun_by(cls, staff: Any) -> list[Filling]:
        """The unsent forms that this clinician may go on with, each once, the latest first."""
        found = cls.objects.filter(by=staff, at__gt=timezone.now() - LASTS, intake__status="draft")
        newest = {filling.intake_id: filling for filling in found.select_related("intake").order_by("at")}
        return sorted(newest.values(), key=lambda filling: filling.at, reverse=True)

    def mark(self) -> dict[str, str]:
        """What stays with each answer that is kept this way: the route, who wrote it, when."""
        return {
            "route": self.route,
            "by": self.by.name,
            "staff": str(self.by_id),
            "at": timezone.now().isoformat(timespec="seconds"),
        }

    @classmethod
    def _begin(cls, intake: Intake, staff: Any, route: str, how_checked: str, request: Any) -> Filling:
        filling = cls.objects.create(
            intake=intake, route=route, how_checked=how_checked, by=staff, at=timezone.now()
        )
        detail = f"{route}, identity: {how_checked}" if how_checked else route
        record("filling.begun", staff=staff, request=request, subject=intake, detail=detail)
        return filling


def _refuse_no_route(route: str) -> None:
    if route not in Route.values:
        raise NotAllowed("Say how the patient gives the answers.")
