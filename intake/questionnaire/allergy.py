"""Allergies and past reactions."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import Column, Option, Rows, SomeOf, YesNo
from intake.questionnaire.words import _

ALLERGY = (
    Column("substance", _("What you are allergic to"), required=True),
    Column("reaction", _("What happens")),
    Column(
        "severity",
        _("How bad it is"),
        (Option("mild", _("Mild")), Option("moderate", _("Moderate")), Option("severe", _("Severe"))),
    ),
)


class Allergy(AskedOfAdults):
    """So that we do not give you something that has harmed you."""

    title = _("Allergies and past reactions")
    explained_at = ("is-it-safe-for-me", "side-effects")
    intro = _("So that we do not give you something that has harmed you.")

    allergies = Rows(
        _("List any allergies: what it is and what happens"), ALLERGY, none=_("I have no known allergies")
    )
    ketamine = YesNo(_("Have you had an allergic reaction to ketamine or Spravato?"), unsure=True)
    benzethonium = YesNo(
        _("Are you allergic to benzethonium chloride (a germ killer in some shots and first aid sprays)?"),
        help=_("If you have not heard of it, choose No."),
    )
    latex = YesNo(_("Are you allergic to latex, tape or skin cleaners?"))
    anesthesia_problem = YesNo(_("Have you had a bad problem with anesthesia or sedation?"), unsure=True)
    anesthesia_problem_kind = SomeOf(
        _("What happened?"),
        {
            "trouble_breathing": _("Trouble breathing"),
            "very_slow_to_wake": _("Very slow to wake up"),
            "very_confused_or_angry": _("Very confused or angry"),
            "scary_dreams": _("Scary dreams"),
            "heart_or_blood_pressure": _("Heart or blood pressure"),
            "high_fever": _("High fever"),
            "allergic_reaction": _("An allergic reaction"),
            "other": _("Something else"),
        },
        other=True,
        ask_if=anesthesia_problem.is_yes,
    )
    anesthesia_nausea = YesNo(_("Do you get sick from anesthesia, or get carsick easily?"), unsure=True)
