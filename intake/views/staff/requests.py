"""What a patient was asked for, as the record shows it: by whom, why, and the reply as before and after."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models import InformationRequest, Intake
from intake.models.comparing import Change, changes_between


def requests_of(intake: Intake) -> list[dict[str, Any]]:
    """Every request on an intake, the newest first."""
    found = (
        intake.requests.select_related("by", "called_off__by", "reply__supersedes")
        .prefetch_related("links")
        .order_by("-number")
    )
    return [_request(each, intake) for each in found]


def _request(asked: InformationRequest, intake: Intake) -> dict[str, Any]:
    asked.intake = intake
    reply, called_off = getattr(asked, "reply", None), getattr(asked, "called_off", None)
    return {
        "number": asked.number,
        "by": asked.by.name if asked.by else _("Clearway, when the patient said that something is new"),
        "by_patient": asked.by is None,
        "at": asked.at,
        "why": asked.why,
        "labels": asked.asked["labels"],
        "own": asked.asked["own"],
        "open": asked.is_open,
        "link": link_of(asked) if asked.is_open else None,
        "called_off": called_off,
        "reply": reply,
        "changes": _changes(reply, intake) if reply is not None else [],
    }


def link_of(asked: InformationRequest) -> dict[str, Any] | None:
    """How the newest link of a request stands: used, still good until, or run out."""
    newest = max(asked.links.all(), key=lambda link: link.made_at, default=None)
    if newest is None:
        return None
    return {"used_at": newest.used_at, "expires_at": newest.expires_at, "works": newest.works(timezone.now())}


def _changes(reply: Any, intake: Intake) -> list[Change]:
    reply.intake = reply.supersedes.intake = intake
    return changes_between(reply.supersedes.content, reply.content)
