"""Levels, urgencies, acts and actors in the words that staff read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clinic.roles import ROLE_WORDS, Role
from intake.triage import Level, Urgency

LEVELS = {
    Level.STOP: ("stop", _("STOP")),
    Level.REVIEW: ("review", _("Review")),
    Level.CAUTION: ("caution", _("Caution")),
    Level.INFO: ("info", _("Info")),
}
URGENCIES = {
    Urgency.NOW: _("now"),
    Urgency.TODAY: _("today"),
    Urgency.BEFORE_BOOKING: _("before booking"),
    Urgency.VISIT: _("at the visit"),
}
EVENTS = {
    "intake.started": _("Started the form"),
    "section.saved": _("Saved answers"),
    "answers.dropped": _("Sent answers that were not asked for; they were not kept"),
    "intake.sent": _("Sent the form"),
    "invitation.sent": _("Invited the patient by e-mail"),
    "invitation.sent_again": _("Sent the invitation again"),
    "invitation.called_off": _("Called the invitation off"),
    "invitation.opened": _("Began the form with the link of an invitation"),
    "invitation.refused": _("Tried the link of an invitation, which does not work any more"),
    "invitations.read": _("Read the list of invitations"),
    "intake.abandoned": _("The form was closed: nobody went on with it"),
    "intake.withdrawn": _("Stopped: withdrew the form"),
    "intake.withdrawn_told": _("Wrote down that the patient stops"),
    "withdrawal.seen": _("Saw that the patient stopped"),
    "answers.too_late": _("Told of danger after the form was sent or closed"),
    "intake.reopened": _("Opened the idle form again for the patient"),
    "intake.came_back": _("Came back with a code from staff"),
    "intake.code_refused": _("Tried a code that does not work"),
    "return.link_made": _("Sent the patient a link to come back, on their wish"),
    "return.link_refused": _("Tried a link without the right birth date or PIN, or one that does not work any more"),
    "return.opened": _("Came back with a link"),
    "pin.chosen": _("Chose a PIN for coming back"),
    "review.begun": _("Began the review"),
    "request.made": _("Asked the patient for more"),
    "request.link_made": _("Made a new link for the patient"),
    "request.called_off": _("Called off what the patient was asked"),
    "request.link_refused": _("Tried a link without the right birth date, or one that does not work any more"),
    "request.opened": _("Opened what was asked, with the link and the birth date"),
    "reply.saved": _("Saved answers to what was asked"),
    "reply.sent": _("Sent the answers to what was asked"),
    "answers.kept_or_not": _("Said of earlier answers whether they are the same"),
    "news.nothing": _("Said before a visit that nothing is new"),
    "news.something": _("Said before a visit that something is new"),
    "news.nothing_told": _("Wrote down that the patient has nothing new before a visit"),
    "news.something_told": _("Wrote down what the patient says is new before a visit"),
    "alert.raised": _("A safety alert was raised"),
    "alert.read": _("Read a safety alert"),
    "alert.acknowledged": _("Took on a safety alert"),
    "alert.called": _("Logged a call about a safety alert"),
    "alert.assessed": _("Wrote an assessment of a safety alert"),
    "alert.handed_over": _("Handed a safety alert over"),
    "alert.closed": _("Closed a safety alert"),
    "record.read": _("Read the record"),
    "holding.claimed": _("Took the form to work on it"),
    "holding.taken_over": _("Took the form over from a colleague"),
    "holding.assigned": _("Assigned the form to a colleague"),
    "holding.handed_over": _("Handed the form over to a colleague"),
    "holding.released": _("Let the form go"),
    "holding.ran_out": _("The form became free again: nobody worked on it"),
    "card.read": _("Read the contact card"),
    "decision.made": _("Decided"),
    "filling.begun": _("Began to fill in the form for the patient"),
    "filling.read": _("Read the unsent form, to fill it in for the patient"),
    "match.matched": _("Matched the form with a patient"),
    "match.made": _("Made a new patient of the form"),
    "match.undone": _("Undid the match with a patient"),
    "patient.made": _("Confirmed who this is"),
    "patient.corrected": _("Corrected the patient’s details"),
    "patient.merged": _("Merged two patients"),
    "patient.unmerged": _("Undid a merge"),
    "record.compared": _("Compared these answers with the patient’s next form"),
    "patient.read": _("Read the patient’s page"),
    "decision.lapsed": _("The decision lapsed"),
    "flag.settled": _("Settled a flag"),
    "section.reviewed": _("Marked a section reviewed"),
    "section.review_taken_back": _("Took back that a section is reviewed"),
    "note.written": _("Wrote a note for staff"),
    "assessment.written": _("Wrote the assessment"),
    "fact.measured": _("Added a measured fact"),
    "message.written": _("A message was written"),
    "message.not_sent": _("A message was not sent: staff tell the person"),
    "message.sent": _("A message was sent"),
    "message.failed": _("A message could not be sent"),
    "outbox.read": _("Read the list of messages"),
    "wording.written": _("Worded a message"),
    "message.told": _("Told the person what a message could not"),
    "message.again": _("Had a message sent again"),
    "rules.weighed_again": _("The rules were weighed again"),
    "visit.planned": _("Planned visits"),
    "visit.moved": _("Moved a visit"),
    "visit.cancelled": _("Cancelled a visit"),
    "visit.missed": _("Said that the patient did not come to a visit"),
    "visit.restored": _("Put a visit back"),
    "visit.made_ready": _("Said that a visit is ready"),
    "visit.not_ready": _("A visit is not ready any more"),
    "visit.discharged": _("Let the patient go home after a visit"),
    "consent.kept": _("Wrote down a consent"),
    "consent.withdrawn": _("Wrote down that a consent was taken back"),
    "visit.checked": _("Checked the patient on the day of a visit"),
    "visit.excepted": _("Made an exception for a visit"),
    "visit.read": _("Read a visit"),
    "ride.written": _("Wrote down the ride of a visit"),
    "ride.asked": _("Made a link and a code for the driver"),
    "ride.driver_answered": _("The driver answered"),
    "ride.phoned": _("Wrote down what the driver said on the phone"),
    "ride.sheet_read": _("Opened the sheet for the driver"),
    "visits.read": _("Read the list of a day’s visits"),
    "sheet.read": _("Opened the preparation sheet"),
    "calendar.taken": _("Took the calendar file of a visit"),
    "medicines.written": _("Wrote for the patient what to do with medicines"),
    "safety.goes_on": _("Pressed “I am safe for now, go on”"),
    "safety.wants_call": _("Pressed “I called, or I need a call”"),
}


def level_key(level: int) -> str:
    """The name of a level's mark."""
    return LEVELS[Level(level)][0] if level else ""


def level_word(level: int) -> str:
    """A level in words."""
    return LEVELS[Level(level)][1] if level else ""


def urgency_word(urgency: int) -> str:
    """An urgency in words."""
    return URGENCIES[Urgency(urgency)] if urgency else ""


def act_word(event: Any) -> str:
    """What was done."""
    return str(EVENTS.get(event.action, event.action))


def actor_words(event: Any) -> str:
    """Who did it: *Nia Nurse, Nurse*."""
    if event.actor_id is None:
        return _("Patient") if event.role == "patient" else _("Clearway")
    role = ROLE_WORDS.get(Role(event.role), event.role) if event.role in set(Role) else event.role
    return f"{event.actor.name}, {role}"
