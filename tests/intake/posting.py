"""An invented patient's answers as the boxes of the form post them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.forms.fields import field_for, typed
from intake.questionnaire.questions import Acknowledgement, Instrument, Question, Rows


def boxes(question: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the boxes of one question post for this patient; empty where the patient leaves it blank."""
    value = values.get(question.code)
    if value is None:
        return {}
    shown = typed(field_for(question), value)
    name = question.name
    if isinstance(question, Instrument | Rows) or isinstance(shown, Mapping):
        return {f"{name}.{part}": text for part, text in shown.items()}
    if isinstance(question, Acknowledgement):
        return {name: "1"}
    posted = {name: shown}
    if values.get(f"{question.code}.other"):
        posted[f"{name}.other"] = values[f"{question.code}.other"]
    return posted
