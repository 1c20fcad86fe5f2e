"""Rules on the heart and blood vessels."""

from intake.questionnaire.about import About
from intake.questionnaire.body import Body
from intake.questionnaire.heart import Heart
from intake.questionnaire.hormones import Hormones
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import (
    AHA_ACC_2024,
    ANESTHESIA_PRACTICE,
    CLINICAL_PRACTICE,
    COHEN_2018,
    KETALAR_UK,
    KETALAR_US,
    KETAMINE_CH,
    KETANEST,
    PDR,
    PROJECT_DEFAULT,
    SPRAVATO_EU,
    SPRAVATO_US,
)

ANY_HEART = (
    Heart.heart_attack.is_yes
    | Heart.angina.is_yes
    | Heart.blocked_arteries.is_yes
    | Heart.heart_failure.is_yes
    | Heart.rhythm.is_yes
    | Heart.valve.is_yes
)
"""Any heart disease the patient knows of."""

CV_01 = Rule(
    code="CV-01",
    title=_("High blood pressure not controlled"),
    when=Heart.high_bp.is_yes & Heart.high_bp_controlled.is_any("no", "untreated"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "US label: contraindicated where a significant rise in blood pressure would be a serious hazard; Swiss labels name untreated or poorly controlled hypertension."
    ),
    cites=(
        KETALAR_US.at("section 4"),
        KETAMINE_CH.at(),
        COHEN_2018.at(),
        PDR.at(),
    ),
)

CV_02 = Rule(
    code="CV-02",
    title=_("High blood pressure, controlled"),
    when=Heart.high_bp.is_yes & Heart.high_bp_controlled.is_yes,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Take BP medicine as usual on the day; check before, during and after."),
    cites=(
        SPRAVATO_US.at(),
        ANESTHESIA_PRACTICE.at(checked=False),
    ),
)

CV_03 = Rule(
    code="CV-03",
    title=_("Heart attack in the last 6 months (or date unknown)"),
    when=Heart.heart_attack_when.is_any("under_6_months", "unsure"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "EU labels: special caution within 6 months; EU Spravato: contraindicated within 6 weeks. Held at stop as the safer choice."
    ),
    cites=(
        KETAMINE_CH.at(),
        KETALAR_UK.at("4.3"),
        SPRAVATO_EU.at("4.3"),
    ),
)

CV_04 = Rule(
    code="CV-04",
    title=_("Unstable chest pain"),
    when=Heart.angina_worse.is_yes,
    level=Level.STOP,
    urgency=Urgency.NOW,
    because=_("Special caution on EU labels; the UK label says not in severe coronary disease."),
    cites=(
        KETAMINE_CH.at(),
        KETALAR_UK.at(),
        COHEN_2018.at(),
    ),
    safety=True,
)

CV_05 = Rule(
    code="CV-05",
    title=_("Heart failure getting worse"),
    when=Heart.heart_failure.is_yes & Heart.heart_failure_worse.is_yes,
    level=Level.STOP,
    urgency=Urgency.TODAY,
    because=_(
        "Heart failure: special caution on Swiss labels; severe myocardial disease: should not be used (UK). Decompensation was reported in patients with suspected catecholamine depletion."
    ),
    cites=(
        KETAMINE_CH.at(),
        KETALAR_UK.at("4.3"),
        KETALAR_US.at("section 6"),
    ),
)

CV_06 = Rule(
    code="CV-06",
    title=_("Known heart disease: {items}"),
    when=Heart.heart_attack.is_yes
    | Heart.angina.is_yes
    | Heart.blocked_arteries.is_yes
    | Heart.heart_failure.is_yes
    | Heart.rhythm.is_yes
    | Heart.valve.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Swiss, German, Norwegian and Austrian labels contraindicate ketamine as the only anaesthetic in manifest ischaemic heart disease; other heart disease needs assessment."
    ),
    cites=(
        KETAMINE_CH.at(),
        KETANEST.at(),
        COHEN_2018.at(),
        KETALAR_US.at("section 6: arrhythmias"),
        SPRAVATO_US.at(),
    ),
    raised=(Raise(Level.STOP, when=Heart.angina.is_yes),),
)

CV_07 = Rule(
    code="CV-07",
    title=_("Aneurysm, artery tear or AVM"),
    when=Heart.aneurysm.is_yes | Heart.avm.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Named contraindication for esketamine because a BP surge could cause rupture; applied to IV ketamine."
    ),
    cites=(
        SPRAVATO_US.at("section 4"),
        SPRAVATO_EU.at("4.3"),
        PDR.at(),
        PROJECT_DEFAULT.at("extension: artery tear", checked=False),
    ),
)

CV_08 = Rule(
    code="CV-08",
    title=_("Heart symptoms or poor exercise tolerance"),
    when=Heart.symptoms.count_at_least(1)
    | (
        Body.stairs.is_no
        & (
            About.age.at_least(60)
            | Heart.high_bp.is_yes
            | Hormones.diabetes.is_any("type1", "type2", "other", "unsure")
        )
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Undiagnosed ischemia or arrhythmia should be excluded first (history, ECG)."),
    cites=(
        COHEN_2018.at("ECG if high risk"),
        AHA_ACC_2024.at("4 METs, read in a summary"),
    ),
)

CV_09 = Rule(
    code="CV-09",
    title=_("Blood clot in the last 6 months"),
    when=Heart.clot.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Recent clot means heart-lung strain, anticoagulants and possible active disease."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
)


RULES = (
    CV_01,
    CV_02,
    CV_03,
    CV_04,
    CV_05,
    CV_06,
    CV_07,
    CV_08,
    CV_09,
)
