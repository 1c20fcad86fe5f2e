"""Getting ready."""

from intake.policy import DEFAULT, Policy
from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, SomeOf, YesNo
from intake.questionnaire.words import _


def fasting_hours(policy: Policy) -> str:
    """The clinic's hours, as patients read them."""
    return _(
        "Most people: no fried or fatty food and no meat for {fatty} hours before, no other food and no milk for {light} hours, only clear drinks such as water after that, and nothing at all for {clear} hours. We tell you your own hours before your visit."
    ).format(
        fatty=policy.fasting_fatty_hours, light=policy.fasting_light_hours, clear=policy.fasting_clear_hours
    )


class Prepare(AskedOfAdults):
    """What the day asks of you."""

    title = _("Getting ready")
    explained_at = ("getting-ready", "treatment-day")
    intro = _("What the day asks of you.")

    fasting_ok = YesNo(
        _("We will ask you to stop eating and drinking for some hours first. Can you do that safely?"),
        unsure=True,
        help=fasting_hours(DEFAULT),
    )
    veins_hard = YesNo(_("Is it often hard for staff to find your vein?"), unsure=True, required=False)
    needles_faint = YesNo(_("Do needles make you faint or panic?"), unsure=True, required=False)
    access = SomeOf(
        _("Do you need help with walking, hearing, seeing or moving to a chair?"),
        {
            "walking": _("Walking"),
            "transfer": _("Moving to a chair"),
            "hearing": _("Hearing"),
            "vision": _("Seeing"),
            "service_animal": _("I come with a service animal"),
            "other": _("Something else"),
        },
        none=_("None of these"),
        other=True,
        required=False,
        audience="contact",
    )
    duties_after = YesNo(
        _(
            "On treatment day, will you need to drive, use machines, care for a child alone, sign papers or work?"
        )
    )
    adult_stays = OneOf(
        _("Can an adult stay with you for the rest of the day?"),
        {
            "yes": _("Yes"),
            "part_of_day": _("For part of the day"),
            "no": _("No"),
        },
    )
