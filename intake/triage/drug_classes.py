"""MED-01: one finding for each class of medicine on the list, at that class's own level, or the drug's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intake.questionnaire.answers import Answers
from intake.questionnaire.drug_names import drugs_of_row
from intake.questionnaire.drugs import DRUG_CLASSES, Drug
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.saying import row_in_words
from intake.questionnaire.words import _
from intake.triage.rules import Finding, Level, Rule, Urgency
from intake.triage.sources import PROJECT_DEFAULT, cited

ELSEWHERE = frozenset({"theophylline", "aminophylline"})
"""Medicines that have a rule of their own (MED-05)."""

CLASS_ELSEWHERE = "esketamine_ketamine"
"""The class that has a rule of its own (MED-06)."""


def classes_of(drug: Drug) -> tuple[str, ...]:
    """The classes of a drug that MED-01 speaks of."""
    return () if drug.generic in ELSEWHERE else tuple(key for key in drug.classes if key != CLASS_ELSEWHERE)


@dataclass(frozen=True)
class InAClass:
    """A medicine of any class that has no rule of its own."""

    def holds(self, row: Mapping[str, Any]) -> bool:
        return any(classes_of(drug) for drug in drugs_of_row(row))

    def __str__(self) -> str:
        return "a medicine of a class that matters"


MED_01 = Rule(
    code="MED-01",
    title=_("Medicines by their class: {names}"),
    when=Medicines.taken.any_row(InAClass()),
    level=Level.INFO,
    urgency=Urgency.VISIT,
    because=_("Each class carries its own level, effect and source."),
    cites=(PROJECT_DEFAULT.at("the table of classes", checked=False),),
)


def class_findings(answers: Answers) -> Iterator[Finding]:
    """One finding a class, in the order of the list."""
    found: dict[str, list[tuple[Mapping[str, Any], Drug]]] = {}
    for row in answers.of(Medicines.taken) or ():
        for drug in drugs_of_row(row):
            for key in classes_of(drug):
                found.setdefault(key, []).append((row, drug))
    for key, listed in found.items():
        kind = DRUG_CLASSES[key]
        names = list(dict.fromkeys(_named(row, drug) for row, drug in listed))
        rows = list(dict.fromkeys(row_in_words(Medicines.taken, row) for row, _drug in listed))
        notes = " ".join(dict.fromkeys(drug.note.capitalize() + "." for _row, drug in listed if drug.note))
        yield Finding(
            code="MED-01",
            key=key,
            title=f"{kind.title}: {', '.join(names)}",
            level=max(Level[(drug.level or kind.level).upper()] for _row, drug in listed),
            urgency=Urgency.VISIT,
            because=" ".join(filter(None, (kind.effect, kind.action, notes))),
            cites=cited(kind.source),
            fired_by=(Medicines.taken.code,),
            words=tuple((Medicines.taken.label, row) for row in rows),
        )


def _named(row: Mapping[str, Any], drug: Drug) -> str:
    said = str(row.get("name", "")).strip()
    return said if said.casefold() == drug.generic.casefold() else f"{said} ({drug.generic})"
