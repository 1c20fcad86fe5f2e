"""The handbook: all that is asked, what answers mean and on whose word, as one document made from the code itself."""

from intake.handbook.asked import sections
from intake.handbook.meant import rules
from intake.handbook.medicines import medicines
from intake.handbook.settable import settable
from intake.questionnaire import QUESTIONNAIRE_VERSION
from intake.triage import RULE_SET_VERSION

INTRODUCTION = f"""# Handbook

Everything Clearway asks, what answers mean for an infusion, why, and on whose word: for the medical director who signs
it off. This page is made from the code by `manage.py handbook`; a test fails when it is stale. Nothing here is a
decision: rules flag, and a clinician decides.

Questionnaire {QUESTIONNAIRE_VERSION}, rules {RULE_SET_VERSION}. What is said of a setting or a level is what is
published; what one clinic changed stands on its own *Rules* pages.

- [What a clinic may set](#what-a-clinic-may-set)
- [What we ask](#what-we-ask)
- [What answers mean](#what-answers-mean)
- [Medicines](#medicines)
"""


def handbook() -> str:
    """The whole document, in Markdown."""
    parts = [INTRODUCTION, *settable(), *sections(), *rules(), *medicines()]
    return "\n".join(parts).rstrip() + "\n"
