"""What a returning patient answered in an earlier form: offered question by question, never shown, kept when they say
that it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit import record
from intake.models.draft import Draft
from intake.models.refusals import NotAllowed, NotOpen
from intake.models.status import Status
from intake.models.submission import Submission
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.kept_again import covered_by, knows_unsure, lasting_on, unit_of
from intake.questionnaire.questions import Page, Question
from intake.questionnaire.truth import Truth

KEPT = "kept"
"""The route of an answer that was kept from an earlier form."""
KEPT_AT_MOST = timedelta(days=365)


class Stays(models.TextChoices):
    """What a patient says of an answer they gave before."""

    SAME = "same", gettext_lazy("The same")
    CHANGED = "changed", gettext_lazy("Changed")
    UNSURE = "unsure", gettext_lazy("Not sure")


@dataclass(frozen=True)
class Offer:
    """One question that was answered before: when, and the answers that belong together, which nobody is shown."""

    question: Question
    on: date
    values: Mapping[str, Any]


@dataclass(frozen=True)
class KeptFrom:
    """By which route an answer came that was kept."""

    on: date

    def mark(self) -> dict[str, str]:
        """What stays with the answer: that it was kept, from which day, and when the patient said so."""
        at = timezone.now().isoformat(timespec="seconds")
        return {"route": KEPT, "by": "", "from": self.on.isoformat(), "at": at}


class Earlier:
    """The last form that the same patient sent, as it stands behind a new one."""

    def __init__(self, intake: Any, submission: Submission) -> None:
        self.intake = intake
        self.submission = submission

    @classmethod
    def of(cls, intake: Any, sitting: Any) -> Earlier | None:
        """None unless the form is open, staff said whose it is, and who sits here has proven by a link to an address
        on record, and by birth date or PIN, that it is them."""
        if sitting is None or not sitting.masked or sitting.request_id or not intake.is_open or not intake.patient_id:
            return None
        patient = intake.patient.standing()
        if not _is_reached_as(intake, patient):
            return None
        since = timezone.now() - KEPT_AT_MOST
        found = Submission.objects.filter(intake__patient__in=patient.family(), sealed_at__gt=since)
        found = found.exclude(intake=intake).exclude(intake__status=Status.WITHDRAWN)
        last = found.select_related("intake").order_by("-sealed_at").first()
        return cls(intake, last) if last is not None else None

    # What is known

    @cached_property
    def _before(self) -> dict[str, Any]:
        return self.submission.answers()

    @cached_property
    def _asked_before(self) -> dict[str, Mapping[str, Any]]:
        return {each["code"]: each for part in self.submission.content["sections"] for each in part["questions"]}

    @cached_property
    def _told_on(self) -> dict[str, date]:
        """The day on which each answer was given; one that was kept before keeps its day."""
        days = {code: timezone.localdate(at) for code, at in self.submission.told_by_day().items()}
        for code, asked in self._asked_before.items():
            if asked.get("route", {}).get("route") == KEPT and (day := parse_date(asked["route"]["from"])):
                days[code] = day
        return days

    def offers(self, page: Page) -> list[Offer]:
        """What can be kept on this screen: asked now, asked and answered then in the same words, not too long ago."""
        now = self.intake.read()
        found = [self._offer(question, now) for question in lasting_on(page)]
        return [each for each in found if each is not None]

    def open_offers(self, page: Page) -> list[Offer]:
        """Those of which the patient has said nothing yet."""
        said, draft = self.intake.answers(), self.intake.sections_kept.get(page.questions[0].section.code)
        anew = asked_anew(draft) if draft is not None else frozenset()
        return [each for each in self.offers(page) if each.question.code not in said and each.question.code not in anew]

    def _offer(self, question: Question, now: Answers) -> Offer | None:
        on = self._told_on.get(question.code)
        if on is None or on < timezone.localdate() - KEPT_AT_MOST or now.asks(question) is not Truth.YES:
            return None
        unit = unit_of(question)
        values = {code: value for code, value in self._before.items() if _belongs(code, unit)}
        then = now.overlaid(dict.fromkeys(each.code for each in unit) | values)
        asked = [each for each in unit if then.asks(each) is Truth.YES]
        blank = any(each.required and then.of(each) is None for each in asked)
        if then.of(question) is None or blank or not all(self._is_worded_the_same(each) for each in asked):
            return None
        return Offer(question, on, values)

    def _is_worded_the_same(self, question: Question) -> bool:
        """Whether it was asked then as it is now: an answer to other words is no answer to these."""
        asked = self._asked_before.get(question.code)
        if asked is None:
            return not question.required
        options = [[option.code, option.label] for option in getattr(question, "options", ())]
        return bool(
            asked["label"] == question.label and asked["help"] == question.help and asked.get("options", []) == options
        )

    # What the patient does

    @transaction.atomic
    def say(self, page: Page, said: Mapping[str, str], request: Any = None) -> None:
        """Of each question of this screen that was answered before: the same (it is copied), changed (it is asked), or
        not sure (which counts as everywhere). Whole or not at all: what cannot be kept is refused."""
        locked = self.intake._locked()
        if not locked.is_open:
            raise NotOpen("This form has been sent. Nothing more can be written in it.")
        now = Earlier(locked, self.submission)
        if not now._is_still_theirs():
            raise NotAllowed(_("These questions cannot be kept from an earlier form any more. Answer them here."))
        offers = {each.question.code: each for each in now.offers(page)}
        if any(code not in offers or choice not in Stays.values for code, choice in said.items()):
            raise NotAllowed(_("One of these questions cannot be kept from an earlier form. Answer it here."))
        for code, choice in said.items():
            now._take(offers[code], Stays(choice), request)
        locked = now.intake
        record("answers.kept_or_not", request=request, subject=locked, detail=page.questions[0].section.code)
        self.intake._become(locked)
        self.intake.__dict__.pop("sections_kept", None)

    def _is_still_theirs(self) -> bool:
        """Whether both forms still count as this patient's, now that nobody else can act on the open one."""
        patient = self.intake.patient and self.intake.patient.standing()
        before = Submission.objects.filter(pk=self.submission.pk)
        return (
            patient is not None
            and _is_reached_as(self.intake, patient)
            and before.filter(intake__patient__in=patient.family()).exists()
        )

    def _take(self, offer: Offer, choice: Stays, request: Any) -> None:
        question, section = offer.question, offer.question.section
        nothing = {code: None for code in self.intake.answers() if _belongs(code, unit_of(question))}
        posted: dict[str, Any] = nothing | (dict(offer.values) if choice == Stays.SAME else {})
        if choice == Stays.UNSURE and knows_unsure(question):
            posted[question.code] = "unsure"
        self._save(section, nothing, None, request)
        self._save(section, posted, KeptFrom(offer.on) if choice == Stays.SAME else None, request)
        draft = self.intake.sections_kept.setdefault(section.code, Draft.new(self.intake, section.code))
        anew = set(asked_anew(draft)) - {question.code}
        draft.kept["anew"] = sorted(anew | ({question.code} if choice != Stays.SAME else set()))
        draft.save()

    def _save(self, section: Any, posted: Mapping[str, Any], kept: KeptFrom | None, request: Any) -> None:
        if posted:
            revision = self.intake.revision_of(section)
            self.intake.save_section(section, posted, revision=revision, filling=kept, request=request)


