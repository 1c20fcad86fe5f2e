"""A message to a patient or a driver: written in the transaction of the act that causes it, sent later by a worker.

It is in order with the others to the same person about the same intake, and leaves at least once, always under the
same Message-ID. What the person chose counts when it is written and again when it is sent: who wants a phone call, or
no contact, gets no message, and staff find a line instead.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.roles import DESK
from intake.models.letter import NO_LINK, letter_of, refuse_health_words
from intake.models.reach import CALL, MAIL, NOBODY, TEXT, Reach
from intake.models.refusals import NotAllowed
from intake.wording.kinds import KINDS

MOST_TRIES = 5
OVERDUE = timedelta(minutes=10)
"""A message that waits longer than this says that messages do not leave."""
class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", gettext_lazy("waiting to be sent")
    FAILED = "failed", gettext_lazy("could not be sent, will be tried again")
    SENT = "sent", gettext_lazy("sent")
    DEAD = "dead", gettext_lazy("could not be sent")
    NOT_SENT = "not_sent", gettext_lazy("not sent")
    CALLED_OFF = "called_off", gettext_lazy("not needed any more")


class Why(models.TextChoices):
    """Why a message was not sent, or could not be."""

    CHOSE_CALL = "chose_call", gettext_lazy("wants a phone call")
    CHOSE_NOBODY = "chose_nobody", gettext_lazy("does not want to be contacted and will call")
    NO_ADDRESS = "no_address", gettext_lazy("no address is known for this")
    NO_TEXTS = "no_texts", gettext_lazy("this clinic sends no text messages")
    TOO_LATE = "too_late", gettext_lazy("it was not sent in time and would be of no use now")
    REFUSED = "refused", gettext_lazy("the address was refused")
    TRIED = "tried", gettext_lazy("it was tried five times")


LINK_HIDDEN = gettext_lazy("[a link that only they get]")
UNSENT = (State.WAITING, State.FAILED)
FOR_STAFF = (State.NOT_SENT, State.DEAD)
"""Where somebody has to tell the person in another way."""


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, as they are looked for."""

    def unsent(self) -> MessageQuerySet:
        """Still to be sent."""
        return self.filter(state__in=UNSENT)

    def for_staff(self) -> MessageQuerySet:
        """To be told in another way, and nobody has yet."""
        return self.filter(state__in=FOR_STAFF, settled_at=None)

    def to_call(self) -> MessageQuerySet:
        """Of those, where somebody is to call; who asked not to be contacted is told when they call."""
        return self.for_staff().exclude(why=Why.CHOSE_NOBODY)

    def with_intake(self) -> MessageQuerySet:
        """Ready to be read."""
        return self.select_related("intake__patient")

    def older_than(self, place: tuple[datetime, uuid.UUID] | None) -> MessageQuerySet:
        """The newest first, from a place on."""
        found = self.order_by("-at", "-id")
        if place is None:
            return found
        at, pk = place
        return found.filter(at__lte=at).filter(models.Q(at__lt=at) | models.Q(id__lt=pk))


