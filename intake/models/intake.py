"""One patient's screening, from the first page to a clinician's decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic.audit import record
from clinic.encryption import SealedField, WrappedKeyField
from clinic.models import Event
from intake.models.draft import Draft
from intake.models.identity import SEEN_FROM, identity_of, indexes_of, listed_as
from intake.models.kept import Merged
from intake.models.message import Message
from intake.models.newer_form import lapse_older_than
from intake.models.place import PLACE, Place
from intake.models.queue import DESK_ORDER, ORDER, SEARCHED, IntakeQuerySet
from intake.models.reference import new_reference, tidy
from intake.models.refusals import NotOpen
from intake.models.reopening import Reopening
from intake.models.reviewing import Reviewing
from intake.models.saving import Saved, about_section, record_alerts, refuse_strangers, told_in
from intake.models.sitting import Sitting
from intake.models.status import Status, may_move
from intake.models.submission import Submission
from intake.models.triage import Triage
from intake.models.turn import OURS
from intake.policy import DEFAULT as POLICY
from intake.questionnaire import QUESTIONNAIRE_VERSION, section_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Section


class Intake(Reviewing, Place):
    """One intake. Identity and answers are encrypted under its own data key; what the queue sorts by is plain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    wrapped_key = WrappedKeyField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    patient = models.ForeignKey("Patient", null=True, on_delete=models.PROTECT, related_name="intakes")
    for_whom = models.CharField(max_length=5, choices=[("self", "self"), ("other", "other")])
    questionnaire_version = models.CharField(max_length=20, default=QUESTIONNAIRE_VERSION)
    identity = SealedField(key_from="self", null=True)
    listed_as = SealedField(key_from="self", null=True)
    email_index = models.CharField(max_length=32, blank=True)
    phone_index = models.CharField(max_length=32, blank=True)
    last_name_index = models.CharField(max_length=32, blank=True)
    last_name_birth_index = models.CharField(max_length=32, blank=True)
    on_desk_list = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()

    class Meta(Place.Meta):
        indexes = [
            models.Index(fields=("turn", *ORDER), name="queue_order", condition=~models.Q(turn="")),
            models.Index(
                fields=DESK_ORDER,
                name="desk_order",
                condition=models.Q(on_desk_list=True),
            ),
            models.Index(
                fields=("decided_at", "id"),
                name="decided_order",
                condition=models.Q(status=Status.DECIDED),
            ),
            models.Index(
                fields=("sent_at", "id"),
                name="sent_order",
                condition=models.Q(sent_at__isnull=False),
            ),
            models.Index(
                fields=("waiting_since",), name="arrival_order", condition=models.Q(turn__in=OURS)
            ),
            models.Index(
                fields=("held_until",), name="held_order", condition=models.Q(held_until__isnull=False)
            ),
            *(
                models.Index(fields=(name, "-created_at"), name=f"by_{name}", condition=~models.Q(**{name: ""}))
                for name in SEARCHED
            ),
            models.Index(
                fields=("created_at",), name="drafts_by_time", condition=models.Q(status=Status.DRAFT)
            ),
            models.Index(
                fields=("created_at",),
                name="unsent_by_time",
                condition=models.Q(status__in=("draft", "abandoned")),
            ),
            models.Index(
                fields=("lapses_at",), name="lapse_order", condition=models.Q(lapses_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    # What is known

    @property
    def form_mark(self) -> str:
        """Tells this intake's forms from those of another intake that was open in the same browser before."""
        return salted_hmac("intake form", str(self.pk), algorithm="sha256").hexdigest()[:32]

    @cached_property
    def sections_kept(self) -> dict[str, Draft]:
        """The draft of each section that was begun, by the section's code."""
        return {draft.section: draft for draft in self.drafts.all()}

    def revision_of(self, section: type[Section]) -> int:
        """What a form of this section starts from."""
        draft = self.sections_kept.get(section.code)
        return draft.revision if draft else 0

    def answers(self) -> dict[str, Any]:
        """Every answer given so far, from all sections of the draft."""
        return {
            code: value for draft in self.sections_kept.values() for code, value in draft.answers().items()
        }

    def marks(self) -> dict[str, dict[str, str]]:
        """Of each answer that staff wrote down for the patient: by which route it came, who wrote it, when."""
        return {code: mark for draft in self.sections_kept.values() for code, mark in draft.marks().items()}

    def new_questions(self) -> frozenset[str]:
        """Codes of questions that came into a section, by an upgrade, after it was last saved."""
        return frozenset(
            question.code
            for code, draft in self.sections_kept.items()
            for question in section_called(code).questions
            if question.code not in draft.kept["known"]
        )

    def read(self, values: Mapping[str, Any] | None = None) -> Answers:
        """The answers as conditions read them, today, under the clinic's policy."""
        return Answers(self.answers() if values is None else values, policy=POLICY, on=timezone.localdate())

    def events(self) -> models.QuerySet[Event]:
        """Who did or read what of this intake, oldest first."""
        return Event.objects.about(self)

    # What the patient does

    @classmethod
    @transaction.atomic
    def start(cls, for_whom: str, request: Any = None) -> tuple[Intake, Sitting, str]:
        """A new, empty intake and the sitting of the browser that begins it, with its token.

        A sitting that this browser had before ends: one browser holds one intake.
        """
        if request is not None and getattr(request, "sitting", None):
            request.sitting.end()
        intake = cls.objects.create(for_whom=for_whom)
        sitting, token = Sitting.begin(intake)
        record("intake.started", request=request, subject=intake)
        return intake, sitting, token

    @transaction.atomic
    def save_section(
        self,
        section: type[Section],
        posted: Mapping[str, Any],
        *,
        revision: int,
        op: str = "",
        bases: Mapping[str, int] | None = None,
        filling: Any = None,
        request: Any = None,
    ) -> Saved:
        """Keeps what was posted, question by question; raises safety alerts in the same transaction.

        `posted` holds well-formed answers to this section's questions; `revision` is the one the form was made from;
        `op` is the browser's name for this save, so that a repeated one is done once; `bases` are the revisions of
        answers that the same page has saved since it was made; `filling` says by which route, where staff write.
        """
        refuse_strangers(section, posted)
        locked = self._locked()
        if not locked.is_open:
            raise NotOpen("This form has been sent. Nothing more can be written in it.")
        draft = locked.sections_kept.setdefault(section.code, Draft.new(locked, section.code))
        done, earlier = draft.done_before(op), locked.answers()
        merged = done or draft.merge(posted, revision, op, bases, mark=filling.mark() if filling else None)
        found = told_in({**locked.answers(), **posted})
        if done is None:
            new_alerts = locked.stand_alerts(found, on_draft=True, told_before=lambda: told_in(earlier))
            locked._keep(draft, section, merged, new_alerts, request)
        self._become(locked)
        return Saved(
            merged.revision, draft.changed_at, merged.changed, merged.conflicts, about_section(section, found)
        )

    @transaction.atomic
    def hear_late(self, posted: Mapping[str, Any], request: Any = None) -> bool:
        """Whether somebody tells of danger where nothing more can be written: nothing is kept, the alert is raised."""
        told = told_in({**self.answers(), **posted})
        found = [each for each in told if any(code in posted for code in each.fired_by)]
        if not found:
            return False
        locked = self._locked()
        new_alerts = locked.stand_alerts(found, on_draft=True)
        locked.save()
        record("answers.too_late", request=request, subject=locked)
        record_alerts(locked, new_alerts, request)
        self._become(locked)
        return True

    def answer_help(self, *, wants_call: bool, request: Any = None) -> None:
        """What someone with thoughts of suicide now says on the page with help: goes on, or called and needs a call."""
        record("safety.wants_call" if wants_call else "safety.goes_on", request=request, subject=self)

    def help_answered(self) -> Event | None:
        """The last that was said there."""
        return Event.objects.about(self).filter(action__startswith="safety.").order_by("id").last()

    @transaction.atomic
    def submit(
        self, request: Any = None, *, pages: Sequence[str] = (), filling: Any = None
    ) -> Submission:
        """Seals the answers and weighs all rules, once: a second press returns the same submission.

        `pages`: the pages that were open to the patient to read, each in its version, such as `getting-home@3`;
        `filling`: a clinician sends it for the patient.
        """
        locked = self._locked()
        if not may_move("submit", locked.status):
            sent: Submission | None = locked.submissions.order_by("-number").first()
            if sent is None:
                raise NotOpen("This form is closed. Call us to start a new one.")
            return sent
        submission = Submission.seal(locked, pages, filling.mark() if filling else None)
        findings = Triage.run(submission)
        new_alerts = locked.stand_alerts([each for each in findings if each.safety], on_draft=False)
        locked.status, locked.waiting_since = Status.SENT, submission.sealed_at
        locked.take_place(findings)
        locked.settle_place()
        locked.save()
        lapse_older_than(locked)
        record("intake.sent", request=request, subject=locked, detail=f"submission {submission.number}")
        Message.call_off(intake=locked, kinds=["draft_reminder"])
        Message.put("received", intake=locked)
        record_alerts(locked, new_alerts, request)
        self._become(locked)
        return submission

    @classmethod
    @transaction.atomic
    def come_back(cls, reference: str, code: str, request: Any = None) -> tuple[Sitting, str] | None:
        """A new sitting for whoever has the code that staff gave, the only one of this intake; None for all else."""
        intake = (
            cls.objects.select_for_update().filter(reference=tidy(reference), status=Status.DRAFT).first()
        )
        if intake is None:
            return None
        if not Reopening.use(intake, code):
            record("intake.code_refused", request=request, subject=intake)
            return None
        if request is not None and getattr(request, "sitting", None):
            request.sitting.end()
        intake.sittings.filter(ended_at=None).update(ended_at=timezone.now())
        begun = Sitting.begin(intake)
        record("intake.came_back", request=request, subject=intake)
        return begun

    # Steps of acts, with this row locked

    def _locked(self) -> Intake:
        """This intake as it stands now; nobody else can act on it until the act is done."""
        return Intake.objects.select_for_update().get(pk=self.pk)

    def _become(self, locked: Intake) -> None:
        self.__dict__.update(locked.__dict__)

    def _keep(
        self, draft: Draft, section: type[Section], merged: Merged, new_alerts: int, request: Any
    ) -> None:
        draft.kept["known"] = [question.code for question in section.questions]
        draft.save()
        touched = [*self._keep_identity(section), *(PLACE if new_alerts else ()), "changed_at"]
        self.save(update_fields=touched)
        if merged.changed or merged.conflicts:
            record("section.saved", request=request, subject=self, detail=section.code)
        record_alerts(self, new_alerts, request)

    def _keep_identity(self, section: type[Section]) -> tuple[str, ...]:
        """What lists show of a person, drawn anew; the columns that this touched."""
        if section.code not in SEEN_FROM:
            return ()
        return self.know(self.read())

    def know(self, answers: Answers) -> tuple[str, ...]:
        """Who it is, how to reach them and how to find them, as these answers tell; the columns that this touched."""
        indexes = indexes_of(answers.values)
        self.identity = identity_of(answers)
        self.listed_as = listed_as(self.identity)
        self.on_desk_list = bool(self.name)
        for name, value in indexes.items():
            setattr(self, name, value)
        return ("identity", "listed_as", "on_desk_list", *indexes)
