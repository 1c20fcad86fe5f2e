"""What this clinic has set, in words, for a text to name: its phone, its hours, its rules on eating and driving."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def facts() -> Mapping[str, str]:
    """Each fact by the name a text uses. A start reads them once."""
    clinic = settings.CLINIC
    own = {
        "name": clinic.name,
        "phone": clinic.phone_to_read,
        "hours": clinic.hours,
        "emergency": clinic.crisis.emergency,
        "crisis_call": clinic.crisis.call or clinic.crisis.emergency,
    }
    told: Mapping[str, str] = import_string(settings.EDUCATION_FACTS)()
    return {**told, **own}
