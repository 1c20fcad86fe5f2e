"""The published questionnaires in their official words. Items, order, response words and time frame stay unchanged."""

from typing import Any

from intake.questionnaire.about import About
from intake.questionnaire.conditions import AnyOf, Condition
from intake.questionnaire.instruments import Band, Item, Scale
from intake.questionnaire.words import _

FREQUENCY = (
    ("0", _("Not at all"), 0),
    ("1", _("Several days"), 1),
    ("2", _("More than half the days"), 2),
    ("3", _("Nearly every day"), 3),
)
YES_NO = (("yes", _("Yes"), 1), ("no", _("No"), 0))


def _any_problem(asked: Any) -> Condition:
    """Any of the nine problems was checked off."""
    return AnyOf(tuple(asked.item(item).is_any("1", "2", "3") for item in range(1, 10)))


PHQ9 = Scale(
    title="PHQ-9",
    stem=_("Over the last 2 weeks, how often have you been bothered by any of the following problems?"),
    items=(
        Item("1", _("Little interest or pleasure in doing things"), FREQUENCY, loinc="44250-9"),
        Item("2", _("Feeling down, depressed, or hopeless"), FREQUENCY, loinc="44255-8"),
        Item("3", _("Trouble falling or staying asleep, or sleeping too much"), FREQUENCY, loinc="44259-0"),
        Item("4", _("Feeling tired or having little energy"), FREQUENCY, loinc="44254-1"),
        Item("5", _("Poor appetite or overeating"), FREQUENCY, loinc="44251-7"),
        Item(
            "6",
            _(
                "Feeling bad about yourself - or that you are a failure or have let yourself or your family down"
            ),
            FREQUENCY,
            loinc="44258-2",
        ),
        Item(
            "7",
            _("Trouble concentrating on things, such as reading the newspaper or watching television"),
            FREQUENCY,
            loinc="44252-5",
        ),
        Item(
            "8",
            _(
                "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual"
            ),
            FREQUENCY,
            loinc="44253-3",
        ),
        Item(
            "9",
            _("Thoughts that you would be better off dead, or of hurting yourself in some way"),
            FREQUENCY,
            loinc="44260-8",
        ),
        Item(
            "10",
            _(
                "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?"
            ),
            (
                ("0", _("Not difficult at all"), 0),
                ("1", _("Somewhat difficult"), 1),
                ("2", _("Very difficult"), 2),
                ("3", _("Extremely difficult"), 3),
            ),
            ask_if=_any_problem,
            scored=False,
            required=False,
            loinc="69722-7",
        ),
    ),
    bands=(
        Band(0, 4, _("minimal")),
        Band(5, 9, _("mild")),
        Band(10, 14, _("moderate")),
        Band(15, 19, _("moderately severe")),
        Band(20, 27, _("severe")),
    ),
    credit="Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.",
    wording_read=True,
    loinc={"panel": "44249-1", "total": "44261-6"},
)

GAD7 = Scale(
    title="GAD-7",
    stem=_("Over the last 2 weeks, how often have you been bothered by the following problems?"),
    items=(
        Item("1", _("Feeling nervous, anxious, or on edge"), FREQUENCY, loinc="69725-0"),
        Item("2", _("Not being able to stop or control worrying"), FREQUENCY, loinc="68509-9"),
        Item("3", _("Worrying too much about different things"), FREQUENCY, loinc="69733-4"),
        Item("4", _("Trouble relaxing"), FREQUENCY, loinc="69734-2"),
        Item("5", _("Being so restless that it's hard to sit still"), FREQUENCY, loinc="69735-9"),
        Item("6", _("Becoming easily annoyed or irritable"), FREQUENCY, loinc="69689-8"),
        Item("7", _("Feeling afraid, as if something awful might happen"), FREQUENCY, loinc="69736-7"),
    ),
    bands=(
        Band(0, 4, _("minimal")),
        Band(5, 9, _("mild")),
        Band(10, 14, _("moderate")),
        Band(15, 21, _("severe")),
    ),
    credit="Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.",
    wording_read=True,
    loinc={"panel": "69737-5", "total": "70274-6"},
)


