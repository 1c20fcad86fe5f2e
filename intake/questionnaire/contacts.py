"""People we may need to reach."""

from intake.questionnaire.about import About, AskedOfAdults
from intake.questionnaire.questions import OneOf, Page, Phone, Words, YesNo
from intake.questionnaire.words import _


class Contacts(AskedOfAdults):
    """So that we can reach someone if we are worried, and talk with the people who treat you."""

    title = _("People we may need to reach")
    intro = _("So that we can reach someone if we are worried, and talk with the people who treat you.")

    emergency_name = Words(_("Emergency contact: full name"), audience="contact")
    emergency_relationship = OneOf(
        _("How does this person know you?"),
        {
            "spouse_partner": _("Spouse or partner"),
            "parent": _("Parent"),
            "child": _("Child"),
            "sibling": _("Sibling"),
            "friend": _("Friend"),
            "other": _("Someone else"),
        },
        audience="contact",
    )
    emergency_phone = Phone(_("Emergency contact: phone"), differs_from=About.phone, audience="contact")
    emergency_ok = YesNo(
        _("May we talk with this person if we are worried about your safety?"), audience="contact"
    )

    clinicians = Page(_("Who treats you now"))

    main_doctor = YesNo(_("Do you have a main doctor or clinic?"))
    main_doctor_name = Words(_("Main doctor or clinic name"), ask_if=main_doctor.is_yes)
    main_doctor_phone = Phone(_("Main doctor phone or fax"), ask_if=main_doctor.is_yes, required=False)
    main_doctor_last_seen = OneOf(
        _("When did you last see them?"),
        {
            "under_6_months": _("Less than 6 months ago"),
            "6_to_12_months": _("6 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
        },
        unsure=True,
        ask_if=main_doctor.is_yes,
        required=False,
    )
    mind_clinician = YesNo(_("Does a psychiatrist, doctor or nurse treat your mental health now?"))
    mind_clinician_name = Words(_("Their name and clinic"), ask_if=mind_clinician.is_yes)
    mind_clinician_phone = Phone(_("Their phone or fax"), ask_if=mind_clinician.is_yes, required=False)
    therapist = YesNo(_("Do you see a therapist or counselor now?"))
    therapist_name = Words(_("Their name and phone"), ask_if=therapist.is_yes, required=False)
    pharmacy = Words(_("Your pharmacy: name and phone"), required=False)
    share_ok = YesNo(
        _("May we share this form with the clinicians you named?"),
        ask_if=main_doctor.is_yes | mind_clinician.is_yes | therapist.is_yes,
    )
    heard_of_us = OneOf(
        _("How did you hear about us?"),
        {
            "clinician": _("A doctor, nurse or therapist"),
            "friend_family": _("A friend or family"),
            "web": _("The web"),
            "other": _("Another way"),
        },
        required=False,
    )
