"""What a clinic may change: the level of a rule, a threshold or a list that rules read.

Never a safety rule, nor a setting that decides whether a safety rule fires or whether what it reads is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from intake.policy import DEFAULT, LEVELS, Policy, Setting
from intake.questionnaire.conditions import Compare, Condition
from intake.questionnaire.subjects import ItemOf, Subject
from intake.questionnaire.words import _
from intake.triage.changes import LEVEL_WORDS, is_same, settings_in, settings_of, value_in_words
from intake.triage.drug_classes import MED_01
from intake.triage.rules import Level, Rule
from intake.triage.triaging import RULES


@dataclass(frozen=True)
class RuleLevel:
    """The level of one rule."""

    rule: Rule
    kind = "level"

    @property
    def name(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def title(self) -> str:
        """What is changed, in words."""
        return _("Level of {code}: {matter}").format(code=self.rule.code, matter=self.rule.matter)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that a change touches."""
        return (self.rule,)

    @property
    def published(self) -> str:
        """The level as published, by name."""
        return self.rule.level.name.lower()

    def under(self, policy: Policy) -> str:
        """The level in a policy, by name."""
        return self.rule.level_under(policy).name.lower()

    def in_words(self, value: str) -> str:
        """A level in words."""
        return LEVEL_WORDS[Level[value.upper()]]

    def check(self, value: Any) -> None:
        """Raises ValueError, in words, for what is no level."""
        if value not in LEVELS:
            raise ValueError(_("Choose a level: info, caution, review or STOP."))

    def is_weaker(self, before: str, after: str) -> bool:
        """Whether somebody would be flagged less gravely than before."""
        return LEVELS.index(after) < LEVELS.index(before)


@dataclass(frozen=True)
class RuleSetting:
    """A threshold or a list of options that rules read, and which those are."""

    setting: Setting[Any]
    rules: tuple[Rule, ...]
    kind = "setting"

    @property
    def name(self) -> str:
        """The setting's name."""
        return self.setting.name

    @property
    def title(self) -> str:
        """What is changed, in words."""
        return self.setting.title[:1].upper() + self.setting.title[1:]

    @property
    def published(self) -> Any:
        """The value as published."""
        return getattr(DEFAULT, self.name)

    def under(self, policy: Policy) -> Any:
        """The value in a policy."""
        return getattr(policy, self.name)

    def in_words(self, value: Any) -> str:
        """A value in words."""
        return value_in_words(self.setting, value)

    def check(self, value: Any) -> None:
        """Raises ValueError, in words, when a clinic may not set this value."""
        self.setting.check(value)

    def is_weaker(self, before: Any, after: Any) -> bool:
        """Whether somebody would not be flagged any more: a line moved away, an option taken off a list."""
        if isinstance(self.published, tuple):
            return not set(before) <= set(after)
        found = {leaf.relation for leaf in self._leaves() if isinstance(leaf, Compare)}
        moved = {">" if after > before else "<" if after < before else ""}
        return bool(moved & {relation[0] for relation in found})

    def _leaves(self) -> Iterator[Any]:
        for rule in self.rules:
            for condition in rule.conditions:
                yield from (leaf for setting, leaf in settings_in(condition) if setting is self.setting)


Changeable = RuleLevel | RuleSetting


def settings_behind(rule: Rule) -> frozenset[str]:
    """Names of all settings a rule depends on, also those that decide whether the questions it reads are asked."""
    found: set[str] = set()
    waiting, seen = list(rule.conditions), set[str]()
    while waiting:
        condition = waiting.pop()
        found |= {setting.name for setting, _leaf in settings_in(condition)}
        for subject in (leaf.subject for leaf in condition.leaves()):
            if subject.code not in seen:
                seen.add(subject.code)
                waiting += _gates(subject)
    return frozenset(found)


def changeable(rules: Iterable[Rule]) -> Iterator[Changeable]:
    """All that may be changed of these rules. MED-01 has a level for each class of medicine, none of its own."""
    rules = tuple(rules)
    kept = {name for rule in rules if rule.safety for name in settings_behind(rule)}
    for name, setting in Policy.settings().items():
        read_by = tuple(rule for rule in rules if setting in settings_of(rule))
        if read_by and name not in kept:
            yield RuleSetting(setting, read_by)
    yield from (RuleLevel(rule) for rule in rules if not rule.safety and rule is not MED_01)


def _gates(subject: Subject) -> list[Condition]:
    """Everything that decides whether a subject is asked."""
    gates = [gate for question in subject.questions() for gate in (question.section.ask_if, question.ask_if)]
    if isinstance(subject, ItemOf):
        gates.append(subject.instrument.item_gate(subject.item))
    return [gate for gate in gates if gate is not None]


CHANGEABLE: dict[tuple[str, str], Changeable] = {(each.kind, each.name): each for each in changeable(RULES)}


def what_may_change(kind: str, name: str) -> Changeable:
    """What this names; ValueError, in words, where a clinic may not change it."""
    found = CHANGEABLE.get((kind, name))
    if found is None:
        raise ValueError(_("A clinic cannot change this. Safety rules, and what they depend on, stand as published."))
    return found


def policy_from(changes: Iterable[tuple[Changeable, Any]]) -> Policy:
    """The policy that these changes, one after the other, come to. What is set back to what was published is none."""
    last = {(each.kind, each.name): (each, value) for each, value in changes}
    own = [(each, value) for each, value in last.values() if not is_same(value, each.published)]
    levels = {each.name: value for each, value in own if each.kind == "level"}
    settings = {
        each.name: tuple(value) if isinstance(value, list) else value
        for each, value in own
        if each.kind == "setting"
    }
    return Policy(levels=levels, **settings)
