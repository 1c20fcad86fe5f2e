"""Your medicines."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import Acknowledgement, Column, Option, Rows, SomeOf, YesNo
from intake.questionnaire.words import _

MEDICINE = (
    Column("name", _("Name"), required=True),
    Column("dose", _("How much"), longest=40),
    Column("unit", _("Unit, such as mg"), longest=20, joined=True),
    Column("how_often", _("How often")),
    Column("reason", _("What for")),
    Column("started_or_changed", _("When you started or last changed it")),
    Column(
        "kind",
        _("What kind it is"),
        (Option("medicine", _("A medicine")), Option("herb", _("A herb, vitamin or supplement"))),
    ),
)


class Medicines(AskedOfAdults):
    """Some medicines change what the infusion does. Do not stop or skip any medicine unless your clinician tells you to."""

    title = _("Your medicines")
    private = True
    explained_at = ("your-medicines",)
    intro = _(
        "Some medicines change what the infusion does. Do not stop or skip any medicine unless your clinician tells you to."
    )

    none = Acknowledgement(_("I do not take any medicines, vitamins or herbs"), required=False)
    taken = Rows(
        _("List each medicine: name, how much, how often, why"),
        MEDICINE,
        help=_(
            "Prescription, store-bought, patches, shots, herbs and gummies. Write what you know; leave the rest blank."
        ),
        ask_if=none.is_not_ticked,
    )
    also = SomeOf(
        _("Do you take any of these?"),
        {
            "sleep_or_anxiety": _("For sleep or anxiety"),
            "pain": _("For pain"),
            "blood_pressure": _("For blood pressure"),
            "blood_thinner": _("A blood thinner"),
            "adhd_or_energy": _("For ADHD or energy"),
            "weight_loss_shot": _("A weight loss shot"),
            "diabetes": _("For diabetes"),
            "thyroid": _("For the thyroid"),
            "seizure_or_mood": _("For seizures or mood"),
            "naltrexone": _("Naltrexone"),
            "asthma_theophylline": _("For asthma or breathing"),
            "cold_or_allergy": _("For a cold or allergy"),
            "herbs": _("Herbs, vitamins or supplements"),
            "hormones": _("Hormones or birth control"),
        },
        none=_("None of these"),
        help=_("So that we do not miss one."),
    )
    changed = YesNo(
        _("Did any medicine or dose change in the last 4 weeks?"), unsure=True, ask_if=none.is_not_ticked
    )
    pump = YesNo(_("Do you have a medicine pump (pain, spasm or insulin)?"))
