"""Rules on allergies and past reactions."""

from intake.questionnaire.allergy import Allergy
from intake.questionnaire.reason import Reason
from intake.questionnaire.row_tests import Mentions
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import KETALAR_AU, KETALAR_UK, KETALAR_US, MHAUS, SPRAVATO_US

ALL_01 = Rule(
    code="ALL-01",
    title=_("Possible ketamine or preservative allergy"),
    when=Allergy.ketamine.is_yes
    | Allergy.benzethonium.is_yes
    | Allergy.allergies.any_row(Mentions("ketamine", "esketamine", "benzethonium")),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Hypersensitivity to the drug or an ingredient is a contraindication; anaphylaxis is listed."),
    cites=(
        KETALAR_US.at("section 4"),
        KETALAR_UK.at(),
        SPRAVATO_US.at(),
        KETALAR_AU.at("benzethonium; the preservative is a setting per product"),
    ),
)

ALL_02 = Rule(
    code="ALL-02",
    title=_("Past problem with anesthesia: {items}"),
    when=Allergy.anesthesia_problem.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Get the record: airway, emergence delirium, rhythm or allergy change the plan. Malignant hyperthermia by itself is no obstacle: ketamine is not a trigger."
    ),
    fills={"items": Allergy.anesthesia_problem_kind},
    cites=(
        KETALAR_US.at("emergence reactions about 12%"),
        MHAUS.at("read in a university unit’s answers that cite it"),
    ),
)

ALL_03 = Rule(
    code="ALL-03",
    title=_("Past problem with ketamine: {items}"),
    when=Reason.ketamine_problems.has_any(
        "seeing_things_over_24h",
        "trouble_breathing",
        "passed_out",
        "allergic_reaction",
        "bladder_pain",
        "high_bp_needing_medicine",
    )
    | Reason.ketamine_helped.is_any("worse"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "A past reaction is the best predictor; psychiatric effects lasting days to weeks are on the label."
    ),
    cites=(KETALAR_US.at("section 6"),),
)


RULES = (
    ALL_01,
    ALL_02,
    ALL_03,
)
