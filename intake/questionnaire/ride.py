"""Your ride."""

from intake.questionnaire.about import About, AskedOfAdults
from intake.questionnaire.questions import Number, OneOf, Phone, Words, YesNo
from intake.questionnaire.words import _


class Ride(AskedOfAdults):
    """You may not drive or go home alone after an infusion."""

    title = _("Your ride")
    explained_at = ("getting-home",)
    intro = _("You may not drive or go home alone after an infusion.")

    adult_home = OneOf(
        _("Do you have an adult who can take you home?"),
        {
            "yes": _("Yes"),
            "not_yet": _("Not yet"),
            "no": _("No"),
            "need_help_finding": _("I need help finding one"),
        },
        audience="ride",
    )
    way_home = OneOf(
        _("How will you get home?"),
        {
            "known_adult_drives": _("An adult I know drives me"),
            "known_adult_rides_with_me": _("An adult I know rides with me (taxi, ride-share or bus)"),
            "medical_transport_with_attendant": _("Medical transport with someone who stays with me"),
            "taxi_or_rideshare_alone": _("Taxi or ride-share, alone"),
            "bus_or_train_alone": _("Bus or train, alone"),
            "walk_or_bike": _("Walk or bike"),
            "i_will_drive": _("I will drive"),
        },
        unsure=True,
        audience="ride",
    )
    way_here = OneOf(
        _("How will you get here?"),
        {
            "same_person": _("The same person brings me"),
            "other_person": _("Someone else brings me"),
            "taxi_or_rideshare": _("Taxi or ride-share"),
            "bus_or_train": _("Bus or train"),
            "walk_or_bike": _("Walk or bike"),
            "i_will_drive": _("I will drive"),
        },
        unsure=True,
        help=_("If you drive here, you cannot drive the car home."),
        audience="ride",
    )
    name = Words(_("Name of the person taking you home"), ask_if=adult_home.is_yes, audience="ride")
    relationship = Words(
        _("How do you know them?"), longest=80, ask_if=adult_home.is_yes, required=False, audience="ride"
    )
    phone = Phone(
        _("Their mobile phone"), differs_from=About.phone, ask_if=adult_home.is_yes, audience="ride"
    )
    adult = YesNo(
        _("Are they 18 or older, and able to help you walk if needed?"),
        ask_if=adult_home.is_yes,
        audience="ride",
    )
    reachable = YesNo(
        _("Can they answer the phone and come in to meet you when you are ready?"),
        ask_if=adult_home.is_yes,
        audience="ride",
    )
    minutes = Number(
        _("How many minutes is the trip home?"), unit="min", between=(0, 600), required=False, audience="ride"
    )
    backup = Words(_("Backup person: name and phone"), required=False, audience="ride")
    questions_for_clinician = Words(
        _("Questions for your clinician"),
        longest=2000,
        long=True,
        help=_("Anything you want to ask or tell. The clinician reads it first."),
        required=False,
    )
