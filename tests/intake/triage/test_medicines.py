"""What a list of medicines means: one finding a class, its own rules for some, and unknown names to check."""

import re
from typing import Any

import pytest

from intake.questionnaire.drugs import DRUG_CLASSES, DRUGS, Drug
from intake.triage import Finding, Level, Urgency, triage
from intake.triage.drug_classes import CLASS_ELSEWHERE, ELSEWHERE
from tests.intake.triage.cases import ON, patient, takes
from tests.intake.triage.specified import read

CLASSES = {each["key"]: each for each in read("medicines")["classes"]}


def findings(code: str, changes: dict[str, Any]) -> list[Finding]:
    found = triage(patient("", changes), on=ON).findings
    return [finding for finding in found if finding.code == code]


@pytest.mark.parametrize("drug", DRUGS, ids=lambda drug: drug.generic)
def test_every_drug_raises_each_of_its_classes_at_its_own_level(drug: Drug) -> None:
    found = {finding.key: finding for finding in findings("MED-01", takes(drug.generic))}
    own = set() if drug.generic in ELSEWHERE else set(drug.classes) - {CLASS_ELSEWHERE}
    assert own <= set(found)
    for key in own:
        least = Level[(drug.level or CLASSES[key]["level"]).upper()]
        assert found[key].level >= least
        assert found[key].urgency is Urgency.VISIT
        assert found[key].title.startswith(CLASSES[key]["title"])


@pytest.mark.parametrize(
    ("name", "key", "level"),
    [
        ("naltrexone", "opioid_antagonist", Level.CAUTION),
        ("Narcan", "opioid_antagonist", Level.INFO),
        ("sumatriptan", "vasoconstrictor", Level.CAUTION),
        ("Cafergot", "vasoconstrictor", Level.REVIEW),
        ("Lufyllin", "xanthine", Level.REVIEW),
        ("Nardil", "maoi", Level.REVIEW),
        ("Campral", "nmda_other", Level.INFO),
        ("sertraline", "ssri", Level.INFO),
    ],
)
def test_a_drug_has_its_own_level_where_it_has_one_and_else_its_classs(
    name: str, key: str, level: Level
) -> None:
    assert {finding.key: finding.level for finding in findings("MED-01", takes(name))}[key] is level


def test_two_medicines_of_a_class_are_one_finding_at_the_graver_level() -> None:
    (found,) = findings("MED-01", takes("naltrexone", "Narcan"))
    assert found.key == "opioid_antagonist"
    assert found.level is Level.CAUTION
    assert len(found.words) == 2
    assert "naltrexone" in found.title and "Narcan (naloxone rescue)" in found.title


def test_a_note_of_a_drug_stands_with_its_finding() -> None:
    (found,) = findings("MED-01", takes("Relistor"))
    assert "outside the brain" in found.because


@pytest.mark.parametrize("key", sorted(CLASSES))
def test_a_class_says_what_it_does_and_on_whose_word(key: str) -> None:
    name = next(
        drug.generic
        for drug in DRUGS
        if key in drug.classes and drug.generic not in ELSEWHERE | {"arketamine"}
    )
    if key == CLASS_ELSEWHERE:
        assert findings("MED-06", takes(name)) and not findings("MED-01", takes(name))
        return
    (found,) = [finding for finding in findings("MED-01", takes(name)) if finding.key == key]
    assert found.because.startswith(DRUG_CLASSES[key].effect)
    marks = re.findall(r"[VG]:", CLASSES[key]["source"])
    assert len(found.cites) == len(marks)
    for cite, mark in zip(found.cites, marks, strict=True):
        assert cite.checked or mark == "G:"
        assert cite.place.count("(") == cite.place.count(")")


@pytest.mark.parametrize(
    ("name", "med_01", "med_05"),
    [("theophylline", False, True), ("Phyllocontin", False, True), ("dyphylline", True, False)],
)
def test_theophylline_has_a_rule_of_its_own(name: str, med_01: bool, med_05: bool) -> None:
    assert bool(findings("MED-01", takes(name))) is med_01
    assert bool(findings("MED-05", takes(name))) is med_05


def test_names_nobody_knows_are_one_flag_that_lists_them_and_raise_nothing_else() -> None:
    told = triage(patient("", takes("Zzyzx tea", "grandmother’s drops", "lisinopril")), on=ON)
    (found,) = [finding for finding in told.findings if finding.code == "MED-08"]
    assert "Zzyzx tea" in found.title and "grandmother’s drops" in found.title
    assert "lisinopril" not in found.title
    assert not [each for each in told.could_not_tell if each.rule.code.startswith("MED")]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("lisinopril and Zzyzx tea", "Zzyzx tea (not recognised)"),
        ("lisinopril, theophyline", "theophyline (not recognised; near theophylline)"),
        ("theophyline", "theophyline (not recognised; near theophylline)"),
    ],
)
def test_an_unknown_name_is_listed_with_what_it_is_near_to_also_beside_a_known_one(
    row: str, named: str
) -> None:
    (found,) = findings("MED-08", takes(row))
    assert found.title == f"Medicines to check: {named}"
    assert not findings("MED-05", takes(row))


def test_a_tick_without_a_medicine_and_a_mark_without_a_condition_are_on_the_same_flag() -> None:
    changes = takes("nitroglycerin", "Keppra", "Zzyzx tea") | {
        "medicines.also": ["thyroid", "seizure_or_mood"]
    }
    (found,) = findings("MED-08", changes)
    assert all(name in found.title for name in ("nitroglycerin", "Keppra", "Zzyzx tea", "For the thyroid"))
    assert "For seizures or mood" not in found.title


def test_a_tick_counts_although_no_medicines_was_ticked_too() -> None:
    (found,) = findings("MED-08", {"medicines.also": ["pain"]})
    assert "For pain" in found.title


def test_an_empty_list_cannot_be_told() -> None:
    told = triage(patient("", takes()), on=ON)
    assert {"MED-02", "MED-05"} <= {each.rule.code for each in told.could_not_tell}
    assert "medicines.taken" in next(f.fired_by for f in told.findings if f.code == "ADM-01")


@pytest.mark.parametrize(
    ("medicines", "said"),
    [
        (takes("lithium"), "yes"),
        (takes("Depakote"), "yes"),
        (takes("Seroquel"), "yes"),
        (takes("sertraline"), "no"),
        (takes(), "not known"),
    ],
)
def test_the_title_of_bipolar_disorder_says_whether_a_mood_stabilizer_is_listed(
    medicines: dict[str, Any], said: str
) -> None:
    (found,) = findings("MH-06", {"mind.bipolar": "type1", "mind.mania_now": "no"} | medicines)
    assert f"(mood stabilizer on the list: {said})" in found.title


@pytest.mark.parametrize(
    ("names", "fires"),
    [
        (["gabapentin", "Benadryl", "trazodone"], True),
        (["gabapentin, Benadryl and trazodone"], True),
        (["gabapentin and Benadryl", "trazodone"], True),
        (["gabapentin and Benadryl", "sertraline"], False),
        (["Percocet", "gabapentin"], False),
        (["oxycodone-acetaminophen", "Percocet 5/325"], False),
        (["Ambien (zolpidem)", "gabapentin"], False),
    ],
)
def test_sedating_medicines_are_counted_however_they_are_written(names: list[str], fires: bool) -> None:
    assert bool(findings("MED-02", takes(*names))) is fires
