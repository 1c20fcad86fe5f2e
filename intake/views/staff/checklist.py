"""What still stands in the way of a decision, as links; what has been done already, ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.models import Flag, Intake, Submission
from intake.models.decision import grave
from intake.policy import DEFAULT as POLICY
from intake.questionnaire.ride import Ride


def checklist(
    intake: Intake,
    submission: Submission,
    reviewed: Collection[str],
    unsettled: Sequence[Flag],
    could_not_tell: int,
) -> list[dict[str, Any]]:
    """Each point: words, whether it is done, whether it blocks clearing, and where to go."""
    record = reverse("record", args=[intake.reference])
    stops = grave(unsettled)
    reviews = [flag for flag in unsettled if not flag.is_grave]
    left = len(submission.content["sections"]) - len(reviewed)
    points = [
        _alerts(intake.alerts_open, record),
        _flags(stops, record, _("No STOP or safety flag stands in the way"), stop=True),
        _flags(reviews, record, _("No flag to review stands in the way"), stop=False),
        _point(
            _("Nothing is left that could not be told"),
            ngettext("%(n)d thing could not be told", "%(n)d things could not be told", could_not_tell),
            could_not_tell,
            f"{record}#could-not-tell",
        ),
        _point(
            _("Every section is marked reviewed"),
            ngettext("%(n)d section is not marked reviewed", "%(n)d sections are not marked reviewed", left),
            left,
            f"{record}#answers",
        ),
        _ride(intake, submission, record),
    ]
    if timezone.now() - submission.told_at > timedelta(days=POLICY.screening_valid_days):
        words = _("The answers are over %(n)d days old")
        points.append(_point("", words, POLICY.screening_valid_days, record, blocks=True))
    return points


def _alerts(count: int, record: str) -> dict[str, Any]:
    words = ngettext("%(n)d safety alert is open", "%(n)d safety alerts are open", count)
    return _point(_("No safety alert is open"), words, count, f"{record}#alerts", blocks=True)


def _flags(flags: Sequence[Flag], record: str, done: str, *, stop: bool) -> dict[str, Any]:
    words = (
        ngettext(
            "%(n)d STOP or safety flag stands in the way",
            "%(n)d STOP or safety flags stand in the way",
            len(flags),
        )
        if stop
        else ngettext("%(n)d flag to review stands in the way", "%(n)d flags to review stand in the way", len(flags))
    )
    url = f"{record}#flag-{flags[0].pk}" if flags else ""
    return _point(done, words, len(flags), url, blocks=stop)


def _ride(intake: Intake, submission: Submission, record: str) -> dict[str, Any]:
    """Ticked where the patient has somebody; any other answer is read, and is still to be settled."""
    has_somebody = submission.answers().get(Ride.adult_home.code) == "yes"
    told = (intake.identity or {}).get("told", {}).get("ride.adult_home", {}).get("words", "")
    said = _("Ride home, as the patient told it: %(words)s") % {"words": told}
    open_words = said if told else _("The patient has not said how they get home")
    return _point(said, open_words, 0 if has_somebody else 1, f"{record}#ride")


def _point(done: str, open_words: str, count: int, url: str, *, blocks: bool = False) -> dict[str, Any]:
    words = open_words % {"n": count} if count and "%(n)d" in open_words else open_words if count else done
    return {"words": words, "done": not count, "blocks": blocks and bool(count), "url": url}
