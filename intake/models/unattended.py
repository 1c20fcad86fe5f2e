"""Safety alerts that nobody is dealing with, for the red banner of every staff page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import pgtrigger
from django.db import models

from clinic.encryption import TamperedError
from clinic.statement import Statement
from intake.models.clock import Clock, look_of
from intake.models.safety_alert import SafetyAlert
from intake.triage import Urgency

ONLY_BY_AN_ACT = """
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'only what is done about an alert says whether somebody deals with it' USING ERRCODE = '55000';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
DEALING = Statement("""
    SELECT DISTINCT ON (alert.intake_id) alert.intake_id, person.name
      FROM intake_safetyalert AS alert
      JOIN intake_acknowledgement AS taken ON taken.alert_id = alert.id
      JOIN clinic_staff AS person ON person.id = taken.by_id
     WHERE alert.intake_id = ANY(%s)
       AND NOT EXISTS (
           SELECT FROM intake_unattendedalert AS waiting JOIN intake_safetyalert AS other ON other.id = waiting.alert_id
            WHERE other.intake_id = alert.intake_id)
       AND NOT EXISTS (SELECT FROM intake_disposition AS closed WHERE closed.alert_id = alert.id)
     ORDER BY alert.intake_id, taken.at DESC
""")
MOST_TIMED = 20


class UnattendedAlert(models.Model):
    """An open alert that nobody is dealing with: kept by the database, as alerts are raised, taken on, handed over and
    closed. So the banner of every page is read from one short list, however many alerts there ever were."""

    alert = models.OneToOneField("SafetyAlert", primary_key=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-urgency", "raised_at"], name="unattended_by_urgency")]
        triggers = [
            pgtrigger.Trigger(
                name="only_by_an_act",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=ONLY_BY_AN_ACT,
            )
        ]

    def __str__(self) -> str:
        return f"raised {self.raised_at:%d %b %H:%M}"


class Unattended(NamedTuple):
    """An open alert that was never taken on by name, or not since it was handed over."""

    pk: uuid.UUID
    urgency: int
    raised_at: datetime
    handed_over_at: datetime | None


@dataclass(frozen=True)
class DueFirst:
    """The one of them that is due first; without a clock where its words do not open, which its record says."""

    pk: uuid.UUID
    clock: Clock | None


def who_deals_with(intakes: Iterable[Any]) -> dict[uuid.UUID, str]:
    """By intake, the name of who last took on an open alert of it, where none of its alerts waits for somebody."""
    listed = [intake.pk for intake in intakes if intake.alert_rank < 0]
    return dict(DEALING.rows(listed)) if listed else {}


def due_first(alerts: Sequence[Unattended], now: datetime) -> DueFirst:
    """Which of the most urgent somebody has to take on first: the one whose clock ends first."""
    at_once = [alert for alert in alerts if alert.urgency == Urgency.NOW]
    others = [alert for alert in alerts if alert.urgency != Urgency.NOW]
    opened = SafetyAlert.objects.select_related("intake").in_bulk([alert.pk for alert in others]) if others else {}
    timed = [
        (clock, alert)
        for alert in (*_longest_waiting(at_once), *others)
        if (clock := _clock(opened.get(alert.pk, alert), alert.handed_over_at, now)) is not None
    ]
    clock, first = min(timed, key=lambda pair: pair[0].due, default=(None, alerts[0]))
    return DueFirst(first.pk, clock)


def _longest_waiting(alerts: Sequence[Unattended]) -> list[Unattended]:
    """Of those with one pace, the one whose clock ends first."""
    return sorted(alerts, key=lambda alert: alert.handed_over_at or alert.raised_at)[:1]


def _clock(alert: Unattended | SafetyAlert, handed_over_at: datetime | None, now: datetime) -> Clock | None:
    """Until when somebody has to take it on. How fast is in the words of an alert, unless help is needed now."""
    try:
        return look_of(alert, handed_over_at, now)
    except TamperedError:
        return None
