"""Why you are here."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.conditions import AllOf
from intake.questionnaire.questions import Day, Instrument, Number, OneOf, Page, SomeOf, Words, YesNo
from intake.questionnaire.scales import PEG
from intake.questionnaire.scores import peg_score
from intake.questionnaire.subjects import WorkedOut
from intake.questionnaire.words import _

MOOD = ("depression", "bipolar_depression")
ANXIETY = ("anxiety_general", "anxiety_social", "panic", "ptsd", "ocd")
PAIN = ("pain_nerve", "pain_fibro", "pain_crps", "pain_postop", "pain_other", "migraine", "cluster")


class Reason(AskedOfAdults):
    """What you would like help with, and what you have tried."""

    title = _("Why you are here")
    private = True
    explained_at = ("depression-and-bipolar", "anxiety-ptsd-ocd", "chronic-pain")
    intro = _("What you would like help with, and what you have tried.")

    wanted = SomeOf(
        _("What would you like help with? Choose all that fit."),
        {
            "depression": _("Depression"),
            "bipolar_depression": _("Depression with bipolar disorder"),
            "anxiety_general": _("Worry on most days"),
            "anxiety_social": _("Fear around people"),
            "panic": _("Panic attacks"),
            "ptsd": _("PTSD (stress after something terrible)"),
            "ocd": _("OCD (thoughts or acts you cannot stop)"),
            "pain_nerve": _("Nerve pain"),
            "pain_fibro": _("Fibromyalgia"),
            "pain_crps": _("CRPS (complex regional pain)"),
            "migraine": _("Migraine"),
            "cluster": _("Cluster headache"),
            "pain_postop": _("Pain after surgery"),
            "pain_other": _("Another kind of pain"),
            "other": _("Something else"),
        },
        other=True,
    )
    matters_most = OneOf(
        _("Which one matters most right now?"), options_from=wanted, ask_if=wanted.count_at_least(2)
    )
    diagnosed_by = OneOf(
        _("Who told you that you have this condition?"),
        {
            "psychiatrist": _("Psychiatrist"),
            "other_doctor": _("Another doctor or nurse"),
            "therapist": _("Therapist"),
            "no_one_yet": _("No one yet"),
        },
        unsure=True,
    )
    duration = OneOf(
        _("How long have you had it?"),
        {
            "under_3_months": _("Less than 3 months"),
            "3_to_12_months": _("3 to 12 months"),
            "1_to_5_years": _("1 to 5 years"),
            "over_5_years": _("More than 5 years"),
        },
    )
    goal = Words(
        _("What do you hope will be better after treatment?"), longest=1000, long=True, required=False
    )
    antidepressants_tried_page = Page(_("What you have tried"))
    antidepressants_tried = OneOf(
        _("How many depression medicines have you tried for 6 weeks or more?"),
        {
            "0": _("None"),
            "1": _("1"),
            "2": _("2"),
            "3_to_4": _("3 or 4"),
            "5_or_more": _("5 or more"),
        },
        unsure=True,
        help=_("Count each medicine once, whatever the dose."),
        ask_if=wanted.has_any(*MOOD, *ANXIETY),
    )
    tried = SomeOf(
        _("What else have you tried?"),
        {
            "talk_therapy": _("Talk therapy"),
            "mood_stabilizer": _("A mood stabilizer, such as lithium"),
            "ect": _("ECT (electric treatment under anesthesia)"),
            "tms": _("TMS (magnetic treatment)"),
            "vns": _("VNS (nerve stimulator)"),
            "spravato": _("Spravato (nasal spray)"),
            "ketamine": _("Ketamine"),
            "pain_clinic": _("A pain clinic"),
            "nerve_block": _("A nerve block"),
            "physical_therapy": _("Physical therapy"),
            "other": _("Something else"),
        },
        none=_("None of these"),
        other=True,
    )
    ketamine_before = YesNo(_("Have you had ketamine or Spravato before as a treatment?"), unsure=True)
    ketamine_route = SomeOf(
        _("How was it given?"),
        {
            "iv": _("Through a vein (IV)"),
            "shot": _("A shot"),
            "spravato": _("Spravato (nasal spray)"),
            "other_nasal": _("Another nasal spray"),
            "lozenge_or_pill": _("A lozenge or pill"),
            "during_surgery": _("During surgery"),
            "unsure": _("Not sure"),
        },
        ask_if=ketamine_before.is_yes,
    )
    ketamine_now = YesNo(
        _("Are you still getting it from another clinic or by mail?"), ask_if=ketamine_before.is_yes
    )
    ketamine_count = Number(
        _("About how many times have you had it?"),
        between=(0, 1000),
        ask_if=ketamine_before.is_yes,
        required=False,
    )
    ketamine_last = OneOf(
        _("When was the last time?"),
        {
            "under_1_month": _("Less than 1 month ago"),
            "1_to_6_months": _("1 to 6 months ago"),
            "6_to_12_months": _("6 to 12 months ago"),
            "over_12_months": _("More than 12 months ago"),
        },
        unsure=True,
        ask_if=ketamine_before.is_yes,
        required=False,
    )
    ketamine_helped = OneOf(
        _("Did it help?"),
        {
            "a_lot": _("Yes, a lot"),
            "some": _("Yes, some"),
            "no": _("No"),
            "worse": _("It made things worse"),
        },
        ask_if=ketamine_before.is_yes,
    )
    ketamine_problems = SomeOf(
        _("Did you have any of these problems with it?"),
        {
            "high_bp_needing_medicine": _("High blood pressure that needed medicine"),
            "panic": _("Panic attacks"),
            "seeing_things_over_24h": _("Seeing things for more than 24 hours"),
            "vomiting": _("Vomiting"),
            "trouble_breathing": _("Trouble breathing"),
            "passed_out": _("Passing out"),
            "bladder_pain": _("Bladder pain"),
            "allergic_reaction": _("An allergic reaction"),
            "other": _("Something else"),
        },
        none=_("None of these"),
        other=True,
        ask_if=ketamine_before.is_yes,
    )
    pain_where = Words(
        _("Where is your pain and what does it feel like?"),
        longest=1000,
        long=True,
        ask_if=wanted.has_any(*PAIN),
    )
    surgery_date = Day(_("Date of the surgery"), within_years=5, ask_if=wanted.has("pain_postop"))
    headache_days = Number(
        _("In a usual month, how many days do you have a headache?"),
        unit="d",
        between=(0, 31),
        ask_if=wanted.has_any("migraine", "cluster"),
    )
    pain_doctor = Words(_("Pain doctor name and phone"), ask_if=wanted.has_any(*PAIN), required=False)
    peg = Instrument(PEG, ask_if=wanted.has_any(*PAIN))
    peg_mean = WorkedOut((peg,), peg_score, "PEG mean")


NO_MOOD_OR_ANXIETY = AllOf(tuple(Reason.wanted.lacks(reason) for reason in (*MOOD, *ANXIETY)))
"""No reason for coming is a mood or anxiety disorder."""
