"""Rules on scores."""

from intake.questionnaire.about import About
from intake.questionnaire.mind import Mind
from intake.questionnaire.reason import Reason
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import BOVIN_2021, CLINICAL_PRACTICE, GAD_LOINC, PCPTSD_VA, PHQ_LOINC, SPIER

SCORE_01 = Rule(
    code="SCORE-01",
    title=_("PHQ-9 {total}: severe"),
    when=Mind.phq9_total.at_least(20),
    level=Level.CAUTION,
    urgency=Urgency.TODAY,
    because=_("20-27 is the severe band; call sooner and confirm support."),
    cites=(
        SPIER.at(),
        PHQ_LOINC.at(),
    ),
    fills={"total": Mind.phq9_total},
)

SCORE_02 = Rule(
    code="SCORE-02",
    title=_("PHQ-9 {total} is below 10"),
    when=Mind.phq9_total.below(10) & Reason.wanted.has("depression"),
    level=Level.INFO,
    urgency=Urgency.VISIT,
    because=_("Current symptoms are below the usual moderate cut-off; confirm the diagnosis and goal."),
    cites=(SPIER.at(),),
    fills={"total": Mind.phq9_total},
)

SCORE_03 = Rule(
    code="SCORE-03",
    title=_("GAD-7 {total}: severe anxiety"),
    when=Mind.gad7_total.at_least(15),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Severe anxiety raises the chance of distress during dissociation; plan preparation."),
    cites=(
        GAD_LOINC.at(),
        CLINICAL_PRACTICE.at(checked=False),
    ),
    fills={"total": Mind.gad7_total},
)

SCORE_04 = Rule(
    code="SCORE-04",
    title=_("PC-PTSD-5 {total}: possible PTSD not listed"),
    when=(
        Mind.pcptsd5_total.at_least(4)
        | (About.sex_at_birth.is_any("female", "intersex", "rather_not_say") & Mind.pcptsd5_total.at_least(3))
    )
    & Reason.wanted.lacks("ptsd"),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Probable PTSD changes preparation and evidence discussed."),
    cites=(
        PCPTSD_VA.at(),
        BOVIN_2021.at(),
    ),
    fills={"total": Mind.pcptsd5_total},
)


RULES = (
    SCORE_01,
    SCORE_02,
    SCORE_03,
    SCORE_04,
)
