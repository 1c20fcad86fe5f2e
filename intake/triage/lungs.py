"""Rules on breathing and sleep."""

from intake.questionnaire.body import Body
from intake.questionnaire.conditions import at_least
from intake.questionnaire.heart import Heart
from intake.questionnaire.lungs import Lungs
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import (
    ANESTHESIA_PRACTICE,
    ASA_SLEEP_APNEA,
    CLINICAL_PRACTICE,
    FDA_2023,
    KETALAR_UK,
    KETALAR_US,
    PROJECT_DEFAULT,
    SAMBA_2012,
    SASM_2016,
    SPRAVATO_US,
)

RESP_01 = Rule(
    code="RESP-01",
    title=_("Sleep apnea (device use: {cpap})"),
    when=Lungs.sleep_apnea.is_yes,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "Sedation worsens airway collapse; untreated sleep apnea needs a plan for monitoring and position."
    ),
    cites=(
        SPRAVATO_US.at(),
        SAMBA_2012.at(),
        ASA_SLEEP_APNEA.at(checked=False),
    ),
    raised=(Raise(Level.REVIEW, when=Lungs.cpap.is_any("some_nights", "no", "was_not_given_one")),),
    fills={"cpap": Lungs.cpap},
)

RESP_02 = Rule(
    code="RESP-02",
    title=_("Possible undiagnosed sleep apnea"),
    when=Lungs.sleep_apnea.may_be_no
    & at_least(
        3,
        Lungs.snore.is_yes,
        Lungs.stops_breathing.is_yes,
        Lungs.sleepy.is_yes,
        Body.bmi.over(35),
        Heart.high_bp.is_yes,
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Three or more risk features: screen before sedation. (Project cut-off; not a validated score.)"
    ),
    cites=(
        SASM_2016.at(),
        PROJECT_DEFAULT.at("the cut-off", checked=False),
    ),
)

RESP_03 = Rule(
    code="RESP-03",
    title=_("Lung disease needing review"),
    when=Lungs.oxygen.is_yes | Lungs.flare.is_any("yes", "unsure") | Lungs.copd.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Home oxygen, COPD or a recent flare lowers reserve if breathing slows."),
    cites=(
        SPRAVATO_US.at("respiratory depression"),
        FDA_2023.at(),
        CLINICAL_PRACTICE.at(checked=False),
    ),
)

RESP_04 = Rule(
    code="RESP-04",
    title=_("Cold, flu or chest infection"),
    when=Lungs.cold.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Airway irritability and laryngospasm risk rise with airway infection; usually wait until well (often 2 weeks or more)."
    ),
    cites=(
        KETALAR_UK.at("section 4.4", checked=False),
        ANESTHESIA_PRACTICE.at(checked=False),
    ),
)

RESP_05 = Rule(
    code="RESP-05",
    title=_("Possible difficult airway"),
    when=Lungs.airway.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Clinic must be able to rescue the airway; label requires airway equipment at hand."),
    cites=(
        KETALAR_US.at(),
        ANESTHESIA_PRACTICE.at(checked=False),
    ),
)


RULES = (
    RESP_01,
    RESP_02,
    RESP_03,
    RESP_04,
    RESP_05,
)
