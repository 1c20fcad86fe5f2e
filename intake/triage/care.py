"""Rules on who consents, who treats, and what makes the visit bearable."""

from intake.questionnaire.about import About
from intake.questionnaire.allergy import Allergy
from intake.questionnaire.brain import Brain
from intake.questionnaire.contacts import Contacts
from intake.questionnaire.prepare import Prepare
from intake.questionnaire.reason import Reason
from intake.questionnaire.substances import Substances
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import (
    AANA_KETAMINE,
    ASA_KETAMINE,
    CLINICAL_PRACTICE,
    CONSENT_LAW,
    PROJECT_DEFAULT,
    SPRAVATO_US,
)

ADM_02 = Rule(
    code="ADM-02",
    title=_("Check capacity and who consents"),
    when=About.filled_in_by.is_any("other_person")
    | About.legal_decider.is_any("yes", "unsure")
    | Brain.memory.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Consent must come from the right person; memory illness raises delirium risk."),
    cites=(
        SPRAVATO_US.at("cognitive impairment"),
        CONSENT_LAW.at(checked=False),
    ),
)

ADM_03 = Rule(
    code="ADM-03",
    title=_("Comfort and access needs: {items}"),
    when=About.interpreter.is_yes
    | Prepare.access.count_at_least(1)
    | Allergy.latex.is_yes
    | Prepare.veins_hard.is_yes
    | Prepare.needles_faint.is_yes
    | Allergy.anesthesia_nausea.is_yes,
    level=Level.INFO,
    urgency=Urgency.VISIT,
    because=_("Plan interpreter, lift, warm pack, nausea medicine."),
    cites=(CLINICAL_PRACTICE.at(checked=False),),
)

ADM_04 = Rule(
    code="ADM-04",
    title=_("No treating clinician named"),
    when=Reason.wanted.count_at_least(1) & Contacts.main_doctor.is_no & Contacts.mind_clinician.is_no,
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Ketamine should sit inside a wider plan with someone following up."),
    cites=(
        ASA_KETAMINE.at(),
        AANA_KETAMINE.at(),
    ),
)

ADM_06 = Rule(
    code="ADM-06",
    title=_("Something else, in the patient’s own words"),
    when=Substances.recent.has("other") | Reason.ketamine_problems.has("other"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("No rule reads what a patient writes. Read it, and ask."),
    cites=(PROJECT_DEFAULT.at(checked=False),),
)


RULES = (
    ADM_02,
    ADM_03,
    ADM_04,
    ADM_06,
)
