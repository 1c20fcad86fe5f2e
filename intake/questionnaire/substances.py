"""Alcohol, cannabis and other drugs."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import Instrument, OneOf, SomeOf, YesNo
from intake.questionnaire.scales import AUDITC, TAPS1
from intake.questionnaire.scores import auditc_score, taps1_outcome
from intake.questionnaire.subjects import WorkedOut
from intake.questionnaire.words import _


class Substances(AskedOfAdults):
    """We ask so that the treatment is safe, not to judge you."""

    title = _("Alcohol, cannabis and other drugs")
    private = True
    explained_at = ("serious-risks",)
    intro = _("We ask so that the treatment is safe, not to judge you.")
    kindness = _(
        "You can answer on paper or in person instead: choose that you would rather tell the clinician."
    )
    may_decline = True

    auditc = Instrument(AUDITC)
    auditc_total = WorkedOut((auditc,), auditc_score, "AUDIT-C total")
    taps1 = Instrument(TAPS1)
    taps1_positive = WorkedOut((taps1,), taps1_outcome, "TAPS-1 result")
    withdrawal = YesNo(
        _(
            "Have you ever had shakes, sweats, seizures or seen things when you stopped drinking or stopped a medicine?"
        ),
        unsure=True,
    )
    cannabis = OneOf(
        _("How often do you use cannabis (marijuana, THC)?"),
        {
            "never": _("Never"),
            "less_than_monthly": _("Less than monthly"),
            "monthly": _("Monthly"),
            "weekly": _("Weekly"),
            "daily": _("Daily"),
        },
    )
    recent = SomeOf(
        _("In the last 3 months, have you used any of these?"),
        {
            "cocaine_or_crack": _("Cocaine or crack"),
            "meth_or_speed": _("Meth or speed"),
            "heroin_or_fentanyl": _("Heroin or fentanyl"),
            "pain_pills_not_prescribed": _("Pain pills not prescribed to me"),
            "sedatives_not_prescribed": _("Sedatives not prescribed to me"),
            "ketamine_not_prescribed": _("Ketamine not prescribed to me"),
            "pcp": _("PCP"),
            "mdma_ecstasy": _("MDMA (ecstasy, molly)"),
            "lsd_or_mushrooms": _("LSD or mushrooms"),
            "ayahuasca_dmt": _("Ayahuasca or DMT"),
            "ibogaine": _("Ibogaine"),
            "inhalants_or_nitrous": _("Inhalants or nitrous (whippets)"),
            "kratom": _("Kratom"),
            "tianeptine": _("Tianeptine"),
            "other": _("Something else"),
        },
        none=_("None of these"),
        other=True,
    )
    ketamine_ever = YesNo(
        _("Have you ever used ketamine to get high or without a prescription?"), unsure=True
    )
    treatment = OneOf(
        _("Have you been in treatment for alcohol or drug use?"),
        {
            "never": _("Never"),
            "past": _("In the past"),
            "now": _("Yes, now"),
        },
    )
