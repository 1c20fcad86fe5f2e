"""Pregnancy and breastfeeding."""

from intake.questionnaire.about import About, AskedOfAdults
from intake.questionnaire.questions import Day, OneOf, SomeOf, YesNo
from intake.questionnaire.words import _


class Pregnancy(AskedOfAdults):
    """The medicine can reach a baby before birth and through milk."""

    title = _("Pregnancy and breastfeeding")
    private = True
    explained_at = ("is-it-safe-for-me",)
    intro = _("The medicine can reach a baby before birth and through milk.")
    ask_if = (
        AskedOfAdults.ask_if
        & About.sex_at_birth.is_any("female", "intersex", "rather_not_say")
        & About.age.between(12, 60)
    )

    could_be = YesNo(
        _("Could you become pregnant?"),
        unsure=True,
        help=_("Answer no if you had your womb removed or your periods stopped over a year ago from age."),
    )
    pregnant = OneOf(
        _("Are you pregnant?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "trying": _("Trying to be"),
        },
        unsure=True,
        ask_if=could_be.is_any("yes", "unsure"),
    )
    last_period = Day(
        _("First day of your last period"),
        within_years=2,
        ask_if=could_be.is_any("yes", "unsure"),
        required=False,
    )
    birth_control = SomeOf(
        _("What birth control do you use?"),
        {
            "pill_patch_ring": _("Pill, patch or ring"),
            "iud": _("IUD"),
            "implant": _("Implant"),
            "shot": _("A shot"),
            "condoms": _("Condoms"),
            "partner_vasectomy": _("Partner had a vasectomy"),
            "tubes_tied": _("Tubes tied"),
            "no_sex_with_sperm": _("No sex that could make me pregnant"),
            "other": _("Another way"),
        },
        none=_("None"),
        ask_if=could_be.is_any("yes", "unsure"),
    )
    with_high_bp = YesNo(
        _(
            "Are you pregnant, or did you give birth in the last 6 weeks, with high blood pressure or preeclampsia?"
        ),
        unsure=True,
    )
    breastfeeding = YesNo(_("Are you breastfeeding or pumping milk?"))
