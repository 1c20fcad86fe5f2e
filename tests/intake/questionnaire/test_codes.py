"""A code, once published, stays: stored answers, exports and rules hold on to it."""

from collections.abc import Iterator
from pathlib import Path

from intake.questionnaire import ALL_QUESTIONS, SECTIONS
from intake.questionnaire.questions import Instrument, OneOf, Rows, SomeOf

PUBLISHED = Path(__file__).parents[2] / "specification" / "published_codes.txt"


def codes() -> Iterator[str]:
    for question in ALL_QUESTIONS:
        yield question.code
        if isinstance(question, OneOf | SomeOf) and getattr(question, "options_from", None) is None:
            yield from (f"{question.code}={option.code}" for option in question.options)
        if isinstance(question, Instrument):
            for item in question.items:
                yield item.code
                yield from (f"{item.code}={code}" for code, _words, _points in item.item.options)
        if isinstance(question, Rows):
            for column in question.columns:
                yield f"{question.code}/{column.code}"
                yield from (f"{question.code}/{column.code}={option.code}" for option in column.options)


def test_no_published_code_is_gone() -> None:
    gone = set(PUBLISHED.read_text().split()) - set(codes())
    assert gone == set(), "a published code never changes and never goes"


def test_every_code_is_published() -> None:
    new = set(codes()) - set(PUBLISHED.read_text().split())
    assert new == set(), f"add these lines to {PUBLISHED.name}"


def test_no_code_is_used_twice() -> None:
    everything = list(codes())
    assert len(everything) == len(set(everything))


def test_a_follow_up_comes_after_every_question_it_follows() -> None:
    places = {question.code: place for place, question in enumerate(ALL_QUESTIONS)}
    for question in ALL_QUESTIONS:
        gates = [gate for gate in (question.ask_if, question.section.ask_if) if gate is not None]
        for gate in gates:
            assert all(places[code] < places[question.code] for code in gate.reads()), question.code


def test_a_condition_names_only_options_that_its_question_offers() -> None:
    for question in ALL_QUESTIONS:
        gates = [] if question.ask_if is None else [question.ask_if]
        if isinstance(question, Instrument):
            gates += [gate for item in question.items if (gate := question.item_gate(item.item)) is not None]
        for leaf in (leaf for gate in gates for leaf in gate.leaves()):
            named = getattr(leaf, "options", ()) or ((leaf.option,) if hasattr(leaf, "option") else ())
            if isinstance(leaf.subject, OneOf | SomeOf):
                offered = {option.code for option in leaf.subject.options} | {
                    "rather_not_say"
                }  # may_be_no names it
                assert set(named) <= offered, f"{question.code}: {leaf}"


def test_every_question_stands_on_exactly_one_page_of_its_section() -> None:
    for section in SECTIONS:
        on_pages = [question for page in section.pages for question in page.questions]
        assert on_pages == list(section.questions)
        assert [page.number for page in section.pages] == list(range(1, len(section.pages) + 1))
