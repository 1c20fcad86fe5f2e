"""Changes of policy as the pages of staff show them: what, from what to what, who said so, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models import PolicyChange, PolicyVerdict
from intake.triage import Level
from intake.triage.changeable import Changeable

STANDS = {
    PolicyVerdict.APPROVED: _("Approved"),
    PolicyVerdict.REFUSED: _("Refused"),
    PolicyVerdict.WITHDRAWN: _("Withdrawn"),
}


def told_of_changes(changes: Iterable[PolicyChange]) -> list[dict[str, Any]]:
    """Changes in words, in the order given."""
    return [told_of(change) for change in changes]


def told_of(change: PolicyChange) -> dict[str, Any]:
    """One change in words."""
    verdict = getattr(change, "verdict", None)
    what = change.what
    return {
        "url": reverse("policy_change", args=[change.pk]),
        "title": what.title if what else str(change),
        "before": what.in_words(change.before) if what else change.before,
        "after": what.in_words(change.after) if what else change.after,
        "rules": [(rule.code, rule.matter) for rule in what.rules] if what else [],
        "reason": change.reason,
        "proposed_by": change.proposed_by.name,
        "proposed_at": change.proposed_at,
        "is_weaker": change.is_weaker,
        "warnings": warnings_of(what, change.before, change.after) if what else [],
        "stands": STANDS[verdict.kind] if verdict else _("Waits for a second physician"),
        "state": verdict.kind if verdict else "open",
        "verdict": verdict,
    }


def warnings_of(what: Changeable, before: Any, after: Any) -> list[str]:
    """What somebody has to know before a change that flags less; nothing where it flags as much or more."""
    if not what.is_weaker(before, after):
        return []
    said = [_("Patients who are flagged now will be flagged less gravely, or not at all.")]
    stop = Level.STOP.name.lower()
    if what.kind == "level" and before == stop:
        said.append(_("This is a STOP. After the change a nurse may clear a patient over it, without a physician."))
    if what.kind == "setting" and any(rule.level is Level.STOP for rule in what.rules):
        said.append(_("This is where a STOP begins. After the change some patients will have no STOP any more."))
    return said