def _zero_to_ten(least: str, most: str) -> tuple[tuple[str, str, int], ...]:
    """0 to 10; the two ends are named."""
    ends = {0: least, 10: most}
    return tuple((str(n), f"{n}: {ends[n]}" if n in ends else str(n), n) for n in range(11))


PEG = Scale(
    title="PEG",
    items=(
        Item(
            "1",
            _("What number best describes your pain on average in the past week?"),
            _zero_to_ten(_("No pain"), _("Pain as bad as you can imagine")),
            loinc="75893-8",
        ),
        Item(
            "2",
            _(
                "What number best describes how, during the past week, pain has interfered with your enjoyment of life?"
            ),
            _zero_to_ten(_("Does not interfere"), _("Completely interferes")),
            loinc="91145-3",
        ),
        Item(
            "3",
            _(
                "What number best describes how, during the past week, pain has interfered with your general activity?"
            ),
            _zero_to_ten(_("Does not interfere"), _("Completely interferes")),
            loinc="91146-1",
        ),
    ),
    credit="PEG scale: Krebs et al., J Gen Intern Med 2009.",
    wording_read=False,
    note="shown without bands; terms of use to be checked by counsel before a commercial release",
    loinc={"panel": "91148-7", "mean": "91147-9"},
)

PCPTSD5 = Scale(
    title="PC-PTSD-5",
    items=(
        Item(
            "gate",
            _(
                "Sometimes things happen to people that are unusually or especially frightening, horrible, or traumatic. For example: a serious accident or fire; a physical or sexual assault or abuse; an earthquake or flood; a war; seeing someone be killed or seriously injured; having a loved one die through homicide or suicide. Have you ever experienced this kind of event?"
            ),
            YES_NO,
            scored=False,
        ),
        Item(
            "1",
            _(
                "In the past month, have you had nightmares about the event(s) or thought about the event(s) when you did not want to?"
            ),
            YES_NO,
            ask_if=lambda asked: asked.item("gate").is_yes,
            loinc="102012-2",
        ),
        Item(
            "2",
            _(
                "In the past month, have you tried hard not to think about the event(s) or went out of your way to avoid situations that reminded you of the event(s)?"
            ),
            YES_NO,
            ask_if=lambda asked: asked.item("gate").is_yes,
            loinc="102013-0",
        ),
        Item(
            "3",
            _("In the past month, have you been constantly on guard, watchful, or easily startled?"),
            YES_NO,
            ask_if=lambda asked: asked.item("gate").is_yes,
            loinc="102014-8",
        ),
        Item(
            "4",
            _(
                "In the past month, have you felt numb or detached from people, activities, or your surroundings?"
            ),
            YES_NO,
            ask_if=lambda asked: asked.item("gate").is_yes,
            loinc="102015-5",
        ),
        Item(
            "5",
            _(
                "In the past month, have you felt guilty or unable to stop blaming yourself or others for the event(s) or any problems the event(s) may have caused?"
            ),
            YES_NO,
            ask_if=lambda asked: asked.item("gate").is_yes,
            loinc="102016-3",
        ),
    ),
    credit="VA National Center for PTSD.",
    wording_read=True,
    loinc={"panel": "102010-6", "total": "102017-1"},
)


def _any_positive(asked: Any) -> Condition:
    """Any of the first four answered yes, or declined."""
    first, *rest = (asked.item(item).is_any("yes", "rather_not_say") for item in range(1, 5))
    return AnyOf((first, *rest))


ASQ = Scale(
    title="ASQ",
    items=(
        Item("1", _("In the past few weeks, have you wished you were dead?"), YES_NO),
        Item(
            "2",
            _(
                "In the past few weeks, have you felt that you or your family would be better off if you were dead?"
            ),
            YES_NO,
        ),
        Item("3", _("In the past week, have you been having thoughts about killing yourself?"), YES_NO),
        Item("4", _("Have you ever tried to kill yourself?"), YES_NO),
        Item("5", _("Are you having thoughts of killing yourself right now?"), YES_NO, ask_if=_any_positive),
    ),
    credit="National Institute of Mental Health, ASQ Suicide Risk Screening Toolkit.",
    wording_read=True,
    note="Made for staff to ask. Here it is a reason for a call, not an assessment.",
)


