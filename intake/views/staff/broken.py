"""A record that does not open (changed, or its key missing): its row in a list says so, and the list goes on."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _

from clinic.encryption import TamperedError
from clinic.logs import place_of

log = structlog.get_logger()
NAME = _("This record does not open")
WHAT_TO_DO = _("It was changed, or its key is missing. Tell your administrator now.")


def opens(intake: Any, *also: str) -> bool:
    """Whether what a list shows of this intake can be read: who, why, and what else is named. If not, the log says so
    too."""
    try:
        return bool([getattr(intake, each) for each in ("person", "reasons", *also)])  # opened on first use
    except TamperedError as broken:
        log.error("record.does_not_open", kind=type(broken).__name__, at=place_of(broken))
        return False
