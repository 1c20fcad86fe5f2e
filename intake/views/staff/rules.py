"""The rule bench: every rule in plain English, and one rule with all that is known of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from intake.access import policy_changes_for_staff
from intake.figures.firing import firing_of
from intake.models import PolicyChange, policy_in_force
from intake.policy import Policy
from intake.questionnaire import question_called
from intake.questionnaire.drugs import DRUG_CLASSES
from intake.triage import CODES, FOLLOWING, Following, Level, Rule, rule_called
from intake.triage.changeable import Changeable
from intake.triage.changes import is_same
from intake.triage.drug_classes import MED_01
from intake.views.staff.policy_words import told_of_changes
from intake.views.staff.rule_words import changes_of, described, grouped, searched
from intake.views.staff.words import LEVELS, level_key, level_word


def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, or those that hold all the words typed, or have the level or the unread source asked for."""
    typed = request.GET.get("words", "").strip()[:80]
    level = request.GET.get("level", "")
    unread = request.GET.get("unread", "") == "1"
    groups = [
        (title, [each for each in listed if searched(typed, each) and _kept(each, level, unread)])
        for title, listed in grouped(policy_in_force())
    ]
    groups = [(title, listed) for title, listed in groups if listed]
    page = {
        "groups": groups,
        "typed": typed,
        "level": level,
        "unread": unread,
        "levels": [(key, words) for key, words in LEVELS.values()],
        "shown": sum(len(listed) for _title, listed in groups),
        "all": len(CODES),
        "filtered": bool(typed or level or unread),
    }
    return render(request, "staff/rules.html", page)


def _kept(rule: dict[str, Any], level: str, unread: bool) -> bool:
    return (not level or rule["level"] == level) and (
        not unread or not all(cite["checked"] for cite in rule["cites"])
    )


def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: what it reads, its sources, how often it fired and was settled how, and what this clinic changed."""
    found = _rule_or_404(code)
    policy = policy_in_force()
    may_change = changes_of(found) if isinstance(found, Rule) else []
    changes = list(policy_changes_for_staff(request).of_any(may_change)) if may_change else []
    page = {
        "rule": described(found, policy),
        "firing": firing_of(found.code),
        "reads": _reads(found) if isinstance(found, Rule) else [],
        "classes": _classes() if found is MED_01 else [],
        "changeable": [_stands(each, policy, changes) for each in may_change],
        "history": told_of_changes(changes),
        "may_change": request.user.is_physician,  # type: ignore[union-attr]
    }
    return render(request, "staff/rule.html", page)


def _rule_or_404(code: str) -> Rule | Following:
    try:
        return next((each for each in FOLLOWING if each.code == code), None) or rule_called(code)
    except KeyError as unknown:
        raise Http404 from unknown


def _reads(found: Rule) -> list[dict[str, str]]:
    questions = [question_called(code) for code in found.reads]
    return [{"label": each.label, "section": each.section.title, "code": each.code} for each in questions]


def _stands(what: Changeable, policy: Policy, changes: list[PolicyChange]) -> dict[str, Any]:
    now = what.under(policy)
    return {
        "title": what.title if what.kind == "setting" else "Level",
        "now": what.in_words(now),
        "published": "" if is_same(now, what.published) else what.in_words(what.published),
        "url": reverse("policy_propose", args=[what.kind, what.name]),
        "open": next((each for each in changes if each.what is what and not hasattr(each, "verdict")), None),
    }


def _classes() -> list[dict[str, str]]:
    return [
        {
            "title": kind.title,
            "level": level_key(Level[kind.level.upper()]),
            "level_word": level_word(Level[kind.level.upper()]),
            "effect": kind.effect,
            "action": kind.action,
        }
        for kind in DRUG_CLASSES.values()
    ]
