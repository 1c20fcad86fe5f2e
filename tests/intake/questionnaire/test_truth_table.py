"""The three values of truth: silence and *not sure* are neither a Yes nor a No."""

import operator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.policy import Policy
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.answers import Answers
from intake.questionnaire.conditions import AllOf, AnyOf, AtLeastOf, Condition, NotAnswered, at_least
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.questions import Number, OneOf, Question, Section, SomeOf, YesNo
from intake.questionnaire.row_tests import OfClass, Unknown
from intake.questionnaire.truth import Truth, all_hold, any_holds, at_least_hold
from intake.questionnaire.weighing import fired, undecided, weigh

NO, CANNOT_TELL, YES = Truth.NO, Truth.CANNOT_TELL, Truth.YES
truths = st.lists(st.sampled_from(Truth), min_size=1, max_size=6)


class Toy(Section):
    """A small section with every kind of gate."""

    may_decline = True

    gate = YesNo("Gate", unsure=True)
    follow_up = YesNo("Follow-up", unsure=True, ask_if=gate.is_yes)
    last = OneOf("Last", {"a": "A", "b": "B"}, ask_if=follow_up.is_any("yes", "unsure"))
    ticks = SomeOf("Ticks", {"x": "X", "y": "Y", "z": "Z"}, none="None")
    number = Number("Number", between=(0, 300), ask_if=gate.is_yes)


TOY_VALUES: dict[str, list[Any]] = {
    "toy.gate": ["yes", "no", "unsure", "rather_not_say"],
    "toy.follow_up": ["yes", "no", "unsure", "rather_not_say"],
    "toy.last": ["a", "b", "rather_not_say"],
    "toy.ticks": [["x"], ["y"], ["x", "z"], ["x", "y", "z"], ["none"], ["rather_not_say"]],
    "toy.number": [0, 90, 180, "rather_not_say"],
}
LEAVES: list[Condition] = [
    Toy.gate.is_yes,
    Toy.gate.is_no,
    Toy.gate.may_be_no,
    Toy.gate.is_any("yes", "unsure"),
    Toy.follow_up.is_yes,
    Toy.follow_up.is_declined,
    Toy.last.is_any("a"),
    Toy.ticks.has("x"),
    Toy.ticks.has_any("y", "z"),
    Toy.ticks.lacks("x"),
    Toy.ticks.count_at_least(2),
    Toy.number.at_least(Policy.bp_stop_systolic),
    Toy.number.below(90),
    Toy.number.between(50, 100),
]
conditions = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: AnyOf(tuple(parts))),
        st.tuples(st.integers(1, 3), st.lists(inner, min_size=2, max_size=4)).map(
            lambda made: AtLeastOf(made[0], tuple(made[1]))
        ),
    ),
    max_leaves=8,
)
toy_answers = st.fixed_dictionaries(
    {}, optional={code: st.sampled_from(values) for code, values in TOY_VALUES.items()}
)


@given(truths)
def test_and_is_as_true_as_its_least_true_part(parts: list[Truth]) -> None:
    expected = NO if NO in parts else CANNOT_TELL if CANNOT_TELL in parts else YES
    assert all_hold(parts) is expected


@given(truths)
def test_or_is_as_true_as_its_truest_part(parts: list[Truth]) -> None:
    expected = YES if YES in parts else CANNOT_TELL if CANNOT_TELL in parts else NO
    assert any_holds(parts) is expected


@given(st.integers(1, 7), truths)
def test_at_least_n_is_yes_when_n_are_and_no_when_n_cannot_be(count: int, parts: list[Truth]) -> None:
    surely, perhaps = parts.count(YES), parts.count(YES) + parts.count(CANNOT_TELL)
    expected = YES if surely >= count else CANNOT_TELL if perhaps >= count else NO
    assert at_least_hold(count, parts) is expected


@given(truths)
def test_at_least_one_is_or_and_at_least_all_is_and(parts: list[Truth]) -> None:
    assert at_least_hold(1, parts) is any_holds(parts)
    assert at_least_hold(len(parts), parts) is all_hold(parts)


def test_a_condition_has_no_negation_and_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError, match="no negation"):
        operator.invert(Toy.gate.is_yes)
    with pytest.raises(TypeError, match="data"):
        bool(Toy.gate.is_yes)


