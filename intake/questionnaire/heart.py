"""Heart and blood vessels."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import OneOf, SomeOf, Words, YesNo
from intake.questionnaire.words import _


class Heart(AskedOfAdults):
    """The infusion can raise blood pressure and pulse for a short time. These questions help us keep you safe."""

    title = _("Heart and blood vessels")
    explained_at = ("is-it-safe-for-me", "side-effects")
    intro = _(
        "The infusion can raise blood pressure and pulse for a short time. These questions help us keep you safe."
    )

    high_bp = YesNo(_("Have you ever been told you have high blood pressure?"), unsure=True)
    high_bp_controlled = OneOf(
        _("Is it under control now?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "untreated": _("It is not being treated"),
        },
        unsure=True,
        ask_if=high_bp.is_yes,
    )
    heart_attack = YesNo(_("Have you ever had a heart attack?"), unsure=True)
    heart_attack_when = OneOf(
        _("When was the last one?"),
        {
            "under_6_months": _("Less than 6 months ago"),
            "6_to_12_months": _("6 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
        },
        unsure=True,
        ask_if=heart_attack.is_yes,
    )
    angina = YesNo(_("Do you get chest pain or pressure from your heart (angina)?"), unsure=True)
    angina_worse = YesNo(
        _("In the last month, did it come at rest, come more often, or come with less effort?"),
        unsure=True,
        help=_("If you have chest pain right now, call your local emergency number now."),
        ask_if=angina.is_any("yes", "unsure"),
    )
    blocked_arteries = YesNo(_("Have you had a stent, a bypass, or blocked heart arteries?"), unsure=True)
    heart_failure = YesNo(_("Have you been told you have heart failure or a weak heart?"), unsure=True)
    heart_failure_worse = YesNo(
        _("Is it getting worse (more swelling, more short of breath, or waking up short of breath)?"),
        unsure=True,
        ask_if=heart_failure.is_yes,
    )
    rhythm = YesNo(_("Do you have a heart rhythm problem?"), unsure=True)
    rhythm_kind = SomeOf(
        _("Which kind?"),
        {
            "afib": _("Atrial fibrillation"),
            "fast_svt": _("A fast beat from the top of the heart (SVT)"),
            "ventricular": _("A beat from the bottom of the heart (ventricular)"),
            "slow": _("A slow heart beat"),
            "long_qt": _("Long QT"),
            "pacemaker_or_icd": _("I have a pacemaker or defibrillator"),
            "unsure": _("Not sure"),
        },
        ask_if=rhythm.is_yes,
    )
    valve = YesNo(
        _("Do you have heart valve disease, thick heart muscle, or high pressure in the lung arteries?"),
        unsure=True,
    )
    aneurysm = YesNo(
        _("Have you ever had an aneurysm (a bulge in a blood vessel) or a tear in a main artery?"),
        unsure=True,
        help=_("In the brain, chest, belly, arms or legs."),
    )
    aneurysm_where = Words(
        _("Where is it, and has it been fixed?"), longest=300, ask_if=aneurysm.is_any("yes", "unsure")
    )
    avm = YesNo(_("Have you been told you have an AVM (a tangle of blood vessels)?"), unsure=True)
    clot = YesNo(_("Have you had a blood clot in your leg or lung in the last 6 months?"), unsure=True)
    symptoms = SomeOf(
        _("In the last month, have you had any of these?"),
        {
            "fainting": _("Fainting"),
            "racing_heart": _("A racing heart"),
            "chest_pain": _("Chest pain"),
            "short_of_breath_lying_flat": _("Short of breath lying flat"),
            "leg_swelling": _("Swollen legs"),
        },
        none=_("None of these"),
    )
    heart_doctor = Words(
        _("Heart doctor name and phone"),
        ask_if=heart_attack.is_yes
        | angina.is_yes
        | blocked_arteries.is_yes
        | heart_failure.is_yes
        | rhythm.is_yes
        | valve.is_yes,
        required=False,
    )
