"""What staff do with an intake as a whole: open a draft again, begin the review, weigh the rules again, decide."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from clinic.audit import record
from intake.models.decision import Decision, Proposal, refuse_unless_told_of_later
from intake.models.lapse import lapses_at
from intake.models.newer_form import sent_later_than
from intake.models.refusals import NotAllowed, NotOpen
from intake.models.reopening import HowChecked, Reopening
from intake.models.saving import record_alerts
from intake.models.status import Status, act_called, may_move, refuse_unless
from intake.models.telling import tell_news
from intake.models.triage import Triage


class Reviewing:
    """The acts of staff on an intake. Each is whole or not at all, with the intake locked."""

    @transaction.atomic
    def reopen(self: Any, staff: Any, how_checked: str, request: Any = None) -> str:
        """A one-time code by which the patient comes back to this draft."""
        locked = self._locked()
        if not locked.is_open:
            raise NotOpen("This form has been sent. It cannot be opened again.")
        refuse_unless("reopen", locked, staff)
        if how_checked not in HowChecked.values:
            raise NotAllowed("Say how you made sure who asks.")
        code = Reopening.make(locked, staff, how_checked)
        record(
            "intake.reopened", staff=staff, request=request, subject=locked, detail=f"identity: {how_checked}"
        )
        return code

    @transaction.atomic
    def take_up(self: Any, staff: Any, request: Any = None) -> None:
        """A clinician begins to review it: the first to open it after it was sent."""
        if not may_move("take up", self.status) or not act_called("take up").is_for(staff.role):
            return
        locked = self._locked()
        if may_move("take up", locked.status):
            locked.status = Status.IN_REVIEW
            locked.settle_place()
            locked.save()
            record("review.begun", staff=staff, request=request, subject=locked)
        self._become(locked)

    @transaction.atomic
    def weigh_again(self: Any, staff: Any = None, request: Any = None) -> None:
        """Weighs the rules again over the newest submission. A decision that did not see a new grave flag lapses."""
        locked = self._locked()
        refuse_unless("weigh again", locked, staff)
        record("rules.weighed_again", staff=staff, request=request, subject=locked)
        new_alerts = Triage.run_again(locked)
        record_alerts(locked, new_alerts, request)
        self._become(locked)

    @transaction.atomic
    def decide(
        self: Any, staff: Any, proposal: Proposal, *, on: Any, seen: Any = None, request: Any = None
    ) -> Decision:
        """A clinician decides, on the submission they read (`on`), knowing the last decision (`seen`), by their ids."""
        locked = self._locked()
        submission = locked.submissions.order_by("-number").first()
        if submission is None or not may_move("decide", locked.status):
            raise NotAllowed("There is nothing to decide yet: the patient has not sent what was asked.")
        if str(submission.pk) != str(on):
            raise NotAllowed("The answers changed after you opened them. Read the new ones, then decide.")
        submission.intake = locked
        refuse_unless_told_of_later(proposal, sent_later_than(submission))
        decision = Decision.make(submission, staff, proposal, seen=str(seen or ""))
        locked.status, locked.decided_at = Status.DECIDED, decision.at
        locked.waiting_since, locked.lapses_at = decision.at, lapses_at(decision)
        locked.settle_place()
        locked.save()
        record("decision.made", staff=staff, request=request, subject=locked)
        tell_news(locked)
        self._become(locked)
        return decision
