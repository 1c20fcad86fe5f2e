"""A check on the day of a visit: one attempt, what was found, and whether it passed."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.lacking import CHECK_HOLDS, exception_for
from intake.models.policy_in_force import policy_in_force
from intake.models.ready import take_back_ready
from intake.models.ready_sql import CHECKED, takes_ready_back
from intake.models.refusals import NotAllowed
from intake.models.saving import record_alerts, told_in
from intake.models.submission import Submission
from intake.models.visit import ONE_PRESS, Visit
from intake.models.visit_status import refuse_visit_unless
from intake.questionnaire.body import Body
from intake.questionnaire.mind import Mind
from intake.questionnaire.pregnancy import Pregnancy
from intake.visiting.day_check import ITEM_9, PREGNANCY, DayFound, Failed, points_failed

OLDEST_MEAL = timedelta(days=4)
OXYGEN = (50, 100)


class DayCheck(SealedRow):
    """One attempt. The newest counts, for 12 hours before and after the visit begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="day_checks")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="day_checks")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    passed = models.BooleanField()
    told = SealedField()

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            takes_ready_back("visit.id = NEW.visit_id", CHECKED),
        ]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="one_day_check_a_number")]

    def __str__(self) -> str:
        return f"check {self.number}, {self.at:%d %b %H:%M}"

    @property
    def failed(self) -> list[Failed]:
        """The points that did not pass, each with why."""
        return [Failed(point, words) for point, words in self.told["failed"]]

    @property
    def found(self) -> dict[str, Any]:
        """What was found, point by point."""
        found: dict[str, Any] = self.told["found"]
        return found

    def is_same_press(self, staff: Any, found: DayFound) -> bool:
        """Whether the same person said the same a moment ago."""
        lately = timezone.now() - self.at < ONE_PRESS
        return lately and self.by_id == staff.pk and self.found == _kept(found)

    @classmethod
    def newest(cls, visit: Any) -> DayCheck | None:
        """The last attempt; None before the first."""
        check = cls.objects.filter(visit=visit).select_related("by").order_by("-number").first()
        if check is not None:
            check.intake = visit.intake
        return check

    @classmethod
    @transaction.atomic
    def take(cls, visit: Visit, staff: Any, found: DayFound, *, request: Any = None) -> DayCheck:
        """Keeps an attempt. Thoughts of death raise a safety alert; what fails takes *ready* back."""
        intake = visit.intake._locked()
        locked = visit._as_it_stands(intake)
        refuse_visit_unless("check", locked, staff)
        refuse_unless_plausible(locked, found)
        last = cls.newest(locked)
        if last is not None and last.is_same_press(staff, found):
            return last
        failed = points_failed(
            found,
            policy_in_force(),
            starts=max(locked.at, timezone.now()),
            could_be_pregnant=could_be_pregnant(intake),
            no_driver_needed=exception_for(locked, "ride") is not None,
        )
        check = cls.objects.create(
            visit=locked,
            intake=intake,
            number=last.number + 1 if last else 1,
            by=staff,
            at=timezone.now(),
            passed=not failed,
            told={"found": _kept(found), "failed": [[each.point, each.words] for each in failed]},
        )
        record("visit.checked", staff=staff, request=request, subject=intake, detail=f"attempt {check.number}")
        raise_alerts(intake, found, request)
        take_back_ready(intake)
        return check


def raise_alerts(intake: Any, found: DayFound, request: Any) -> None:
    """An answer about suicide raises its alert as it would on the form, also where an earlier one was closed."""
    said = told_in({Mind.phq9.code: {"9": found.item_9}})
    new = intake.stand_alerts(said, on_draft=False, told_before=lambda: ())
    if new:
        intake.save()
        record_alerts(intake, new, request)


def could_be_pregnant(intake: Any) -> bool:
    """Whether the patient told that they could be, or are not sure."""
    submission = Submission.newest(intake)
    return submission is not None and submission.answers().get(Pregnancy.could_be.code) in ("yes", "unsure")


def refuse_unless_plausible(visit: Visit, found: DayFound) -> None:
    """Refuses a check on another day, and what cannot be."""
    now, wrong = timezone.now(), []
    if abs(now - visit.at) > CHECK_HOLDS:
        wrong.append("The check is done on the day, from 12 hours before the visit. Move the visit if it is today.")
    for at in (found.food_at, found.drink_at):
        if at > now + timedelta(minutes=5) or at < now - OLDEST_MEAL:
            wrong.append("Look at the times of the last food and drink again: they lie ahead, or days back.")
            break
    if not found.diastolic < found.systolic:
        wrong.append("The top number has to be higher than the bottom number.")
    bounds = (
        (found.systolic, Body.systolic.between_bounds),
        (found.diastolic, Body.diastolic.between_bounds),
        (found.pulse, Body.pulse.between_bounds),
        (found.kg, Body.weight.between_bounds),
        (found.oxygen, OXYGEN),
    )
    if any(not low <= value <= high for value, (low, high) in bounds):
        wrong.append("A number is beyond what a person can have. Look at the numbers again.")
    if found.pregnancy not in PREGNANCY or found.item_9 not in ITEM_9 or found.food not in ("light", "fatty"):
        wrong.append("Choose an answer to every question.")
    if wrong:
        raise NotAllowed(*wrong)


def _kept(found: DayFound) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(found).items()
    }
