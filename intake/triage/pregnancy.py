"""Rules on pregnancy and breastfeeding."""

from intake.questionnaire.about import About
from intake.questionnaire.pregnancy import Pregnancy
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import COHEN_2018, KETALAR_UK, KETALAR_US, KETAMINE_CH, SPRAVATO_US

PREG_01 = Rule(
    code="PREG-01",
    title=_("Pregnant, or preeclampsia"),
    when=Pregnancy.pregnant.is_yes | Pregnancy.with_high_bp.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Relative contraindication in the pain guideline; the US ketamine label does not recommend use in pregnancy; preeclampsia: should not be used (UK), contraindicated (Swiss)."
    ),
    cites=(
        COHEN_2018.at("relative"),
        KETALAR_US.at("8.1"),
        SPRAVATO_US.at("8.1"),
        KETALAR_UK.at("4.3"),
        KETAMINE_CH.at(),
    ),
)

PREG_02 = Rule(
    code="PREG-02",
    title=_("Pregnancy not ruled out"),
    when=Pregnancy.pregnant.is_any("unsure", "trying")
    | (
        Pregnancy.could_be.is_any("yes", "unsure")
        & About.age.between(12, 60)
        & Pregnancy.pregnant.is_no
        & Pregnancy.birth_control.has_any("none", "condoms")
        & (Pregnancy.last_period.over_days_ago(35) | Pregnancy.last_period.not_answered)
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("A test is needed before booking, and again on the day."),
    cites=(
        SPRAVATO_US.at(),
        COHEN_2018.at(),
    ),
)

PREG_03 = Rule(
    code="PREG-03",
    title=_("Breastfeeding"),
    when=Pregnancy.breastfeeding.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Esketamine label advises against breastfeeding; for IV ketamine give individual advice."),
    cites=(
        SPRAVATO_US.at(),
        KETAMINE_CH.at("breastfeeding"),
    ),
)

PREG_04 = Rule(
    code="PREG-04",
    title=_("Could become pregnant"),
    when=Pregnancy.could_be.is_any("yes", "unsure")
    & Pregnancy.pregnant.is_no
    & Pregnancy.birth_control.has_any("none", "condoms"),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Offer contraception advice; day-of test by clinic policy."),
    cites=(SPRAVATO_US.at(),),
    unless=(PREG_02,),
)


RULES = (
    PREG_01,
    PREG_02,
    PREG_03,
    PREG_04,
)
