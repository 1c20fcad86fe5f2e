"""By which route an answer came to the clinic, as it stands beside the answer: *by phone, Nia Nurse, 24 Nov*."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from intake.models import Route


def in_words(mark: Mapping[str, str] | None) -> str:
    """Route, who wrote it down, and when; nothing where the patient gave the answer online."""
    if not mark:
        return ""
    at = parse_datetime(mark["at"])
    day = date_format(localtime(at), "j M") if at else ""
    return ", ".join(filter(None, (str(Route(mark["route"]).label), mark["by"], day)))
