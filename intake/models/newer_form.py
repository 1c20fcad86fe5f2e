"""A patient who has sent another form since: a decision on the older one has not seen what they told."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from intake.models.lapse import Lapse, LapseReason
from intake.models.status import Status


def lapse_older_than(intake: Any) -> None:
    """A form was sent, matched or stands decided again: of its patient's decisions only that on the form that was sent
    last stands. The intake is locked by the caller; where it is not the last, it lost its own decision in its row."""
    if intake.patient is not None:
        lapse_on_older(_forms_of_its_patient(intake), intake)


def sent_later_than(submission: Any) -> str:
    """The reference of the form that its patient sent last, where that was after this submission; else empty."""
    intake = submission.intake
    if intake.patient is None:
        return ""
    others = _forms_of_its_patient(intake).exclude(pk=intake.pk)
    later = others.filter(sent_at__isnull=False, submissions__sealed_at__gt=submission.sealed_at)
    found = later.annotate(told_at=Max("submissions__sealed_at")).order_by("-told_at")
    return str(found.values_list("reference", flat=True).first() or "")


def _forms_of_its_patient(intake: Any) -> QuerySet[Any]:
    return type(intake).objects.of_family(intake.patient.standing().family())  # type: ignore[no-any-return]


def lapse_on_older(forms: QuerySet[Any], because_of: Any = None) -> list[Lapse]:
    """Decisions on the forms of one person lapse, but for those on the form that was sent last.

    `because_of`: the form that was just sent or matched; where it is not the last, only a decision on it lapses. The
    caller is in a transaction, with that form locked.
    """
    sent = forms.filter(sent_at__isnull=False).annotate(told_at=Max("submissions__sealed_at"))
    told = {pk: (at, reference) for pk, at, reference in sent.values_list("pk", "told_at", "reference")}
    if len(told) < 2:
        return []
    newest = max(told, key=lambda pk: told[pk])
    older = set(told) - {newest}
    if because_of is not None and because_of.pk != newest:
        older = {because_of.pk} & older
    words = _("The patient sent another form later: %(reference)s.") % {"reference": told[newest][1]}
    standing = forms.model.objects.filter(pk__in=older, status=Status.DECIDED)
    return [
        lapse
        for intake in standing.select_for_update().order_by("pk")
        if (lapse := _lapse(intake, words)) is not None
    ]


def _lapse(intake: Any, words: str) -> Lapse | None:
    lapse = Lapse.of(intake, LapseReason.NEWER_FORM, words)
    intake.settle_place()
    intake.save()
    return lapse
