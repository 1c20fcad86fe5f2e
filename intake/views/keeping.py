"""*Answered on 3 May: the same, changed, not sure?* before a screen of the form. No answer of then is ever shown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.access import OtherForm, open_intake_of
from intake.forms.keeping import KeepingForm
from intake.models import Intake, NotAllowed, NotOpen
from intake.models.earlier import Earlier, Stays, asked_anew, covered, kept_days
from intake.questionnaire import section_called
from intake.questionnaire.kept_again import screen_without
from intake.questionnaire.questions import Page, Question, Section
from intake.views.way import Way, asked_sections


def answered_before(request: HttpRequest, section: str, page: int) -> HttpResponse:
    """Asks of every question of this screen that was answered in an earlier form; then shows what is left to answer."""
    try:
        intake = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    asking, screen = _screen(section, page)
    screen_url = Way().screen(asking, page) + ("?from=check" if _from_check(request) else "")
    earlier = Earlier.of(intake, request.sitting)  # type: ignore[attr-defined]
    offers = earlier.offers(screen) if earlier is not None else []
    if earlier is None or (not offers and request.method != "POST"):
        return redirect(screen_url)
    form = KeepingForm(offers, request.POST if request.method == "POST" else None, chosen=_chosen(intake, asking))
    _refuse_what_cannot_be_kept(form, request, screen)
    if form.is_valid():
        try:
            earlier.say(screen, form.said(), request)
        except NotOpen:
            return redirect("sent")
        except NotAllowed as refused:
            form.add_error(None, list(refused.sentences))
        else:
            return redirect(screen_url)
    return _shown(request, intake, asking, screen, form)


def _shown(
    request: HttpRequest, intake: Intake, asking: type[Section], screen: Page, form: KeepingForm
) -> HttpResponse:
    sections = asked_sections(intake.read())
    page: dict[str, Any] = {
        "form": form,
        "section": asking,
        "page": screen,
        "for": intake.form_mark,
        "number": sections.index(asking) + 1 if asking in sections else 1,
        "count": len(sections),
        "back": reverse("check_answers") if _from_check(request) else reverse("intake"),
        "from_check": _from_check(request),
    }
    return render(request, "intake/answered_before.html", page)


def _refuse_what_cannot_be_kept(form: KeepingForm, request: HttpRequest, screen: Page) -> None:
    """A sentence for a post that says *the same* of a question that was not answered, or is asked anew each time."""
    if not form.is_bound:
        return
    strangers = [each for each in screen.questions if each.name in request.POST and each.name not in form.fields]
    for question in strangers:
        form.add_error(None, _("This cannot be kept from an earlier form: %(asked)s") % {"asked": question.label})


def _chosen(intake: Intake, asking: type[Section]) -> dict[str, str]:
    """What the patient said of earlier answers in this form so far: kept, or not. Not what they answered."""
    draft = intake.sections_kept.get(asking.code)
    anew = dict.fromkeys(asked_anew(draft) if draft is not None else (), str(Stays.CHANGED))
    return anew | dict.fromkeys(kept_days(intake), str(Stays.SAME))


def _screen(code: str, number: int) -> tuple[type[Section], Page]:
    try:
        asking = section_called(code)
    except KeyError:
        raise Http404 from None
    if not 1 <= number <= len(asking.pages):
        raise Http404
    return asking, asking.pages[number - 1]


def _from_check(request: HttpRequest) -> bool:
    return "check" in (request.GET.get("from"), request.POST.get("from"))


def to_ask_first(request: HttpRequest, intake: Intake, asking: type[Section], screen: Page) -> str:
    """Where to go before a screen of which something was answered in an earlier form; empty where there is nothing."""
    earlier = Earlier.of(intake, getattr(request, "sitting", None))
    if earlier is None or not earlier.open_offers(screen):
        return ""
    back = "?from=check" if _from_check(request) else ""
    return before_url(asking, screen) + back


def before_url(asking: type[Section], screen: Page) -> str:
    """The address at which one says of earlier answers whether they are the same."""
    return reverse("answered_before", args=[asking.code, screen.number])


def left_of(intake: Intake, screen: Page) -> Page:
    """The screen as this patient is asked it: without what was kept from an earlier form."""
    return screen_without(screen, covered(intake))


def kept_here(intake: Intake, screen: Page) -> list[dict[str, str]]:
    """The questions of this screen that were kept, each with the day it is from."""
    days = kept_days(intake)
    return [{"label": each.label, "day": _day(days[each.code])} for each in _roots(screen) if each.code in days]


def _roots(screen: Page) -> list[Question]:
    return [each for each in screen.questions if each.ask_if is None]


def _day(day: Any) -> str:
    return date_format(day, "F j, Y") if day else ""
