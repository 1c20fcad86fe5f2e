"""Please read and agree."""

from intake.questionnaire.about import AskedOfAdults
from intake.questionnaire.pregnancy import Pregnancy
from intake.questionnaire.questions import Acknowledgement, Check, Day, Words
from intake.questionnaire.words import _


class Agree(AskedOfAdults):
    """Each is a separate sentence. Tick it when you have read it."""

    title = _("Please read and agree")
    intro = _(
        "First three short questions, if you like: they help us explain better, and change nothing. Then tick each sentence when you have read it."
    )
    explained_at = ("serious-risks", "results-and-how-long", "getting-home")

    when_drive = Check(
        _("After an infusion, when may you drive again?"),
        {
            "when_clear": _("The same day, once I feel clear"),
            "next_day": _("The next day at the earliest, after a good sleep"),
            "after_rest": _("After a few hours of rest"),
        },
        right="next_day",
        explained=_("No driving until the next day at the earliest, after a good sleep. You may feel clear before you are."),
    )
    strange_feelings = Check(
        _("You may feel floaty, dreamlike or cut off from your body. What is true?"),
        {
            "wrong": _("It means something has gone wrong"),
            "lasts": _("It stays for days"),
            "passes": _("For most people it passes within an hour or two"),
        },
        right="passes",
        explained=_("These feelings are common and, for most people, pass within an hour or two. Tell the staff if they scare you."),
    )
    not_eating = Check(
        _("What about eating and drinking before an infusion?"),
        {
            "as_told": _("I stop at the times the clinic gives me"),
            "as_usual": _("I eat and drink as usual"),
            "drink_freely": _("I stop eating, but may drink up to the last minute"),
        },
        right="as_told",
        explained=_("Stop eating and drinking at the times we give you. Food or drink in your stomach can get into your lungs."),
    )

    true_answers = Acknowledgement(_("I answered as fully and honestly as I can."))
    not_emergency = Acknowledgement(
        _(
            "I know this form is not watched all the time. In an emergency I will call the emergency number or the crisis line."
        )
    )
    off_label = Acknowledgement(
        _("I know IV ketamine for mood or pain is “off-label”. The FDA has not approved it for these uses.")
    )
    no_promise = Acknowledgement(_("I know it may not help me, and that the benefit may fade."))
    risks = Acknowledgement(
        _("I have read the side effects and serious risks."),
        help=_(
            "Common: feeling outside your body, dizziness, nausea, sleepiness, higher blood pressure. Serious: very high blood pressure, slow breathing, fainting, lasting bladder harm, addiction."
        ),
    )
    keep_medicines = Acknowledgement(
        _("I will not stop or change any medicine unless my clinician tells me to.")
    )
    fasting = Acknowledgement(_("I will follow the eating and drinking rules I am given."))
    sober = Acknowledgement(
        _("I will not use alcohol, cannabis or street drugs for 24 hours before and after treatment.")
    )
    ride = Acknowledgement(_("I will not go home alone. If my ride falls through, my visit may be moved."))
    no_driving = Acknowledgement(
        _("I will not drive, use machines or make big decisions until the next day after a good sleep.")
    )
    pregnancy = Acknowledgement(
        _("I will tell you at once if I might be pregnant."),
        ask_if=Pregnancy.could_be.is_any("yes", "unsure"),
    )
    tell_changes = Acknowledgement(
        _("I will tell you if my health, medicines or safety change before my visit.")
    )
    may_call = Acknowledgement(
        _("If you worry that I am not safe, you may call me, my emergency contact or emergency services.")
    )
    privacy = Acknowledgement(_("I have read the privacy notice."))
    signature = Words(
        _("Type your full name to sign"),
        help=_("The legal name you gave, or the name of the person who decides by law."),
    )
    signed_on = Day(_("Date"), today=True)
