"""Rules on weight and blood pressure."""

from intake.policy import Policy
from intake.questionnaire.body import Body
from intake.questionnaire.mind import Mind
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import (
    AAGBI_BHS_2016,
    APA_2017,
    ASA_SLEEP_APNEA,
    CLINICAL_PRACTICE,
    COHEN_2018,
    KETALAR_UK,
    KETALAR_US,
    KETAMINE_CH,
    PROJECT_DEFAULT,
    SPRAVATO_US,
)

BODY_01 = Rule(
    code="BODY-01",
    title=_("BMI {bmi}: airway and sleep apnea risk"),
    when=Body.bmi.at_least(40),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Severe obesity raises the chance of airway trouble with sedation and changes weight-based dosing."
    ),
    cites=(ASA_SLEEP_APNEA.at(checked=False),),
    fills={"bmi": Body.bmi},
)

BODY_02 = Rule(
    code="BODY-02",
    title=_("BMI {bmi}: underweight"),
    when=Body.bmi.below(18.5),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Low weight changes mg/kg dosing and may point to illness or an eating disorder."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
    fills={"bmi": Body.bmi},
)

BODY_03 = Rule(
    code="BODY-03",
    title=_("Very low weight or eating disorder"),
    when=Body.bmi.below(16) | (Body.bmi.below(18.5) & Mind.eating.is_yes),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Very low weight carries heart-rhythm and electrolyte risk."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
)

BODY_04 = Rule(
    code="BODY-04",
    title=_("Check weight before dosing"),
    when=Body.weight.below(40)
    | Body.weight.over(180)
    | Body.bmi.below(13)
    | Body.bmi.over(70)
    | Body.weight_change.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.VISIT,
    because=_("A wrong unit or an old weight would give a wrong mg/kg dose; re-weigh at the visit."),
    cites=(KETALAR_US.at("doses are in mg/kg"),),
)

BP_01 = Rule(
    code="BP-01",
    title=_("BP {systolic}/{diastolic}: severe range"),
    when=Body.systolic.at_least(Policy.bp_stop_systolic) | Body.diastolic.at_least(Policy.bp_stop_diastolic),
    level=Level.STOP,
    urgency=Urgency.TODAY,
    because=_(
        "Ketamine raises BP; the Swiss ketamine and esketamine labels and a German leaflet contraindicate it above 180/100 at rest. The medical director may raise the diastolic line."
    ),
    cites=(
        KETAMINE_CH.at(),
        KETALAR_UK.at(),
        AAGBI_BHS_2016.at("180/110 for elective surgery"),
    ),
    fills={"systolic": Body.systolic, "diastolic": Body.diastolic},
)

BP_02 = Rule(
    code="BP-02",
    title=_("BP {systolic}/{diastolic}: too high to book without review"),
    when=Body.systolic.at_least(160) | Body.diastolic.at_least(95),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Poorly controlled cardiovascular disease is a contraindication in the IV ketamine guidelines."
    ),
    cites=(
        COHEN_2018.at(),
        KETAMINE_CH.at(),
        PROJECT_DEFAULT.at("the diastolic line", checked=False),
    ),
    unless=(BP_01,),
    fills={"systolic": Body.systolic, "diastolic": Body.diastolic},
)

BP_03 = Rule(
    code="BP-03",
    title=_("BP {systolic}/{diastolic}: above 140/90"),
    when=Body.systolic.at_least(140) | Body.diastolic.at_least(90),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "140/90 is the pre-dose level at which the esketamine label asks to weigh risk and consider delay."
    ),
    cites=(SPRAVATO_US.at(),),
    unless=(
        BP_01,
        BP_02,
    ),
    fills={"systolic": Body.systolic, "diastolic": Body.diastolic},
)

BP_04 = Rule(
    code="BP-04",
    title=_("Low BP or unusual pulse"),
    when=Body.systolic.below(90) | Body.pulse.below(50) | Body.pulse.over(110),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Ketamine can also lower BP or cause arrhythmia; find the cause first."),
    cites=(
        KETALAR_US.at("section 6 adverse reactions"),
        CLINICAL_PRACTICE.at(checked=False),
    ),
)

BP_05 = Rule(
    code="BP-05",
    title=_("No recent blood pressure"),
    when=Body.knows_bp.is_no | Body.bp_when.is_any("older", "unsure"),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("A baseline BP is needed before any dose; measure at the visit and ask for a home reading."),
    cites=(
        SPRAVATO_US.at(),
        APA_2017.at(checked=False),
    ),
)


RULES = (
    BODY_01,
    BODY_02,
    BODY_03,
    BODY_04,
    BP_01,
    BP_02,
    BP_03,
    BP_04,
    BP_05,
)
