"""How much the screening asks of four invented patients: screens, required questions, taps, typed fields, minutes.

Counted: the first page, the start page, the list of sections once, every screen of every section that asks this
patient anything, the check, and the last page. A tap is one choice, one tick, one *Continue* or *Send*. A typed field
is one box typed in (a date is three, an address four as the country is filled in, a height in centimetres one). Not
counted: reading education pages, scrolling, corrections. A tap takes 4 s, a typed field 8 s, a screen 6 s.

    python -m bench.burden
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from intake.questionnaire import SECTIONS
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import (
    Acknowledgement,
    Address,
    Day,
    Instrument,
    OneOf,
    Question,
    Rows,
    SomeOf,
)
from intake.questionnaire.truth import Truth
from tests.people import COMPLEX, TYPICAL, WELL_MAN, WELL_WOMAN

SECONDS_A_TAP, SECONDS_A_FIELD, SECONDS_A_SCREEN = 4, 8, 6
OTHER_SCREENS = 5
PEOPLE = {"well man": WELL_MAN, "well woman": WELL_WOMAN, "typical": TYPICAL, "complex": COMPLEX}


def burden(values: Mapping[str, Any]) -> dict[str, float]:
    """What the screening asks of the patient who gives these answers."""
    answers = Answers(values)
    screens, required, taps, typed = OTHER_SCREENS, 0, OTHER_SCREENS - 1, 0
    for section in SECTIONS:
        for page in section.pages:
            asked = [question for question in page.questions if answers.asks(question) is Truth.YES]
            if not asked:
                continue
            screens += 1
            taps += 1
            for question in asked:
                required += question.required
                more_taps, more_typed = effort(question, values.get(question.code))
                taps, typed = taps + more_taps, typed + more_typed
    seconds = taps * SECONDS_A_TAP + typed * SECONDS_A_FIELD + screens * SECONDS_A_SCREEN
    return {
        "screens": screens,
        "required": required,
        "taps": taps,
        "typed": typed,
        "minutes": round(seconds / 60, 1),
    }


def effort(question: Question, value: Any) -> tuple[int, int]:
    """Taps and typed fields for one answer."""
    if value is None or (isinstance(question, Day) and question.today):
        return 0, 0
    if isinstance(question, SomeOf | Instrument):
        return len(value), 0
    if isinstance(question, OneOf | Acknowledgement):
        return 1, 0
    if isinstance(question, Rows):
        if value == "none":
            return 1, 0
        return len(value) - 1, sum(len(row) for row in value)
    if isinstance(question, Day):
        return 0, 3
    if isinstance(question, Address):
        return 0, len(value) - 1
    return 0, 1


def main() -> None:
    """Prints a line a patient, then the figures as JSON."""
    figures = {name: burden(values) for name, values in PEOPLE.items()}
    for name, figure in figures.items():
        print(f"{name:>11}: " + ", ".join(f"{value} {what}" for what, value in figure.items()))
    print(
        json.dumps(
            {
                f"{name.replace(' ', '_')}_{what}": v
                for name, figure in figures.items()
                for what, v in figure.items()
            }
        )
    )


if __name__ == "__main__":
    main()
