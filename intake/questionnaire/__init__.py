"""What we ask: the sections in the order asked."""

from intake.questionnaire.about import About
from intake.questionnaire.agree import Agree
from intake.questionnaire.allergy import Allergy
from intake.questionnaire.body import Body
from intake.questionnaire.brain import Brain
from intake.questionnaire.contacts import Contacts
from intake.questionnaire.eyes import Eyes
from intake.questionnaire.heart import Heart
from intake.questionnaire.hormones import Hormones
from intake.questionnaire.lungs import Lungs
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.mind import Mind
from intake.questionnaire.organs import Organs
from intake.questionnaire.pregnancy import Pregnancy
from intake.questionnaire.prepare import Prepare
from intake.questionnaire.questions import Question, Section
from intake.questionnaire.reason import Reason
from intake.questionnaire.ride import Ride
from intake.questionnaire.substances import Substances

QUESTIONNAIRE_VERSION = "2026.1"

SECTIONS: tuple[type[Section], ...] = (
    About,
    Contacts,
    Body,
    Reason,
    Heart,
    Brain,
    Eyes,
    Lungs,
    Hormones,
    Organs,
    Pregnancy,
    Mind,
    Substances,
    Allergy,
    Medicines,
    Prepare,
    Ride,
    Agree,
)

ALL_QUESTIONS: tuple[Question, ...] = tuple(
    question for section in SECTIONS for question in section.questions
)

_sections = {section.code: section for section in SECTIONS}
_questions = {question.code: question for question in ALL_QUESTIONS}


def section_called(code: str) -> type[Section]:
    """The section of this code; KeyError when there is none."""
    return _sections[code]


def question_called(code: str) -> Question:
    """The question of this code; KeyError when there is none."""
    return _questions[code]
