"""Visits as the pages of staff show them: when, how they stand, what they lack, each in words for who reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.encryption import TamperedError
from clinic.roles import CLINICAL
from intake.models import (
    Consent,
    Course,
    Decision,
    Intake,
    MedicineNote,
    NewsStanding,
    NewsState,
    Route,
    Visit,
)
from intake.models.anything_new import in_words, may_say
from intake.models.lacking import READ_WITH, lacks
from intake.models.news_standing import news_of
from intake.models.ride_state import standings_of
from intake.models.status import act_called
from intake.models.visit_exception import Point, counted
from intake.models.visit_status import OFF, SETS_A_TIME, VisitStatus, visit_act_called
from intake.views.staff.rides import row_of

STEP_WORDS = {
    "plan": gettext_lazy("Planned"),
    "move": gettext_lazy("Moved"),
    "cancel": gettext_lazy("Cancelled"),
    "miss": gettext_lazy("Not come"),
    "restore": gettext_lazy("Put back"),
    "make ready": gettext_lazy("Ready"),
    "take back ready": gettext_lazy("Not ready any more"),
    "discharge": gettext_lazy("Went home"),
    "discharge unready": gettext_lazy("Went home, and the visit was not ready"),
}
ONCE_BEGUN = ("miss", "discharge unready")
TONES = {"ready": "ok", "missed": "caution"}


def visits_panel(intake: Intake, role: Any) -> dict[str, Any]:
    """For a record or a card: every visit of this intake, and where more are planned."""
    visits = list(intake.visits.select_related("course").order_by("at"))
    for visit in visits:
        visit.intake = visit.course.intake = intake
    prefetch_related_objects(visits, *READ_WITH)
    standings, news = standings_of(visits), news_of(visits)
    for visit in visits:
        visit.ride_standing = standings[visit.pk]  # type: ignore[attr-defined]
        visit.news_standing = news[visit.pk]  # type: ignore[attr-defined]
    course = Course.newest(intake) if role in CLINICAL else None
    note = MedicineNote.newest(course) if course else None
    return {
        "visits": [visit_words(visit, role) for visit in visits],
        "rides": [row_of(standings[visit.pk]) for visit in visits if is_to_come(visit)],
        "may_plan": act_called("plan visits").is_possible(intake.status),
        "medicines_course": course,
        "may_consent": act_called("record consent").is_possible(intake.status),
        "may_write_medicines": act_called("write about medicines").is_possible(intake.status),
        "medicines_note": note,
        "consent": Consent.standing(course) if course else None,
    }


def is_to_come(visit: Visit) -> bool:
    """Whether somebody still has to be taken home from it."""
    return visit.is_ahead and visit.ready_at > timezone.now()


def visit_words(visit: Visit, role: Any) -> dict[str, Any]:
    """One visit in words, with what it still lacks while it is ahead."""
    return {
        "pk": visit.pk,
        "url": reverse("visit", args=[visit.pk]),
        "at": visit.at,
        "ready_at": visit.ready_at,
        "number": visit.number,
        "status": visit.get_status_display(),
        "tone": TONES.get(visit.status, ""),
        "ahead": visit.is_ahead,
        "is_off": visit.status in OFF,
        "over": visit.is_ahead and visit.ready_at < timezone.now(),
        "lacks": lacks_words(visit, role) if visit.is_ahead else [],
        "excepted": excepted_words(visit, role),
        "left_at": left.at if (left := getattr(visit, "discharge", None)) else None,
        "news": said_words(visit, role),
        "unanswered": unanswered_words(visit, role),
        "conditions": conditions_words(visit, role),
        "to_be_met": decision_to_be_met(visit),
    }


def decision_to_be_met(visit: Visit) -> Any:
    """The decision, by its id, of which somebody has to say that its conditions are met; None where there is none."""
    decision = Decision.on_conditions(visit.intake) if visit.status == VisitStatus.PLANNED else None
    return decision.pk if decision is not None else None


def conditions_words(visit: Visit, role: Any) -> str:
    """On what conditions a clinician last cleared the patient, in their words: for clinicians, while it is ahead."""
    decision = Decision.on_conditions(visit.intake) if role in CLINICAL and visit.is_ahead else None
    try:
        return str(decision.conditions) if decision is not None else ""
    except TamperedError:
        return _("There are conditions, and they do not open. Tell your administrator now.")


def lacks_words(visit: Visit, role: Any) -> list[dict[str, str]]:
    """What is missing: for clinicians with the page where it is settled, for the front desk in neutral words."""
    found = []
    for lack in lacks(visit):
        if role in CLINICAL:
            found.append({"name": lack.name, "words": str(lack.words), "url": reverse(lack.page, args=lack.args)})
        else:
            url = reverse("desk_record", args=[visit.intake.reference])
            url = reverse(lack.page, args=lack.args) if lack.name == Point.RIDE else url
            found.append({"name": lack.name, "words": str(lack.neutral), "url": url})
    return found


def unanswered_words(visit: Visit, role: Any) -> dict[str, str] | None:
    """That the patient has not answered *anything new?*; None where that is not so. It keeps no visit from being ready:
    the check on the day asks the same again."""
    standing = standing_news(visit) if visit.is_ahead else None
    if standing is None or not standing.is_lacking:
        return None
    url = f"{card_of(visit.intake, role)}#visits"
    if role in CLINICAL:
        url = reverse("visit_news" if visit.at > timezone.now() else "visit_check", args=[visit.pk])
    return {"words": not_answered_words(standing), "url": url}


def excepted_words(visit: Visit, role: Any) -> list[str]:
    """For what a written exception stands, or stood. The front desk reads only of one for the ride what it is for."""
    points = list(counted(visit))
    known = [point for point in points if role in CLINICAL or point == Point.RIDE]
    words = [_("exception: %(what)s") % {"what": str(point.label).lower()} for point in known]
    return words if len(known) == len(points) else [*words, _("exception by a clinician")]


def standing_news(visit: Visit) -> NewsStanding:
    """How *anything new?* stands; worked out once where many visits are shown."""
    known: NewsStanding | None = getattr(visit, "news_standing", None)
    return known if known is not None else news_of([visit])[visit.pk]


def not_answered_words(standing: NewsStanding) -> str:
    """That the patient has not answered, and what can be done."""
    words = str(standing.state.label)
    if standing.to_call:
        return _("%(words)s: call the patient") % {"words": words}
    if standing.asked_at is None:
        return words
    return _("%(words)s: asked %(day)s") % {"words": words, "day": f"{timezone.localtime(standing.asked_at):%a %d %b}"}


def said_words(visit: Visit, role: Any) -> dict[str, Any]:
    """What the patient said before the visit, for clinicians; for the front desk, that they have said it."""
    standing = standing_news(visit)
    if not standing.told:
        return {}
    if role not in CLINICAL:
        return {"words": _("Questions before the visit: answered"), "tone": "", "at": standing.said_at}
    if standing.state == NewsState.NOTHING:
        nothing = {"words": _("Nothing new, the patient says"), "tone": "ok", "at": standing.said_at}
        return nothing | _written_down(standing)
    return {"words": _new_words(standing), "tone": "caution", "at": standing.told[0].at} | _written_down(standing)


def _written_down(standing: NewsStanding) -> dict[str, str]:
    """By which clinicians, where the patient told it and did not say it on their own page; or some of it."""
    written = [f"{each.by.name} ({Route(each.route).label})" for each in standing.told if each.by is not None]
    if not written:
        return {}
    names = {"by": ", ".join(dict.fromkeys(written))}
    said = _("written down by %(by)s") if len(written) == len(standing.told) else _("in part written down by %(by)s")
    return {"written": said % names}


def _new_words(standing: NewsStanding) -> str:
    try:
        return _("New, the patient says: %(what)s") % {"what": in_words(standing.told)}
    except TamperedError:
        return _("Something is new, the patient says, and it does not open. Tell your administrator now.")


def card_of(intake: Intake, role: Any) -> str:
    """The page of this patient that somebody of this role may open."""
    return reverse("record" if role in CLINICAL else "desk_record", args=[intake.reference])


def steps_of(visit: Visit, role: Any) -> list[dict[str, Any]]:
    """What became of it, the newest first."""
    shown = []
    for step in visit.changes.select_related("by").order_by("-number"):
        step.intake = visit.intake
        why = step.why_for(role)
        shown.append(
            {
                "what": STEP_WORDS[step.act],
                "by": step.who,
                "at": step.at,
                "moved": step.is_moved,
                "from_time": step.from_time,
                "to_time": step.to_time,
                "why": why,
                "hidden": bool(step.why) and not why,
            }
        )
    return shown


def acts_for(visit: Visit, role: Any) -> list[tuple[str, str]]:
    """What can be done with it now, as (words, address)."""
    pages = {"discharge": "visit_discharge", "take back ready": "visit_not_ready", "move": "visit_move"}
    pages |= {"discharge unready": "visit_discharge", "cancel": "visit_cancel"}
    pages |= {"miss": "visit_missed", "restore": "visit_restore"}
    acts = [(visit_act_called(name), page) for name, page in pages.items()]
    begun, plannable = visit.at <= timezone.now(), act_called("plan visits").is_possible(visit.intake.status)
    named = [
        (str(act.words), reverse(page, args=[visit.pk]))
        for act, page in acts
        if act.is_for(role) and act.is_possible(visit.status) and (begun or act.name not in ONCE_BEGUN)
        if plannable or act.name not in SETS_A_TIME
    ]
    if role in CLINICAL and may_say(visit):
        words = _("Write down whether anything is new, as the patient tells you")
        named.append((words, reverse("visit_news", args=[visit.pk])))
    return named


def others_at(visits: Iterable[Any], *, but: Any) -> dict[Any, int]:
    """How many other patients are there during each of these (at, ready_at), read at once."""
    times = list(visits)
    if not times:
        return {}
    first, last = min(at for at, _ready in times), max(ready for _at, ready in times)
    kept = Visit.times_between(first - timedelta(days=1), last, but=but)
    return {at: sum(a < ready and r > at for a, r in kept) for at, ready in times}


def day_of(text: str) -> date:
    """The day that an address names; today, when it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return day if 2000 <= day.year <= 2200 else timezone.localdate()
