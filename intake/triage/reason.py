"""Rules on what the patient comes for."""

from intake.questionnaire.reason import Reason
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import COCHRANE_2025, RODRIGUEZ_2013, TAYLOR_2018, VA_DOD_2023

EV_01 = Rule(
    code="EV-01",
    title=_("Evidence for this use is limited: {items}"),
    when=Reason.wanted.has_any(
        "pain_fibro",
        "pain_nerve",
        "migraine",
        "cluster",
        "pain_other",
        "ptsd",
        "ocd",
        "anxiety_general",
        "anxiety_social",
        "panic",
    ),
    level=Level.INFO,
    urgency=Urgency.VISIT,
    because=_(
        "So staff give balanced information: chronic pain (Cochrane 2025: no clear evidence), PTSD (VA/DoD 2023 suggests against), anxiety/OCD (small trials)."
    ),
    cites=(
        COCHRANE_2025.at(),
        VA_DOD_2023.at(),
        TAYLOR_2018.at(),
        RODRIGUEZ_2013.at(),
    ),
)


RULES = (EV_01,)
