"""A change of this clinic's policy: proposed by one physician, with a reason; in force once a second approves it."""

from __future__ import annotations

import functools
import operator
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.policy_in_force import policy_in_force
from intake.models.policy_verdict import PolicyVerdict
from intake.models.refusals import NotAllowed
from intake.triage.changeable import CHANGEABLE, Changeable, what_may_change
from intake.triage.changes import is_same

SHORTEST_REASON = 10


class PolicyChangeQuerySet(models.QuerySet["PolicyChange"]):
    """Changes, as they are looked for."""

    def open(self) -> PolicyChangeQuerySet:
        """Proposals that nobody has settled."""
        return self.filter(verdict=None).order_by("proposed_at", "id")

    def approved(self) -> PolicyChangeQuerySet:
        """Approved changes, in the order in which they came into force."""
        return self.filter(verdict__number__isnull=False).order_by("verdict__number")

    def settled(self) -> PolicyChangeQuerySet:
        """Approved, refused or withdrawn, the newest first."""
        return self.filter(verdict__isnull=False).order_by("-verdict__at", "-id")

    def with_people(self) -> PolicyChangeQuerySet:
        """With who proposed and who settled them."""
        return self.select_related("proposed_by", "verdict__by")

    def of(self, what: Changeable) -> PolicyChangeQuerySet:
        """All that was ever proposed of one level or setting, the newest first."""
        return self.of_any([what])

    def of_any(self, listed: Iterable[Changeable]) -> PolicyChangeQuerySet:
        """All that was ever proposed of several, the newest first."""
        these = [models.Q(kind=what.kind, name=what.name) for what in listed]
        return self.filter(functools.reduce(operator.or_, these)).order_by("-proposed_at", "-id")


class PolicyChange(SealedRow):
    """One proposal. `kind` is `level` or `setting`; `name` a rule's code or a setting's name. It names no patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[("level", "level"), ("setting", "setting")])
    name = models.CharField(max_length=60)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = PolicyChangeQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["kind", "name", "proposed_at"], name="changes_of_policy")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def what(self) -> Changeable | None:
        """What it changes; None where that may not be changed any more."""
        return CHANGEABLE.get((self.kind, self.name))

    @property
    def is_weaker(self) -> bool:
        """Whether it flags somebody less gravely, or not at all."""
        return self.what is not None and self.what.is_weaker(self.before, self.after)

    @classmethod
    @transaction.atomic
    def propose(
        cls, staff: Any, kind: str, name: str, after: Any, reason: str, *, request: Any = None
    ) -> PolicyChange:
        """A physician proposes; nothing changes yet."""
        _only_physicians(staff)
        _one_at_a_time()
        what = _that_may_change(kind, name, after)
        before = what.under(policy_in_force())
        if is_same(before, after):
            raise NotAllowed("This is how it stands now. Choose another value.")
        if len(reason.strip()) < SHORTEST_REASON:
            raise NotAllowed("Give your reason in a sentence.")
        if cls.objects.of(what).filter(verdict=None).exists():
            raise NotAllowed("A change of this is proposed already. Settle that one first.")
        made = cls.objects.create(
            kind=kind,
            name=name,
            before=before,
            after=after,
            reason=reason.strip(),
            proposed_by=staff,
            proposed_at=timezone.now(),
        )
        record("policy.proposed", staff=staff, request=request, subject=made, detail=f"{kind} {name}")
        return made

    def approve(self, staff: Any, *, request: Any = None) -> PolicyVerdict:
        """A second physician approves: from now on every triage is run under it."""
        return self._settle(staff, PolicyVerdict.APPROVED, "", request)

    def refuse(self, staff: Any, note: str, *, request: Any = None) -> PolicyVerdict:
        """A second physician refuses, and says why."""
        if len(note.strip()) < SHORTEST_REASON:
            raise NotAllowed("Say in a sentence why you refuse it.")
        return self._settle(staff, PolicyVerdict.REFUSED, note, request)

    def withdraw(self, staff: Any, *, request: Any = None) -> PolicyVerdict:
        """Who proposed it takes it back."""
        return self._settle(staff, PolicyVerdict.WITHDRAWN, "", request)

    @transaction.atomic
    def _settle(self, staff: Any, kind: str, note: str, request: Any) -> PolicyVerdict:
        _only_physicians(staff)
        _one_at_a_time()
        own = staff.pk == self.proposed_by_id
        if own and kind != PolicyVerdict.WITHDRAWN:
            raise NotAllowed("You proposed this change. Another physician has to approve or refuse it.")
        if not own and kind == PolicyVerdict.WITHDRAWN:
            raise NotAllowed("Only who proposed a change can withdraw it. You can refuse it.")
        if PolicyVerdict.objects.filter(change=self).exists():
            raise NotAllowed("Somebody has settled this change already. Load the page again to see how.")
        if kind == PolicyVerdict.APPROVED:
            what = _that_may_change(self.kind, self.name, self.after)
            if not is_same(what.under(policy_in_force()), self.before):
                raise NotAllowed("It stands otherwise now than when this was proposed. Refuse it, and propose anew.")
        given = PolicyVerdict.objects.create(
            change=self,
            kind=kind,
            number=PolicyVerdict.next_number() if kind == PolicyVerdict.APPROVED else None,
            by=staff,
            at=timezone.now(),
            note=note.strip(),
        )
        record(f"policy.{kind}", staff=staff, request=request, subject=self, detail=str(self))
        return given


def _only_physicians(staff: Any) -> None:
    if not staff.is_physician:
        raise NotAllowed("Only a physician can change what a rule says.")


def _one_at_a_time() -> None:
    """Two physicians at once come one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('policy'))")


def _that_may_change(kind: str, name: str, value: Any) -> Changeable:
    try:
        what = what_may_change(kind, name)
        what.check(value)
    except ValueError as wrong:
        raise NotAllowed(str(wrong)) from wrong
    return what
