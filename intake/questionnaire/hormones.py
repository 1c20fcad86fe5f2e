"""Hormones and body chemistry."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, YesNo
from intake.questionnaire.words import _


class Hormones(AskedOfAdults):
    """Some conditions change how the body takes the infusion."""

    title = _("Hormones and body chemistry")
    explained_at = ("is-it-safe-for-me",)
    intro = _("Some conditions change how the body takes the infusion.")

    thyroid = OneOf(
        _("Do you have a thyroid problem?"),
        {
            "none": _("No"),
            "low": _("Yes, low (underactive)"),
            "high": _("Yes, high (overactive)"),
        },
        unsure=True,
    )
    thyroid_controlled = YesNo(
        _("Is your thyroid under control on your last blood test?"),
        unsure=True,
        ask_if=thyroid.is_any("low", "high", "unsure"),
    )
    diabetes = OneOf(
        _("Do you have diabetes?"),
        {
            "none": _("No"),
            "type1": _("Yes, type 1"),
            "type2": _("Yes, type 2"),
            "other": _("Yes, another kind"),
        },
        unsure=True,
    )
    low_sugar = YesNo(
        _("Have you had low blood sugar (below 70) in the last month?"),
        unsure=True,
        help=_("70 mg/dL is 3.9 mmol/L."),
        ask_if=diabetes.is_any("type1", "type2", "other", "unsure"),
    )
    porphyria = YesNo(_("Have you been told you have porphyria?"), unsure=True)
    pheochromocytoma = YesNo(
        _(
            "Have you been told you have a pheochromocytoma or paraganglioma (a rare tumor that raises blood pressure)?"
        ),
        unsure=True,
    )
