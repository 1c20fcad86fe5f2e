"""Rules on alcohol, cannabis and other drugs."""

from intake.questionnaire.about import About
from intake.questionnaire.substances import Substances
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import (
    AUDITC_LOINC,
    CLINICAL_PRACTICE,
    COHEN_2018,
    FDA_2023,
    PROJECT_DEFAULT,
    SPRAVATO_US,
)

SU_01 = Rule(
    code="SU-01",
    title=_("Possible alcohol or sedative dependence"),
    when=Substances.auditc_total.at_least(8) | Substances.withdrawal.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Withdrawal, liver injury and added sedation; screen in person."),
    cites=(
        COHEN_2018.at("active substance abuse; LFTs if alcohol"),
        AUDITC_LOINC.at(),
        CLINICAL_PRACTICE.at("cut-off 8 is a common severe-risk cut", checked=False),
    ),
)

SU_02 = Rule(
    code="SU-02",
    title=_("Risky drinking (AUDIT-C {total})"),
    when=Substances.auditc_total.at_least(4)
    | (
        About.sex_at_birth.is_any("female", "intersex", "rather_not_say")
        & Substances.auditc_total.at_least(3)
    ),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Standard cut-offs: 4 for men, 3 for women; no alcohol 24 hours before or after."),
    cites=(AUDITC_LOINC.at(),),
    unless=(SU_01,),
    fills={"total": Substances.auditc_total},
)

SU_03 = Rule(
    code="SU-03",
    title=_("Recent drug use: {items}"),
    when=Substances.recent.has_any(
        "cocaine_or_crack",
        "meth_or_speed",
        "heroin_or_fentanyl",
        "pain_pills_not_prescribed",
        "sedatives_not_prescribed",
        "mdma_ecstasy",
        "ayahuasca_dmt",
        "ibogaine",
        "kratom",
        "tianeptine",
        "inhalants_or_nitrous",
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Active substance misuse is a relative contraindication; stimulants add BP risk, opioids/sedatives add breathing risk, ayahuasca contains an MAOI, ibogaine affects rhythm."
    ),
    cites=(
        COHEN_2018.at(),
        SPRAVATO_US.at(),
        CLINICAL_PRACTICE.at(checked=False),
    ),
)

SU_04 = Rule(
    code="SU-04",
    title=_("Non-prescribed ketamine or PCP use"),
    when=Substances.recent.has_any("ketamine_not_prescribed", "pcp") | Substances.ketamine_ever.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Direct misuse and bladder risk from the same drug."),
    cites=(
        COHEN_2018.at("relative"),
        SPRAVATO_US.at(),
        FDA_2023.at(),
        PROJECT_DEFAULT.at("the 3-month window", checked=False),
    ),
    raised=(Raise(Level.STOP, when=Substances.recent.has_any("ketamine_not_prescribed", "pcp")),),
)

SU_05 = Rule(
    code="SU-05",
    title=_("Substance use treatment or prescription misuse"),
    when=Substances.treatment.is_any("now", "past")
    | Substances.taps1.item(4).is_any("less_than_monthly", "monthly", "weekly", "daily_or_almost"),
    level=Level.CAUTION,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("History of misuse is not an automatic no, but needs a plan agreed with the recovery team."),
    cites=(SPRAVATO_US.at("careful consideration in SUD history"),),
    raised=(
        Raise(
            Level.REVIEW,
            when=Substances.treatment.is_any("now")
            | Substances.taps1.item(4).is_any("less_than_monthly", "monthly", "weekly", "daily_or_almost"),
        ),
    ),
)

SU_06 = Rule(
    code="SU-06",
    title=_("Daily cannabis or recent psychedelics"),
    when=Substances.cannabis.is_any("daily") | Substances.recent.has("lsd_or_mushrooms"),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Adds sedation, fast heart rate and psychosis risk; none for 24 hours before and after."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
)


RULES = (
    SU_01,
    SU_02,
    SU_03,
    SU_04,
    SU_05,
    SU_06,
)