@pytest.mark.parametrize(
    ("condition", "answer", "truth"),
    [
        (Toy.gate.is_yes, "yes", YES),
        (Toy.gate.is_yes, "no", NO),
        (Toy.gate.is_yes, "unsure", CANNOT_TELL),
        (Toy.gate.is_yes, "rather_not_say", CANNOT_TELL),
        (Toy.gate.is_yes, None, CANNOT_TELL),
        (Toy.gate.is_yes, "", CANNOT_TELL),
        (Toy.gate.is_any("yes", "unsure"), "unsure", YES),
        (Toy.gate.is_any("yes", "unsure"), "rather_not_say", CANNOT_TELL),
        (Toy.gate.is_declined, "rather_not_say", YES),
        (Toy.gate.is_declined, "unsure", CANNOT_TELL),
        (Toy.gate.is_declined, None, CANNOT_TELL),
        (Toy.gate.may_be_no, "unsure", YES),
        (Toy.gate.may_be_no, "no", YES),
        (Toy.gate.may_be_no, "yes", NO),
        (Toy.gate.may_be_no, None, CANNOT_TELL),
        (Toy.gate.not_answered, None, YES),
        (Toy.gate.not_answered, "unsure", NO),
    ],
)
def test_one_answer_weighs_as_the_table_says(condition: Condition, answer: Any, truth: Truth) -> None:
    assert weigh(condition, Answers({"toy.gate": answer})) is truth


@pytest.mark.parametrize(
    ("condition", "ticked", "truth"),
    [
        (Toy.ticks.has("x"), ["x", "y"], YES),
        (Toy.ticks.has("x"), ["y"], NO),
        (Toy.ticks.has("x"), ["none"], NO),
        (Toy.ticks.has("x"), ["rather_not_say"], CANNOT_TELL),
        (Toy.ticks.has("x"), ["unsure"], CANNOT_TELL),
        (Toy.ticks.has("x"), [], CANNOT_TELL),
        (Toy.ticks.has("x"), None, CANNOT_TELL),
        (Toy.ticks.lacks("x"), ["y"], YES),
        (Toy.ticks.lacks("x"), ["none"], YES),
        (Toy.ticks.lacks("x"), ["x"], NO),
        (Toy.ticks.lacks("x"), ["rather_not_say"], CANNOT_TELL),
        (Toy.ticks.lacks("x"), None, CANNOT_TELL),
        (Toy.ticks.count_at_least(2), ["x", "y"], YES),
        (Toy.ticks.count_at_least(2), ["x"], NO),
        (Toy.ticks.count_at_least(1), ["none"], NO),
        (Toy.ticks.count_at_least(1), ["rather_not_say"], CANNOT_TELL),
        (Toy.ticks.count_at_least(1), None, CANNOT_TELL),
    ],
)
def test_ticks_weigh_as_the_table_says(condition: Condition, ticked: Any, truth: Truth) -> None:
    assert weigh(condition, Answers({"toy.ticks": ticked})) is truth


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("toy.gate", "gone"),
        ("toy.gate", ["yes"]),
        ("toy.gate", {"yes": "yes"}),
        ("toy.gate", 1),
        ("toy.ticks", "x"),
        ("toy.ticks", ["y", "gone"]),
        ("toy.ticks", [["x"]]),
        ("toy.ticks", {"x": "x"}),
    ],
)
def test_an_answer_that_its_question_no_longer_offers_is_a_blank_and_never_a_no(
    code: str, value: Any
) -> None:
    answers = Answers({code: value})
    for condition in (
        (Toy.gate.is_yes, Toy.gate.is_no)
        if code == "toy.gate"
        else (Toy.ticks.has("x"), Toy.ticks.lacks("x"))
    ):
        assert weigh(condition, answers) is CANNOT_TELL
    assert answers.of(Toy.gate if code == "toy.gate" else Toy.ticks) is None


CHOICES = [
    question
    for question in ALL_QUESTIONS
    if isinstance(question, OneOf) and question.ask_if is None and question.section.code != "pregnancy"
]


@given(st.data())
@settings(max_examples=200)
def test_for_every_choice_we_ask_an_option_named_is_yes_and_only_a_sure_other_is_no(
    data: st.DataObject,
) -> None:
    question = data.draw(st.sampled_from(CHOICES))
    codes = [option.code for option in question.options]
    named = data.draw(st.sets(st.sampled_from(codes), min_size=1))
    answer = data.draw(st.sampled_from([None, *codes]))
    expected = NO
    if answer in named:
        expected = YES
    elif answer in (None, "unsure", "rather_not_say"):
        expected = CANNOT_TELL
    assert weigh(question.is_any(*named), Answers({question.code: answer})) is expected


@given(toy_answers)
def test_a_follow_up_that_is_not_asked_is_worth_what_its_gate_is_worth(values: dict[str, Any]) -> None:
    answers = Answers(values)
    gate = weigh(Toy.gate.is_yes, answers)
    assert answers.asks(Toy.follow_up) is gate
    if gate is not YES:
        for leaf in (
            Toy.follow_up.is_yes,
            Toy.follow_up.is_no,
            Toy.follow_up.not_answered,
            Toy.number.at_least(1),
        ):
            assert weigh(leaf, answers) is gate
        assert answers.of(Toy.follow_up) is None