def kept_codes(intake: Any) -> frozenset[str]:
    """Codes of the answers of an open form that were kept from an earlier one."""
    return frozenset(code for code, mark in intake.marks().items() if mark["route"] == KEPT)


def covered(intake: Any) -> frozenset[str]:
    """Codes of what an open form does not ask and does not show, because it was kept."""
    return covered_by(kept_codes(intake))


def kept_days(intake: Any) -> dict[str, date | None]:
    """From which day each kept answer is."""
    return {code: parse_date(mark["from"]) for code, mark in intake.marks().items() if mark["route"] == KEPT}


def forget_kept(intake: Any) -> None:
    """The form is not that patient's after all: what was kept from their forms is asked. The intake is locked."""
    gone = kept_codes(intake)
    for code, draft in intake.sections_kept.items():
        if mine := {each: None for each in gone if each.startswith(f"{code}.")}:
            draft.merge(mine, draft.revision, "")
            draft.save()


def asked_anew(draft: Draft) -> frozenset[str]:
    """Codes of what the patient did not keep, and is asked."""
    return frozenset(draft.kept.get("anew", ()))


def _belongs(code: str, unit: tuple[Question, ...]) -> bool:
    return any(code == each.code or code.startswith(f"{each.code}.") for each in unit)


def _is_reached_as(intake: Any, patient: Any) -> bool:
    """Whether every address of the form is one that staff confirmed of this patient, so that a link went to them; and
    whether the birth date by which they came in is the patient's."""
    known = {"email": patient.email_index, "phone": patient.phone_index}
    told = {"email": intake.email_index, "phone": intake.phone_index}
    given = {way: index for way, index in told.items() if index}
    born = (intake.identity or {}).get("birth_date")
    same_born = bool(born) and born == patient.person.get(About.birth_date.code)
    return same_born and bool(given) and all(known[way] == index for way, index in given.items())
