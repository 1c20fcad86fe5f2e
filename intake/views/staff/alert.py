"""A safety alert: whom to call, what they answered, who deals with it, how it was settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intake.access import alert_for_staff
from intake.forms.staff import DispositionForm
from intake.models import Intake, NotAllowed, SafetyAlert
from intake.policy import DEFAULT as POLICY
from intake.questionnaire import question_called
from intake.questionnaire.agree import Agree
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import RATHER_NOT_SAY_LABEL, Instrument
from intake.questionnaire.saying import say
from intake.questionnaire.subjects import Subject
from intake.triage import Urgency
from intake.views.staff.contact import told

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


def alert(request: HttpRequest, pk: Any) -> HttpResponse:
    """One alert, for a clinician: acknowledge it, or close it with a disposition."""
    found = alert_for_staff(request, pk)
    closing = request.method == "POST" and request.POST.get("act") == "close"
    form = DispositionForm(request.POST if closing else None)
    try:
        if request.method == "POST" and not closing:
            found.acknowledge(request.user, request)
            messages.success(request, _("Recorded: you are dealing with this alert."))
            return redirect("alert", pk=found.pk)
        if closing and form.is_valid():
            found.close(request.user, request=request, **form.cleaned_data)
            messages.success(request, _("The alert is closed. Your note is on the record."))
            return redirect("record", reference=found.intake.reference)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence) if closing else messages.error(request, sentence)
    return render(request, "staff/alert.html", _page(found, form))


def _page(found: SafetyAlert, form: DispositionForm) -> dict[str, Any]:
    intake = found.intake
    acknowledged = found.acknowledgements.select_related("by").order_by("at").last()
    disposition = getattr(found, "disposition", None)
    if disposition is not None:
        disposition.intake = intake
    words = found.words
    return {
        "intake": intake,
        "form": form,
        "unsent": intake.is_open,
        "call_sheet": _call_sheet(intake),
        "since": _since(intake, words),
        "also": _also_told(intake, words),
        "pressed": _pressed(intake),
        "clocks": clocks(found.urgency, words["words"]),
        "alert": {
            "pk": found.pk,
            "title": words["title"],
            "because": words["because"],
            "words": words["words"],
            "raised_at": found.raised_at,
            "acknowledged": _("%(who)s is dealing with it since %(when)s.")
            % {"who": acknowledged.by.name, "when": date_format(localtime(acknowledged.at), "D j M, H:i")}
            if acknowledged
            else "",
            "disposition": {
                "words": f"{disposition.get_kind_display()}, {disposition.by.name}",
                "note": disposition.note,
            }
            if disposition
            else None,
        },
    }


def clocks(urgency: int, words: Sequence[Sequence[str]]) -> str:
    """How fast the clinic has set itself to look and to call."""
    if urgency == Urgency.NOW:
        return _(
            "First look within %(look)d minutes in opening hours, first call within %(call)d minutes. No answer: call "
            "again in %(again)d minutes, then the emergency contact if allowed, then a welfare check by your policy."
        ) % {
            "look": POLICY.safety_now_look_minutes,
            "call": POLICY.safety_now_contact_minutes,
            "again": POLICY.safety_now_retry_minutes,
        }
    if all(said == RATHER_NOT_SAY_LABEL for _label, said in words):
        return _(
            "First look the same day, within %(look)d hours. First call on the next business day at the latest, within "
            "%(call)d hours. No answer: call again."
        ) % {
            "look": POLICY.safety_declined_look_minutes // 60,
            "call": POLICY.safety_declined_contact_minutes // 60,
        }
    return _(
        "First look within %(look)d minutes in opening hours, first call the same day within %(call)d hours. No "
        "answer: call again the same day and the next morning, then the treating clinician."
    ) % {"look": POLICY.safety_today_look_minutes, "call": POLICY.safety_today_contact_minutes // 60}


def _also_told(intake: Intake, words: dict[str, Any]) -> list[tuple[str, str]]:
    """Attempts, means, who is there, whom we may call: what a clinician needs beside thoughts of suicide or harm."""
    if not words["code"].startswith("SAFE-"):
        return []
    answers, shown = intake.read(), {label for label, _said in words["words"]}
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
    answers = intake.answers()
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
