"""The patient's own visit: the preparation sheet with its hours, and a file for their calendar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from intake.access import open_sitting_of
from intake.models import MedicineNote, RideState, Status, Visit, policy_in_force
from intake.models.anything_new import may_say
from intake.models.news_standing import news_of
from intake.models.ride_state import standing_of
from intake.visiting.calendar import Entry, calendar_file
from intake.visiting.prep import at_night, clock_in_words, day_in_words, moment_in_words, prep_times

NOT_YET = _("It is not settled yet who takes you home.")
RIDE = {
    RideState.NONE: NOT_YET,
    RideState.GAPS: NOT_YET,
    RideState.NOT_ACCEPTED: _("You need another way home: the one you told us is not accepted here."),
    RideState.NOT_ASKED: _("We have not asked the person who takes you home yet."),
    RideState.ASKED: _("We have asked the person who takes you home, and wait for their answer."),
    RideState.SILENT: _("The person who takes you home has not answered us yet."),
    RideState.MOVED: _("Your visit was moved. The person who takes you home has to say yes to the new time."),
    RideState.NO: _("The person who was to take you home cannot come. Somebody else is needed."),
    RideState.OTHER_TIME: _("The person who takes you home needs another time."),
    RideState.CHANGED: NOT_YET,
    RideState.CONFIRMED: _("The person who takes you home has said yes."),
}
"""How the ride stands, as the patient reads it."""


def own_visit(request: HttpRequest) -> HttpResponse:
    """How to get ready for the next visit. Nothing that was answered is shown."""
    intake = open_sitting_of(request).intake
    visit = Visit.next_of(intake)
    if visit is None:
        return render(request, "intake/no_visit.html", {"reference": intake.reference, "open": intake.is_open})
    visit.intake = intake
    record("sheet.read", request=request, subject=intake)
    around = {"open": intake.is_open, "waits": intake.status == Status.WAITING}
    page = sheet_of(visit, medicines=True) | visits_of(intake) | news_for_patient(visit) | around
    return render(request, "intake/visit.html", page)


def news_for_patient(visit: Visit) -> dict[str, Any]:
    """Whether the patient is asked now if anything is new, and when they said it. What they said is not told."""
    return {
        "news_open": may_say(visit),
        "news_said_at": news_of([visit])[visit.pk].said_at,
        "for": visit.intake.form_mark,
    }


def own_calendar(request: HttpRequest) -> HttpResponse:
    """Every visit ahead, for the patient's calendar."""
    intake = open_sitting_of(request).intake
    visits = list(intake.visits.ahead().order_by("at"))
    if not visits:
        return redirect("own_visit")
    record("calendar.taken", request=request, subject=intake)
    return calendar_of(visits)


def visits_of(intake: Any) -> dict[str, Any]:
    """Every visit ahead, and how the way home from the next one stands; no name, as nothing that was typed is shown."""
    ahead = list(intake.visits.ahead().filter(ready_at__gt=timezone.now()).order_by("at"))
    if not ahead:
        return {"visits": []}
    ahead[0].intake = intake
    state = standing_of(ahead[0]).state
    listed = [_when(visit) for visit in ahead]
    return {"visits": listed, "ride": RIDE[state], "ride_settled": state == RideState.CONFIRMED}


def _when(visit: Visit) -> dict[str, str]:
    here = timezone.localtime(visit.at)
    return {"day": f"{day_in_words(here)}, {here:%Y}", "at": clock_in_words(here)}


def sheet_of(visit: Visit, *, medicines: bool) -> dict[str, Any]:
    """What the preparation sheet of a visit says. Without `medicines`, nothing that a clinician wrote of them."""
    times = prep_times(visit, policy_in_force(), timezone.get_default_timezone())  # type: ignore[arg-type]
    note = MedicineNote.newest(visit.course) if medicines else None
    return {
        "reference": visit.intake.reference,
        "visit": visit,
        "sheet": {
            "day": f"{day_in_words(times.at)}, {times.at:%Y}",
            "at": clock_in_words(times.at),
            "ready_at": clock_in_words(times.ready_at),
            "sober_from": moment_in_words(times.sober_from),
            "fatty": moment_in_words(times.last_fatty),
            "light": moment_in_words(times.last_light),
            "clear": moment_in_words(times.last_clear),
            "evening_before": at_night(times.last_fatty) or at_night(times.last_light),
            "drive_after": moment_in_words(times.drive_after) if times.drive_after else "",
            "drive_day": day_in_words(times.drive_day),
            "sleeps": times.sleeps,
            "zone": settings.TIME_ZONE.rpartition("/")[2].replace("_", " "),
            "medicines": note.text if note else "",
            "asks_nurse": not medicines,
        },
    }


def calendar_of(visits: list[Visit]) -> HttpResponse:
    """These visits as a calendar file."""
    entries = [
        Entry(
            uid=f"{visit.pk}@visit",
            version=visit.version,
            at=visit.at,
            until=visit.ready_at,
            changed_at=timezone.now(),
            cancelled=not visit.is_ahead and visit.status != "done",
        )
        for visit in visits
    ]
    phone = settings.CLINIC.phone_to_read
    file = calendar_file(entries, zone=settings.TIME_ZONE, phone=phone)
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer
