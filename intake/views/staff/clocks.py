"""How fast a clinic has set itself to deal with a safety alert, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from intake.models.clock import is_declined
from intake.policy import DEFAULT as POLICY
from intake.triage import Urgency


def pace_in_words(alert: Any) -> str:
    """How fast the clinic has set itself to look and to call, for an alert of this kind."""
    if alert.urgency == Urgency.NOW:
        return _(
            "First look within %(look)d minutes, first call within %(call)d minutes. No answer: call again in "
            "%(again)d minutes, then the emergency contact if allowed, then a welfare check by your policy."
        ) % {
            "look": POLICY.safety_now_look_minutes,
            "call": POLICY.safety_now_contact_minutes,
            "again": POLICY.safety_now_retry_minutes,
        }
    if is_declined(alert):
        return _(
            "First look the same day, within %(look)d hours. First call on the next business day at the latest, within "
            "%(call)d hours. No answer: call again."
        ) % {
            "look": POLICY.safety_declined_look_minutes // 60,
            "call": POLICY.safety_declined_contact_minutes // 60,
        }
    return _(
        "First look within %(look)d minutes, first call the same day within %(call)d hours. No answer: call again the "
        "same day and the next morning, then the treating clinician."
    ) % {"look": POLICY.safety_today_look_minutes, "call": POLICY.safety_today_contact_minutes // 60}
