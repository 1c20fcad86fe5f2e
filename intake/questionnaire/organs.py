"""Liver, kidneys, bladder and stomach."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, SomeOf, YesNo
from intake.questionnaire.words import _


class Organs(AskedOfAdults):
    """The liver clears the medicine, and it can irritate the bladder."""

    title = _("Liver, kidneys, bladder and stomach")
    explained_at = ("is-it-safe-for-me", "serious-risks")
    intro = _("The liver clears the medicine, and it can irritate the bladder.")

    liver = YesNo(_("Do you have liver disease, hepatitis, or scarring of the liver?"), unsure=True)
    liver_kind = SomeOf(
        _("Which kind?"),
        {
            "fatty": _("Fatty liver"),
            "hepatitis_b": _("Hepatitis B"),
            "hepatitis_c": _("Hepatitis C"),
            "alcohol": _("From alcohol"),
            "cirrhosis": _("Cirrhosis"),
            "other": _("Another kind"),
            "unsure": _("Not sure"),
        },
        ask_if=liver.is_yes,
    )
    liver_signs = SomeOf(
        _("Have you had any of these from your liver?"),
        {
            "yellow_skin": _("Yellow skin or eyes"),
            "belly_fluid": _("Fluid in the belly"),
            "confusion": _("Confusion"),
            "vomiting_blood": _("Vomiting blood"),
        },
        none=_("None of these"),
        ask_if=liver.is_yes,
    )
    liver_tests_high = YesNo(_("Were your liver blood tests high in the last year?"), unsure=True)
    kidney = OneOf(
        _("Do you have kidney disease?"),
        {
            "none": _("No"),
            "mild_moderate": _("Yes, mild or moderate"),
            "severe": _("Yes, severe"),
            "dialysis": _("Yes, I am on dialysis"),
        },
        unsure=True,
    )
    bladder_symptoms = SomeOf(
        _("In the last month, have you had any of these?"),
        {
            "burning_when_peeing": _("Burning when peeing"),
            "blood_in_pee": _("Blood in the pee"),
            "sudden_strong_urge": _("A sudden strong urge to pee"),
            "peeing_over_10_times_a_day": _("Peeing more than 10 times a day"),
            "pain_low_in_belly": _("Pain low in the belly"),
        },
        none=_("None of these"),
    )
    bladder_disease = OneOf(
        _("Have you been told you have a bladder disease?"),
        {
            "none": _("No"),
            "from_ketamine": _("Yes, from ketamine"),
            "interstitial_cystitis": _("Yes, interstitial cystitis"),
            "other": _("Yes, another one"),
        },
        unsure=True,
    )
    slow_stomach = YesNo(_("Have you been told your stomach empties slowly (gastroparesis)?"), unsure=True)
    reflux = YesNo(_("Do you have bad heartburn or reflux, even with medicine?"), unsure=True)
    belly_symptoms = YesNo(
        _("This week, have you had nausea, vomiting, bloating or belly pain?"), unsure=True
    )
