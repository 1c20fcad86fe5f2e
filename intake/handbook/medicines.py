"""Medicines: every class with its level, what it does, what staff do, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

from intake.handbook.markdown import cited_in_words
from intake.questionnaire.drugs import DRUG_CLASSES, DRUGS, KNOWN_WITHOUT_CLASS, Drug
from intake.triage import Level
from intake.triage.changes import LEVEL_WORDS
from intake.triage.sources import cited


def medicines() -> Iterator[str]:
    """Every class, and what is known without one."""
    yield "## Medicines\n"
    yield (
        "MED-01 raises one flag for each class on a patient’s list, at the class’s level or the medicine’s own. "
        "A name that is not recognised is listed to check (MED-08).\n"
    )
    for key, drug_class in DRUG_CLASSES.items():
        yield f"#### {drug_class.title}\n"
        yield f"**{drug_class.level.upper()}**. {drug_class.effect} {drug_class.action}\n"
        yield "- " + "; ".join(_drug(drug) for drug in DRUGS if key in drug.classes)
        yield f"- Sources: {'; '.join(cited_in_words(cite) for cite in cited(drug_class.source))}.\n"
    yield "#### Known, and in no class\n"
    yield "- " + "; ".join(_drug(drug) for drug in KNOWN_WITHOUT_CLASS)


def _drug(drug: Drug) -> str:
    also = f" ({', '.join(drug.brands)})" if drug.brands else ""
    own = f", {LEVEL_WORDS[Level[drug.level.upper()]]}" if drug.level else ""
    return f"{drug.generic}{also}{own}"