def _drinks(asked: Any) -> Condition:
    """Alcohol is drunk at all."""
    drinks: Condition = asked.item(1).is_any("1", "2", "3", "4")
    return drinks


AUDITC = Scale(
    title="AUDIT-C",
    stem=_("One standard drink is 12 oz of beer, 5 oz of wine, or 1.5 oz of spirits."),
    items=(
        Item(
            "1",
            _("How often do you have a drink containing alcohol?"),
            (
                ("0", _("Never"), 0),
                ("1", _("Monthly or less"), 1),
                ("2", _("2-4 times a month"), 2),
                ("3", _("2-3 times a week"), 3),
                ("4", _("4 or more times a week"), 4),
            ),
            loinc="68518-0",
        ),
        Item(
            "2",
            _("How many standard drinks containing alcohol do you have on a typical day?"),
            (
                ("0", _("1 or 2"), 0),
                ("1", _("3 or 4"), 1),
                ("2", _("5 or 6"), 2),
                ("3", _("7 to 9"), 3),
                ("4", _("10 or more"), 4),
            ),
            ask_if=_drinks,
            loinc="68519-8",
        ),
        Item(
            "3",
            _("How often do you have 6 or more drinks on one occasion?"),
            (
                ("0", _("Never"), 0),
                ("1", _("Less than monthly"), 1),
                ("2", _("Monthly"), 2),
                ("3", _("Weekly"), 3),
                ("4", _("Daily or almost daily"), 4),
            ),
            ask_if=_drinks,
            loinc="68520-6",
        ),
    ),
    credit="World Health Organization, AUDIT.",
    wording_read=True,
    loinc={"panel": "72109-2", "total": "75626-2"},
)

HOW_OFTEN = (
    ("daily_or_almost", _("Daily or almost daily"), 4),
    ("weekly", _("Weekly"), 3),
    ("monthly", _("Monthly"), 2),
    ("less_than_monthly", _("Less than monthly"), 1),
    ("never", _("Never"), 0),
)


def _a_man(asked: Any) -> Condition:
    """Sex at birth male: the item that counts five drinks."""
    return About.sex_at_birth.is_any("male")


def _not_a_man(asked: Any) -> Condition:
    """Any other answer, or none yet: the item that counts four drinks, the lower line."""
    return About.sex_at_birth.is_any("female", "intersex", "rather_not_say") | About.sex_at_birth.not_answered


TAPS1 = Scale(
    title="TAPS-1",
    items=(
        Item(
            "1",
            _(
                "In the past 12 months, how often have you used any tobacco product (for example, cigarettes, e-cigarettes, cigars, pipes, or smokeless tobacco)?"
            ),
            HOW_OFTEN,
            loinc="96842-0",
        ),
        Item(
            "2_men",
            _(
                "In the past 12 months, how often have you had 5 or more drinks containing alcohol in one day? One standard drink is about 1 small glass of wine (5 oz), 1 beer (12 oz), or 1 single shot of liquor."
            ),
            HOW_OFTEN,
            ask_if=_a_man,
            loinc="88037-7",
        ),
        Item(
            "2_women",
            _(
                "In the past 12 months, how often have you had 4 or more drinks containing alcohol in one day? One standard drink is about 1 small glass of wine (5 oz), 1 beer (12 oz), or 1 single shot of liquor."
            ),
            HOW_OFTEN,
            ask_if=_not_a_man,
            loinc="75889-6",
        ),
        Item(
            "3",
            _(
                "In the past 12 months, how often have you used any drugs including marijuana, cocaine or crack, heroin, methamphetamine (crystal meth), hallucinogens, ecstasy/MDMA?"
            ),
            HOW_OFTEN,
        ),
        Item(
            "4",
            _(
                "In the past 12 months, how often have you used any prescription medications just for the feeling, more than prescribed or that were not prescribed for you? (for example, OxyContin, Xanax, Adderall)"
            ),
            HOW_OFTEN,
        ),
    ),
    credit="National Institute on Drug Abuse, TAPS Tool. Public domain in the US.",
    wording_read=False,
    note="Wording agreed between copies; to be checked once against NIDA.",
    loinc={"panel": "96841-2"},
)
