"""Trying the rules on invented answers: which fire, why, which could not tell. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.demo.invented import Invented
from intake.demo.people import PEOPLE
from intake.forms import SectionForm
from intake.models import policy_in_force
from intake.models.flag import cite_in_words
from intake.policy import Policy
from intake.questionnaire import SECTIONS, question_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.conditions import Condition
from intake.questionnaire.english import phrase
from intake.questionnaire.questions import Page, Question
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh
from intake.triage import RULES, Finding, Rule, Triaged, rule_called, triage
from intake.views.staff.words import level_key, level_word, urgency_word

WELL_PERSON = Invented("Invented", "Person", "1985-05-05", "+12025550100", 0)
PERSONS = (WELL_PERSON, *PEOPLE)
READ = frozenset(code for rule in RULES for code in rule.reads)
TRIED_SECTIONS = tuple(
    section for section in SECTIONS if any(question.code in READ for question in section.questions)
)
TRUTHS = {Truth.YES: "yes", Truth.NO: "no", Truth.CANNOT_TELL: "cannot tell"}


def try_rules(request: HttpRequest) -> HttpResponse:
    """Choose whose answers to begin with and what to ask; change answers; see what the rules say of them."""
    given = request.POST if request.method == "POST" else request.GET
    number, person = _person(given.get("person", "0"))
    rule, section = _rule(given.get("rule", "")), given.get("section", "")
    policy, on = policy_in_force(), timezone.localdate()
    begun = Answers(person.answers(), policy=policy, on=on)
    questions = _questions(rule, section)
    form = None
    if questions:
        screen = Page("")
        screen.questions = questions
        form = SectionForm(screen, request.POST if request.method == "POST" else None, answers=begun)
    answers = Answers({**begun.values, **(form.well_formed() if form else {})}, policy=policy, on=on)
    page = {
        "form": form,
        "rule": rule,
        "section": section,
        "person": number,
        "persons": [(str(place), _named(each)) for place, each in enumerate(PERSONS)],
        "sections": [(each.code, each.title) for each in TRIED_SECTIONS],
        "result": _result(answers, policy, rule) if request.method == "POST" or not questions else None,
        "chosen": bool(request.GET) or request.method == "POST",
    }
    return render(request, "staff/try_rules.html", page)


def _person(number: str) -> tuple[str, Invented]:
    if number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(PERSONS):
        return number, PERSONS[int(number)]
    return "0", WELL_PERSON


def _named(person: Invented) -> str:
    if person is WELL_PERSON:
        return "A healthy grown-up: nothing to flag"
    return f"{person.first_name} {person.last_name}, born {person.birth_date[:4]}"


def _rule(code: str) -> Rule | None:
    if not code:
        return None
    try:
        return rule_called(code)
    except KeyError as unknown:
        raise Http404 from unknown


def _questions(rule: Rule | None, section: str) -> tuple[Question, ...]:
    """What a rule reads, with the questions that lead to it; or all of a section; or none."""
    if rule is not None:
        codes: dict[str, None] = {}
        for code in rule.reads:
            _with_gates(question_called(code), codes)
        return tuple(each for part in SECTIONS for each in part.questions if each.code in codes)
    found = next((each for each in TRIED_SECTIONS if each.code == section), None)
    return found.questions if found else ()


def _with_gates(question: Question, codes: dict[str, None]) -> None:
    """A question and those on whose answers it depends whether it is asked."""
    codes[question.code] = None
    for code in question.ask_if.reads() if question.ask_if is not None else ():
        if code not in codes:
            _with_gates(question_called(code), codes)


def _result(answers: Answers, policy: Policy, rule: Rule | None) -> dict[str, Any]:
    told = triage(answers.values, policy, on=answers.on)
    return {
        "fired": [_finding(each) for each in told.findings],
        "could_not_tell": [
            {"code": each.rule.code, "title": each.title, "ask": [subject.label for subject in each.ask]}
            for each in told.could_not_tell
        ],
        "quiet": [(each.code, each.matter) for each in told.quiet],
        "rule": _of_rule(rule, told, answers) if rule else None,
        "answers": len(answers.values),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "title": finding.title,
        "because": finding.because,
        "words": finding.words,
        "cites": [cite_in_words(cite) for cite in finding.cites],
        "level": level_key(finding.level),
        "level_word": level_word(finding.level),
        "urgency_word": urgency_word(finding.urgency),
        "safety": finding.safety,
    }


def _of_rule(rule: Rule, told: Triaged, answers: Answers) -> dict[str, Any]:
    """What became of the one rule that is tried, and every part of its condition with what the answers say of it."""
    covered = [other.code for other in rule.unless if weigh(other.when, answers) is Truth.YES]
    truth = weigh(rule.when, answers)
    if any(finding.code == rule.code for finding in told.findings):
        state = "fires"
    elif truth is Truth.YES:
        state = "covered"
    else:
        state = "cannot tell" if truth is Truth.CANNOT_TELL else "quiet"
    return {
        "code": rule.code,
        "title": rule.matter,
        "state": state,
        "covered": covered,
        "findings": [_finding(each) for each in told.findings if each.code == rule.code],
        "why": weighed(rule.when, answers),
        "raised": [(level_word(each.to), weighed(each.when, answers)) for each in rule.raised],
        "hastened": [(urgency_word(each.to), weighed(each.when, answers)) for each in rule.hastened],
    }


def weighed(condition: Condition, answers: Answers) -> dict[str, Any]:
    """A condition in words, part by part, with what the answers say of each."""
    parts = getattr(condition, "parts", ())
    words = phrase(condition, answers.policy)
    return {
        "words": words.words,
        "truth": TRUTHS[weigh(condition, answers)],
        "parts": [weighed(part, answers) for part in parts],
    }
