"""Eyes."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, YesNo
from intake.questionnaire.words import _


class Eyes(AskedOfAdults):
    """The infusion can raise the pressure in the eye for a short time."""

    title = _("Eyes")
    explained_at = ("is-it-safe-for-me",)
    intro = _("The infusion can raise the pressure in the eye for a short time.")

    glaucoma = YesNo(_("Do you have glaucoma or high pressure in your eye?"), unsure=True)
    glaucoma_kind = OneOf(
        _("Which kind?"),
        {
            "open_angle": _("Open angle"),
            "narrow_angle": _("Narrow angle"),
        },
        unsure=True,
        ask_if=glaucoma.is_yes,
    )
    glaucoma_controlled = YesNo(_("Is your eye pressure under control?"), unsure=True, ask_if=glaucoma.is_yes)
    injury = YesNo(_("Have you had an eye injury or eye surgery in the last 3 months?"), unsure=True)
