"""Mental health history."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.questions import Instrument, OneOf, Page, YesNo
from intake.questionnaire.reason import ANXIETY, MOOD, NO_MOOD_OR_ANXIETY, Reason
from intake.questionnaire.scales import ASQ, GAD7, PCPTSD5, PHQ9
from intake.questionnaire.scores import asq_outcome, gad7_score, pcptsd5_score, phq9_score
from intake.questionnaire.subjects import WorkedOut
from intake.questionnaire.words import _


class Mind(AskedOfAdults):
    """We ask everyone. There are no wrong answers, and a yes does not always rule out treatment."""

    title = _("Mental health history")
    private = True
    explained_at = ("depression-and-bipolar", "anxiety-ptsd-ocd")
    intro = _("We ask everyone. There are no wrong answers, and a yes does not always rule out treatment.")
    kindness = _(
        "Some of these questions are hard. Take your time. You can choose to tell the clinician instead."
    )
    may_decline = True

    psychosis_told = YesNo(
        _("Has a doctor told you that you have psychosis or schizophrenia (or schizoaffective disorder)?"),
        unsure=True,
    )
    psychosis_ever = YesNo(
        _(
            "Have you ever heard or seen things that other people did not, or had strong beliefs that others said were not real?"
        ),
        unsure=True,
        help=_("Do not count drug effects or falling asleep."),
    )
    psychosis_now = YesNo(
        _("Is that happening now or in the last month?"),
        unsure=True,
        ask_if=psychosis_told.is_any("yes", "unsure") | psychosis_ever.is_any("yes", "unsure"),
    )
    psychosis_family = YesNo(
        _("Has a parent, brother, sister or child had schizophrenia or psychosis?"), unsure=True
    )
    bipolar = OneOf(
        _("Have you been told you have bipolar disorder?"),
        {
            "no": _("No"),
            "type1": _("Yes, type 1"),
            "type2": _("Yes, type 2"),
            "yes_type_unknown": _("Yes, type not known"),
        },
        unsure=True,
    )
    mania_ever = YesNo(
        _(
            "Have you ever had several days with very high energy and little need for sleep? Did you talk fast or take risks that worried others?"
        ),
        unsure=True,
    )
    mania_now = YesNo(
        _("Is that happening now or in the last month?"),
        unsure=True,
        ask_if=bipolar.is_any("type1", "type2", "yes_type_unknown", "unsure")
        | mania_ever.is_any("yes", "unsure"),
    )
    dissociation = YesNo(
        _("Do you often feel outside your body, lose time, or feel the world is not real?"), unsure=True
    )
    dissociation_told = YesNo(_("Have you been told you have a dissociative disorder?"), unsure=True)
    personality = YesNo(
        _("Have you been told you have a personality disorder, such as borderline?"), unsure=True
    )
    eating = YesNo(_("Have you been treated for an eating disorder?"), unsure=True)
    hospital = YesNo(
        _("Have you stayed in a hospital for your mental health in the last 12 months?"), unsure=True
    )
    hospital_left = OneOf(
        _("When did you leave?"),
        {
            "under_1_month": _("Less than 1 month ago"),
            "1_to_3_months": _("1 to 3 months ago"),
            "3_to_12_months": _("3 to 12 months ago"),
        },
        ask_if=hospital.is_yes,
    )
    self_harm = OneOf(
        _("Have you hurt yourself on purpose in the last year, without meaning to die?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "rather_not_say": _("I’d rather tell the clinician"),
        },
    )
    attempt = OneOf(
        _("Have you ever tried to end your life?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "rather_not_say": _("I’d rather tell the clinician"),
        },
        ask_if=NO_MOOD_OR_ANXIETY,
    )
    harm_others = OneOf(
        _("Are you having thoughts of hurting someone else?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "rather_not_say": _("I’d rather tell the clinician"),
        },
    )
    phq9_page = Page(_("The last two weeks"))
    phq9 = Instrument(PHQ9)
    phq9_total = WorkedOut((phq9,), phq9_score, "PHQ-9 total")
    gad7 = Instrument(
        GAD7,
        ask_if=Reason.wanted.has_any(*MOOD, *ANXIETY)
        | phq9_total.at_least(10)
        | phq9.any_item_is("rather_not_say"),
    )
    gad7_total = WorkedOut((gad7,), gad7_score, "GAD-7 total")
    pcptsd5_page = Page(
        _("Hard times, and staying safe"),
        kindness=_(
            "These questions can bring up hard memories. You can stop at any time, and you need not tell any details here."
        ),
    )
    pcptsd5 = Instrument(PCPTSD5, ask_if=Reason.wanted.has_any(*MOOD, *ANXIETY))
    pcptsd5_total = WorkedOut((pcptsd5,), pcptsd5_score, "PC-PTSD-5 total")
    asq = Instrument(ASQ)
    asq_result = WorkedOut((asq,), asq_outcome, "ASQ result")
    attempt_when = OneOf(
        _("When was the last time you tried to end your life?"),
        {
            "under_3_months": _("Less than 3 months ago"),
            "3_to_12_months": _("3 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
            "rather_not_say": _("I’d rather tell the clinician"),
        },
        ask_if=attempt.is_yes | asq.item(4).is_yes,
    )
    means = OneOf(
        _("Can you easily get to a gun or a large amount of medicine where you live?"),
        {
            "yes": _("Yes"),
            "no": _("No"),
            "rather_not_say": _("I’d rather tell the clinician"),
        },
        help=_("We ask so that we can plan for safety."),
        ask_if=asq_result.is_any("acute", "nonacute") | phq9.item(9).at_least(1),
        required=False,
    )
    someone_to_call = YesNo(_("Is there someone you can call when things get hard?"), required=False)
