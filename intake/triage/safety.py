"""Rules on safety: suicide, means, harm to others. They are weighed on every save, and cannot be switched off."""

from intake.questionnaire.mind import Mind
from intake.questionnaire.words import _
from intake.triage.rules import Hasten, Level, Rule, Urgency
from intake.triage.sources import ASQ_NIMH, DUTY_TO_PROTECT, ITEM_9_STUDIES, SPIER, SPRAVATO_US

SAFE_01 = Rule(
    code="SAFE-01",
    title=_("SUICIDE RISK: thoughts right now"),
    when=Mind.asq_result.is_any("acute"),
    level=Level.STOP,
    urgency=Urgency.NOW,
    because=_(
        "ASQ item 5 yes is imminent risk: a full safety evaluation now; an infusion is no answer to a crisis."
    ),
    cites=(
        ASQ_NIMH.at(),
        SPRAVATO_US.at("not shown to prevent suicide"),
    ),
    safety=True,
)

SAFE_02 = Rule(
    code="SAFE-02",
    title=_("Suicide screen positive"),
    when=Mind.asq_result.is_any("nonacute"),
    level=Level.REVIEW,
    urgency=Urgency.TODAY,
    because=_(
        "Needs a brief suicide safety assessment by a trained clinician before the patient is cleared."
    ),
    cites=(ASQ_NIMH.at(),),
    safety=True,
)

SAFE_03 = Rule(
    code="SAFE-03",
    title=_("PHQ-9 item 9 = {value}"),
    when=Mind.phq9.item(9).at_least(1),
    level=Level.REVIEW,
    urgency=Urgency.TODAY,
    because=_(
        "Any non-zero answer needs a same-day suicide risk check (same day is a default of this project). A zero clears no one: in one large study most who died by suicide had answered not at all."
    ),
    cites=(
        SPIER.at(),
        ITEM_9_STUDIES.at(),
    ),
    hastened=(Hasten(Urgency.NOW, when=Mind.phq9.item(9).exactly(3)),),
    safety=True,
    fills={"value": Mind.phq9.item(9)},
)

SAFE_04 = Rule(
    code="SAFE-04",
    title=_("Access to means, or safety question declined"),
    when=Mind.means.is_any("yes", "rather_not_say")
    | Mind.asq.any_item_is("rather_not_say")
    | Mind.phq9.item(9).is_declined
    | Mind.attempt.is_declined
    | Mind.attempt_when.is_declined,
    level=Level.REVIEW,
    urgency=Urgency.TODAY,
    because=_("Means access raises risk; a declined ASQ item is scored as a positive screen."),
    cites=(
        SPIER.at("means and acuity"),
        ASQ_NIMH.at(),
    ),
    safety=True,
)

SAFE_05 = Rule(
    code="SAFE-05",
    title=_("Thoughts of harming others"),
    when=Mind.harm_others.is_any("yes", "rather_not_say"),
    level=Level.REVIEW,
    urgency=Urgency.TODAY,
    because=_("Needs clinician contact; local duty-to-protect law may apply."),
    cites=(DUTY_TO_PROTECT.at(),),
    hastened=(Hasten(Urgency.NOW, when=Mind.harm_others.is_yes),),
    safety=True,
)


RULES = (
    SAFE_01,
    SAFE_02,
    SAFE_03,
    SAFE_04,
    SAFE_05,
)
