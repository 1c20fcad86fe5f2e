"""Rules on liver, kidneys, bladder and stomach."""

from intake.questionnaire.medicines import Medicines
from intake.questionnaire.organs import Organs
from intake.questionnaire.reason import Reason
from intake.questionnaire.row_tests import OfClass
from intake.questionnaire.substances import Substances
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import (
    CLINICAL_PRACTICE,
    COHEN_2018,
    COTTER_2021,
    FDA_2023,
    GLP1_2024,
    KETALAR_US,
    PROJECT_DEFAULT,
    SPRAVATO_US,
)

HEP_01 = Rule(
    code="HEP-01",
    title=_("Signs of failing liver"),
    when=Organs.liver_signs.has_any("yellow_skin", "belly_fluid", "confusion", "vomiting_blood"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Guideline: avoid in severe hepatic disease; esketamine is not recommended in severe impairment."
    ),
    cites=(
        COHEN_2018.at(),
        SPRAVATO_US.at(),
    ),
)

HEP_02 = Rule(
    code="HEP-02",
    title=_("Liver disease or high liver tests"),
    when=Organs.liver.is_any("yes", "unsure")
    | Organs.liver_tests_high.is_yes
    | Organs.liver_kind.has("cirrhosis"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Guideline: avoid in severe, caution in moderate disease; cirrhosis needs its Child-Pugh class. Repeated ketamine can injure liver and bile ducts: baseline and repeated liver tests with ALP and GGT."
    ),
    cites=(
        COHEN_2018.at(),
        KETALAR_US.at("drug-induced liver injury"),
        COTTER_2021.at(),
    ),
    unless=(HEP_01,),
)

GU_01 = Rule(
    code="GU-01",
    title=_("Bladder disease from ketamine"),
    when=Organs.bladder_disease.is_any("from_ketamine"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "More ketamine may worsen bladder damage. No label forbids it: the stop is a project default supported by the warnings."
    ),
    cites=(
        KETALAR_US.at("2.1, 6"),
        FDA_2023.at(),
        PROJECT_DEFAULT.at("the level", checked=False),
    ),
)

GU_02 = Rule(
    code="GU-02",
    title=_("Bladder symptoms"),
    when=Organs.bladder_disease.is_any("interstitial_cystitis", "other", "unsure")
    | Organs.bladder_symptoms.count_at_least(1),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Bladder symptoms may be masked or worsened; with prior ketamine use think ketamine cystitis first (urine test, consider stopping)."
    ),
    cites=(
        KETALAR_US.at(),
        SPRAVATO_US.at(),
        FDA_2023.at(),
        PROJECT_DEFAULT.at("the level", checked=False),
    ),
    raised=(Raise(Level.STOP, when=Reason.ketamine_count.over(1) | Substances.ketamine_ever.is_yes),),
)

GU_03 = Rule(
    code="GU-03",
    title=_("Severe kidney disease"),
    when=Organs.kidney.is_any("severe", "dialysis"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Fluid, BP and drug handling are altered; ask the kidney team."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
)

GI_01 = Rule(
    code="GI-01",
    title=_("GLP-1 medicine: fasting plan"),
    when=Medicines.taken.any_row(OfClass("glp1")),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "Slows stomach emptying; current multisociety advice is risk-based, with a 24-hour liquid diet and not an automatic stop."
    ),
    cites=(GLP1_2024.at(),),
)

GI_02 = Rule(
    code="GI-02",
    title=_("Higher aspiration risk"),
    when=Organs.slow_stomach.is_any("yes", "unsure")
    | (Medicines.taken.any_row(OfClass("glp1")) & (Organs.belly_symptoms.is_yes | Medicines.changed.is_yes)),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "GI symptoms, dose escalation, weekly/high dose or gastroparesis raise the risk of a full stomach."
    ),
    cites=(
        GLP1_2024.at(),
        KETALAR_US.at("vomiting and aspiration may occur"),
    ),
)


RULES = (
    HEP_01,
    HEP_02,
    GU_01,
    GU_02,
    GU_03,
    GI_01,
    GI_02,
)
