"""How a finding says that this clinic changed its rule, or a setting that the rule reads, and from what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake.policy import DEFAULT, Policy, Setting
from intake.questionnaire.conditions import Compare, Condition, IsAny, Leaf
from intake.questionnaire.ride import Ride
from intake.questionnaire.saying import UNITS
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule

LEVEL_WORDS = {
    Level.INFO: _("info"),
    Level.CAUTION: _("caution"),
    Level.REVIEW: _("review"),
    Level.STOP: _("STOP"),
}
LABELS: dict[Any, str] = {option.code: option.label for option in Ride.way_home.options}


def said_of_changes(rule: Rule, policy: Policy) -> Iterator[str]:
    """Sentences for a finding; none where the rule stands as published."""
    own = rule.level_under(policy)
    if own is not rule.level:
        yield _("This clinic changed the level of this rule from {before} to {after}.").format(
            before=LEVEL_WORDS[rule.level], after=LEVEL_WORDS[own]
        )
    for setting in settings_of(rule) if policy.changed else ():
        before, after = getattr(DEFAULT, setting.name), getattr(policy, setting.name)
        if not is_same(before, after):
            yield _("This clinic changed the {title} from {before} to {after}.").format(
                title=setting.title,
                before=value_in_words(setting, before),
                after=value_in_words(setting, after),
            )


def settings_of(rule: Rule) -> tuple[Setting[Any], ...]:
    """The thresholds and lists that a rule itself reads from the clinic's policy."""
    return tuple(dict.fromkeys(setting for each in rule.conditions for setting, _leaf in settings_in(each)))


def settings_in(condition: Condition) -> Iterator[tuple[Setting[Any], Leaf]]:
    """Settings that a condition holds on to, each with the plain condition that names it."""
    for leaf in condition.leaves():
        held = leaf.limit if isinstance(leaf, Compare) else leaf.options if isinstance(leaf, IsAny) else None
        if isinstance(held, Setting):
            yield held, leaf


def value_in_words(setting: Setting[Any], value: Any) -> str:
    """A setting's value as staff read it: *180 mmHg*, or the words of the options."""
    if isinstance(value, tuple | list):
        return "; ".join(LABELS[each] for each in value) or _("none")
    return f"{value:g} {UNITS.get(setting.unit, setting.unit)}".strip()


def is_same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: the order of a list means nothing."""
    return set(one) == set(other) if isinstance(one, tuple | list) else bool(one == other)
