"""One run of all rules over one submission. Run again, never edited."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.decision import Decision
from intake.models.flag import Flag
from intake.models.lapse import Lapse, LapseReason
from intake.models.measure import Measure, beside, newest_of, told_otherwise
from intake.models.policy_in_force import policy_in_force
from intake.models.resolution import Resolution
from intake.policy import Policy
from intake.questionnaire.answers import Answers
from intake.triage import RULE_SET_VERSION, Finding, Level, Triaged, triage
from intake.triage.scoring import scores_of


class Triage(SealedRow):
    """What the rules of one version, under one policy, said of one submission.

    `outcome` is encrypted: scores, what could not be told with what to ask, and the rules that did not fire.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="triages")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="triages")
    rule_set_version = models.CharField(max_length=20)
    policy_version = models.CharField(max_length=20)
    ran_at = models.DateTimeField()
    outcome = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["ran_at"], name="triages_by_time")]

    def __str__(self) -> str:
        return f"rules {self.rule_set_version}"

    @classmethod
    def run(cls, submission: Any) -> tuple[Finding, ...]:
        """Weighs all rules under the policy in force; every finding becomes a flag, its words copied.

        What staff measured is weighed beside the patient's answers: it adds flags, and takes none away, a later
        reading no more than the patient's own. What was settled on the run before stays settled where the same rule
        says the same.
        """
        intake, answers = submission.intake, submission.answers()
        before, policy = cls.newest(intake), policy_in_force()
        told, measures = _weigh(answers, policy), Measure.all_of(intake)
        now = _weigh(beside(answers, newest_of(measures)), policy) if measures else told
        run = cls.objects.create(
            intake=intake,
            submission=submission,
            rule_set_version=RULE_SET_VERSION,
            policy_version=policy.version,
            ran_at=timezone.now(),
            outcome={
                "scores": scores_of(Answers(answers, policy=policy, on=timezone.localdate())),
                **_left_open(now, told),
            },
        )
        found = [(finding, "") for finding in told.findings] + _measured(answers, policy, measures, told, now)
        found.sort(key=lambda pair: (-pair[0].level, -pair[0].urgency, pair[0].code, pair[0].key))
        flags = [Flag.of(finding, run, place, measured=by) for place, (finding, by) in enumerate(found)]
        Flag.objects.bulk_create(flags)
        if before is not None:
            Resolution.carry(before.all_flags(), flags)
        return tuple(finding for finding, _by in found)

    @classmethod
    def run_again(cls, intake: Any) -> int:
        """A new run, and what follows: alerts (their number), place, lapse. The intake is locked by the caller."""
        submission = intake.submissions.order_by("-number").first()
        submission.intake = intake
        decision = Decision.standing_of(intake)
        findings = cls.run(submission)
        new_alerts: int = intake.stand_alerts([each for each in findings if each.safety], on_draft=False)
        intake.take_place(findings)
        if decision is not None and (unseen := cls.newest(intake).unseen_by(decision)):
            Lapse.of(intake, LapseReason.NEW_FLAG, "; ".join(flag.words["title"] for flag in unseen))
        intake.settle_place()
        intake.save()
        return new_alerts

    @classmethod
    def newest(cls, intake: Any) -> Any:
        """The last run on an intake; None where nothing was sent."""
        run = intake.triages.order_by("-ran_at").first()
        if run is not None:
            run.intake = intake
        return run

    def all_flags(self) -> list[Flag]:
        """Its flags, ready to be read."""
        flags = list(self.flags.all())
        for flag in flags:
            flag.intake = self.intake
        return flags

    def unseen_by(self, decision: Any) -> list[Flag]:
        """Flags of this run, at review or above, that were not there when somebody decided."""
        decision.triage.intake = self.intake
        seen = {flag.mark for flag in decision.triage.all_flags()}
        return [flag for flag in self.all_flags() if flag.level >= Level.REVIEW and flag.mark not in seen]


def _weigh(answers: Mapping[str, Any], policy: Policy) -> Triaged:
    return triage(answers, policy, on=timezone.localdate())


def _measured(
    answers: Mapping[str, Any], policy: Policy, measures: Sequence[Measure], told: Triaged, now: Triaged
) -> list[tuple[Finding, str]]:
    """What rules find in the facts that staff measured and did not find in the answers, with who measured first: in
    each fact by itself, and in the newest ones together (`now`)."""
    known = {_mark(finding) for finding in told.findings}
    found = []
    for facts in [*([measure] for measure in reversed(measures)), newest_of(measures)]:
        result = now if len(facts) != 1 else _weigh(beside(answers, facts), policy)
        for finding in result.findings:
            by = [each for each in facts if told_otherwise(answers, each) & set(finding.fired_by)]
            if by and _mark(finding) not in known and not finding.code.startswith("ADM-"):
                known.add(_mark(finding))
                found.append((finding, "; ".join(f"{each.words}, {each.origin}" for each in by)))
    return found


def _mark(finding: Finding) -> tuple[Any, ...]:
    """The same for two findings that say the same."""
    return (finding.code, finding.key, finding.level, finding.words)


def _left_open(result: Triaged, told: Triaged) -> dict[str, Any]:
    """What could not be told, and what stayed quiet, with what was measured. What fired on the answers is not quiet."""
    fired = {finding.code for finding in told.findings}
    return {
        "could_not_tell": [
            {
                "code": each.rule.code,
                "title": each.title,
                "ask": [subject.label for subject in each.ask],
                "reads": [question.code for subject in each.ask for question in subject.questions()],
            }
            for each in result.could_not_tell
        ],
        "quiet": [rule.code for rule in result.quiet if rule.code not in fired],
    }
