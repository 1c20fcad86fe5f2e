"""*Do you take any of these?*: which medicines answer each tick, so that a tick with none listed can be asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intake.policy import Policy
from intake.questionnaire.answers import Answers
from intake.questionnaire.conditions import Leaf
from intake.questionnaire.drug_names import drugs_of_row
from intake.questionnaire.drugs import HERBS
from intake.questionnaire.english import named, said
from intake.questionnaire.questions import Rows
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh_leaf

CLASSES: Mapping[str, tuple[str, ...]] = {
    "sleep_or_anxiety": ("benzodiazepine", "z_drug", "other_sleep", "barbiturate", "sedating_antihistamine"),
    "pain": ("opioid", "gabapentinoid", "muscle_relaxant"),
    "blood_pressure": ("antihypertensive",),
    "blood_thinner": ("anticoagulant",),
    "adhd_or_energy": ("stimulant",),
    "weight_loss_shot": ("glp1",),
    "diabetes": ("insulin", "sulfonylurea_glinide", "sglt2", "glp1", "other_diabetes"),
    "thyroid": ("thyroid_hormone", "antithyroid"),
    "seizure_or_mood": (
        "anticonvulsant",
        "lamotrigine",
        "lithium",
        "antipsychotic",
        "ssri",
        "snri",
        "tca",
        "maoi",
        "other_antidepressant",
    ),
    "naltrexone": ("opioid_antagonist",),
    "asthma_theophylline": ("xanthine",),
    "cold_or_allergy": ("decongestant", "sedating_antihistamine", "nmda_other"),
}
KNOWN: Mapping[str, frozenset[str]] = {
    "pain": frozenset(
        ("acetaminophen", "ibuprofen", "naproxen", "meloxicam", "celecoxib", "diclofenac", "lidocaine patch")
    ),
    "asthma_theophylline": frozenset(
        "albuterol|levalbuterol|fluticasone inhaled|budesonide|montelukast|tiotropium|ipratropium|budesonide-formoterol|"
        "fluticasone-salmeterol|fluticasone-vilanterol".split("|")
    ),
    "cold_or_allergy": frozenset(("cetirizine", "loratadine", "fexofenadine", "guaifenesin")),
    "hormones": frozenset(
        "estradiol|progesterone|testosterone|conjugated estrogens|levonorgestrel-ethinyl estradiol|"
        "norgestimate-ethinyl estradiol|drospirenone-ethinyl estradiol|norethindrone|etonogestrel implant|"
        "levonorgestrel IUD|copper IUD|medroxyprogesterone".split("|")
    ),
    "herbs": HERBS,
}


def answered(tick: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a listed medicine answers this tick."""
    for row in rows:
        if tick == "herbs" and row.get("kind") == "herb":
            return True
        for drug in drugs_of_row(row):
            if drug.generic in KNOWN.get(tick, ()) or set(drug.classes) & set(CLASSES.get(tick, ())):
                return True
    return False


def unanswered(ticked: Any, rows: Any) -> tuple[str, ...]:
    """Ticks that no listed medicine answers."""
    listed = rows if isinstance(rows, list) else []
    ticks = ticked if isinstance(ticked, list) else []
    return tuple(
        tick for tick in ticks if tick not in ("none", "rather_not_say") and not answered(tick, listed)
    )


@dataclass(frozen=True)
class Unlisted(Leaf):
    """A ticked kind of medicine is answered by no row of the list."""

    rows: Rows


@said.register
def _said(leaf: Unlisted, policy: Policy) -> str:
    return f"something ticked in {named(leaf.subject)} is not among the medicines listed"


@weigh_leaf.register(Unlisted)
def _unlisted(leaf: Unlisted, answers: Answers) -> Truth:
    ticked = leaf.subject.given(answers)
    if not isinstance(ticked, list):
        return Truth.CANNOT_TELL
    return Truth.YES if unanswered(ticked, answers.of(leaf.rows)) else Truth.NO
