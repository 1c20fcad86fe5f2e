"""Rules on the mind."""

from intake.questionnaire.contacts import Contacts
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.mind import Mind
from intake.questionnaire.reason import ANXIETY, MOOD, Reason
from intake.questionnaire.row_tests import OfClass
from intake.questionnaire.words import _
from intake.triage.rules import Hasten, Level, Raise, Rule, Urgency
from intake.triage.sources import (
    AANA_KETAMINE,
    ACEP_2011,
    APA_2017,
    APNA,
    CLINICAL_PRACTICE,
    COHEN_2018,
    DIAZ_2010,
    JOINT_COMMISSION,
    KETAMINE_CH,
    MANIA_EXCLUDED,
    MILLER,
    PROJECT_DEFAULT,
    SCHWENK_2018,
    SPRAVATO_US,
    ZARATE_2012,
)

MH_01 = Rule(
    code="MH-01",
    title=_("Psychosis now or in the last month"),
    when=Mind.psychosis_now.is_yes,
    level=Level.STOP,
    urgency=Urgency.TODAY,
    because=_(
        "Active psychosis: relative contraindication in the pain guideline, contraindication in others; ketamine can bring on or worsen psychosis."
    ),
    cites=(
        COHEN_2018.at("relative"),
        SCHWENK_2018.at(),
        MILLER.at("chapter on ketamine"),
        SPRAVATO_US.at(),
    ),
)

MH_02 = Rule(
    code="MH-02",
    title=_("Psychotic disorder"),
    when=Mind.psychosis_told.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Schizophrenia is a contraindication in anaesthesia texts; trials excluded these patients; esketamine label asks for a benefit-risk review."
    ),
    cites=(
        MILLER.at("chapter on ketamine"),
        SPRAVATO_US.at(),
        ACEP_2011.at("read second-hand", checked=False),
    ),
    unless=(MH_01,),
)

MH_03 = Rule(
    code="MH-03",
    title=_("Past psychotic-like symptoms"),
    when=Mind.psychosis_ever.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Clarify cause (mood, drugs, sleep, trauma) before exposure."),
    cites=(
        SPRAVATO_US.at(),
        KETAMINE_CH.at("severe mental disorder, also in history"),
    ),
    unless=(
        MH_01,
        MH_02,
    ),
)

MH_04 = Rule(
    code="MH-04",
    title=_("Family history of psychosis"),
    when=Mind.psychosis_family.is_yes,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Inherited risk may raise the chance of a psychotic reaction."),
    cites=(PROJECT_DEFAULT.at(checked=False),),
)

MH_05 = Rule(
    code="MH-05",
    title=_("Mania or hypomania now"),
    when=Mind.mania_now.is_yes,
    level=Level.STOP,
    urgency=Urgency.TODAY,
    because=_("Ketamine is for the depressed phase only; manic switch has been reported."),
    cites=(
        MANIA_EXCLUDED.at("trials exclude current mania"),
        DIAZ_2010.at(),
        PROJECT_DEFAULT.at("the level", checked=False),
    ),
)

MH_06 = Rule(
    code="MH-06",
    title=_("Bipolar disorder or past mania (mood stabilizer on the list: {mood_stabilizer})"),
    when=Mind.bipolar.is_any("type1", "type2", "yes_type_unknown", "unsure")
    | Mind.mania_ever.is_any("yes", "unsure")
    | Reason.wanted.has("bipolar_depression"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Bipolar trials kept patients on lithium or valproate; check cover and monitor for switch."),
    fills={"mood_stabilizer": Medicines.taken.any_row(OfClass("lithium", "anticonvulsant", "antipsychotic"))},
    cites=(
        DIAZ_2010.at(),
        ZARATE_2012.at(),
    ),
)

MH_07 = Rule(
    code="MH-07",
    title=_("Dissociation or personality disorder"),
    when=Mind.dissociation.is_any("yes", "unsure")
    | Mind.dissociation_told.is_any("yes", "unsure")
    | Mind.personality.is_yes,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Ketamine causes dissociation; plan support, expectations and follow-up with the therapist."),
    cites=(
        SPRAVATO_US.at("dissociation"),
        CLINICAL_PRACTICE.at(checked=False),
    ),
    raised=(Raise(Level.REVIEW, when=Mind.dissociation_told.is_yes),),
)

MH_08 = Rule(
    code="MH-08",
    title=_("Recent hospital stay, attempt or self-harm"),
    when=Mind.hospital_left.is_any("under_1_month", "1_to_3_months")
    | Mind.attempt_when.is_any("under_3_months")
    | Mind.self_harm.is_any("yes", "rather_not_say"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Recent crisis predicts risk; outpatient infusion may be the wrong setting."),
    cites=(
        SPRAVATO_US.at("does not replace hospital care"),
        JOINT_COMMISSION.at("NPSG 15.01.01", checked=False),
    ),
    hastened=(Hasten(Urgency.TODAY, when=Mind.attempt_when.is_any("under_3_months")),),
)

MH_09 = Rule(
    code="MH-09",
    title=_("Diagnosis or earlier treatment not clear"),
    when=Reason.wanted.has_any(*MOOD, *ANXIETY)
    & (
        Reason.diagnosed_by.is_any("no_one_yet", "unsure")
        | (Contacts.mind_clinician.is_no & Contacts.therapist.is_no)
        | Reason.antidepressants_tried.is_any("0", "1")
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "IV ketamine is not first-line; a full psychiatric evaluation and documented trials come first."
    ),
    cites=(
        AANA_KETAMINE.at(),
        APNA.at(),
        APA_2017.at(checked=False),
    ),
)


RULES = (
    MH_01,
    MH_02,
    MH_03,
    MH_04,
    MH_05,
    MH_06,
    MH_07,
    MH_08,
    MH_09,
)
