"""What was decided, for a list: of each intake on it that is decided, the outcome in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.statement import Statement
from intake.models.decision import Outcome
from intake.models.status import Status

LAST = Statement("""
    SELECT DISTINCT ON (intake_id) intake_id, outcome, until
      FROM intake_decision
     WHERE intake_id = ANY(%s)
     ORDER BY intake_id, at DESC
""")


def decided_as(intakes: Iterable[Any]) -> dict[uuid.UUID, str]:
    """By intake, the last decision in words; a deferral with its day. Asked only where something is decided."""
    listed = [intake.pk for intake in intakes if intake.status == Status.DECIDED]
    return {pk: _words(outcome, until) for pk, outcome, until in LAST.rows(listed)} if listed else {}


def _words(outcome: str, until: Any) -> str:
    if until is not None:
        return _("Deferred until %(day)s") % {"day": date_format(until, "j M Y")}
    return str(Outcome(outcome).label)
