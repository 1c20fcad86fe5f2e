"""The patient's medicines as a table: as written, with class, effect, what to do, and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.models.flag import cite_in_words
from intake.questionnaire.drug_names import drugs_of_row, suggestions, unrecognised
from intake.questionnaire.drugs import DRUG_CLASSES, DrugClass
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.saying import row_in_words
from intake.triage.sources import cited


def medicines_of(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each medicine on the patient's list."""
    rows = answers.get(Medicines.taken.code)
    return [_row(row) for row in rows] if isinstance(rows, list) else []


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    drugs, name = drugs_of_row(row), str(row.get("name", ""))
    keys = dict.fromkeys(key for drug in drugs for key in drug.classes)
    return {
        "said": row_in_words(Medicines.taken, row),
        "known": bool(drugs),
        "unrecognised": unrecognised(name),
        "suggestions": suggestions(name),
        "classes": [_class(DRUG_CLASSES[key]) for key in keys],
    }


def _class(kind: DrugClass) -> dict[str, Any]:
    return {
        "title": kind.title,
        "effect": kind.effect,
        "action": kind.action,
        "cites": [cite_in_words(cite) for cite in cited(kind.source)],
    }
