"""A clinician asks a patient for more: which questions again, or one of their own, and why, in words that both read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.called_off import CalledOff
from intake.models.decision import Decision
from intake.models.message import Message
from intake.models.newer_form import lapse_older_than
from intake.models.proof import Proof
from intake.models.reach import Reach
from intake.models.refusals import NotAllowed, NotOpen
from intake.models.request_link import LASTS, RequestLink
from intake.models.sitting import Sitting
from intake.models.status import Status, refuse_unless
from intake.models.submission import Submission
from intake.questionnaire.asked_again import (
    AskedAgain,
    labels_of,
    may_be_asked_again,
    own_question,
    together,
)
from intake.questionnaire.questions import Section
from intake.visiting.prep import clock_in_words

SHORTEST_WHY = 10
LONGEST_WHY = 1000
LONGEST_OWN = 500


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    """Requests, as they are looked for."""

    def open(self) -> InformationRequestQuerySet:
        """Neither answered nor called off. An intake has at most one."""
        return self.filter(called_off=None, reply=None)


class InformationRequest(SealedRow):
    """One request, on one submission. `asked` is encrypted: codes of questions with their words as they were, a
    clinician's own question, and why. It is answered by the submission that is in reply to it.

    `by` is nobody where the patient has just said that something is new: Clearway asks what that opens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="requests")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked = SealedField()

    objects = InformationRequestQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_request_a_number")]

    def __str__(self) -> str:
        return f"request {self.number}"

    # What is known

    @property
    def is_open(self) -> bool:
        """Whether an answer is still waited for."""
        return not hasattr(self, "called_off") and not hasattr(self, "reply")

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the questions that are asked again."""
        return frozenset(self.asked["codes"])

    @property
    def why(self) -> str:
        """Why we ask, as the patient reads it."""
        return str(self.asked["why"])

    @cached_property
    def own(self) -> type[Section] | None:
        """The clinician's own question, as a section with one question; None where there is none."""
        text = self.asked["own"]
        if not text:
            return None
        return own_question(text, self.number) if self.by_id else own_question(text, self.number, _("What is new"))

    @property
    def form_mark(self) -> str:
        """Tells the forms of this request from those of another that was open in the same browser before."""
        return salted_hmac("reply form", str(self.pk), algorithm="sha256").hexdigest()[:32]

    def blank(self) -> AskedAgain:
        """Its form with nothing answered; what the patient has sent so far decides in silence what else is asked."""
        earlier = self.intake.read(Submission.newest(self.intake).answers())
        return AskedAgain({}, earlier=earlier, codes=self.codes, own=self.own)

    # What clinicians do

    @classmethod
    @transaction.atomic
    def ask(
        cls, intake: Any, staff: Any, codes: Iterable[str], own: str, why: str, *, on: Any, request: Any = None
    ) -> tuple[InformationRequest, str]:
        """Asks for more about the submission that was read (`on`, its id); with the token of a link, shown once.

        It is the patient's turn until they answer, or a clinician calls it off.
        """
        locked = intake._locked()
        refuse_unless("ask for more", locked, staff)
        submission = Submission.newest(locked)
        if submission is None or str(submission.pk) != str(on):
            raise NotAllowed("The answers changed after you opened them. Read the new ones, then ask.")
        asked = _asked(locked.read(submission.answers()), codes, own, why)
        made = cls._make(locked, submission, staff, asked)
        locked.settle_place()
        locked.save()
        token = RequestLink.make(made, staff)
        _tell(locked, token)
        record("request.made", staff=staff, request=request, subject=locked, detail=f"request {made.number}")
        intake._become(locked)
        return made, token

    @classmethod
    def ask_news(cls, locked: Any, codes: Iterable[str], own: str, why: str) -> InformationRequest | None:
        """Asks in full what the patient has just called new; None where an answer is waited for already, or nothing of
        the form is asked by it. The intake is locked by the caller, who settles its place."""
        submission = Submission.newest(locked)
        offered = _offered(locked.read(submission.answers()))
        known = set(codes) & offered
        if locked.status == Status.WAITING or not (known or own):
            return None
        whole = together(known) & offered
        asked = {"codes": sorted(whole), "labels": labels_of(whole), "own": own, "why": why}
        return cls._make(locked, submission, None, asked)

    @classmethod
    def _make(cls, locked: Any, submission: Any, staff: Any, asked: dict[str, Any]) -> InformationRequest:
        """One more request: it is the patient's turn."""
        made = cls.objects.create(
            intake=locked,
            submission=submission,
            number=locked.requests.count() + 1,
            by=staff,
            at=timezone.now(),
            asked=asked,
        )
        locked.status, locked.waiting_since = Status.WAITING, made.at
        return made

    @transaction.atomic
    def link_again(self, staff: Any, request: Any = None) -> str:
        """The token of a new link; the ones before it stop working."""
        locked = self._locked_while_open(staff)
        token = RequestLink.make(self, staff)
        _tell(locked, token)
        record("request.link_made", staff=staff, request=request, subject=locked)
        return token

    @transaction.atomic
    def call_off(self, staff: Any, request: Any = None) -> CalledOff:
        """The answer is not needed any more: links and open forms of this request stop working.

        A decision that still stands is what it was before, unless the patient has sent another form meanwhile; without
        one it is the clinicians' turn.
        """
        locked = self._locked_while_open(staff)
        done = self._end(locked, staff)
        stands = Decision.standing_of(locked) is not None
        locked.status, locked.waiting_since = Status.DECIDED if stands else Status.IN_REVIEW, done.at
        locked.settle_place()
        locked.save()
        if stands:
            lapse_older_than(locked)
            locked.refresh_from_db()
        record("request.called_off", staff=staff, request=request, subject=locked, detail=f"request {self.number}")
        self.intake._become(locked)
        return done

    @classmethod
    def end_open(cls, locked: Any, request: Any = None) -> None:
        """The patient has stopped: nobody waits for an answer any more. The intake is locked by the caller."""
        asked = cls.objects.open().filter(intake=locked).first()
        if asked is not None:
            asked._end(locked, None)
            record("request.called_off", request=request, subject=locked, detail=f"request {asked.number}")

    def _end(self, locked: Any, staff: Any) -> CalledOff:
        done = CalledOff.objects.create(request=self, by=staff, at=timezone.now())
        RequestLink.end_all(self)
        Message.call_off(intake=locked, kinds=["more_needed"])
        self.sittings.filter(ended_at=None).update(ended_at=done.at)
        return done

    # What the patient does

    @classmethod
    @transaction.atomic
    def come_in(
        cls, token: str, birth_date: str, request: Any = None, *, pin: str = ""
    ) -> tuple[Sitting, str] | None:
        """A sitting at this request for whoever has the link and knows birth date or PIN; None for all else."""
        link = RequestLink.of(token)
        if link is None:
            return None
        asked = link.request
        asked.intake = asked.intake._locked()
        if not link.opens_for(Proof(birth_date, pin)) or not asked.is_open:
            record("request.link_refused", request=request, subject=asked.intake)
            return None
        if request is not None and getattr(request, "sitting", None):
            request.sitting.end()
        asked.sittings.filter(ended_at=None).update(ended_at=timezone.now())
        begun = Sitting.begin(asked.intake, asked)
        record("request.opened", request=request, subject=asked.intake)
        return begun

    @classmethod
    @transaction.atomic
    def turn_to(cls, intake: Any, request: Any = None) -> tuple[Sitting, str]:
        """From the page that says where it stands to what is asked: whoever is there has shown that it is them."""
        locked = intake._locked()
        asked = cls.objects.open().filter(intake=locked).first()
        if asked is None:
            raise NotOpen("The clinic does not wait for an answer.")
        locked.sittings.filter(ended_at=None).update(ended_at=timezone.now())
        begun = Sitting.begin(locked, asked)
        record("request.opened", request=request, subject=locked)
        return begun

    def _locked_while_open(self, staff: Any) -> Any:
        """Its intake, locked, for a clinician's act on a request that still waits."""
        locked = self.intake._locked()
        if not InformationRequest.objects.open().filter(pk=self.pk).exists():
            raise NotAllowed("This request was answered or called off meanwhile. Open the record to see.")
        refuse_unless("call off", locked, staff)
        return locked


