"""Medicines by name, as patients write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.questionnaire.drug_names import drugs_in, suggestions, unrecognised
from intake.questionnaire.drugs import DRUGS
from intake.questionnaire.prompts import answered, unanswered
from intake.questionnaire.row_tests import Mentions, Named, OfClass, Tagged, Unknown


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("sertraline", ["sertraline"]),
        ("Zoloft", ["sertraline"]),
        ("ZOLOFT 50 mg tablets", ["sertraline"]),
        ("sertraline (Zoloft)", ["sertraline"]),
        ("sertraline hcl 100mg", ["sertraline"]),
        ("effexor", ["venlafaxine"]),
        ("Effexor XR 75", ["venlafaxine"]),
        ("gabapentin 300mg capsules", ["gabapentin"]),
        ("St. John’s Wort", ["St John's wort"]),
        ("st johns wort", ["St John's wort"]),
        ("D.H.E. 45", ["dihydroergotamine"]),
        ("insulin and metformin", ["insulin regular", "metformin"]),
        ("compounded semaglutide", ["semaglutide"]),
        ("semaglutide, compounded", ["semaglutide"]),
        ("Zofran rapid dissolve tablet", ["ondansetron"]),
        ("compounded troche", ["ketamine"]),
        ("vitamin D3 2000 IU", ["vitamin D"]),
        ("valproic acid", ["valproate"]),
        ("", []),
        ("   ", []),
        ("Zzyzxol", []),
        ("sertralin", []),
        ("presertraline", []),
        ("漢方薬", []),
        ("Theo-Dur 300", ["theophylline"]),
        ("Slo-bid", ["theophylline"]),
        ("Theo24", ["theophylline"]),
        ("Truphylline", ["aminophylline"]),
        ("ergotamine", ["ergotamine-caffeine"]),
        ("Talwin", ["pentazocine-naloxone"]),
        ("nitrous", ["nitrous oxide"]),
        ("delta 8 gummies", ["delta-8 THC"]),
        ("wine", ["alcohol"]),
        ("special K", ["ketamine"]),
        ("caffeine pills", ["caffeine tablets"]),
        ("saint john's wort", ["St John's wort"]),
    ],
)
def test_a_name_finds_its_medicine_whatever_stands_beside_it(written: str, found: list[str]) -> None:
    assert sorted(drug.generic for drug in drugs_in(written)) == sorted(found)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("hydrocodone-acetaminophen", ["acetaminophen", "hydrocodone-acetaminophen"]),
        ("acetaminophen / hydrocodone", ["acetaminophen", "hydrocodone-acetaminophen"]),
        ("Norco", ["acetaminophen", "hydrocodone-acetaminophen"]),
        ("Percocet 5/325", ["acetaminophen", "oxycodone", "oxycodone-acetaminophen"]),
        ("Symbyax", ["fluoxetine", "olanzapine", "olanzapine-fluoxetine"]),
        ("Suboxone", ["buprenorphine", "buprenorphine-naloxone"]),
        ("lisinopril/hctz", ["hydrochlorothiazide", "lisinopril"]),
        ("Claritin-D", ["loratadine", "pseudoephedrine"]),
        ("Tylenol #3", ["acetaminophen", "codeine"]),
        ("Tylenol No. 4", ["acetaminophen", "codeine"]),
        ("Tylenol 325 mg", ["acetaminophen"]),
        ("Mucinex D", ["guaifenesin", "pseudoephedrine"]),
        ("Mucinex", ["guaifenesin"]),
        ("DayQuil", ["dextromethorphan", "phenylephrine"]),
    ],
)
def test_a_combination_is_found_as_itself_and_as_its_parts(written: str, found: list[str]) -> None:
    assert sorted(drug.generic for drug in drugs_in(written)) == sorted(found)


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("sertralne", ["sertraline"]),
        ("lamotrigene 100", ["lamotrigine"]),
        ("trazadone", ["trazodone"]),
        ("ambian", ["ambien"]),  # six letters
        ("Zolof", []),  # five letters
        ("sertraln", []),  # two edits
        ("sertraline", []),  # known already
        ("Zzyzxol", []),
        ("lisinopril, theophyline", ["theophylline"]),
        ("lisinopril theophyline 300", ["theophylline"]),
        ("sertraline 50 mg tablets twice daily", []),
    ],
)
def test_a_near_miss_is_only_suggested(written: str, suggested: list[str]) -> None:
    assert list(suggestions(written)) == suggested
    assert not {drug.generic for drug in drugs_in(written)} & set(suggested)
    if suggested:
        assert Unknown().holds({"name": written})


@pytest.mark.parametrize(
    ("written", "unknown"),
    [
        ("Zzyzxol", ("Zzyzxol",)),
        ("lisinopril, theophyline", ("theophyline",)),
        ("lisinopril theophyline", ("theophyline",)),
        ("Xanax and Zzyzx tea", ("Zzyzx tea",)),
        ("Xanax; Zzyzxol 5 mg / Ambien", ("Zzyzxol 5 mg",)),
        ("Xanax\nmy heart pill", ("my heart pill",)),
        ("Xanax", ()),
        ("sertraline (Zoloft) 50 mg, one tablet every morning", ()),
        ("Percocet 5/325, as needed", ()),
        ("oxycodone 5 mg for back pain and headaches", ()),
        ("oxycodone 5 mg for headaches, Zzyzxol", ("Zzyzxol",)),
        ("albuterol for asthma theophyline", ("theophyline",)),
        ("Xanax, 漢方薬", ("漢方薬",)),
        ("acetaminophen / hydrocodone", ()),
        ("amoxicillin and clavulanate", ()),
        ("Tylenol w/ codeine", ()),
        ("metformin 500 mg, with breakfast and dinner", ()),
        ("", ()),
    ],
)
def test_what_is_unknown_in_a_row_is_told_also_beside_a_known_name(
    written: str, unknown: tuple[str, ...]
) -> None:
    assert unrecognised(written) == unknown
    assert Unknown().holds({"name": written}) is bool(unknown)


def test_a_name_written_with_its_dose_and_times_is_known_whole() -> None:
    usual = "{} 50 mg extended release tablets, take one by mouth twice daily at bedtime as needed"
    assert [drug.generic for drug in DRUGS if unrecognised(usual.format(drug.generic))] == []


@given(st.text(max_size=200))
def test_any_text_can_be_looked_up(written: str) -> None:
    assert all(drug in DRUGS for drug in drugs_in(written))
    assert isinstance(suggestions(written), tuple)


@pytest.mark.parametrize(
    ("test", "row", "holds"),
    [
        (OfClass("opioid"), {"name": "Percocet"}, True),
        (OfClass("opioid", "z_drug"), {"name": "Ambien CR"}, True),
        (OfClass("opioid"), {"name": "Ambien"}, False),
        (OfClass("ssri"), {"name": "Symbyax"}, True),
        (OfClass("antipsychotic"), {"name": "Symbyax"}, True),
        (OfClass("opioid"), {"name": "Zzyzxol"}, False),
        (OfClass("opioid"), {}, False),
        (Tagged("sedative"), {"name": "gabapentin"}, True),
        (Tagged("seizure_threshold"), {"name": "Wellbutrin"}, True),
        (Tagged("seizure_threshold"), {"name": "Zoloft"}, False),
        (Named("theophylline", "aminophylline"), {"name": "Theo-24"}, True),
        (Named("theophylline", "aminophylline"), {"name": "dyphylline"}, False),
        (Unknown(), {"name": "Zzyzxol"}, True),
        (Unknown(), {"name": "Tylenol"}, False),
        (Unknown(), {"name": ""}, False),
        (Mentions("latex"), {"substance": "Latex gloves"}, True),
        (Mentions("ketamine"), {"substance": "Ketalar"}, True),
        (Mentions("ketamine"), {"substance": "peanuts"}, False),
    ],
)
def test_a_row_passes_its_test(test: Any, row: dict[str, str], holds: bool) -> None:
    assert test.holds(row) is holds


def test_tests_of_rows_are_values_that_print_themselves() -> None:
    assert OfClass("opioid", "z_drug") == OfClass("opioid", "z_drug")
    assert len({OfClass("opioid"), OfClass("opioid"), Tagged("sedative"), Named("lithium"), Unknown()}) == 4
    for test in (OfClass("opioid"), Tagged("sedative"), Named("lithium"), Unknown(), Mentions("latex")):
        assert str(test)


def test_a_class_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no such class"):
        OfClass("opiod")


@pytest.mark.parametrize(
    ("tick", "name", "answers"),
    [
        ("pain", "oxycodone", True),
        ("pain", "Advil", True),
        ("pain", "sertraline", False),
        ("sleep_or_anxiety", "Xanax", True),
        ("sleep_or_anxiety", "sertraline", False),
        ("weight_loss_shot", "Ozempic", True),
        ("diabetes", "Ozempic", True),
        ("seizure_or_mood", "sertraline", True),
        ("asthma_theophylline", "albuterol", True),
        ("asthma_theophylline", "theophylline", True),
        ("cold_or_allergy", "Claritin", True),
        ("hormones", "estradiol", True),
        ("hormones", "levothyroxine", False),
        ("herbs", "turmeric", True),
        ("herbs", "sertraline", False),
    ],
)
def test_a_tick_is_answered_by_the_medicines_it_asks_about(tick: str, name: str, answers: bool) -> None:
    assert answered(tick, [{"name": name}]) is answers


def test_a_row_marked_as_a_herb_answers_the_tick_for_herbs() -> None:
    assert answered("herbs", [{"name": "grandmother’s tea", "kind": "herb"}])
    assert not answered("herbs", [{"name": "grandmother’s tea", "kind": "medicine"}])


@pytest.mark.parametrize(
    ("ticked", "rows", "left"),
    [
        (["pain", "thyroid"], [{"name": "Advil"}], ("thyroid",)),
        (["pain"], [{"name": "Advil"}], ()),
        (["pain"], None, ("pain",)),
        (["none"], None, ()),
        (None, None, ()),
    ],
)
def test_ticks_that_no_listed_medicine_answers_are_told(
    ticked: Any, rows: Any, left: tuple[str, ...]
) -> None:
    assert unanswered(ticked, rows) == left
