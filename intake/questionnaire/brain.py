"""Brain and nerves."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, YesNo
from intake.questionnaire.words import _


class Brain(AskedOfAdults):
    """Some conditions of the brain need a closer look first."""

    title = _("Brain and nerves")
    explained_at = ("is-it-safe-for-me",)
    intro = _("Some conditions of the brain need a closer look first.")

    bleed = YesNo(_("Have you ever had bleeding in or around your brain?"), unsure=True)
    stroke = YesNo(_("Have you ever had a stroke or mini-stroke (TIA)?"), unsure=True)
    stroke_kind = OneOf(
        _("Which was it?"),
        {
            "stroke": _("Stroke"),
            "mini_stroke_only": _("Mini-stroke (TIA) only"),
        },
        unsure=True,
        ask_if=stroke.is_yes,
    )
    stroke_when = OneOf(
        _("When was the last one?"),
        {
            "under_6_months": _("Less than 6 months ago"),
            "6_to_12_months": _("6 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
        },
        unsure=True,
        ask_if=stroke.is_yes,
    )
    skull_pressure = YesNo(
        _("Have you been told the pressure inside your skull is high, or do you have a shunt?"), unsure=True
    )
    tumor = YesNo(_("Do you have a brain tumor or cyst?"), unsure=True)
    head_injury = YesNo(_("Have you had a serious head injury in the last 3 months?"), unsure=True)
    seizure = YesNo(_("Have you ever had a seizure or been told you have epilepsy?"), unsure=True)
    seizure_last = OneOf(
        _("When was your last seizure?"),
        {
            "under_6_months": _("Less than 6 months ago"),
            "6_to_12_months": _("6 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
        },
        unsure=True,
        ask_if=seizure.is_yes,
    )
    memory = YesNo(_("Have you been told you have dementia or a serious memory problem?"), unsure=True)
