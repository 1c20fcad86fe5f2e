"""Every rule stands on somebody's word, says whether that has been read, and one rule set has one version."""

import subprocess
import sys
from typing import Any

import pytest

from intake.questionnaire import drug_names, prompts
from intake.questionnaire.body import Body
from intake.triage import RULE_SET_VERSION, RULES, Level, Rule, Urgency, rule_called, triaging
from intake.triage.rules import Raise
from intake.triage.sources import (
    AAGBI_BHS_2016,
    AANA_DISCHARGE,
    AANA_KETAMINE,
    ACEP_2011,
    AHA_2021,
    AHA_ACC_2024,
    APNA,
    ASA_FASTING,
    ASA_KETAMINE,
    ASA_SLEEP_APNEA,
    ASQ_NIMH,
    AUDITC_LOINC,
    BOVIN_2021,
    CLINICAL_PRACTICE,
    COCHRANE_2025,
    CONSENT_LAW,
    COTTER_2021,
    DIAZ_2010,
    DRUG_LABELS,
    DUTY_TO_PROTECT,
    E_SAFE,
    FDA_GABAPENTINOIDS,
    GAD_LOINC,
    ITEM_9_STUDIES,
    JOINT_COMMISSION,
    KETALAR_AU,
    KETALAR_US,
    MANIA_EXCLUDED,
    MARKED,
    MHAUS,
    MILLER,
    OPEN_ANESTHESIA,
    PCPTSD_VA,
    PDR,
    PHQ_LOINC,
    PROJECT_DEFAULT,
    RODRIGUEZ_2013,
    SAMBA_2012,
    SASM_2016,
    SCHWENK_2018,
    SPIER,
    SPRAVATO_US,
    TAYLOR_2018,
    VA_DOD_2023,
    ZARATE_2012,
    cited,
)
from tests.intake.triage.specified import RULES as SPECIFIED
from tests.preparing import ROOT

READ_AT_SECOND_READING = {
    "BODY-04": "doses in mg/kg: US highlights, 2.2",
    "CV-08": "4 METs: a summary of the 2024 AHA/ACC guideline",
    "ENDO-05": "ADA, as tabulated in BMC Anesthesiology 2023",
    "SAFE-04": "refusing items 1 to 4 is a positive screen: ASQ interpretation",
    "SAFE-05": "duty to warn: NCSL table",
    "ALL-02": "malignant hyperthermia: a FAQ that cites MHAUS",
    "MED-03": "FDA In Brief, 19 December 2019",
}
"""Marked G in the rules' data; a later reading found them confirmed."""

ADDED_AT_SECOND_READING = {
    "ENDO-01": "thyrotoxicosis in the PDR summary",
    "PREG-03": "Swiss label on breastfeeding",
    "MED-09": "boxed warning of intrathecal baclofen",
}
WRITTEN = [code for code in SPECIFIED if code not in ("MED-01", "ADM-01")]


def rule(**changed: Any) -> Rule:
    given: dict[str, Any] = {
        "code": "X-01",
        "title": "X",
        "when": Body.systolic.over(200),
        "level": Level.STOP,
        "urgency": Urgency.TODAY,
        "because": "X",
        "cites": (KETALAR_US.at("section 4"),),
    }
    return Rule(**given | changed)


def test_a_rule_without_a_source_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="cite a source"):
        rule(cites=())
    with pytest.raises(TypeError):
        Rule(  # type: ignore[call-arg]
            code="X-01",
            title="X",
            when=Body.systolic.over(200),
            level=Level.INFO,
            urgency=Urgency.VISIT,
            because="X",
        )


@pytest.mark.parametrize("alone", [PROJECT_DEFAULT, CLINICAL_PRACTICE])
def test_our_own_judgement_never_stands_alone_under_a_stop(alone: Any) -> None:
    with pytest.raises(ValueError, match="cannot stand alone"):
        rule(cites=(alone.at(checked=False),))
    raised = (Raise(Level.STOP, when=Body.systolic.over(220)),)
    with pytest.raises(ValueError, match="cannot stand alone"):
        rule(level=Level.REVIEW, raised=raised, cites=(alone.at(checked=False),))
    assert rule(cites=(alone.at(checked=False), SPRAVATO_US.at())).worst is Level.STOP
    assert rule(level=Level.REVIEW, cites=(alone.at(checked=False),)).worst is Level.REVIEW


