"""What nobody could tell: *not sure* on a key question, and what a patient would rather tell in person.

No list of key questions is kept by hand: ADM-01 takes every rule at STOP, or that can be raised to it, which comes out
CANNOT_TELL, unless a rule at review or above fired on the same question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.answers import Answers
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import Instrument
from intake.questionnaire.saying import say
from intake.questionnaire.subjects import Subject
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import undecided, weigh
from intake.questionnaire.words import _
from intake.triage.rules import Finding, Level, Rule, Urgency
from intake.triage.short_names import short_names
from intake.triage.sources import PROJECT_DEFAULT, Citation


@dataclass(frozen=True)
class Following:
    """A rule that follows from what the others make of the answers. `when`: in English, for it has no condition."""

    code: str
    title: str
    matter: str
    when: str
    level: Level
    urgency: Urgency
    because: str
    cites: tuple[Citation, ...]


ADM_01 = Following(
    code="ADM-01",
    title=_("‘Not sure’ on a key question: {labels}"),
    matter=_("‘Not sure’ on a key question"),
    when=_(
        "a rule at STOP, or one that can be raised to it, cannot be told from the answers, and no rule at review or "
        "above fired on the same question. Urgency is today where the question is about psychosis or mania now"
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("A missed contraindication is worse than a call; ask or get records."),
    cites=(PROJECT_DEFAULT.at(checked=False),),
)
ADM_05 = Following(
    code="ADM-05",
    title=_("Would rather tell a clinician: {labels}"),
    matter=_("Would rather tell a clinician"),
    when=_(
        "“I’d rather tell the clinician” is chosen, and no safety rule and no rule at review or above names the "
        "same question"
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("The patient chose to say this in person. It is neither a yes nor a no until someone has asked."),
    cites=(PROJECT_DEFAULT.at(checked=False),),
)
FOLLOWING = (ADM_01, ADM_05)

PRESSING = frozenset({Mind.psychosis_now.code, Mind.mania_now.code})
"""Questions that make *not sure* a matter for today."""


def to_ask(rule: Rule, truth: Truth, answers: Answers, level: Level) -> tuple[Subject, ...]:
    """What to ask because nobody could tell whether this rule comes to this level.

    A rule that fired is asked about too, while it cannot be told whether it must be raised.
    """
    if rule.worst_under(answers.policy) < level:
        return ()
    if truth is Truth.CANNOT_TELL:
        return undecided(rule.when, answers)
    if truth is Truth.NO or _reached(rule, answers) == rule.worst_under(answers.policy):
        return ()
    open_raises = (each for each in rule.raised if each.to >= level)
    found = {subject.code: subject for each in open_raises for subject in undecided(each.when, answers)}
    return tuple(found.values())


def _reached(rule: Rule, answers: Answers) -> Level:
    own = rule.level_under(answers.policy)
    return max((own, *(each.to for each in rule.raised if weigh(each.when, answers) is Truth.YES)))


def unsure_finding(
    answers: Answers, truths: Mapping[Rule, Truth], fired_on: frozenset[str]
) -> Finding | None:
    """ADM-01: one flag that lists every key question nobody could tell, or None."""
    asked = {
        subject.code: subject
        for rule, truth in truths.items()
        for subject in to_ask(rule, truth, answers, Level.STOP)
        if not _root(subject) & fired_on
    }
    if not asked:
        return None
    return Finding(
        code=ADM_01.code,
        title=ADM_01.title.format(labels=short_names(asked.values())),
        level=ADM_01.level,
        urgency=Urgency.TODAY if PRESSING & set(asked) else ADM_01.urgency,
        because=ADM_01.because,
        cites=ADM_01.cites,
        fired_by=tuple(asked),
        words=tuple(
            (subject.label, say(subject, answers.values) or _("not answered")) for subject in asked.values()
        ),
    )


def declined_finding(answers: Answers, fired_on: frozenset[str]) -> Finding | None:
    """ADM-05: one flag that lists what the patient would rather tell the clinician, or None.

    What a safety rule or a rule at review or above already names is not listed twice.
    """
    declined = [subject for subject in _declined(answers) if subject.code not in fired_on]
    if not declined:
        return None
    return Finding(
        code=ADM_05.code,
        title=ADM_05.title.format(labels=short_names(declined)),
        level=ADM_05.level,
        urgency=ADM_05.urgency,
        because=ADM_05.because,
        cites=ADM_05.cites,
        fired_by=tuple(subject.code for subject in declined),
        words=tuple((subject.label, say(subject, answers.values)) for subject in declined),
    )


MAY_BE_DECLINED = tuple(question for question in ALL_QUESTIONS if question.section.may_decline)


def _declined(answers: Answers) -> Iterable[Subject]:
    for question in MAY_BE_DECLINED:
        if answers.asks(question) is not Truth.YES:
            continue
        if isinstance(question, Instrument):
            yield from (item for item in question.items if answers.of(item) == "rather_not_say")
        elif _is_declined(answers.of(question)):
            yield question


def _is_declined(value: Any) -> bool:
    return value == "rather_not_say" or (isinstance(value, list) and "rather_not_say" in value)


def _root(subject: Subject) -> set[str]:
    return {subject.code, *(question.code for question in subject.questions())}
