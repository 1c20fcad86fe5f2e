"""What answers mean: every rule with its condition in English, its level, its reason and its sources."""

from __future__ import annotations

from collections.abc import Iterator

from intake.handbook.markdown import cited_in_words, flat
from intake.questionnaire import SECTIONS, question_called
from intake.questionnaire.conditions import Condition
from intake.questionnaire.english import Phrase, phrase
from intake.triage import FOLLOWING, RULES, Following, Rule, Urgency
from intake.triage.changes import LEVEL_WORDS

URGENCY_WORDS = {
    Urgency.NOW: "now",
    Urgency.TODAY: "today",
    Urgency.BEFORE_BOOKING: "before booking",
    Urgency.VISIT: "at the visit",
}


def rules() -> Iterator[str]:
    """Every rule, under the section whose answers it reads first."""
    yield "## What answers mean\n"
    yield (
        "Not answered and *not sure* are neither a Yes nor a No: a rule can fire, stay quiet, or not be told. A rule "
        "marked *safety* raises an alert the moment it is saved; no clinic changes its level.\n"
    )
    for section in SECTIONS:
        mine = [rule for rule in RULES if question_called(rule.reads[0]).section is section]
        if mine:
            yield f"### Rules: {section.title}\n"
        for rule in mine:
            yield from _rule(rule)
    yield "### Rules that follow from the others\n"
    for follows in FOLLOWING:
        yield from _rule(follows)


def _rule(rule: Rule | Following) -> Iterator[str]:
    safety = ", safety" if isinstance(rule, Rule) and rule.safety else ""
    yield f"#### {rule.code} {rule.matter}\n"
    yield f"**{LEVEL_WORDS[rule.level].upper()}**, {URGENCY_WORDS[rule.urgency]}{safety}. {rule.because}\n"
    if isinstance(rule, Rule):
        yield from _condition("When", rule.when)
        for lift in rule.raised:
            yield from _condition(f"Raised to {LEVEL_WORDS[lift.to]} when", lift.when)
        for faster in rule.hastened:
            yield from _condition(f"A matter for “{URGENCY_WORDS[faster.to]}” when", faster.when)
        if rule.unless:
            yield f"- Quiet when {' or '.join(other.code for other in rule.unless)} fires, which covers it whole."
        yield "- Reads " + ", ".join(f"`{code}`" for code in rule.reads) + "."
    else:
        yield f"- When {rule.when}."
    yield f"- Sources: {'; '.join(cited_in_words(cite) for cite in rule.cites)}.\n"


def _condition(word: str, condition: Condition) -> Iterator[str]:
    yield from _nested(phrase(condition), f"{word} ", 0)


def _nested(said: Phrase, before: str, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {before}{flat(said.words)}"
    for part in said.parts:
        yield from _nested(part, "", depth + 1)
