"""A patient's reply to an information request: kept as it is given, then sent as a new submission."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import transaction

from clinic.audit import record
from intake.models.draft import Draft
from intake.models.identity import SEEN_FROM
from intake.models.information_request import InformationRequest
from intake.models.lapse import Lapse, LapseReason
from intake.models.newer_form import lapse_older_than
from intake.models.place import PLACE
from intake.models.refusals import Incomplete, NotOpen
from intake.models.reply_part import ReplyPart
from intake.models.request_link import RequestLink
from intake.models.saving import Saved, about_section, record_alerts, refuse_strangers, told_in
from intake.models.sealing import missing
from intake.models.status import Status
from intake.models.submission import Submission
from intake.models.triage import Triage
from intake.questionnaire import section_called
from intake.questionnaire.asked_again import AskedAgain
from intake.questionnaire.questions import Section
from intake.questionnaire.truth import Truth


class Reply:
    """What the patient answers to one request, until it is sent and after."""

    def __init__(self, asked: InformationRequest) -> None:
        self.asked = asked
        self.intake = asked.intake

    @cached_property
    def parts(self) -> dict[str, ReplyPart]:
        """What was answered so far, by section."""
        found = {part.section: part for part in self.asked.parts.all()}
        for part in found.values():
            part.intake = self.intake
        return found

    def given(self) -> dict[str, Any]:
        """The answers given so far, by code."""
        return {code: value for part in self.parts.values() for code, value in part.answers().items()}

    def read(self) -> AskedAgain:
        """The form of this reply as it stands."""
        return self.asked.blank().overlaid(self.given())

    def asks(self) -> list[str]:
        """Codes of what is asked now, in the order asked."""
        read = self.read()
        return [each.code for each in read.questions if read.asks(each) is Truth.YES]

    def revision_of(self, section: type[Section]) -> int:
        """What a form of this section starts from."""
        part = self.parts.get(section.code)
        return part.revision if part else 0

    @transaction.atomic
    def save(
        self,
        section: type[Section],
        posted: Mapping[str, Any],
        *,
        revision: int,
        op: str = "",
        bases: Mapping[str, int] | None = None,
        request: Any = None,
    ) -> Saved:
        """Keeps what was posted, question by question; safety rules are weighed at once, on the earlier answers with
        the new ones on top. What is said again to a question that is asked again is told anew."""
        now = self._locked_while_open()
        part = now.parts.setdefault(section.code, ReplyPart.new(now.asked, section.code))
        before = now.read()
        refuse_strangers(section, posted, among=before.questions)
        done = part.done_before(op)
        merged = done or part.merge(posted, revision, op, bases)
        after = before.overlaid(posted)
        found = told_in(after.result)
        if done is None:
            part.kept["known"] = [question.code for question in section.questions]
            part.save()
            new_alerts = now.intake.stand_alerts(
                found, on_draft=True, told_before=lambda: told_in(_without_what_is_said_anew(before, posted))
            )
            now.intake.save(update_fields=[*(PLACE if new_alerts else ()), "changed_at"])
            if merged.changed or merged.conflicts:
                record("reply.saved", request=request, subject=now.intake, detail=section.code)
            record_alerts(now.intake, new_alerts, request)
        self._become(now)
        said = tuple(each for each in about_section(section, found) if after.said.intersection(each.fired_by))
        return Saved(merged.revision, part.changed_at, merged.changed, merged.conflicts, said)

    @transaction.atomic
    def send(self, request: Any = None) -> Submission:
        """A new submission, which takes the place of the one asked about; once: a second press returns the same one.

        The rules are weighed again, the clinicians' decision lapses, and it is their turn.
        """
        locked = self.intake._locked()
        if sent := Submission.objects.filter(in_reply_to=self.asked).first():
            sent.intake = locked
            return sent
        now = self._locked_while_open()
        read = now.read()
        if blank := missing(read, read.questions):
            raise Incomplete(blank)
        submission = Submission.supersede(now.asked, read)
        now._keep_in_drafts(read)
        findings = Triage.run(submission)
        new_alerts = now.intake.stand_alerts([each for each in findings if each.safety], on_draft=False)
        now.intake.take_place(findings)
        Lapse.of(now.intake, LapseReason.SUPERSEDED, str(LapseReason.SUPERSEDED.label))
        now.intake.status, now.intake.waiting_since = Status.SENT, submission.sealed_at
        now.intake.settle_place()
        now.intake.save()
        lapse_older_than(now.intake)
        RequestLink.end_all(now.asked)
        record("reply.sent", request=request, subject=now.intake, detail=f"submission {submission.number}")
        record_alerts(now.intake, new_alerts, request)
        self._become(now)
        return submission

    # Steps of acts, with the intake locked

    def _locked_while_open(self) -> Reply:
        """This reply as it stands now; nobody else can act on it until the act is done."""
        locked = self.intake._locked()
        asked = InformationRequest.objects.open().filter(pk=self.asked.pk).first()
        if asked is None or locked.status != Status.WAITING:
            raise NotOpen("The clinic does not wait for this answer any more.")
        asked.intake = locked
        return Reply(asked)

    def _become(self, now: Reply) -> None:
        self.intake._become(now.intake)
        self.__dict__.pop("parts", None)
        self.asked.__dict__.pop("reply", None)

    def _keep_in_drafts(self, read: AskedAgain) -> None:
        """What is known of the patient follows the reply: the answers as they stand, names, ways to reach them."""
        for code, part in self.parts.items():
            if self.asked.own is not None and code == self.asked.own.code:
                continue
            draft = self.intake.sections_kept.setdefault(code, Draft.new(self.intake, code))
            unticked = {each: None for each in read.unticked if each.startswith(f"{code}.")}
            draft.merge(part.answers() | unticked, draft.revision, "")
            draft.kept["known"] = [question.code for question in section_called(code).questions]
            draft.save()
        if SEEN_FROM.intersection(self.parts):
            self.intake.know(self.intake.read(read.result))


def _without_what_is_said_anew(before: AskedAgain, posted: Mapping[str, Any]) -> dict[str, Any]:
    """What the patient had told before a save, but for what this reply says for the first time."""
    anew = {code.removesuffix(".other") for code, value in posted.items() if value is not None} - before.said
    return {code: value for code, value in before.result.items() if code.removesuffix(".other") not in anew}
