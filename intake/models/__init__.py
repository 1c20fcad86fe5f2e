"""What is kept: a file per noun; a row knows its parent by name only."""

from intake.models.abandonment import Abandonment
from intake.models.acknowledgement import Acknowledgement
from intake.models.anything_new import AnythingNew
from intake.models.assessment import Assessment
from intake.models.called_off import CalledOff
from intake.models.consent import Consent, Signed, Signer
from intake.models.consent_withdrawal import ConsentWithdrawal
from intake.models.course import Course
from intake.models.day_check import DayCheck
from intake.models.decision import Decision, Outcome, Proposal
from intake.models.discharge import Discharge, Leaving
from intake.models.disposition import Disposition, DispositionKind
from intake.models.draft import Draft
from intake.models.driver_link import DriverLink
from intake.models.filling import Filling
from intake.models.flag import Flag
from intake.models.holding import Holding
from intake.models.information_request import InformationRequest
from intake.models.intake import Intake
from intake.models.invitation import Invitation
from intake.models.invitation_link import InvitationLink
from intake.models.lapse import Lapse
from intake.models.matching import Matching, MatchKind
from intake.models.measure import Measure, MeasureKind
from intake.models.medicine_note import MedicineNote
from intake.models.merge import Merge, Unmerge
from intake.models.message import Message
from intake.models.news_standing import NewsStanding, NewsState
from intake.models.note import Note
from intake.models.patient import Patient
from intake.models.pin import Pin
from intake.models.policy_change import PolicyChange
from intake.models.policy_in_force import policy_in_force
from intake.models.policy_verdict import PolicyVerdict
from intake.models.presence import Presence
from intake.models.proof import Proof
from intake.models.reach import Reach
from intake.models.refusals import Changed, Incomplete, NotAllowed, NotOpen
from intake.models.reminding import Reminder
from intake.models.reopening import HowChecked, Reopening
from intake.models.reply import Reply
from intake.models.reply_part import ReplyPart
from intake.models.request_link import RequestLink
from intake.models.resolution import Resolution, Settled
from intake.models.return_link import ReturnLink
from intake.models.ride import Ride, RidePlan
from intake.models.ride_answer import DriverSays, RideConfirmation
from intake.models.ride_state import RideState, stands_confirmed
from intake.models.route import Route
from intake.models.safety_alert import SafetyAlert
from intake.models.safety_assessment import SafetyAssessment
from intake.models.safety_call import CallResult, SafetyCall
from intake.models.safety_hand_over import SafetyHandOver
from intake.models.saving import Saved
from intake.models.section_review import SectionReview
from intake.models.sitting import Sitting
from intake.models.status import Status
from intake.models.submission import Submission
from intake.models.token import Token
from intake.models.triage import Triage
from intake.models.turn import Turn
from intake.models.turn_count import TurnCount
from intake.models.unattended import UnattendedAlert
from intake.models.visit import Visit
from intake.models.visit_change import VisitChange
from intake.models.visit_exception import Point, VisitException
from intake.models.visit_status import VisitStatus
from intake.models.way_back import WayBack
from intake.models.withdrawal import Withdrawal
from intake.models.withdrawal_seen import WithdrawalSeen
from intake.models.wording import Wording

__all__ = [
    "Abandonment",
    "Acknowledgement",
    "AnythingNew",
    "Assessment",
    "CallResult",
    "CalledOff",
    "Changed",
    "Consent",
    "ConsentWithdrawal",
    "Course",
    "DayCheck",
    "Decision",
    "Discharge",
    "Disposition",
    "DispositionKind",
    "Draft",
    "DriverLink",
    "DriverSays",
    "Filling",
    "Flag",
    "Holding",
    "HowChecked",
    "Incomplete",
    "InformationRequest",
    "Intake",
    "Invitation",
    "InvitationLink",
    "Lapse",
    "Leaving",
    "Measure",
    "MeasureKind",
    "MatchKind",
    "Matching",
    "MedicineNote",
    "Merge",
    "Message",
    "NewsStanding",
    "NewsState",
    "NotAllowed",
    "NotOpen",
    "Note",
    "Outcome",
    "Patient",
    "Pin",
    "Point",
    "PolicyChange",
    "PolicyVerdict",
    "Presence",
    "Proof",
    "Proposal",
    "Reach",
    "Reminder",
    "Reopening",
    "Reply",
    "ReplyPart",
    "RequestLink",
    "Resolution",
    "ReturnLink",
    "Ride",
    "RideConfirmation",
    "RidePlan",
    "RideState",
    "Route",
    "SafetyAlert",
    "SafetyAssessment",
    "SafetyCall",
    "SafetyHandOver",
    "Saved",
    "SectionReview",
    "Settled",
    "Signed",
    "Signer",
    "Sitting",
    "Status",
    "Submission",
    "Token",
    "Triage",
    "Turn",
    "TurnCount",
    "UnattendedAlert",
    "Unmerge",
    "Visit",
    "VisitChange",
    "VisitException",
    "VisitStatus",
    "Withdrawal",
    "WithdrawalSeen",
    "Wording",
    "WayBack",
    "policy_in_force",
    "stands_confirmed",
]
