"""Rules on the eyes."""

from intake.questionnaire.eyes import Eyes
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import COHEN_2018, KETALAR_US, KETAMINE_CH

EYE_01 = Rule(
    code="EYE-01",
    title=_("Eye pressure risk"),
    when=(
        Eyes.glaucoma.is_yes
        & (
            Eyes.glaucoma_kind.is_any("narrow_angle", "unsure")
            | Eyes.glaucoma_controlled.is_any("no", "unsure")
        )
    )
    | Eyes.injury.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Ketamine can raise eye pressure; guideline lists elevated intraocular pressure as a relative contraindication."
    ),
    cites=(
        COHEN_2018.at(),
        KETALAR_US.at("section 6"),
        KETAMINE_CH.at("glaucoma, open eye injury, eye surgery"),
    ),
)

EYE_02 = Rule(
    code="EYE-02",
    title=_("Glaucoma, controlled"),
    when=Eyes.glaucoma.is_yes & Eyes.glaucoma_kind.is_any("open_angle") & Eyes.glaucoma_controlled.is_yes,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Use eye drops on the day; short, small pressure rise expected."),
    cites=(
        COHEN_2018.at(),
        KETALAR_US.at(),
    ),
)


RULES = (
    EYE_01,
    EYE_02,
)
