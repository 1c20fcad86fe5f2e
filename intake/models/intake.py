"""One patient's screening, from the first page to a clinician's decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.blind_index import blind
from clinic.encryption import SealedField, WrappedKeyField
from intake.models.decision import Decision, Proposal, grave, refuse_unless_sound
from intake.models.draft import Draft
from intake.models.flag import Flag, words_of
from intake.models.identity import SEEN_FROM, age_on, identity_of, indexes_of
from intake.models.queue import NO_VISIT, ORDER, IntakeQuerySet
from intake.models.reference import new_reference
from intake.models.refusals import Incomplete, NotAllowed, NotOpen
from intake.models.reopening import Reopening
from intake.models.resolution import Resolution
from intake.models.safety_alert import SafetyAlert
from intake.models.sealing import content_of, missing
from intake.models.sitting import Sitting
from intake.models.status import Status, may_move
from intake.models.submission import Submission
from intake.models.triage import Triage
from intake.policy import DEFAULT as POLICY
from intake.questionnaire import QUESTIONNAIRE_VERSION
from intake.questionnaire.agree import Agree
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Section
from intake.triage import RULE_SET_VERSION, Finding, Level, Urgency, safety_findings, triage
from intake.triage.scoring import scores_of


@dataclass(frozen=True)
class Saved:
    """What became of a save: the section's new revision, what changed, what two tabs differ on, and help to show."""

    revision: int
    at: datetime
    changed: tuple[str, ...]
    conflicts: Mapping[str, tuple[Any, Any]]
    help: tuple[Finding, ...]


