"""Runs all rules over one set of answers. Policy works on values, not on rows: nothing here knows a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from intake.policy import DEFAULT, Policy
from intake.questionnaire.answers import Answers
from intake.questionnaire.drug_names import LONGER_NAMES, SHORT_NAMES
from intake.questionnaire.drugs import DRUG_CLASSES, DRUGS
from intake.questionnaire.prompts import CLASSES, KNOWN
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import fired, weigh
from intake.triage import (
    about,
    allergy,
    body,
    brain,
    care,
    eyes,
    heart,
    hormones,
    lungs,
    medicines,
    mind,
    organs,
    pregnancy,
    prepare,
    reason,
    ride,
    safety,
    scores,
    substances,
)
from intake.triage.changes import said_of_changes
from intake.triage.drug_classes import MED_01, class_findings
from intake.triage.phrasing import title_of, words_of
from intake.triage.rules import Answered, CouldNotTell, Finding, Level, Rule, Triaged
from intake.triage.unsure import FOLLOWING, declined_finding, to_ask, unsure_finding

_FILES: tuple[Any, ...] = (
    about,
    body,
    heart,
    brain,
    eyes,
    lungs,
    hormones,
    organs,
    pregnancy,
    mind,
    safety,
    scores,
    substances,
    allergy,
    medicines,
    prepare,
    ride,
    reason,
    care,
)
RULES: tuple[Rule, ...] = (*(rule for file in _FILES for rule in file.RULES), MED_01)
"""Every rule that is weighed by its own condition; ADM-01 and ADM-05 follow from the others (`unsure.py`)."""

SAFETY_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.safety)

CODES: tuple[str, ...] = (*(rule.code for rule in RULES), *(rule.code for rule in FOLLOWING))


def _version() -> str:
    """A fingerprint of everything that the rules say: the same in every process, another after any change."""
    told = [line for rule in RULES for line in _content(rule)]
    told += [repr(kind) for kind in DRUG_CLASSES.values()]
    told += [
        f"{drug.generic}|{drug.brands}|{drug.also}|{drug.classes}|{sorted(drug.tags)}|{drug.level}|{drug.note}"
        for drug in DRUGS
    ]
    told += [f"{name} means {drug}" for names in (SHORT_NAMES, LONGER_NAMES) for name, drug in names.items()]
    told += [
        f"{tick} is answered by {sorted(found)}"
        for ticks in (CLASSES, KNOWN)
        for tick, found in ticks.items()
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def _content(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}|{rule.title}|{rule.when}|{rule.level}|{rule.urgency}|{rule.because}|{rule.safety}"
    yield from (f"unless {other.code}" for other in rule.unless)
    yield from (f"raised to {each.to} when {each.when}" for each in rule.raised)
    yield from (f"urgency {each.to} when {each.when}" for each in rule.hastened)
    yield from (f"{cite}|{cite.checked}" for cite in rule.cites)


def rule_called(code: str) -> Rule:
    """The rule of this code; KeyError when there is none."""
    return _by_code[code]


def triage(answers: Answered, policy: Policy = DEFAULT, *, on: date | None = None) -> Triaged:
    """What all rules say of these answers under this policy."""
    read = Answers(answers, policy=policy, on=on)
    truths = {rule: weigh(rule.when, read) for rule in RULES}
    findings = [finding for rule in RULES if _fires(rule, truths) for finding in _findings(rule, read)]
    grave = frozenset(
        code
        for finding in findings
        if finding.level >= Level.REVIEW or finding.safety
        for code in finding.fired_by
    )
    for more in (unsure_finding(read, truths, grave), declined_finding(read, grave)):
        if more is not None:
            findings.append(more)
    findings.sort(key=lambda finding: (-finding.level, -finding.urgency, finding.code, finding.key))
    open_rules = tuple(
        CouldNotTell(rule, ask)
        for rule in RULES
        if not _covered(rule, truths) and (ask := to_ask(rule, truths[rule], read, Level.REVIEW))
    )
    quiet = tuple(
        rule for rule in RULES if not _fires(rule, truths) and truths[rule] is not Truth.CANNOT_TELL
    )
    return Triaged(tuple(findings), open_rules, quiet)


def safety_findings(
    answers: Answered, policy: Policy = DEFAULT, *, on: date | None = None
) -> tuple[Finding, ...]:
    """What must be seen at once, also on a draft: suicide, harm to others, chest pain."""
    read = Answers(answers, policy=policy, on=on)
    return tuple(
        finding
        for rule in SAFETY_RULES
        if weigh(rule.when, read) is Truth.YES
        for finding in _findings(rule, read)
    )


def _fires(rule: Rule, truths: dict[Rule, Truth]) -> bool:
    return truths[rule] is Truth.YES and not _covered(rule, truths)


def _covered(rule: Rule, truths: dict[Rule, Truth]) -> bool:
    return any(truths[other] is Truth.YES for other in rule.unless)


def _findings(rule: Rule, answers: Answers) -> Iterator[Finding]:
    if rule is MED_01:
        yield from class_findings(answers)
        return
    leaves = fired(rule.when, answers)
    raised = [each for each in rule.raised if weigh(each.when, answers) is Truth.YES]
    hastened = [each for each in rule.hastened if weigh(each.when, answers) is Truth.YES]
    lifts = [each.when for each in raised] + [each.when for each in hastened]
    graver = tuple(leaf for condition in lifts for leaf in fired(condition, answers))
    yield Finding(
        code=rule.code,
        title=title_of(rule, leaves, answers),
        level=max((rule.level_under(answers.policy), *(each.to for each in raised))),
        urgency=max((rule.urgency, *(each.to for each in hastened))),
        because=" ".join((rule.because, *said_of_changes(rule, answers.policy))),
        cites=rule.cites,
        fired_by=tuple(dict.fromkeys(code for leaf in leaves + graver for code in _codes(leaf.subject))),
        words=words_of(leaves + graver, answers),
        safety=rule.safety,
    )


def _codes(subject: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((subject.code, *(question.code for question in subject.questions()))))


_by_code = {rule.code: rule for rule in RULES}
RULE_SET_VERSION = _version()
