"""Who works on an intake: claimed, given, taken over, let go. One row for each change; the last one stands.

It shows who is at it, and stops nobody: whoever may act on a record may do so while somebody else has it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.models import Staff
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.policy import DEFAULT as POLICY

LONGEST_NOTE = 500
AT_ONCE = 50
LEASE = timedelta(minutes=POLICY.claim_minutes)


class How(models.TextChoices):
    """How it came to whoever has it, or to nobody."""

    CLAIMED = "claimed"
    TAKEN_OVER = "taken_over"
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    RELEASED = "released"
    RAN_OUT = "ran_out"


class Holding(SealedRow):
    """From this moment on somebody has an intake, or nobody (`staff` is empty). `by`: who did it; nobody, when its time
    ran out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="holdings")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=20, choices=How)
    note = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "at"], name="holdings_of_intake")]

    def __str__(self) -> str:
        return self.how

    @classmethod
    @transaction.atomic
    def claim(cls, intake: Any, staff: Any, *, seen: str = "", request: Any = None) -> Any:
        """A clinician takes it. `seen`: who had it when they looked, by id; from them it is taken over."""
        locked = _locked(intake, staff)
        before = locked.held_by
        _refuse_if_moved(locked, seen, staff)
        if before == staff.pk:
            locked.held_until = max(locked.held_until, timezone.now() + LEASE)
            locked.save(update_fields=["held_until"])
        else:
            cls._pass(locked, staff, staff, How.TAKEN_OVER if before else How.CLAIMED, request=request)
        intake._become(locked)
        return intake

    @classmethod
    @transaction.atomic
    def give(
        cls, intake: Any, staff: Any, to: Any, note: str = "", *, seen: str = "", request: Any = None
    ) -> None:
        """Hands it over to a named clinician, with a note; or assigns it, where the giver does not have it."""
        locked = _locked(intake, staff)
        _refuse_if_moved(locked, seen, staff)
        if to is None or not to.is_active or not to.is_clinical:
            raise NotAllowed(_("Choose a nurse or a physician."))
        if to.pk == locked.held_by:
            raise NotAllowed(_("%(who)s has it already.") % {"who": to.name})
        how = How.HANDED_OVER if locked.held_by == staff.pk else How.ASSIGNED
        cls._pass(locked, to, staff, how, note.strip()[:LONGEST_NOTE], request=request)
        intake._become(locked)

    @classmethod
    @transaction.atomic
    def release(cls, intake: Any, staff: Any, request: Any = None) -> None:
        """Lets it go: nobody has it."""
        locked = _locked(intake, staff)
        if locked.held_by != staff.pk:
            raise NotAllowed(_("You do not have this form any more. %(now)s") % {"now": in_words(locked)})
        cls._pass(locked, None, staff, How.RELEASED, request=request)
        intake._become(locked)

    @classmethod
    def renew(cls, intake: Any, staff: Any) -> None:
        """Whoever has it is at work on it: their time begins anew, written down when half of it is over."""
        until = timezone.now() + LEASE
        if intake.held_by == staff.pk and intake.held_until < until - LEASE / 2:
            type(intake).objects.filter(pk=intake.pk, holder=staff).update(held_until=until)
            intake.held_until = until

    @classmethod
    def end_what_ran_out(cls) -> None:
        """What nobody worked on in time is let go, so that lists and filters tell the truth."""
        intakes: Any = apps.get_model("intake", "Intake").objects
        for pk in intakes.filter(held_until__lte=timezone.now()).values_list("pk", flat=True)[:AT_ONCE]:
            with transaction.atomic():
                free = intakes.select_for_update(skip_locked=True)
                locked = free.filter(pk=pk, held_until__lte=timezone.now()).first()
                if locked is not None:
                    cls._pass(locked, None, None, How.RAN_OUT)

    @classmethod
    def _pass(cls, intake: Any, to: Any, by: Any, how: How, note: str = "", request: Any = None) -> None:
        now = timezone.now()
        cls.objects.create(intake=intake, staff=to, by=by, at=now, how=how, note=note)
        given = how in (How.ASSIGNED, How.HANDED_OVER)
        until = now + (timedelta(hours=POLICY.given_hours) if given else LEASE)
        intake.holder, intake.held_since, intake.held_until = (to, now, until) if to else (None, None, None)
        intake.settle_place()
        intake.save()
        record(f"holding.{how}", staff=by, request=request, subject=intake)


def in_words(intake: Any) -> str:
    """Who has it, since when."""
    if intake.held_by is None:
        return _("Nobody has it now.")
    return _("%(who)s has it since %(when)s.") % {
        "who": intake.holder.name,
        "when": date_format(timezone.localtime(intake.held_since), "D j M, H:i"),
    }


def colleagues_for(intake: Any) -> Any:
    """Whom it can be given to: clinicians who do not have it."""
    return Staff.objects.clinicians().exclude(pk=intake.held_by)


def _locked(intake: Any, staff: Any) -> Any:
    locked = intake._locked()
    refuse_unless("hold", locked, staff)
    return locked


def _refuse_if_moved(intake: Any, seen: str, staff: Any) -> None:
    """Somebody took it while another was looking: said in words, and nothing is changed."""
    if intake.held_by is not None and str(intake.held_by) not in (seen, str(staff.pk)):
        raise NotAllowed(
            _("Somebody was faster. %(now)s Nothing was changed: talk with them, or take it over.")
            % {"now": in_words(intake)}
        )