@given(toy_answers)
def test_an_answer_behind_a_closed_gate_is_kept_and_counts_for_nothing(values: dict[str, Any]) -> None:
    values = values | {"toy.gate": "no", "toy.follow_up": "yes", "toy.last": "a"}
    answers = Answers(values)
    assert weigh(Toy.follow_up.is_yes, answers) is NO
    assert weigh(Toy.last.is_any("a"), answers) is NO
    assert answers.of(Toy.last) is None
    assert Toy.last.given(answers) == "a"


@given(conditions, toy_answers, st.data())
@settings(max_examples=300)
def test_what_is_told_stays_told_when_a_blank_is_filled_in(
    condition: Condition, values: dict[str, Any], data: st.DataObject
) -> None:
    before = weigh(condition, Answers(values))
    blank = [code for code in TOY_VALUES if code not in values]
    if before is CANNOT_TELL or not blank:
        return
    code = data.draw(st.sampled_from(blank))
    filled = values | {code: data.draw(st.sampled_from(TOY_VALUES[code]))}
    assert weigh(condition, Answers(filled)) is before


@given(conditions, toy_answers)
@settings(max_examples=300)
def test_what_fired_is_said_for_a_yes_and_what_to_ask_for_cannot_tell(
    condition: Condition, values: dict[str, Any]
) -> None:
    answers = Answers(values)
    truth = weigh(condition, answers)
    assert bool(fired(condition, answers)) == (truth is YES)
    assert all(weigh(leaf, answers) is YES for leaf in fired(condition, answers))
    to_ask = undecided(condition, answers)
    assert bool(to_ask) == (truth is CANNOT_TELL)
    for subject in to_ask:
        assert values.get(subject.code) in (None, "unsure", "rather_not_say", ["rather_not_say"])


@given(conditions)
def test_a_condition_prints_itself_and_lists_what_it_reads(condition: Condition) -> None:
    assert str(condition)
    assert set(condition.reads()) <= set(TOY_VALUES)
    assert list(condition.reads()) == list(dict.fromkeys(condition.reads()))


def test_at_least_of_conditions_counts_them() -> None:
    two_of = at_least(2, Toy.gate.is_yes, Toy.ticks.has("x"), Toy.ticks.has("y"))
    assert weigh(two_of, Answers({"toy.gate": "yes", "toy.ticks": ["x"]})) is YES
    assert weigh(two_of, Answers({"toy.gate": "yes"})) is CANNOT_TELL
    assert weigh(two_of, Answers({"toy.gate": "no", "toy.ticks": ["x"]})) is NO


ADULT = {"about.birth_date": "1980-01-01"}


@pytest.mark.parametrize(
    ("rows", "opioid", "unknown"),
    [
        ([{"name": "oxycodone 5 mg"}], YES, NO),
        ([{"name": "Prozac"}], NO, NO),
        ([{"name": "Zzyzxol"}], NO, YES),
        ([{"name": "Zzyzxol"}, {"name": "Percocet"}], YES, YES),
        ([], CANNOT_TELL, CANNOT_TELL),
        (None, CANNOT_TELL, CANNOT_TELL),
    ],
)
def test_an_unknown_medicine_is_no_opioid_but_an_empty_list_cannot_tell(
    rows: Any, opioid: Truth, unknown: Truth
) -> None:
    answers = Answers(ADULT | {"medicines.taken": rows})
    assert weigh(Medicines.taken.any_row(OfClass("opioid")), answers) is opioid
    assert weigh(Medicines.taken.any_row(Unknown()), answers) is unknown


def test_who_takes_no_medicines_takes_no_opioid() -> None:
    answers = Answers(
        ADULT | {"medicines.none": {"ticked": True}, "medicines.taken": [{"name": "oxycodone"}]}
    )
    assert weigh(Medicines.taken.any_row(OfClass("opioid")), answers) is NO


def question_ids(question: Question) -> str:
    return question.code


@pytest.mark.parametrize(
    "question", [each for each in ALL_QUESTIONS if each.section.code != "about"], ids=question_ids
)
def test_nothing_but_about_you_is_asked_of_a_child(question: Question) -> None:
    assert Answers({"about.birth_date": "2020-01-01"}).asks(question) is NO


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_for_every_question_asked_the_same_law_of_gates_holds(chance: Any) -> None:
    values: dict[str, Any] = dict(ADULT)
    for question in ALL_QUESTIONS:
        if isinstance(question, OneOf) and question.options and chance.random() < 0.8:
            values[question.code] = chance.choice(question.options).code
        elif isinstance(question, SomeOf) and chance.random() < 0.8:
            values[question.code] = [chance.choice(question.options).code]
    answers = Answers(values)
    for question in ALL_QUESTIONS:
        gates = [gate for gate in (question.section.ask_if, question.ask_if) if gate is not None]
        worth = all_hold(weigh(gate, answers) for gate in gates)
        assert answers.asks(question) is worth, question.code
        if worth is not YES:
            assert weigh(NotAnswered(question), answers) is worth
            assert answers.of(question) is None
