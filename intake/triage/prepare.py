"""Rules on getting ready."""

from intake.questionnaire.prepare import Prepare
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import ASA_FASTING, KETALAR_US

PREP_01 = Rule(
    code="PREP-01",
    title=_("Cannot fast safely"),
    when=Prepare.fasting_ok.is_any("no", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Label: not for patients who have not followed nil-by-mouth rules; plan timing and sugar."),
    cites=(
        KETALAR_US.at(),
        ASA_FASTING.at(),
    ),
)


RULES = (PREP_01,)
