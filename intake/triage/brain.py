"""Rules on the brain."""

from intake.questionnaire.brain import Brain
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import (
    AHA_2021,
    ASA_KETAMINE,
    COHEN_2018,
    KETALAR_UK,
    KETALAR_US,
    KETAMINE_CH,
    PDR,
    SPRAVATO_US,
)

NEURO_01 = Rule(
    code="NEURO-01",
    title=_("Past brain bleed"),
    when=Brain.bleed.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("History of intracerebral hemorrhage is a named esketamine contraindication."),
    cites=(SPRAVATO_US.at(),),
)

NEURO_02 = Rule(
    code="NEURO-02",
    title=_("Stroke or TIA in the last 6 months"),
    when=Brain.stroke.is_yes & Brain.stroke_when.is_any("under_6_months", "unsure"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Labels say do not use with cerebrovascular accident; BP surges are unsafe early after stroke."
    ),
    cites=(
        KETALAR_UK.at("4.3"),
        KETAMINE_CH.at(),
        AHA_2021.at("wait 6 to 9 months before elective surgery, read second-hand", checked=False),
    ),
)

NEURO_03 = Rule(
    code="NEURO-03",
    title=_("Older stroke, TIA or brain mass"),
    when=Brain.stroke.is_yes | Brain.tumor.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Swiss and UK labels name a previous stroke without a time limit; a TIA or a brain mass needs assessment before booking."
    ),
    cites=(
        KETAMINE_CH.at("previous cerebrovascular insult"),
        KETALAR_UK.at("4.3"),
        PDR.at(),
        SPRAVATO_US.at(),
    ),
    raised=(Raise(Level.STOP, when=Brain.stroke_kind.is_any("stroke", "unsure")),),
)

NEURO_04 = Rule(
    code="NEURO-04",
    title=_("Raised skull pressure, shunt or recent head injury"),
    when=Brain.skull_pressure.is_yes | Brain.head_injury.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Ketamine can raise CSF pressure; elevated intracranial pressure is a relative contraindication and cerebral trauma a UK-label exclusion."
    ),
    cites=(
        COHEN_2018.at(),
        KETALAR_UK.at(),
        KETALAR_US.at("warning: CSF pressure"),
    ),
)

NEURO_05 = Rule(
    code="NEURO-05",
    title=_("Seizures or epilepsy (last: {last})"),
    when=Brain.seizure.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Seizure-like movements are listed as ketamine effects and some combinations lower the threshold. A last seizure over 12 months ago, under control, weighs less."
    ),
    cites=(
        KETALAR_US.at("section 6"),
        ASA_KETAMINE.at(),
        KETALAR_UK.at(checked=False),
    ),
    fills={"last": Brain.seizure_last},
)


RULES = (
    NEURO_01,
    NEURO_02,
    NEURO_03,
    NEURO_04,
    NEURO_05,
)
