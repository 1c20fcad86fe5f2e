"""Rules on age."""

from intake.policy import Policy
from intake.questionnaire.about import About
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import KETALAR_US, SPRAVATO_US

AGE_01 = Rule(
    code="AGE-01",
    title=_("Under 18"),
    when=About.age.below(Policy.minimum_age),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "This form, the doses and the consents are for adults, and esketamine is not approved under 18."
    ),
    cites=(SPRAVATO_US.at(),),
)

AGE_02 = Rule(
    code="AGE-02",
    title=_("Age 65 or over"),
    when=About.age.at_least(65),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "Older adults have more heart disease, falls and other medicines, so dose and observation need a plan."
    ),
    cites=(
        SPRAVATO_US.at(checked=False),
        KETALAR_US.at(checked=False),
    ),
)


RULES = (
    AGE_01,
    AGE_02,
)
