"""docs/handbook.md says what the code says, all of it."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command

from intake.handbook import handbook
from intake.policy import Policy
from intake.questionnaire import ALL_QUESTIONS, SECTIONS
from intake.questionnaire.drugs import DRUG_CLASSES, DRUGS
from intake.triage import CODES, RULES
from tests.preparing import ROOT


@pytest.fixture(scope="module")
def text() -> str:
    return handbook()


def test_the_handbook_in_docs_is_not_stale(text: str) -> None:
    kept = (ROOT / "docs/handbook.md").read_text(encoding="utf-8")
    assert kept == text, "docs/handbook.md is stale: run manage.py handbook, and look at what changed"
    call_command("handbook", check=True)


def test_a_stale_handbook_is_an_error_and_writing_it_mends_it(tmp_path: object, settings: object) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "docs").mkdir()  # type: ignore[operator]
    with pytest.raises(CommandError, match="stale"):
        call_command("handbook", check=True)
    call_command("handbook", verbosity=0)
    call_command("handbook", check=True)


def test_every_section_question_rule_class_and_setting_is_in_it(text: str) -> None:
    assert all(f"### {section.title}\n" in text for section in SECTIONS)
    assert all(f"(`{question.code}`)" in text for question in ALL_QUESTIONS)
    assert sorted(re.findall(r"^#### ([A-Z]+-\d\d) ", text, re.MULTILINE)) == sorted(CODES)
    assert all(" ".join(rule.because.split()) in text for rule in RULES)
    assert all(f"#### {kind.title}\n" in text for kind in DRUG_CLASSES.values())
    assert all(drug.generic in text for drug in DRUGS)
    assert all(f"| {setting.title} |" in text for setting in Policy.settings().values())


def test_a_rule_reads_as_on_the_bench(text: str) -> None:
    rule = text.partition("#### BP-01 ")[2].partition("#### ")[0]
    assert "**STOP**, today." in rule and "- “Top number” is at least 180 mmHg (the systolic stop line)" in rule
    assert "(read)" in rule and "`body.systolic`" in rule
    assert "not yet read" in text.partition("#### AGE-02 ")[2].partition("#### ")[0]
