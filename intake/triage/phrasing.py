"""A finding's words: its title filled in, and the patient's own words that made it fire."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from intake.questionnaire.answers import Answers
from intake.questionnaire.conditions import Condition, CountAtLeast, HasAny, Leaf, RowsMatch
from intake.questionnaire.drug_names import drugs_of_row, suggestions, unrecognised
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.prompts import Unlisted, unanswered
from intake.questionnaire.questions import Instrument, SomeOf
from intake.questionnaire.row_tests import Unknown
from intake.questionnaire.saying import row_in_words, say
from intake.questionnaire.subjects import ItemOf, Subject, WorkedOut
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh
from intake.questionnaire.words import _
from intake.triage.rules import Rule
from intake.triage.short_names import short_name


def title_of(rule: Rule, leaves: tuple[Leaf, ...], answers: Answers) -> str:
    """The rule's title with what fired it."""
    if "{" not in rule.title:
        return rule.title
    fills = {name: _fill(what, answers) for name, what in rule.fills.items()}
    if "{items}" in rule.title and "items" not in fills:
        fills["items"] = _joined(item for leaf in leaves for item in items_of(leaf, answers))
    if "{names}" in rule.title:
        fills["names"] = _joined(_names_to_check(leaves, answers))
    return rule.title.format(**fills)


def words_of(leaves: tuple[Leaf, ...], answers: Answers) -> tuple[tuple[str, str], ...]:
    """Question and answer in the patient's own words, each pair once."""
    pairs = (pair for leaf in leaves for pair in _words(leaf, answers))
    return tuple(dict.fromkeys(pairs))


def _words(leaf: Leaf, answers: Answers) -> tuple[tuple[str, str], ...]:
    subject = leaf.subject
    if isinstance(leaf, RowsMatch):
        rows = [row for row in answers.of(subject) or () if leaf.test.holds(row)]
        return tuple((subject.label, row_in_words(subject, row)) for row in rows)  # type: ignore[arg-type]
    if isinstance(subject, WorkedOut):
        told = tuple(pair for each in subject.inputs for pair in _inputs(each, answers))
        return ((subject.label, str(answers.of(subject))), *told)
    return ((subject.label, _said(subject, answers) or _("not answered")),)


def _inputs(subject: Subject, answers: Answers) -> tuple[tuple[str, str], ...]:
    """What a value was worked out from; of an instrument, the items that weigh anything."""
    if not isinstance(subject, Instrument):
        said = _said(subject, answers)
        return ((subject.label, said),) if said else ()
    weighty = (
        item for item in subject.items if answers.of(item) is not None and item.number(answers.of(item)) != 0
    )
    return tuple((item.label, _said(item, answers)) for item in weighty)


def _said(subject: Subject, answers: Answers) -> str:
    return say(subject, answers.values)


def _fill(what: Subject | Condition, answers: Answers) -> str:
    if isinstance(what, Condition):
        return {Truth.YES: _("yes"), Truth.NO: _("no"), Truth.CANNOT_TELL: _("not known")}[
            weigh(what, answers)
        ]
    value = answers.plain(what)
    if isinstance(what, ItemOf):
        number = what.number(value)
        return "–" if number is None else f"{number:g}"
    if isinstance(value, int | float):
        return f"{value:g}"
    return _("not said") if answers.of(what) is None else _said(what, answers)


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words)) or _("not said")


@singledispatch
def items_of(leaf: Leaf, answers: Answers) -> tuple[str, ...]:
    """What a plain condition names in a title: the matter the question is about."""
    return (short_name(leaf.subject),)


@items_of.register(HasAny)
def _ticked(leaf: HasAny, answers: Answers) -> tuple[str, ...]:
    return _labels(leaf.subject, answers, set(leaf.options))


@items_of.register(CountAtLeast)
def _counted(leaf: CountAtLeast, answers: Answers) -> tuple[str, ...]:
    return _labels(leaf.subject, answers, None)


def _labels(subject: Subject, answers: Answers, among: set[str] | None) -> tuple[str, ...]:
    if not isinstance(subject, SomeOf):
        return ()
    ticked = answers.of(subject) or ()
    return tuple(
        option.label.lower() if not option.label.isupper() else option.label
        for option in subject.options
        if option.code in ticked and option.code != "none" and (among is None or option.code in among)
    )


def _names_to_check(leaves: tuple[Leaf, ...], answers: Answers) -> Iterable[str]:
    for leaf in leaves:
        if isinstance(leaf, RowsMatch):
            for row in answers.of(leaf.subject) or ():
                name = str(row.get("name", ""))
                if isinstance(leaf.test, Unknown):
                    yield from (_unknown(part) for part in unrecognised(name))
                elif leaf.test.holds(row):
                    yield f"{name} ({', '.join(drug.generic for drug in drugs_of_row(row))})"
        elif isinstance(leaf, Unlisted):
            labels = {option.code: option.label for option in Medicines.also.options}
            for tick in unanswered(answers.of(leaf.subject), answers.of(leaf.rows)):
                yield f"{labels[tick]} ({_('ticked, none listed')})"


def _unknown(name: str) -> str:
    near = _(" or ").join(suggestions(name))
    said = _("not recognised; near {near}").format(near=near) if near else _("not recognised")
    return f"{name} ({said})"
