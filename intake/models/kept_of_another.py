"""Answers that were kept from an earlier form, where staff find that the forms are not of one person after all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from intake.models.earlier import KEPT, forget_kept
from intake.models.lapse import Lapse, LapseReason
from intake.models.submission import Submission


def let_go_of_kept(forms: QuerySet[Any]) -> None:
    """Of forms that counted as one person's until now. What was kept in an unsent one is asked; a decision on one that
    was sent lapses, for whose answers they were is not known any more. The caller is in a transaction."""
    for intake in forms.order_by("pk"):
        if intake.is_open:
            forget_kept(intake._locked())
        elif _keeps(intake):
            _lapse(intake._locked())


def _lapse(locked: Any) -> None:
    if Lapse.of(locked, LapseReason.NOT_THEIRS, str(LapseReason.NOT_THEIRS.label)) is not None:
        locked.settle_place()
        locked.save()


def _keeps(intake: Any) -> bool:
    submission = Submission.newest(intake)
    if submission is None:
        return False
    asked = (each for part in submission.content["sections"] for each in part["questions"])
    return any(each.get("route", {}).get("route") == KEPT for each in asked)
