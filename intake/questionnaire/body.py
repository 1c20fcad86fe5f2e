"""Height, weight and blood pressure."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import Length, Mass, Number, OneOf, YesNo
from intake.questionnaire.subjects import worked_out_from
from intake.questionnaire.words import _


class Body(AskedOfAdults):
    """Doses go by weight, and the infusion raises blood pressure and pulse for a short time."""

    title = _("Height, weight and blood pressure")
    intro = _("Doses go by weight, and the infusion raises blood pressure and pulse for a short time.")

    height = Length(_("How tall are you?"), between=(90, 230), usual=(140, 205))
    weight = Mass(_("How much do you weigh now?"), between=(25, 350), usual=(40, 180))

    @worked_out_from(height, weight)
    def bmi(cm: float, kg: float) -> float:
        """Body mass index"""
        return round(kg / (cm / 100) ** 2, 1)

    weight_change = YesNo(
        _("Have you gained or lost more than 10 pounds (4.5 kg) in the last 3 months without trying?"),
        unsure=True,
    )
    knows_bp = YesNo(_("Do you know your last blood pressure reading?"))
    systolic = Number(
        _("Top number"),
        unit="mm[Hg]",
        between=(60, 280),
        usual=(80, 200),
        help=_("The higher of the two numbers, such as 120."),
        ask_if=knows_bp.is_yes,
    )
    diastolic = Number(
        _("Bottom number"),
        unit="mm[Hg]",
        between=(30, 180),
        usual=(40, 120),
        less_than=systolic,
        help=_("The lower of the two numbers, such as 80."),
        ask_if=knows_bp.is_yes,
    )
    bp_when = OneOf(
        _("When was it taken?"),
        {
            "today": _("Today"),
            "this_week": _("This week"),
            "this_month": _("This month"),
            "1_to_3_months": _("1 to 3 months ago"),
            "older": _("Longer ago"),
        },
        unsure=True,
        ask_if=knows_bp.is_yes,
    )
    bp_where = OneOf(
        _("Where was it taken?"),
        {
            "home": _("At home"),
            "clinic": _("At a clinic"),
            "pharmacy": _("At a pharmacy"),
            "other": _("Somewhere else"),
        },
        ask_if=knows_bp.is_yes,
        required=False,
    )
    pulse = Number(
        _("Resting heart rate, if you know it"),
        unit="/min",
        between=(25, 220),
        usual=(40, 140),
        help=_("Beats in one minute."),
        required=False,
    )
    stairs = YesNo(_("Can you climb two flights of stairs without stopping to rest?"), unsure=True)
