"""Mistakes in questions or rules stop the site from starting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import ProgrammingError

from intake.models.policy_in_force import changes_that_no_longer_hold
from intake.policy import LEVELS, Policy, Setting
from intake.questionnaire import SECTIONS
from intake.questionnaire.conditions import Condition, HasAny, IsAny, Lacks, Leaf
from intake.questionnaire.questions import OneOf, Section, SomeOf
from intake.questionnaire.subjects import UNSURE, ItemOf, Subject
from intake.triage import RULES, Rule
from intake.triage.changeable import Changeable, changeable
from intake.triage.changes import settings_in
from intake.wording.health_words import health_words_in


@register()
def questions_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Mistakes in what we ask."""
    return list(wrong_with_questions(SECTIONS))


@register()
def rules_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Mistakes in what answers mean."""
    return list(wrong_with_rules(RULES))


@register()
def what_may_change_is_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Mistakes in what a clinic may change."""
    return list(wrong_with_changes(RULES, tuple(changeable(RULES))))


@register(Tags.database)
def changes_still_hold(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Changes of policy that an earlier release allowed, and this one does not. Before the first migration: none."""
    try:
        found = changes_that_no_longer_hold() if databases else []
    except ProgrammingError:
        return []
    return [
        Error(f"The clinic’s change of the {what} is not allowed any more and is set aside.", id="intake.E023")
        for what in found
    ]


def wrong_with_changes(rules: Iterable[Rule], may_change: Iterable[Changeable]) -> Iterator[CheckMessage]:
    """No change touches a safety rule, whatever a policy holds; and none decides whether a question is asked."""
    for rule in rules:
        if rule.safety and any(
            rule.level_under(Policy(levels={rule.code: level})) != rule.level for level in LEVELS
        ):
            yield Error(f"{rule.code} is about safety; no clinic changes its level.", id="intake.E020")
    names = set()
    for what in may_change:
        names.add(what.name)
        if any(rule.safety for rule in what.rules):
            yield Error(f"{what.name} belongs to a safety rule and cannot be changed.", id="intake.E021")
    for code, gate in _gates():
        for setting, _leaf in settings_in(gate):
            if setting.name in names:
                yield Error(f"{setting.name} can be changed, and decides whether {code} is asked.", id="intake.E022")


def _gates() -> Iterator[tuple[str, Condition]]:
    for section in SECTIONS:
        for code, gate in ((section.code, section.ask_if), *((each.code, each.ask_if) for each in section.questions)):
            if gate is not None:
                yield code, gate


def wrong_with_questions(sections: Iterable[type[Section]]) -> Iterator[CheckMessage]:
    """No code twice; a follow-up comes after what it follows; a gate names options that exist."""
    seen: set[str] = set()
    for section in sections:
        if not section.title:
            yield Error(f"The section {section.code} has no title.", id="intake.E003")
        yield from _wrong_with_gate(section.code, section.ask_if, seen)
        for question in section.questions:
            if question.code in seen:
                yield Error(f"Two questions have the code {question.code}.", id="intake.E001")
            yield from _wrong_with_gate(question.code, question.ask_if, seen)
            seen.add(question.code)


def wrong_with_rules(rules: Iterable[Rule]) -> Iterator[CheckMessage]:
    """A rule reads only what we ask; no code twice; a safety rule is never set aside."""
    asked = {question.code for section in SECTIONS for question in section.questions}
    seen: set[str] = set()
    for rule in rules:
        if rule.code in seen:
            yield Error(f"Two rules have the code {rule.code}.", id="intake.E011")
        seen.add(rule.code)
        for code in rule.reads:
            if code not in asked:
                yield Error(f"{rule.code} reads {code}, which nobody asks.", id="intake.E012")
        if rule.safety and rule.unless:
            yield Error(f"{rule.code} is about safety and cannot be set aside.", id="intake.E013")
        if rule.code.startswith("SAFE-") and not rule.safety:
            yield Error(f"{rule.code} is about safety and has to raise an alert at once.", id="intake.E014")
        for condition in rule.conditions:
            yield from _unknown_options(rule.code, condition)


def _wrong_with_gate(code: str, gate: Condition | None, seen: set[str]) -> Iterator[CheckMessage]:
    if gate is None:
        return
    for read in gate.reads():
        if read not in seen:
            yield Error(f"{code} follows {read}, which is asked later.", id="intake.E002")
    yield from _unknown_options(code, gate)


def _unknown_options(code: str, condition: Condition) -> Iterator[CheckMessage]:
    """A misspelt option would make a condition that never holds."""
    for leaf in condition.leaves():
        offered = _offered(leaf.subject)
        for option in _named(leaf):
            if offered and option not in offered | UNSURE:
                yield Error(
                    f"{code} names “{option}”, which {leaf.subject.code} does not offer.", id="intake.E004"
                )


def _offered(subject: Subject) -> frozenset[str]:
    """Options a subject offers; empty where any value may stand."""
    if isinstance(subject, OneOf | SomeOf):
        return frozenset(option.code for option in subject.options)
    if isinstance(subject, ItemOf):
        return frozenset(code for code, *_rest in subject.item.options) | {"rather_not_say"}
    return frozenset()


def _named(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, Lacks):
        return (leaf.option,)
    if isinstance(leaf, IsAny | HasAny):
        named = leaf.options
        return tuple(getattr(Policy(), named.name)) if isinstance(named, Setting) else named
    return ()


@register()
def messages_say_nothing_of_health(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """What the clinic calls itself in messages, and the address they come from, lie open on a screen too."""
    said = f"{settings.MESSAGES.name} {settings.MESSAGES.sender.replace('@', ' ').replace('.', ' ')}"
    held = ", ".join(health_words_in(said))
    sentence = f"Messages would say {held}: set CLEARWAY_MESSAGES_NAME and CLEARWAY_MAIL_FROM to something neutral."
    return [Error(sentence, id="intake.E030")] if held else []
