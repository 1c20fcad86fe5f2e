"""Rules on hormones and body chemistry."""

from intake.questionnaire.hormones import Hormones
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.row_tests import OfClass
from intake.questionnaire.words import _
from intake.triage.rules import Level, Raise, Rule, Urgency
from intake.triage.sources import ADA, E_SAFE, FDA_SGLT2, KETALAR_UK, KETAMINE_CH, OPEN_ANESTHESIA, PDR

ENDO_01 = Rule(
    code="ENDO-01",
    title=_("Overactive thyroid not controlled"),
    when=Hormones.thyroid.is_any("high") & Hormones.thyroid_controlled.is_any("no", "unsure"),
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_(
        "Untreated or poorly treated hyperthyroidism is a labelled contraindication (severe BP and heart-rate rise)."
    ),
    cites=(
        KETAMINE_CH.at(),
        PDR.at("thyrotoxicosis"),
    ),
)

ENDO_02 = Rule(
    code="ENDO-02",
    title=_("Thyroid disease or thyroid medicine"),
    when=Hormones.thyroid.is_any("low", "high")
    | Medicines.taken.any_row(OfClass("thyroid_hormone", "antithyroid")),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "Thyroid hormone with ketamine has been linked to high BP and fast heart rate; confirm a recent normal TSH."
    ),
    cites=(KETAMINE_CH.at("interactions"),),
    raised=(Raise(Level.REVIEW, when=Hormones.thyroid_controlled.is_any("no", "unsure")),),
)

ENDO_03 = Rule(
    code="ENDO-03",
    title=_("Pheochromocytoma or paraganglioma"),
    when=Hormones.pheochromocytoma.is_yes,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("A catecholamine-secreting tumor could cause a hypertensive crisis with ketamine."),
    cites=(OPEN_ANESTHESIA.at("ketamine and pheochromocytoma"),),
)

ENDO_04 = Rule(
    code="ENDO-04",
    title=_("Porphyria"),
    when=Hormones.porphyria.is_any("yes", "unsure"),
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Labels advise caution in acute porphyria; check a porphyria drug-safety list."),
    cites=(
        E_SAFE.at(),
        KETALAR_UK.at("4.4", checked=False),
    ),
)

ENDO_05 = Rule(
    code="ENDO-05",
    title=_("Diabetes: fasting plan needed"),
    when=Medicines.taken.any_row(OfClass("insulin", "sulfonylurea_glinide", "sglt2"))
    | Hormones.diabetes.is_any("type1", "type2", "other"),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_(
        "Fasting with insulin or sulfonylurea risks low sugar; SGLT2 medicines risk ketoacidosis and are held 3-4 days before scheduled procedures by label."
    ),
    cites=(
        FDA_SGLT2.at(),
        ADA.at("as tabulated in BMC Anesthesiology 2023"),
    ),
    raised=(
        Raise(
            Level.REVIEW,
            when=Hormones.low_sugar.is_any("yes", "unsure") | Medicines.taken.any_row(OfClass("sglt2")),
        ),
    ),
)


RULES = (
    ENDO_01,
    ENDO_02,
    ENDO_03,
    ENDO_04,
    ENDO_05,
)