def _tell(intake: Any, token: str) -> None:
    """The link goes to who chose mail or text messages; the one before it is of no use. Others get it from staff."""
    Message.call_off(intake=intake, kinds=["more_needed"])
    if not Reach.of_patient(intake).address:
        return
    until = timezone.now() + LASTS
    told = {"link": settings.MESSAGES.link(reverse("more", args=[token]))}
    told["until"] = clock_in_words(timezone.localtime(until))
    Message.put("more_needed", intake=intake, context=told, until=until)


def _offered(answers: Any) -> set[str]:
    """Codes of what this patient can be asked again."""
    return {each.code for _section, questions in may_be_asked_again(answers) for each in questions}


def _asked(answers: Any, codes: Iterable[str], own: str, why: str) -> dict[str, Any]:
    """What is asked, in the words of today; refused unless it is fully said."""
    offered = _offered(answers)
    wanted, own, why = set(codes), own.strip(), why.strip()
    wrong = []
    if not wanted and not own:
        wrong.append("Tick at least one question, or write one of your own.")
    if wanted - offered:
        wrong.append("One of these questions was not asked of this patient. Load the page anew.")
    if len(why) < SHORTEST_WHY:
        wrong.append("Say in a sentence why you ask. The patient reads it.")
    if len(why) > LONGEST_WHY or len(own) > LONGEST_OWN:
        wrong.append("Write it shorter.")
    if wrong:
        raise NotAllowed(*wrong)
    whole = together(wanted) & offered
    return {"codes": sorted(whole), "labels": labels_of(whole), "own": own, "why": why}
