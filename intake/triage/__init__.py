"""What answers mean: rules with their reasons and sources, weighed over answers. Plain Python, no framework."""

from intake.triage.rules import CouldNotTell, Finding, Level, Rule, Triaged, Urgency
from intake.triage.scoring import scores_of
from intake.triage.triaging import (
    CODES,
    RULE_SET_VERSION,
    RULES,
    SAFETY_RULES,
    rule_called,
    safety_findings,
    triage,
)
from intake.triage.unsure import FOLLOWING, Following

__all__ = [
    "CODES",
    "FOLLOWING",
    "RULES",
    "RULE_SET_VERSION",
    "SAFETY_RULES",
    "CouldNotTell",
    "Finding",
    "Following",
    "Level",
    "Rule",
    "Triaged",
    "Urgency",
    "rule_called",
    "safety_findings",
    "scores_of",
    "triage",
]
