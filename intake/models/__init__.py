"""What is kept: a file per noun; a row knows its parent by name only."""

from intake.models.acknowledgement import Acknowledgement
from intake.models.decision import Decision, Outcome, Proposal
from intake.models.disposition import Disposition, DispositionKind
from intake.models.draft import Draft
from intake.models.flag import Flag
from intake.models.intake import Intake, Saved
from intake.models.refusals import Incomplete, NotAllowed, NotOpen
from intake.models.reopening import HowChecked, Reopening
from intake.models.resolution import Resolution
from intake.models.safety_alert import SafetyAlert
from intake.models.sitting import Sitting
from intake.models.status import Status
from intake.models.submission import Submission
from intake.models.triage import Triage

__all__ = [
    "Acknowledgement",
    "Decision",
    "Disposition",
    "DispositionKind",
    "Draft",
    "Flag",
    "HowChecked",
    "Incomplete",
    "Intake",
    "NotAllowed",
    "NotOpen",
    "Outcome",
    "Proposal",
    "Reopening",
    "Resolution",
    "SafetyAlert",
    "Saved",
    "Sitting",
    "Status",
    "Submission",
    "Triage",
]
