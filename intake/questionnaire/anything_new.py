"""*Is anything new?* before a visit: a few short questions, and what is asked in full where something is.

A topic that is answered *yes* or *not sure* opens its questions of the form. The ride is asked of the visit, not of the
form: staff settle it with the patient and the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.questionnaire.answers import Answers
from intake.questionnaire.brain import Brain
from intake.questionnaire.heart import Heart
from intake.questionnaire.lungs import Lungs
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.mind import Mind
from intake.questionnaire.organs import Organs
from intake.questionnaire.pregnancy import Pregnancy
from intake.questionnaire.questions import Question
from intake.questionnaire.truth import Truth
from intake.questionnaire.words import _

YES, NO, UNSURE = "yes", "no", "unsure"
RIDE = "ride"


@dataclass(frozen=True)
class Topic:
    """One short question: how it is asked, what staff call it, which questions of the form it opens, and whether the
    patient is asked to tell it in their own words as well."""

    key: str
    label: str
    help: str
    called: str
    opens: tuple[Question, ...] = ()
    own_words: bool = False


TOPICS = (
    Topic(
        "health",
        _("Is anything new with your health?"),
        _("A new illness, a hospital stay, a fall, new pain, or feeling much worse in body or mind."),
        _("health"),
        (Heart.symptoms, Brain.head_injury, Mind.asq, Mind.harm_others),
        own_words=True,
    ),
    Topic(
        "medicines",
        _("Any new medicine, a changed dose, or one that you stopped?"),
        _("Also what you buy without a prescription, patches, shots, herbs and vitamins."),
        _("medicines"),
        (Medicines.none, Medicines.taken, Medicines.also, Medicines.changed),
    ),
    Topic(
        "pregnancy",
        _("Are you pregnant, or could you be?"),
        "",
        _("pregnancy"),
        (Pregnancy.could_be, Pregnancy.pregnant, Pregnancy.with_high_bp, Pregnancy.breastfeeding),
    ),
    Topic(
        "cold",
        _("Do you have a cold, a cough, a fever, or are you throwing up?"),
        "",
        _("cold or fever"),
        (Lungs.cold, Organs.belly_symptoms),
        own_words=True,
    ),
    Topic(
        RIDE,
        _("Is anything new about your ride home?"),
        _("Someone else takes you, they cannot come, or you have nobody yet."),
        _("ride home"),
    ),
)
IN_OWN_WORDS = _("What is new? Tell us what it is, since when, and how it is now.")


def topics_for(answers: Answers) -> list[Topic]:
    """The topics that this patient is asked: pregnancy only where the form asked about it."""
    return [topic for topic in TOPICS if topic.key != "pregnancy" or answers.asks_section(Pregnancy) is Truth.YES]


def new_among(said: Mapping[str, str]) -> list[Topic]:
    """The topics on which something is new, or the patient is not sure."""
    return [topic for topic in TOPICS if said.get(topic.key) in (YES, UNSURE)]


def opened_by(topics: Iterable[Topic]) -> tuple[frozenset[str], str]:
    """Codes of the questions that these topics open, and the question to answer in one's own words, if any."""
    listed = list(topics)
    codes = frozenset(question.code for topic in listed for question in topic.opens)
    return codes, str(IN_OWN_WORDS) if any(topic.own_words for topic in listed) else ""