class Message(models.Model):
    """One message. `letter` holds its words with the link apart, `reach` how it goes: sealed with the intake.

    The link is forgotten as soon as it is of no use here. `reach` is None for a patient, whose stored address is read
    again when the message is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="messages")
    visit = models.ForeignKey("Visit", null=True, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=30)
    to_driver = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    letter = SealedField()
    reach = SealedField(null=True)
    way = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_message_a_number")]
        indexes = [
            models.Index(fields=["next_try_at"], name="messages_due", condition=models.Q(state__in=UNSENT)),
            models.Index(fields=["at", "id"], name="messages_by_time"),
            models.Index(
                fields=["at"],
                name="messages_dead",
                condition=models.Q(state=State.DEAD, settled_at__isnull=True),
            ),
            models.Index(
                fields=["at", "id"],
                name="messages_for_staff",
                condition=models.Q(state__in=FOR_STAFF, settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.number}"

    @property
    def called(self) -> str:
        """What staff call it."""
        return KINDS[self.kind].called

    # Written with the act that causes it

    @classmethod
    @transaction.atomic
    def put(
        cls,
        kind: str,
        *,
        intake: Any,
        context: Mapping[str, str] | None = None,
        to: Reach | None = None,
        visit: Any = None,
        until: datetime | None = None,
    ) -> Message:
        """Writes a message of a kind (`intake/wording/kinds.py`), to be sent once this transaction is done.

        To the patient, as they chose; to a driver, or to who is only invited, by `to`, which is read from a row.
        `context` gives the named places of its words, such as link, date and time. After `until` it is not sent.
        """
        told = KINDS[kind]
        values = {name: " ".join(str(value).split()) for name, value in (context or {}).items()}
        if missing := told.needs - values.keys():
            raise ValueError(f"a message of kind {kind} needs {', '.join(sorted(missing))}")
        if told.to_driver and to is None:
            raise ValueError("a driver is reached by what the ride says; give it")
        refuse_health_words(values)
        locked = intake._locked()
        now = timezone.now()
        message = cls(
            intake=locked,
            visit=visit,
            kind=kind,
            to_driver=told.to_driver,
            number=locked.messages.count() + 1,
            at=now,
            next_try_at=now,
            until=until,
        )
        message.letter, message.reach = letter_of(kind, values), to.kept() if to is not None else None
        message.go_by(message.reach_now())
        message.save(force_insert=True)
        record("message.written" if message.state == State.WAITING else "message.not_sent", subject=locked, detail=kind)
        return message

    @classmethod
    @transaction.atomic
    def call_off(cls, *, intake: Any, kinds: Iterable[str], visit: Any = None) -> int:
        """Messages of these kinds that still wait are not needed any more; how many that were."""
        waiting = cls.objects.select_for_update().filter(intake=intake, kind__in=list(kinds), settled_at=None)
        waiting = waiting.filter(state__in=(*UNSENT, *FOR_STAFF))
        found = list(waiting.filter(visit=visit) if visit is not None else waiting)
        for message in found:
            message.intake = intake
            message.state = State.CALLED_OFF
            message.forget_link()
            message.save()
        return len(found)

    # How it goes

    def reach_now(self) -> Reach:
        """How the person is reached, as it is stored now."""
        kept = self.reach
        return Reach(**kept) if kept else Reach.of_patient(self.intake)

    def go_by(self, reach: Reach) -> None:
        """Says by which way it goes, or why it does not go; a courtesy that cannot go is not needed."""
        self.way = reach.way
        self.why = _why_not(reach)
        not_sent = State.CALLED_OFF if KINDS[self.kind].courtesy else State.NOT_SENT
        self.state = not_sent if self.why else State.WAITING
        if self.why:
            self.forget_link()

    def is_late(self) -> bool:
        """Whether it would be of no use now."""
        return self.until is not None and self.until <= timezone.now()

    def forget_link(self) -> None:
        """A link is a key: it is not kept longer than it takes to send it, but for a demo, where staff follow it."""
        if not settings.DEMO:
            self.letter = {**self.letter, "link": NO_LINK}

    def words(self) -> tuple[str, str]:
        """Subject and text, as they go; a text message has no subject."""
        return self._filled(self.letter["link"])

    def words_for_staff(self) -> tuple[str, str]:
        """The same without its link, which is a key for the person it is for; but for a demo, where staff follow it."""
        link = self.letter["link"]
        return self._filled(link if settings.DEMO or not link else str(LINK_HIDDEN))

    def _filled(self, link: str) -> tuple[str, str]:
        if self.way == TEXT:
            return "", self.letter["short"].replace("{link}", link)
        return self.letter["subject"], self.letter["text"].replace("{link}", link)

    # What staff do when it could not go

    @transaction.atomic
    def settle(self, staff: Any, request: Any = None) -> None:
        """Somebody told the person in another way."""
        locked = self._locked_for(staff)
        locked.settled_at, locked.settled_by = timezone.now(), staff
        locked.save(update_fields=["settled_at", "settled_by"])
        record("message.told", staff=staff, request=request, subject=locked.intake, detail=self.kind)

    @transaction.atomic
    def send_again(self, staff: Any, request: Any = None) -> None:
        """Tries anew what could not be sent; where its link is gone, it has to be caused anew."""
        locked = self._locked_for(staff)
        if locked.state != State.DEAD or not locked.can_go_again():
            raise NotAllowed(_("This message cannot be sent again. Do what causes it once more, or call."))
        locked.go_by(locked.reach_now())
        locked.attempts, locked.next_try_at = 0, timezone.now()
        locked.save()
        record("message.again", staff=staff, request=request, subject=locked.intake, detail=self.kind)

    def can_go_again(self) -> bool:
        """Whether all it says is still here."""
        letter = self.letter
        return not self.is_late() and ("{link}" not in letter["text"] or bool(letter["link"]))

    def _locked_for(self, staff: Any) -> Message:
        if staff.role not in DESK:
            raise NotAllowed(_("Only who meets patients does this."))
        locked = Message.objects.select_for_update(of=("self",)).select_related("intake__patient").get(pk=self.pk)
        if locked.state not in FOR_STAFF or locked.settled_at is not None:
            raise NotAllowed(_("Somebody has done this already."))
        return locked


def _why_not(reach: Reach) -> str:
    if reach.way in (CALL, NOBODY):
        chosen = Why.CHOSE_CALL if reach.way == CALL else Why.CHOSE_NOBODY
        return chosen if reach.by else Why.NO_ADDRESS
    if not reach.address:
        return Why.NO_ADDRESS
    return Why.NO_TEXTS if reach.way == TEXT and settings.MESSAGES.texts is None else ""


__all__ = ["FOR_STAFF", "MAIL", "MOST_TRIES", "UNSENT", "Message", "State", "Why"]
