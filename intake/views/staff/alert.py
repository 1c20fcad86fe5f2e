"""A safety alert: whom to call, what they answered, what is due, who deals with it, what was done, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intake.access import alert_for_staff
from intake.forms.alert import AssessmentForm, CallForm, DispositionForm, HandOverForm
from intake.models import Intake, NotAllowed, Reply, SafetyAlert, Status
from intake.models.clock import clocks_of, pace_of
from intake.questionnaire import question_called
from intake.questionnaire.agree import Agree
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import Instrument
from intake.questionnaire.saying import say
from intake.questionnaire.subjects import Subject
from intake.views.staff.clocks import pace_in_words
from intake.views.staff.contact import told
from intake.views.staff.steps import steps_of, taken_on
from intake.views.staff.unkept import typed_in

BESIDE: tuple[Subject, ...] = (
    Mind.asq.item(4),
    Mind.attempt,
    Mind.attempt_when,
    Mind.self_harm,
    Mind.harm_others,
    Mind.means,
    Mind.someone_to_call,
    Agree.may_call,
)
PRESSED = {
    "safety.goes_on": _("I am safe for now, go on"),
    "safety.wants_call": _("I called, or I need a call"),
}
ACTS: dict[str, dict[str, Any]] = {
    "call": {
        "title": _("Log a call"),
        "button": _("Log this call"),
        "before": _("It stands on the record with your name and the time. Who was not reached is called again."),
    },
    "assess": {
        "title": _("Write an assessment"),
        "button": _("Keep this assessment"),
        "before": _("It stands on the record for good, with your name and the time. It does not close the alert."),
    },
    "hand_over": {
        "title": _("Hand it over"),
        "button": _("Hand it over"),
        "before": _("Until your colleague takes it on by name, everybody is told that it is nobody’s. Tell them now."),
    },
}


def alert(request: HttpRequest, pk: Any) -> HttpResponse:
    """One alert, for a clinician: take it on, note what is done, hand it over, or close it with a disposition."""
    found = alert_for_staff(request, pk)
    act = request.POST.get("act", "")
    forms = _forms(request, found, act)
    try:
        if act == "acknowledge":
            found.acknowledge(request.user, request)
            return _said(request, found, _("Recorded: you are dealing with this alert."))
        if act in forms and forms[act].is_valid():
            return _done(request, found, act, forms[act].cleaned_data)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            forms[act].add_error(None, sentence) if act in forms else messages.error(request, sentence)
    page = _page(found, forms, act) | _whose(found, request.user)
    return render(request, "staff/alert.html", page)


def _forms(request: HttpRequest, found: SafetyAlert, act: str) -> dict[str, Any]:
    """A form for each thing that can be noted; the one that was sent holds what was typed."""
    soon = timezone.localtime(timezone.now() + pace_of(found).again)
    sent: dict[str, Any] = {act: request.POST}
    return {
        "call": CallForm(sent.get("call"), initial={"next_try_at": soon}, prefix="call", others=_others(found)),
        "assess": AssessmentForm(sent.get("assess"), prefix="assess"),
        "hand_over": HandOverForm(sent.get("hand_over"), staff=request.user, prefix="hand_over"),
        "close": DispositionForm(sent.get("close")),
    }


def _others(found: SafetyAlert) -> list[tuple[str, str]]:
    """Other open alerts of this patient that one call is about as well, as (key, title)."""
    others = list(found.others_open())
    for each in others:
        each.intake = found.intake
    return [(str(each.pk), each.words["title"]) for each in others]


def _done(request: HttpRequest, found: SafetyAlert, act: str, told: dict[str, Any]) -> HttpResponse:
    if act == "call":
        found.log_call(request.user, request=request, **told)
        return _said(request, found, _("The call is logged."))
    if act == "assess":
        found.assess(request.user, request=request, **told)
        return _said(request, found, _("The assessment is on the record."))
    if act == "hand_over":
        given = found.hand_over(request.user, request=request, **told)
        sentence = _("Handed over. Tell %(name)s now: the alert is nobody’s until they take it on.")
        return _said(request, found, sentence % {"name": given.to.name})
    found.close(request.user, request=request, **told)
    messages.success(request, _("The alert is closed. Your note is on the record."))
    return redirect("record", reference=found.intake.reference)


def _said(request: HttpRequest, found: SafetyAlert, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("alert", pk=found.pk)


def _page(found: SafetyAlert, forms: dict[str, Any], act: str) -> dict[str, Any]:
    intake, words = found.intake, found.words
    closed = hasattr(found, "disposition")
    return {
        "intake": intake,
        "form": forms.get(act),
        "closing": forms["close"],
        "unkept": typed_in(forms[act]) if closed and act in forms else [],
        "acts": [
            {"act": name, "form": forms[name], "open": name == act, **words} for name, words in ACTS.items()
        ],
        "unsent": intake.is_open or (found.on_draft and intake.status == Status.WAITING and _in_a_reply(found)),
        "call_sheet": _call_sheet(intake),
        "since": _since(intake, words),
        "also": _also_told(intake, words),
        "pressed": _pressed(intake),
        "pace": pace_in_words(found),
        "clocks": [] if closed else sorted(clocks_of(found, timezone.now()), key=lambda clock: clock.due),
        "steps": steps_of(found),
        "alert": {
            "pk": found.pk,
            "title": words["title"],
            "because": words["because"],
            "words": words["words"],
            "raised_at": found.raised_at,
            "taken_on": taken_on(found),
            "closed": closed,
        },
    }


def _whose(found: SafetyAlert, staff: Any) -> dict[str, bool]:
    """Whether the one who looks is dealing with it already, or was asked to take it over."""
    given = max(found.hand_overs.all(), key=lambda each: each.at, default=None)
    last = max(found.acknowledgements.all(), key=lambda each: each.at, default=None)
    if given is not None and (last is None or last.at < given.at):
        return {"mine": False, "for_me": given.to_id == staff.pk}
    return {"mine": last is not None and last.by_id == staff.pk, "for_me": False}


def _in_a_reply(found: SafetyAlert) -> bool:
    """Whether it was raised by an answer to what a clinician asked, which was not sent yet."""
    asked = found.intake.requests.open().first()
    return asked is not None and found.raised_at > asked.at


def _also_told(intake: Intake, words: dict[str, Any]) -> list[tuple[str, str]]:
    """Attempts, means, who is there, whom we may call: what a clinician needs beside thoughts of suicide or harm."""
    if not words["code"].startswith("SAFE-"):
        return []
    answers, shown = intake.read(_said_so_far(intake)), {label for label, _said in words["words"]}
    given = [each for each in BESIDE if answers.of(each) is not None and each.label not in shown]
    return [(each.label, say(each, answers.values)) for each in given]


def _pressed(intake: Intake) -> str:
    """What the patient pressed last on the page with help, and when; empty where nothing was."""
    last = intake.help_answered()
    if last is None:
        return ""
    when = date_format(localtime(last.at), "D j M, H:i")
    return _("The patient pressed “%(button)s” (%(when)s).") % {"button": PRESSED[last.action], "when": when}


def _call_sheet(intake: Intake) -> list[tuple[str, str, str]]:
    known = intake.identity or {}
    sheet = [(_("Name"), intake.name or _("not given yet"), "")]
    sheet += told(intake, ("about.phone", "about.voicemail", "about.address", "contacts.emergency"))
    if not known.get("phone"):
        sheet.append((_("Phone"), _("not given yet"), ""))
    return sheet


def _since(intake: Intake, words: dict[str, Any]) -> list[tuple[str, str]]:
    """The same questions as they stand now, where the answer is another one."""
    answers = _said_so_far(intake)
    raised = dict(words["words"])
    asked = [subject for code in words["fired_by"] for subject in _subjects(code)]
    now = {subject.label: say(subject, answers) for subject in asked if subject.label in raised}
    return [(label, said) for label, said in now.items() if said and said != raised[label]]


def _subjects(code: str) -> Sequence[Subject]:
    """The question of this code, or every line of its instrument; nothing where it is worked out."""
    section, _dot, rest = code.partition(".")
    try:
        question = question_called(f"{section}.{rest.partition('.')[0]}")
    except KeyError:
        return ()
    return question.items if isinstance(question, Instrument) else (question,)


def _said_so_far(intake: Intake) -> dict[str, Any]:
    """Every answer as it stands, with what the patient is answering right now to what was asked again."""
    asked = intake.requests.open().first()
    if asked is None:
        return intake.answers()
    asked.intake = intake
    return {**intake.answers(), **Reply(asked).given()}
