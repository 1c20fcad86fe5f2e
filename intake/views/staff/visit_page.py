"""What every page of a visit shows of it, and what stands in the way of an act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models import NotAllowed, Visit
from intake.models.status import refuse_unless
from intake.models.visit_status import SETS_A_TIME, refuse_visit_unless
from intake.views.staff.contact import who
from intake.views.staff.visit_words import card_of, visit_words


def visit_page(request: HttpRequest, found: Visit) -> dict[str, Any]:
    """The head of the page, and what the visit lacks."""
    role = str(getattr(request.user, "role", ""))
    words = visit_words(found, role)
    return {
        "visit": found,
        "words": words,
        "lacks": words["lacks"],
        "intake": found.intake,
        "who": who(found.intake),
        "card": card_of(found.intake, role),
    }


def closed(name: str, found: Visit, staff: Any) -> str:
    """Why this cannot be done now; empty when it can."""
    try:
        refuse_visit_unless(name, found, staff)
        if name in SETS_A_TIME:
            refuse_unless("plan visits", found.intake, staff)
    except NotAllowed as refused:
        return str(refused)
    return _("This visit has not begun yet.") if name == "miss" and found.at > timezone.now() else ""


def say(form: Any, refused: NotAllowed) -> None:
    """What stands in the way, on top of the form."""
    for sentence in refused.sentences:
        form.add_error(None, sentence)
