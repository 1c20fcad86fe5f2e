"""What a clinician asked, for the patient: just those questions, blank, with what their answers open; a check; sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.audit import record
from intake.access import NotAsked, OtherForm, reply_of
from intake.forms import SectionForm
from intake.models import Incomplete, NotOpen, Reply, Saved
from intake.models.sealing import missing
from intake.questionnaire.asked_again import AskedAgain
from intake.questionnaire.questions import Page, Question, Section
from intake.questionnaire.truth import Truth
from intake.views.looking_over import row_of
from intake.views.saving import as_json, hear_answer_to_help, helped, revision_in, shown_of, stale, told_on

Screen = tuple[type[Section], Page]


def reply(request: HttpRequest, page: int = 0) -> HttpResponse:
    """One screen of what was asked; without a number, on to the first."""
    try:
        found = reply_of(request)
    except NotAsked:
        return redirect("sent")
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    if not found.asked.is_open:
        here = _screen(found.read(), page)[1] if request.method == "POST" and page else None
        return _too_late(request, found, here)
    read = found.read()
    asked = asked_screens(read)
    if not page:
        return redirect(url_of(asked[0]) if asked else reverse("check_reply"))
    screen = _screen(read, page)
    if screen not in asked:
        return redirect(_after(screen, read))
    if request.method != "POST":
        form = SectionForm(screen[1], answers=read, revision=found.revision_of(screen[0]))
        return _shown(request, found, screen, form)
    return _posted(request, found, screen, read)


def _posted(request: HttpRequest, found: Reply, screen: Screen, read: AskedAgain) -> HttpResponse:
    form = SectionForm(screen[1], request.POST, answers=read, revision=revision_in(request))
    try:
        saved = _save(found, screen[0], form, request)
    except NotOpen:
        return _too_late(request, found, screen[1])
    now = found.read()
    form.settle(saved, now)
    told = told_on(form, saved)
    hear_answer_to_help(request, found.intake, told)
    if not form.is_valid() or not told <= helped(request):
        return _shown(request, found, screen, form, saved, told=told)
    return redirect(reverse("check_reply") if request.POST.get("from") == "check" else _after(screen, now))


def _too_late(request: HttpRequest, found: Reply, here: Page | None) -> HttpResponse:
    """Nothing more is written. But who tells of danger now is shown help, and the clinic is alerted all the same."""
    if here is not None:
        form = SectionForm(here, request.POST, answers=found.read())
        if found.intake.hear_late(form.well_formed(), request):
            return redirect("help_now")
    return redirect("reply_sent")


def save_reply(request: HttpRequest) -> HttpResponse:
    """One answer, as it is given: kept, and the script is told which questions to show and whether to show help."""
    try:
        found = reply_of(request)
        if not found.asked.is_open:
            raise NotOpen
        number = request.POST.get("page", "")
        read = found.read()
        screen = _screen(read, int(number) if number.isdecimal() and len(number) < 4 else 0)
        form = SectionForm(screen[1], request.POST, answers=read, revision=revision_in(request))
        saved = _save(found, screen[0], form, request)
    except (NotAsked, OtherForm, NotOpen):
        return stale()
    return as_json(form, saved, found.read())


def check_reply(request: HttpRequest) -> HttpResponse:
    """What this reply says, each answer with a way to change it; pressing sends it."""
    try:
        found = reply_of(request)
    except NotAsked:
        return redirect("sent")
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    if not found.asked.is_open:
        return redirect("reply_sent")
    if request.method == "POST":
        try:
            found.send(request)
            return redirect("reply_sent")
        except NotOpen:
            return redirect("reply_sent")
        except Incomplete:
            pass  # what is missing stands first on the page
    return render(request, "intake/reply_check.html", _checked(found))


def reply_sent(request: HttpRequest) -> HttpResponse:
    """That it was received, or is not needed any more. Nothing that was answered is shown."""
    try:
        found = reply_of(request)
    except NotAsked:
        return redirect("sent")
    if found.asked.is_open:
        return redirect("reply")
    called_off = hasattr(found.asked, "called_off")
    page = {"reference": found.intake.reference, "called_off": called_off}
    return render(request, "intake/reply_sent.html", page)


def asked_screens(read: AskedAgain) -> list[Screen]:
    """The screens on which anything is asked now."""
    return [
        screen for screen in read.screens if any(read.asks(each) is Truth.YES for each in screen[1].questions)
    ]


def _screen(read: AskedAgain, number: int) -> Screen:
    if not 1 <= number <= len(read.screens):
        raise Http404
    return read.screens[number - 1]


def _after(screen: Screen, read: AskedAgain) -> str:
    later = [each for each in asked_screens(read) if each[1].number > screen[1].number]
    return url_of(later[0]) if later else reverse("check_reply")


def _before(screen: Screen, read: AskedAgain) -> str:
    earlier = [each for each in asked_screens(read) if each[1].number < screen[1].number]
    return url_of(earlier[-1]) if earlier else ""


def url_of(screen: Screen) -> str:
    """The address of one screen."""
    return reverse("reply_page", args=[screen[1].number])


def _save(found: Reply, asking: type[Section], form: SectionForm, request: HttpRequest) -> Saved:
    if form.strangers:
        record(
            "answers.dropped",
            request=request,
            subject=found.intake,
            detail=f"{asking.code}, {form.strangers} not asked there",
        )
    op = request.POST.get("op", "")[:40]
    return found.save(
        asking, form.well_formed(), revision=form.revision, op=op, bases=form.bases, request=request
    )


def _shown(
    request: HttpRequest,
    found: Reply,
    screen: Screen,
    form: SectionForm,
    saved: Saved | None = None,
    *,
    told: Collection[str] = (),
) -> HttpResponse:
    read: AskedAgain = form.asked_by  # type: ignore[assignment]
    numbers = [each[1].number for each in asked_screens(read)]
    from_check = "check" in (request.GET.get("from"), request.POST.get("from"))
    page: dict[str, Any] = {
        "form": form,
        "section": screen[0],
        "page": screen[1],
        "number": numbers.index(screen[1].number) + 1 if screen[1].number in numbers else 1,
        "count": len(numbers),
        "for": found.asked.form_mark,
        "back": reverse("check_reply") if from_check else _before(screen, read),
        "from_check": from_check,
        **shown_of(form, saved, told),
        "save": reverse("save_reply"),
        "always_help": screen[0].code == "mind",
        "why": found.asked.why,
    }
    return render(request, "intake/reply.html", page)


def _checked(found: Reply) -> dict[str, Any]:
    read = found.read()
    blank = set(missing(read, read.questions))
    rows = []
    for screen in asked_screens(read):
        for question in screen[1].questions:
            if read.asks(question) is Truth.YES:
                more = {"url": _change_url(screen, question), "blank": question.code in blank}
                rows.append(row_of(question, read) | more)
    return {"for": found.asked.form_mark, "rows": rows, "missing": [row for row in rows if row["blank"]]}


def _change_url(screen: Screen, question: Question) -> str:
    return f"{url_of(screen)}?from=check#id_{question.name}"
