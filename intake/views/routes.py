"""By which route an answer came to the clinic, as it stands beside the answer: *by phone, Nia Nurse, 24 Nov*."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intake.models import Route
from intake.models.earlier import KEPT


def in_words(mark: Mapping[str, str] | None) -> str:
    """Route, who wrote it down, and when; nothing where the patient gave the answer online."""
    if not mark:
        return ""
    if mark["route"] == KEPT:
        day = date_format(date.fromisoformat(mark["from"]), "j M Y")
        return _("kept from %(day)s: the patient says it is the same") % {"day": day}
    at = parse_datetime(mark["at"])
    day = date_format(localtime(at), "j M") if at else ""
    return ", ".join(filter(None, (str(Route(mark["route"]).label), mark["by"], day)))