class Intake(models.Model):
    """One intake. Identity and answers are encrypted under its own data key; what the queue sorts by is plain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    wrapped_key = WrappedKeyField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    for_whom = models.CharField(max_length=5, choices=[("self", "self"), ("other", "other")])
    questionnaire_version = models.CharField(max_length=20, default=QUESTIONNAIRE_VERSION)
    identity = SealedField(key_from="self", null=True)
    why = SealedField(key_from="self", null=True)
    email_index = models.CharField(max_length=32, blank=True, db_index=True)
    phone_index = models.CharField(max_length=32, blank=True, db_index=True)
    last_name_index = models.CharField(max_length=32, blank=True, db_index=True)
    last_name_birth_index = models.CharField(max_length=32, blank=True, db_index=True)
    alerts_open = models.PositiveSmallIntegerField(default=0)
    in_queue = models.BooleanField(default=False)
    on_desk_list = models.BooleanField(default=False)
    alert_rank = models.SmallIntegerField(default=0)
    urgency_rank = models.SmallIntegerField(default=0)
    level_rank = models.SmallIntegerField(default=0)
    visit_at = models.DateTimeField(default=NO_VISIT)
    waiting_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=ORDER, name="queue_order", condition=models.Q(in_queue=True)),
            models.Index(
                fields=("visit_at", "waiting_since", "id"), name="desk_order", condition=models.Q(on_desk_list=True)
            ),
            models.Index(
                fields=("-decided_at", "id"), name="decided_order", condition=models.Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    @transaction.atomic
    def start(cls, for_whom: str, request: Any = None) -> tuple[Intake, Sitting, str]:
        """A new, empty intake and the sitting of the browser that begins it, with its token."""
        intake = cls.objects.create(for_whom=for_whom)
        sitting, token = Sitting.begin(intake)
        record("intake.started", request=request, subject=intake)
        return intake, sitting, token

    # What is known

    @property
    def name(self) -> str:
        """The patient's name; empty until it was given."""
        return str((self.identity or {}).get("name") or "")

    @property
    def age(self) -> int | None:
        """Whole years today, in the clinic's zone."""
        return age_on((self.identity or {}).get("birth_date"), timezone.localdate())

    @property
    def is_open(self) -> bool:
        """Whether the patient can still write in it."""
        return self.status == Status.DRAFT

    @property
    def worst(self) -> Level | None:
        """The gravest level on the record."""
        return Level(-self.level_rank) if self.level_rank else None

    @property
    def urgency(self) -> Urgency | None:
        """How soon someone must look."""
        return Urgency(-self.urgency_rank) if self.urgency_rank else None

    def answers(self) -> dict[str, Any]:
        """Every answer given so far, from all sections of the draft."""
        return {code: value for draft in self.drafts.all() for code, value in draft.answers().items()}

    def read(self, values: Mapping[str, Any] | None = None) -> Answers:
        """The answers as conditions read them, today, under the clinic's policy."""
        return Answers(self.answers() if values is None else values, policy=POLICY, on=timezone.localdate())

    # What the patient does

    @transaction.atomic
    def save_section(
        self, section: type[Section], posted: Mapping[str, Any], *, revision: int, op: str = "", request: Any = None
    ) -> Saved:
        """Keeps what was posted, question by question; raises safety alerts in the same transaction."""
        locked = Intake.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open:
            raise NotOpen("This form has been sent. Nothing more can be written in it.")
        drafts = {draft.section: draft for draft in Draft.objects.filter(intake=locked)}
        for draft in drafts.values():
            draft.intake = locked
        draft = drafts.get(section.code) or Draft.new(locked, section.code)
        drafts[section.code] = draft
        done_before = bool(op) and draft.has_done(op)
        merged = draft.merge({} if done_before else posted, revision, "" if done_before else op)
        answers = {code: value for each in drafts.values() for code, value in each.answers().items()}
        help_now = safety_findings({**answers, **posted}, POLICY, on=timezone.localdate())
        if not done_before:
            draft.save()
            locked._keep(section, answers, help_now, request)
            if merged.changed or merged.conflicts:
                record("section.saved", request=request, subject=locked, detail=section.code)
        self.__dict__.update(locked.__dict__)
        return Saved(draft.revision, timezone.now(), merged.changed, merged.conflicts, help_now)

    def _keep(
        self, section: type[Section], answers: Mapping[str, Any], found: tuple[Finding, ...], request: Any
    ) -> None:
        if section.code in SEEN_FROM:
            self.identity = identity_of(answers)
            for name, value in indexes_of(answers).items():
                setattr(self, name, value)
        if found:
            self._raise_alerts(found, request, on_draft=True)
        self.save()

    def _raise_alerts(self, found: tuple[Finding, ...], request: Any, *, on_draft: bool) -> None:
        """One alert for each safety finding that is new in rule or in words."""
        known = [alert.words for alert in SafetyAlert.objects.filter(intake=self).select_related("intake")]
        for finding in found:
            words = words_of(finding)
            if any(each["code"] == words["code"] and each["words"] == words["words"] for each in known):
                continue
            SafetyAlert.objects.create(
                intake=self,
                raised_at=timezone.now(),
                level=finding.level,
                urgency=finding.urgency,
                rule_index=blind("rule", finding.code),
                on_draft=on_draft,
                words=words,
            )
            if not self.alerts_open and not self.in_queue:
                self.waiting_since = timezone.now()
            self.alerts_open += 1
            self.alert_rank, self.in_queue = -1, True
            if -self.urgency_rank < finding.urgency or not self.why:
                self.why = finding.title
            self.urgency_rank = min(self.urgency_rank, -finding.urgency)
            self.level_rank = min(self.level_rank, -finding.level)
            record("alert.raised", request=request, subject=self)

    @transaction.atomic
    def submit(self, request: Any = None) -> Submission:
        """Seals the answers and weighs all rules, once: a second press returns the same submission."""
        locked = Intake.objects.select_for_update().get(pk=self.pk)
        if not may_move("submit", locked.status):
            sent = locked.submissions.order_by("-number").first()
            if sent is None:
                raise NotOpen("This form is closed. Call us to start a new one.")
            return sent
        answers = locked.read({**locked.answers(), Agree.signed_on.code: timezone.localdate().isoformat()})
        blank = missing(answers)
        if blank:
            raise Incomplete(blank)
        submission = Submission.objects.create(
            intake=locked,
            number=1,
            sealed_at=timezone.now(),
            language="en",
            questionnaire_version=QUESTIONNAIRE_VERSION,
            content=content_of(answers),
        )
        locked.status, locked.waiting_since = Status.SENT, submission.sealed_at
        locked.in_queue = locked.on_desk_list = True
        locked.triage(submission, request)
        locked.save()
        record("intake.sent", request=request, subject=locked, detail=f"submission {submission.number}")
        self.__dict__.update(locked.__dict__)
        return submission

    def triage(self, submission: Submission, request: Any = None) -> Triage:
        """Weighs all rules over a submission; every finding becomes a flag, and the place in the queue follows."""
        result = triage(submission.answers(), POLICY, on=timezone.localdate())
        run = Triage.objects.create(
            intake=self,
            submission=submission,
            rule_set_version=RULE_SET_VERSION,
            policy_version=POLICY.version,
            ran_at=timezone.now(),
            outcome={
                "scores": scores_of(self.read(submission.answers())),
                "could_not_tell": [
                    {"code": each.rule.code, "title": each.rule.title, "ask": [subject.label for subject in each.ask]}
                    for each in result.could_not_tell
                ],
                "quiet": [rule.code for rule in result.quiet],
            },
        )
        Flag.objects.bulk_create(Flag.of(finding, run, place) for place, finding in enumerate(result.findings))
        if any(finding.safety for finding in result.findings):
            self._raise_alerts(tuple(f for f in result.findings if f.safety), request, on_draft=False)
        self.level_rank = -max((finding.level for finding in result.findings), default=0)
        self.urgency_rank = -max((finding.urgency for finding in result.findings), default=0)
        first = max(result.findings, key=lambda finding: (finding.urgency, finding.level), default=None)
        self.why = first.title if first else ""
        return run

    # What staff do

    @transaction.atomic
    def decide(self, staff: Any, proposal: Proposal, *, on: Any, request: Any = None) -> Decision:
        """A clinician decides, on the submission they read (`on`, its id)."""
        locked = Intake.objects.select_for_update().get(pk=self.pk)
        submission = locked.submissions.order_by("-number").first()
        if submission is None or not may_move("decide", locked.status):
            raise NotAllowed("There is nothing to decide yet: the patient has not sent the form.")
        if str(submission.pk) != str(on):
            raise NotAllowed("The answers changed after you opened them. Read the new ones, then decide.")
        run = submission.triages.order_by("-ran_at").first()
        flags = list(Flag.objects.filter(triage=run))
        refuse_unless_sound(proposal, staff, flags, locked.alerts_open)
        decision = Decision.objects.create(
            intake=locked,
            submission=submission,
            triage=run,
            outcome=proposal.outcome,
            until=proposal.until if proposal.outcome == "deferred" else None,
            by=staff,
            at=timezone.now(),
            reason=proposal.reason.strip(),
            conditions=proposal.conditions.strip(),
        )
        for flag in grave(flags):
            if why := proposal.overrides.get(flag.pk, "").strip():
                Resolution.objects.create(
                    flag=flag, intake=locked, decision=decision, by=staff, at=decision.at, reason=why
                )
        locked.status, locked.decided_at = Status.DECIDED, decision.at
        locked.in_queue = locked.alerts_open > 0
        locked.save()
        record("decision.made", staff=staff, request=request, subject=locked)
        self.__dict__.update(locked.__dict__)
        return decision

    def alert_closed(self) -> None:
        """One alert less; the place in the queue follows. Called by the alert, with this row locked."""
        self.alerts_open = max(self.alerts_open - 1, 0)
        if not self.alerts_open:
            self.alert_rank = 0
            self.in_queue = self.status in (Status.SENT, Status.IN_REVIEW, Status.LAPSED)
        self.save()

    @transaction.atomic
    def reopen(self, staff: Any, how_checked: str, request: Any = None) -> str:
        """A one-time code by which the patient comes back to this draft; other browsers lose their way in."""
        locked = Intake.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open:
            raise NotOpen("This form has been sent. It cannot be opened again.")
        for sitting in locked.sittings.filter(ended_at=None):
            sitting.end()
        code = Reopening.make(locked, staff, how_checked)
        record("intake.reopened", staff=staff, request=request, subject=locked, detail=f"identity by {how_checked}")
        return code

    @classmethod
    def come_back(cls, reference: str, code: str, request: Any = None) -> tuple[Sitting, str] | None:
        """A new sitting for whoever has the code that staff gave; None for anything else."""
        with transaction.atomic():
            intake = cls.objects.select_for_update().filter(reference=reference, status=Status.DRAFT).first()
            if intake is None or not Reopening.consume(intake, code):
                return None
            record("intake.came_back", request=request, subject=intake)
            return Sitting.begin(intake)
