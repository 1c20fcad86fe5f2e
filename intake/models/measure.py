"""A fact that staff measured: blood pressure, weight, pregnancy test. It stands beside what the patient told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.questionnaire.about import About
from intake.questionnaire.body import Body
from intake.questionnaire.pregnancy import Pregnancy

OLDEST = timedelta(days=30)


class MeasureKind(models.TextChoices):
    """What was measured."""

    BLOOD_PRESSURE = "blood_pressure", _("Blood pressure")
    WEIGHT = "weight", _("Weight")
    PREGNANCY_TEST = "pregnancy_test", _("Pregnancy test")


class Measure(SealedRow):
    """One fact, by whom it was taken and when. `found` holds systolic, diastolic and pulse, or kg, or positive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="measures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "at"], name="measures_of_intake")]

    def __str__(self) -> str:
        return f"measured {self.at:%d %b %H:%M}"

    @property
    def kind(self) -> str:
        """What was measured."""
        return str(self.found["kind"])

    @property
    def taken_at(self) -> datetime:
        """When it was taken, which may be before it was written down."""
        return datetime.fromisoformat(self.found["taken_at"])

    @property
    def words(self) -> str:
        """The fact in words: *128/84 mmHg, pulse 70*."""
        return in_words(self.found)

    @property
    def origin(self) -> str:
        """Who measured it and when, as a flag names it."""
        when = date_format(timezone.localtime(self.taken_at), "D j M Y, H:i")
        return str(_("measured %(when)s, %(who)s") % {"when": when, "who": self.by.name})

    @classmethod
    @transaction.atomic
    def take(
        cls,
        intake: Any,
        staff: Any,
        kind: str,
        found: Mapping[str, Any],
        *,
        at: datetime,
        request: Any = None,
    ) -> Measure:
        """Keeps a fact and weighs the rules again, with it beside the patient's answers."""
        locked = intake._locked()
        refuse_unless("measure", locked, staff)
        refuse_unless_plausible(kind, found, at)
        measure = cls.objects.create(
            intake=locked, by=staff, at=timezone.now(), found={**found, "kind": kind, "taken_at": at.isoformat()}
        )
        record("fact.measured", staff=staff, request=request, subject=locked)
        intake.weigh_again(staff, request)
        return measure

    @classmethod
    def all_of(cls, intake: Any) -> list[Measure]:
        """Every fact, the one taken last first."""
        found = list(intake.measures.select_related("by"))
        for measure in found:
            measure.intake = intake
        return sorted(found, key=lambda measure: (measure.taken_at, measure.at), reverse=True)


def newest_of(measures: Iterable[Measure]) -> list[Measure]:
    """The newest of each kind, of measures in their order: how things stand now."""
    newest: dict[str, Measure] = {}
    for measure in measures:
        newest.setdefault(measure.kind, measure)
    return list(newest.values())


def in_words(found: Mapping[str, Any]) -> str:
    """A fact in words."""
    if found["kind"] == MeasureKind.BLOOD_PRESSURE:
        pulse = _(", pulse %(pulse)d") % {"pulse": found["pulse"]} if found.get("pulse") else ""
        return f"{found['systolic']}/{found['diastolic']} mmHg{pulse}"
    if found["kind"] == MeasureKind.WEIGHT:
        return f"{found['kg']:g} kg"
    return str(_("positive") if found["positive"] else _("negative"))


def beside(answers: Mapping[str, Any], measures: Iterable[Measure]) -> dict[str, Any]:
    """The answers as they would be, had the patient known what was measured. Only rules read this; nothing is kept."""
    values = dict(answers)
    for measure in measures:
        values |= _as_answers(measure.found, values)
    return values


def told_otherwise(answers: Mapping[str, Any], measure: Measure) -> set[str]:
    """Codes of the questions to which a fact gives another answer than the patient; sex only opens a section."""
    found = _as_answers(measure.found, answers)
    return {code for code, value in found.items() if answers.get(code) != value} - {About.sex_at_birth.code}


def _as_answers(found: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    if found["kind"] == MeasureKind.BLOOD_PRESSURE:
        told = {
            Body.knows_bp.code: "yes",
            Body.systolic.code: found["systolic"],
            Body.diastolic.code: found["diastolic"],
            Body.bp_when.code: "today",
            Body.bp_where.code: "clinic",
        }
        return told | ({Body.pulse.code: found["pulse"]} if found.get("pulse") else {})
    if found["kind"] == MeasureKind.WEIGHT:
        return {Body.weight.code: {"kg": found["kg"], "in": {"unit": "kg"}}}
    if not found["positive"]:
        return {}  # a test says nothing of days before it: what the patient told goes on counting
    open_to = {} if values.get(About.sex_at_birth.code) != "male" else {About.sex_at_birth.code: "intersex"}
    return open_to | {Pregnancy.could_be.code: "yes", Pregnancy.pregnant.code: "yes"}


def refuse_unless_plausible(kind: str, found: Mapping[str, Any], at: datetime) -> None:
    """Refuses a fact that cannot be, in words."""
    wrong = []
    if kind not in MeasureKind.values:
        wrong.append("Say what was measured.")
    if at > timezone.now() + timedelta(minutes=5):
        wrong.append("The time lies ahead. Give the time at which it was measured.")
    if at < timezone.now() - OLDEST:
        wrong.append("That was over 30 days ago. Measure again.")
    if kind == MeasureKind.BLOOD_PRESSURE and not found["diastolic"] < found["systolic"]:
        wrong.append("The top number has to be higher than the bottom number.")
    if wrong:
        raise NotAllowed(*wrong)
