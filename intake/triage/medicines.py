"""Rules on medicines taken together or with a condition. Classes one by one are in `drug_classes.py`."""

from intake.questionnaire.body import Body
from intake.questionnaire.brain import Brain
from intake.questionnaire.heart import Heart
from intake.questionnaire.lungs import Lungs
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.prompts import Unlisted
from intake.questionnaire.reason import Reason
from intake.questionnaire.row_tests import Named, OfClass, Tagged, Unknown
from intake.questionnaire.words import _
from intake.triage.heart import ANY_HEART
from intake.triage.lungs import RESP_02, RESP_03
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import (
    BACLOFEN_BOXED,
    CLINICAL_PRACTICE,
    DRUG_LABELS,
    FDA_2023,
    FDA_GABAPENTINOIDS,
    JOINT_COMMISSION,
    KETALAR_US,
    KETANEST,
    SPRAVATO_US,
)

MED_02 = Rule(
    code="MED-02",
    title=_("Several sedating medicines"),
    when=(
        Medicines.taken.any_row(OfClass("benzodiazepine", "z_drug", "barbiturate"))
        & Medicines.taken.any_row(OfClass("opioid"))
    )
    | Medicines.taken.rows_at_least(3, Tagged("sedative")),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Label: profound sedation, slow breathing, coma or death with opioid, benzodiazepine or other CNS depressants."
    ),
    cites=(
        KETALAR_US.at(),
        SPRAVATO_US.at(),
    ),
)

MED_03 = Rule(
    code="MED-03",
    title=_("Breathing risk plus sedating medicine"),
    when=(
        (Lungs.sleep_apnea.is_yes & Lungs.cpap.is_any("some_nights", "no", "was_not_given_one"))
        | RESP_02.when
        | RESP_03.when
    )
    & Medicines.taken.any_row(
        OfClass("opioid", "gabapentinoid", "benzodiazepine", "z_drug", "barbiturate", "oxybate")
    ),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Two causes of slow breathing together."),
    cites=(
        KETALAR_US.at(),
        SPRAVATO_US.at(),
        FDA_GABAPENTINOIDS.at(),
    ),
)

MED_04 = Rule(
    code="MED-04",
    title=_("BP-raising medicine plus heart or BP problem"),
    when=Medicines.taken.any_row(OfClass("stimulant", "decongestant", "vasoconstrictor", "maoi"))
    & (Heart.high_bp.is_yes | Body.systolic.at_least(140) | Body.diastolic.at_least(90) | ANY_HEART),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Sympathomimetics add to ketamine's BP effect; label asks for close vital signs and dose review."
    ),
    cites=(
        KETALAR_US.at(),
        SPRAVATO_US.at("psychostimulants, MAOIs"),
    ),
)

MED_05 = Rule(
    code="MED-05",
    title=_("Theophylline or aminophylline"),
    when=Medicines.taken.any_row(Named("theophylline", "aminophylline")),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "May lower the seizure threshold. US label highlights: do not co-administer; section 7.1: consider an alternative. Norwegian and Austrian esketamine labels contraindicate xanthines."
    ),
    cites=(
        KETALAR_US.at("highlights 10/2024"),
        KETANEST.at(),
    ),
)

MED_06 = Rule(
    code="MED-06",
    title=_("Already getting ketamine or esketamine"),
    when=Reason.ketamine_now.is_yes | Medicines.taken.any_row(OfClass("esketamine_ketamine")),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Double dosing, unknown total exposure and compounded-product risk."),
    cites=(
        FDA_2023.at(),
        SPRAVATO_US.at(),
    ),
)

MED_07 = Rule(
    code="MED-07",
    title=_("Seizure history plus threshold-lowering medicine"),
    when=Brain.seizure.is_yes & Medicines.taken.any_row(Tagged("seizure_threshold")),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Bupropion, tramadol, clozapine and others add to seizure risk."),
    cites=(DRUG_LABELS.at("bupropion, tramadol, clozapine", checked=False),),
)

MED_08 = Rule(
    code="MED-08",
    title=_("Medicines to check: {names}"),
    when=Medicines.taken.any_row(Unknown())
    | Unlisted(Medicines.also, Medicines.taken)
    | (
        Medicines.taken.any_row(Tagged("marks_heart"))
        & Heart.heart_attack.may_be_no
        & Heart.angina.may_be_no
        & Heart.blocked_arteries.may_be_no
        & Heart.heart_failure.may_be_no
        & Heart.rhythm.may_be_no
        & Heart.valve.may_be_no
    )
    | (Medicines.taken.any_row(Tagged("marks_seizure")) & Brain.seizure.is_no),
    level=Level.INFO,
    urgency=Urgency.VISIT,
    because=_("Names we do not know, and medicines that suggest a condition the patient did not list."),
    cites=(JOINT_COMMISSION.at("NPSG 03.06.01, medication reconciliation", checked=False),),
)

MED_09 = Rule(
    code="MED-09",
    title=_("Implanted or insulin pump"),
    when=Medicines.pump.is_yes,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Intrathecal opioid/baclofen or insulin delivery changes sedation, withdrawal and sugar risk."),
    cites=(
        CLINICAL_PRACTICE.at(checked=False),
        BACLOFEN_BOXED.at("stopping suddenly"),
    ),
)


RULES = (
    MED_02,
    MED_03,
    MED_04,
    MED_05,
    MED_06,
    MED_07,
    MED_08,
    MED_09,
)
