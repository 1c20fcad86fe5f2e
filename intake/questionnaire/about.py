"""About you."""

from datetime import date
from typing import ClassVar

from intake.policy import Policy
from intake.questionnaire.conditions import Condition
from intake.questionnaire.questions import (
    RATHER_NOT_SAY_LABEL,
    Address,
    Day,
    Email,
    OneOf,
    Page,
    Phone,
    Section,
    Words,
    YesNo,
)
from intake.questionnaire.subjects import TODAY, worked_out_from
from intake.questionnaire.words import _


class About(Section):
    """Identity and contact. No flag comes from gender, pronouns or name."""

    title = _("About you")
    explained_at = ("sessions-cost-insurance",)
    intro = _("Who you are and how to reach you.")

    first_name = Words(_("Legal first name"), longest=100, audience="contact")
    last_name = Words(_("Legal last name"), longest=100, audience="contact")
    preferred_name = Words(
        _("What name should we call you?"), longest=100, required=False, audience="contact"
    )
    pronouns = Words(_("Your pronouns"), longest=40, required=False, audience="contact")
    birth_date = Day(_("Date of birth"), earliest=date(1900, 1, 1), audience="contact")

    @worked_out_from(birth_date, TODAY)
    def age(born: date, today: date) -> int:
        """Age"""
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    sex_at_birth = OneOf(
        _("What sex was listed on your birth record?"),
        {
            "female": _("Female"),
            "male": _("Male"),
            "intersex": _("Intersex"),
            "rather_not_say": RATHER_NOT_SAY_LABEL,
        },
        help=_("Some questions and score cut-offs depend on this."),
    )
    gender = Words(_("How do you describe your gender?"), longest=80, required=False)

    reaching_you = Page(_("How to reach you"))

    phone = Phone(_("Best phone number"), audience="contact")
    voicemail_ok = YesNo(_("May we leave a voice message there?"), audience="contact")
    email = Email(_("Email"), required=False, audience="contact")
    contact_by = OneOf(
        _("How should we reach you?"),
        {
            "phone": _("Phone call"),
            "text": _("Text message"),
            "email": _("Email"),
            "none": _("Do not contact me; I will call"),
        },
        help=_("We keep messages short and say nothing about your health."),
        audience="contact",
    )
    address = Address(
        _("Home address"), help=_("We may need this to send help in an emergency."), audience="contact"
    )
    language = OneOf(
        _("What language do you like to use for health care?"),
        {
            "en": _("English"),
            "es": _("Spanish"),
            "other": _("Another language"),
        },
        other=True,
        audience="contact",
    )
    interpreter = YesNo(
        _("Do you want an interpreter?"), ask_if=language.is_any("es", "other"), audience="contact"
    )
    filled_in_by = OneOf(
        _("Who is filling in this form?"),
        {
            "self": _("I am, for myself"),
            "self_with_help": _("I am, with help from someone"),
            "other_person": _("Someone else, for the patient"),
        },
        audience="contact",
    )
    helper = Words(
        _("Name of the person helping, and how they know you"),
        ask_if=filled_in_by.is_any("self_with_help", "other_person"),
        audience="contact",
    )
    legal_decider = YesNo(
        _("Does someone else make health choices for you by law (a guardian or health care agent)?"),
        unsure=True,
    )
    legal_decider_name = Words(
        _("Their full name, and how they know you"), ask_if=legal_decider.is_yes, audience="contact"
    )


class AskedOfAdults(Section):
    """A section that is asked unless the birth date given is under the clinic’s minimum age."""

    ask_if: ClassVar[Condition] = About.age.at_least(Policy.minimum_age) | About.birth_date.not_answered
