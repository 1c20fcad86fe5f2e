"""Breathing and sleep."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, YesNo
from intake.questionnaire.words import _


class Lungs(AskedOfAdults):
    """The infusion can make you sleepy. We need to know how you breathe."""

    title = _("Breathing and sleep")
    explained_at = ("is-it-safe-for-me",)
    intro = _("The infusion can make you sleepy. We need to know how you breathe.")

    asthma = YesNo(_("Do you have asthma?"), unsure=True)
    copd = YesNo(_("Do you have COPD, emphysema or another long-term lung disease?"), unsure=True)
    flare = YesNo(
        _(
            "In the last 3 months, did you need steroid pills, an emergency visit or a hospital stay for your breathing?"
        ),
        unsure=True,
        ask_if=asthma.is_yes | copd.is_yes,
    )
    oxygen = YesNo(_("Do you use oxygen at home?"))
    sleep_apnea = YesNo(_("Have you been told you have sleep apnea?"), unsure=True)
    cpap = OneOf(
        _("Do you use your sleep apnea machine?"),
        {
            "every_night": _("Every night"),
            "some_nights": _("Some nights"),
            "no": _("No"),
            "was_not_given_one": _("I was not given one"),
        },
        ask_if=sleep_apnea.is_yes,
    )
    snore = YesNo(_("Do you snore loudly?"), unsure=True, ask_if=sleep_apnea.may_be_no)
    stops_breathing = YesNo(
        _("Has anyone seen you stop breathing or gasp in your sleep?"),
        unsure=True,
        ask_if=sleep_apnea.may_be_no,
    )
    sleepy = YesNo(_("Do you often feel sleepy in the daytime?"), unsure=True, ask_if=sleep_apnea.may_be_no)
    cold = YesNo(
        _("Do you have a cold, flu, COVID, cough or sinus infection now or in the last 2 weeks?"), unsure=True
    )
    airway = YesNo(
        _(
            "Have you been told it was hard to place a breathing tube, or had surgery on your mouth, throat or neck?"
        ),
        unsure=True,
    )
