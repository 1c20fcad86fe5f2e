"""What a returning patient may keep from an earlier form, unseen: *the same, changed, not sure?*

Only facts that last: what one was told once, what one is allergic to. What is true today (medicines, pregnancy, the
mind, thoughts of suicide, substances, the ride, what speaks of *now* or of the last weeks or months) is asked anew each
time, and so is what is signed, and who one is. `docs/decisions/0008-what-is-kept-unseen.md` says why.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.questionnaire.allergy import Allergy
from intake.questionnaire.asked_again import follow_ups_of
from intake.questionnaire.brain import Brain
from intake.questionnaire.contacts import Contacts
from intake.questionnaire.heart import Heart
from intake.questionnaire.hormones import Hormones
from intake.questionnaire.lungs import Lungs
from intake.questionnaire.organs import Organs
from intake.questionnaire.questions import OneOf, Page, Question

LASTING: tuple[Question, ...] = (
    Contacts.emergency_name,
    Contacts.emergency_relationship,
    Contacts.emergency_phone,
    Contacts.pharmacy,
    Heart.blocked_arteries,
    Heart.rhythm,
    Heart.valve,
    Heart.aneurysm,
    Heart.avm,
    Brain.bleed,
    Brain.skull_pressure,
    Brain.tumor,
    Brain.memory,
    Lungs.airway,
    Hormones.porphyria,
    Hormones.pheochromocytoma,
    Organs.kidney,
    Organs.bladder_disease,
    Organs.slow_stomach,
    Allergy.allergies,
    Allergy.ketamine,
    Allergy.benzethonium,
    Allergy.latex,
    Allergy.anesthesia_problem,
    Allergy.anesthesia_nausea,
)
"""The questions that may be kept. Each stands for itself: it is asked whatever else of its section was answered."""


def unit_of(question: Question) -> tuple[Question, ...]:
    """A question with its follow-ups: they are kept together, so that none that is asked tells how it was answered."""
    codes = follow_ups_of([question.code])
    return (question, *(each for each in question.section.questions if each.code in codes))


def lasting_on(page: Page) -> list[Question]:
    """Those of a screen that may be kept."""
    return [question for question in page.questions if question in LASTING]


def covered_by(kept: Iterable[str]) -> frozenset[str]:
    """Codes of what is not asked while these are kept: they, and their follow-ups."""
    codes = set(kept)
    return frozenset(each.code for question in LASTING if question.code in codes for each in unit_of(question))


def screen_without(page: Page, covered: frozenset[str]) -> Page:
    """The same screen without these questions."""
    if not any(question.code in covered for question in page.questions):
        return page
    left = Page(page.title, intro=page.intro, kindness=page.kindness)
    left.number = page.number
    left.questions = tuple(question for question in page.questions if question.code not in covered)
    return left


def page_of(question: Question) -> Page:
    """The screen on which a question is asked."""
    return next(page for page in question.section.pages if question in page.questions)


def knows_unsure(question: Question) -> bool:
    """Whether *not sure* is one of its own answers; where it is none, the question is asked."""
    return isinstance(question, OneOf) and "unsure" in question.codes
