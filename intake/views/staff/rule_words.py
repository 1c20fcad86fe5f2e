"""A rule as the pages of staff show it: when it fires, in English, how grave, why, and on whose word."""

from __future__ import annotations

from typing import Any

from intake.models.flag import cite_in_words
from intake.policy import Policy
from intake.questionnaire import SECTIONS, question_called
from intake.questionnaire.english import phrase
from intake.triage import FOLLOWING, RULES, Following, Rule
from intake.triage.changeable import CHANGEABLE, Changeable
from intake.views.staff.words import level_key, level_word, urgency_word


def described(rule: Rule | Following, policy: Policy) -> dict[str, Any]:
    """One rule, ready to be drawn, as it stands in this clinic."""
    own = rule.level if isinstance(rule, Following) else rule.level_under(policy)
    return {
        "code": rule.code,
        "title": rule.matter,
        "level": level_key(own),
        "level_word": level_word(own),
        "published_word": level_word(rule.level) if own is not rule.level else "",
        "urgency_word": urgency_word(rule.urgency),
        "because": rule.because,
        "cites": [cite_in_words(cite) for cite in rule.cites],
        "safety": isinstance(rule, Rule) and rule.safety,
        "follows": isinstance(rule, Following),
        **(_conditions(rule, policy) if isinstance(rule, Rule) else {"when": {"words": rule.when}}),
    }


def _conditions(rule: Rule, policy: Policy) -> dict[str, Any]:
    return {
        "when": phrase(rule.when, policy),
        "raised": [(level_word(each.to), level_key(each.to), phrase(each.when, policy)) for each in rule.raised],
        "hastened": [(urgency_word(each.to), phrase(each.when, policy)) for each in rule.hastened],
        "unless": [(other.code, other.matter) for other in rule.unless],
    }


def grouped(policy: Policy) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every rule under the section whose answers it reads first, in the order asked; what follows from others last."""
    groups: dict[str, list[dict[str, Any]]] = {section.title: [] for section in SECTIONS}
    for rule in RULES:
        groups[question_called(rule.reads[0]).section.title].append(described(rule, policy))
    groups["What follows from the other rules"] = [described(rule, policy) for rule in FOLLOWING]
    return [(title, rules) for title, rules in groups.items() if rules]


def searched(words: str, rule: dict[str, Any]) -> bool:
    """Whether every word typed stands somewhere in a rule: its code, words, condition or sources."""
    cites = " ".join(f"{cite['title']} {cite['place']}" for cite in rule["cites"])
    told = f"{rule['code']} {rule['title']} {rule['because']} {_text(rule['when'])} {cites}".casefold()
    return all(word in told for word in words.casefold().split())


def _text(when: Any) -> str:
    return when["words"] if isinstance(when, dict) else str(when)


def changes_of(rule: Rule) -> list[Changeable]:
    """What a clinic may change of it: its level, and the settings that it reads."""
    return [each for each in CHANGEABLE.values() if rule in each.rules]