NAMED = {
    **MARKED,
    "AAGBI-BHS16": AAGBI_BHS_2016,
    "PDR": PDR,
    "ASA-OSA14": ASA_SLEEP_APNEA,
    "ASA-KET": ASA_KETAMINE,
    "ASA-FAST": ASA_FASTING,
    "AHA21": AHA_2021,
    "SAMBA12": SAMBA_2012,
    "SASM16": SASM_2016,
    "OpenAnesthesia": OPEN_ANESTHESIA,
    "e-SAFE": E_SAFE,
    "COTT21": COTTER_2021,
    "SCH18": SCHWENK_2018,
    "Miller": MILLER,
    "ACEP": ACEP_2011,
    "PMC10812090": MANIA_EXCLUDED,
    "DIAZ10": DIAZ_2010,
    "ZAR12": ZARATE_2012,
    "Joint": JOINT_COMMISSION,
    "medication": JOINT_COMMISSION,
    "AANA-KET": AANA_KETAMINE,
    "AANA-DC": AANA_DISCHARGE,
    "APNA": APNA,
    "ASQ-NIMH": ASQ_NIMH,
    "SPIER-BIND": SPIER,
    "two": ITEM_9_STUDIES,
    "state": DUTY_TO_PROTECT,
    "consent": CONSENT_LAW,
    "PHQ-LOINC": PHQ_LOINC,
    "GAD-LOINC": GAD_LOINC,
    "AUDITC-LOINC": AUDITC_LOINC,
    "PCPTSD-VA": PCPTSD_VA,
    "BOVIN21": BOVIN_2021,
    "MHAUS": MHAUS,
    "TGA": KETALAR_AU,
    "FDA": FDA_GABAPENTINOIDS,
    "drug": DRUG_LABELS,
    "COCH25": COCHRANE_2025,
    "VADOD23": VA_DOD_2023,
    "TAY18": TAYLOR_2018,
    "ROD13": RODRIGUEZ_2013,
    "ACC/AHA": AHA_ACC_2024,
    "clinical": CLINICAL_PRACTICE,
    "cut-off": CLINICAL_PRACTICE,
    "project": PROJECT_DEFAULT,
}
"""Each source by the first word of its mark in the rules' data."""


@pytest.mark.parametrize("code", WRITTEN)
def test_a_citation_names_its_source_and_says_read_or_not_as_the_specification_does(code: str) -> None:
    marks = [mark.strip() for mark in _split(SPECIFIED[code]["sources"])]
    cites = rule_called(code).cites
    assert len(cites) == len(marks) + (code in ADDED_AT_SECOND_READING)
    for mark, cite in zip(marks, cites, strict=False):
        assert cite.source is NAMED[mark.removeprefix("V:").removeprefix("G:").split(" ")[0]]
    read = sum(mark.startswith("V:") and "second-hand" not in mark for mark in marks)
    added = (code in READ_AT_SECOND_READING) + (code in ADDED_AT_SECOND_READING)
    assert sum(cite.checked for cite in cites) == read + added
    for mark, cite in zip(marks, cites, strict=False):
        if code not in READ_AT_SECOND_READING:
            assert cite.checked == (mark.startswith("V:") and "second-hand" not in mark), mark


def _split(sources: str) -> list[str]:
    parts, depth = [""], 0
    for letter in sources:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def test_what_nobody_published_was_read_nowhere() -> None:
    own = [
        cite for each in RULES for cite in each.cites if cite.source in (PROJECT_DEFAULT, CLINICAL_PRACTICE)
    ]
    assert own and not any(cite.checked for cite in own)


def test_marks_of_the_table_of_medicines_become_citations() -> None:
    read, unread, since = cited(
        "V:SPR (nasal decongestant 1 h); G:class effect; G:FDA 2019 gabapentinoid warning"
    )
    assert str(read) == "Spravato US label: nasal decongestant 1 h" and read.checked
    assert unread.source is CLINICAL_PRACTICE and not unread.checked
    assert "gabapentinoids" in since.source.title and since.checked
    (mechanism,) = cited("G:mechanism (labels of memantine, amantadine)")
    assert mechanism.place == "mechanism (labels of memantine, amantadine)"


def test_a_rule_set_has_the_same_version_in_every_process() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from intake.triage import RULE_SET_VERSION; print(RULE_SET_VERSION)"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert told.stdout.strip() == RULE_SET_VERSION


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (drug_names.SHORT_NAMES, {"grandmothers drops": "theophylline"}),
        (drug_names.LONGER_NAMES, {"tylenol 5": "codeine"}),
        (prompts.CLASSES, {"herbs": ("cannabis",)}),
        (prompts.KNOWN, {"herbs": frozenset()}),
    ],
)
def test_a_rule_set_has_another_version_when_a_name_means_another_medicine(
    monkeypatch: pytest.MonkeyPatch, table: dict[str, Any], change: dict[str, Any]
) -> None:
    for name, meaning in change.items():
        monkeypatch.setitem(table, name, meaning)
    assert triaging._version() != RULE_SET_VERSION


def test_a_rule_is_found_by_its_code() -> None:
    assert rule_called("BP-01").title.startswith("BP ")
    with pytest.raises(KeyError):
        rule_called("BP-99")
