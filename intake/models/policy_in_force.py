"""The clinic's policy as it stands: what is published, and the changes that two physicians agreed on.

Whatever weighs answers for a record asks here. Questions and safety rules depend on nothing that can be changed
(`intake/checks.py` holds it), so a form is filled in, and an alert raised, without looking.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from django.apps import apps

from intake.policy import Policy
from intake.triage.changeable import Changeable, policy_from, what_may_change

log = structlog.get_logger()


def policy_in_force() -> Policy:
    """The policy of this moment: one query."""
    return policy_from(_changes())


def changes_that_no_longer_hold() -> list[str]:
    """Approved changes, each as *kind name*, that this release does not allow any more: they are set aside."""
    return [f"{kind} {name}" for kind, name, after in _approved() if _allowed(kind, name, after) is None]


def _changes() -> Iterator[tuple[Changeable, Any]]:
    for kind, name, after in _approved():
        what = _allowed(kind, name, after)
        if what is None:
            log.error("policy.change_set_aside", of=f"{kind} {name}")
        else:
            yield what, after


def _approved() -> list[tuple[str, str, Any]]:
    rows = apps.get_model("intake", "PolicyChange").objects.approved()
    return list(rows.values_list("kind", "name", "after"))


def _allowed(kind: str, name: str, after: Any) -> Changeable | None:
    try:
        what = what_may_change(kind, name)
        what.check(after)
    except ValueError:
        return None
    return what
