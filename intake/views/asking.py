"""Asks one screen of a section, of a patient or of a clinician who writes for one; keeps what was said; goes on."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.forms import SectionForm
from intake.models import Incomplete, Intake, NotOpen, Saved
from intake.models.sealing import is_too_young
from intake.questionnaire import section_called
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Page, Question, Section
from intake.questionnaire.truth import Truth
from intake.views.keeping import before_url, kept_here, left_of, to_ask_first
from intake.views.masking import answered_already, seen
from intake.views.saving import as_json, hear_answer_to_help, helped, revision_in, shown_of, stale, told_on
from intake.views.way import Way, asked_pages, asked_sections
from intake.views.writing import Writing

PAGE_MARK = re.compile(r"\b[a-z0-9-]{1,60}@\d{1,6}\b", re.ASCII)
MOST_PAGES = 100


def ask(writing: Writing, section: str, page: int) -> HttpResponse:
    """One screen. Saves on every *Continue*, also when something on it is still wrong."""
    request, intake = writing.request, writing.intake
    asking, screen = _screen(section, page)
    if not intake.is_open:
        return _too_late(writing, screen)
    answers = intake.read()
    if (elsewhere := _not_now(writing.way, asking, screen, answers)) is not None:
        return redirect(elsewhere)
    if writing.filling is None:
        if request.method != "POST" and (first := to_ask_first(request, intake, asking, screen)):
            return redirect(first)
        whole, screen = screen, left_of(intake, screen)
        if not screen.questions or (screen is not whole and not _asks_anything(screen, answers)):
            return redirect(onward_from(writing, asking, whole, answers))
    if request.method != "POST":
        onward = writing.way.after(asking, screen, answers)
        if (unseen := answered_already(writing, asking, screen, answers, onward)) is not None:
            return unseen
        form = SectionForm(
            screen, answers=seen(writing, asking, screen, answers), revision=intake.revision_of(asking)
        )
        return _shown(writing, asking, form)
    return _posted(writing, asking, screen, answers)


def _posted(writing: Writing, asking: type[Section], screen: Page, answers: Answers) -> HttpResponse:
    request, intake, way = writing.request, writing.intake, writing.way
    known = seen(writing, asking, screen, answers)
    form = SectionForm(screen, request.POST, answers=known, revision=revision_in(request))
    try:
        saved = writing.keep(asking, form)
    except NotOpen:
        return _too_late(writing, screen)
    now = intake.read()
    form.settle(saved, seen(writing, asking, screen, now, form))
    told = told_on(form, saved)
    if writing.filling is None:
        hear_answer_to_help(request, intake, told)
    if not form.is_valid() or not told <= helped(request):
        return _shown(writing, asking, form, saved, told=told)
    if asking is About and is_too_young(now) and screen is asked_pages(About, now)[-1]:
        return redirect(way.to("please_call"))
    if asking.code == "agree":
        return _send(writing)
    return redirect(onward_from(writing, asking, screen, now))


def onward_from(writing: Writing, asking: type[Section], screen: Page, answers: Answers) -> str:
    """Where one goes from a screen: on, or back to the check from which one came."""
    if came_from_check(writing.request):
        return writing.way.to("check_answers")
    return writing.way.after(asking, screen, answers)


def _asks_anything(screen: Page, answers: Answers) -> bool:
    return any(answers.asks(each) is Truth.YES for each in screen.questions)


def _too_late(writing: Writing, screen: Page) -> HttpResponse:
    """Nothing more is written. But who tells of danger now is shown help, and the clinic is alerted all the same."""
    request = writing.request
    if writing.filling is None and request.method == "POST":
        form = SectionForm(screen, request.POST, answers=writing.intake.read())
        if writing.intake.hear_late(form.well_formed(), request):
            return redirect("help_now")
    return writing.leave()


def _send(writing: Writing) -> HttpResponse:
    try:
        return writing.send(pages_in(writing.request))
    except Incomplete:
        return redirect(writing.way.to("check_answers") + "#missing")


def ask_one(writing: Writing, section: str) -> HttpResponse:
    """One answer, as it is given: kept, and the reply says which questions to show and whether to show help."""
    request, intake = writing.request, writing.intake
    number = request.POST.get("page", "1")
    asking, screen = _screen(section, int(number) if number.isdecimal() and len(number) < 3 else 1)
    if not intake.is_open:
        _too_late(writing, screen)
        return stale()
    answers = intake.read()
    if _not_now(writing.way, asking, screen, answers) is not None:
        return stale()
    screen = screen if writing.filling else left_of(intake, screen)
    known = seen(writing, asking, screen, answers)
    form = SectionForm(screen, request.POST, answers=known, revision=revision_in(request))
    try:
        saved = writing.keep(asking, form)
    except NotOpen:
        return stale()
    return as_json(form, saved, intake.read())


def _screen(code: str, number: int) -> tuple[type[Section], Page]:
    try:
        asking = section_called(code)
    except KeyError:
        raise Http404 from None
    if not 1 <= number <= len(asking.pages):
        raise Http404
    return asking, asking.pages[number - 1]


def _not_now(way: Way, asking: type[Section], screen: Page, answers: Answers) -> str | None:
    """Where to go instead of a section that is not asked, or that comes before *About you* is done."""
    if asking is not About and answers.of(About.birth_date) is None:
        return way.screen(About)
    if is_too_young(answers) and asking is not About:
        return way.to("please_call")
    if asking not in asked_sections(answers):
        return way.to("intake")
    if screen not in asked_pages(asking, answers):
        return way.after(asking, screen, answers)
    return None


def _shown(
    writing: Writing,
    asking: type[Section],
    form: SectionForm,
    saved: Saved | None = None,
    *,
    told: Collection[str] = (),
) -> HttpResponse:
    answers, way, from_check = form.asked_by, writing.way, came_from_check(writing.request)
    sections = asked_sections(answers)
    return writing.show(
        "section",
        form=form,
        section=asking,
        page=form.page,
        pages=len(asked_pages(asking, answers)),
        number=sections.index(asking) + 1 if asking in sections else 1,
        count=len(sections),
        save=way.to("save_answer", asking.code),
        overview=way.to("intake"),
        back=way.to("check_answers") if from_check else way.before(asking, form.page, answers),
        from_check=from_check,
        always_help=asking.code == "mind",
        is_last=asking.code == "agree",
        new_questions=_new_here(writing.intake, form),
        kept=[] if writing.filling else kept_here(writing.intake, asking.pages[form.page.number - 1]),
        kept_url=before_url(asking, form.page),
        **shown_of(form, saved, told),
    )


def _new_here(intake: Intake, form: SectionForm) -> list[Question]:
    """Questions of this screen that an upgrade brought since the patient answered the section."""
    if form.is_bound:
        return []
    new, asked = intake.new_questions(), form.visible_names
    return [each for each in form.asking if each.code in new and each.name in asked]


def pages_in(request: HttpRequest) -> list[str]:
    """The pages that stood open to the patient as the form was drawn, as its mark says: `getting-home@3`."""
    return PAGE_MARK.findall(request.POST.get("pages", ""))[:MOST_PAGES]


def came_from_check(request: HttpRequest) -> bool:
    """Whether one came from the check and wants to go back there."""
    return "check" in (request.GET.get("from"), request.POST.get("from"))
