"""What a clinic lets its messages say, instead of the words they ship with: every version is kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit import record
from clinic.roles import Role
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.wording.health_words import health_words_in
from intake.wording.kinds import ALWAYS, KINDS, PLACE, STRAY, Kind, Words, filled_in, places_in

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_SHORT = 120, 4000, 300
OVERTAKEN = gettext_lazy("Somebody worded this message after you opened it. Read theirs, then write yours.")

MOST_VERSIONS = 50


class Wording(SealedRow):
    """One version of one kind's words, by whom and when. The newest counts; without one, the shipped words do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    text = models.TextField()
    short = models.CharField(max_length=LONGEST_SHORT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_wording_a_number")]

    def __str__(self) -> str:
        return f"{self.kind}, version {self.number}"

    @property
    def words(self) -> Words:
        """What it says."""
        return Words(self.subject, self.text, self.short)

    @classmethod
    def newest(cls, kind: str) -> Wording | None:
        """The version that counts."""
        return cls.objects.filter(kind=kind).order_by("-number").first()

    @classmethod
    def newest_of_each(cls) -> dict[str, Wording]:
        """By kind, the version that counts, of those that were worded anew."""
        found = cls.objects.select_related("by").order_by("kind", "-number").distinct("kind")
        return {each.kind: each for each in found}

    @classmethod
    def versions_of(cls, kind: str) -> list[Wording]:
        """The last versions of one kind, the newest first."""
        return list(cls.objects.filter(kind=kind).select_related("by").order_by("-number")[:MOST_VERSIONS])

    @classmethod
    @transaction.atomic
    def write(cls, kind: str, words: Words, staff: Any, *, seen: int, request: Any = None) -> Wording:
        """An administrator words a kind anew, having seen version `seen` (0: the shipped words)."""
        if staff.role != Role.ADMINISTRATOR:
            raise NotAllowed(_("Only an administrator words messages."))
        wrong = [sentence for sentences in faults(KINDS[kind], words).values() for sentence in sentences]
        if (last.number if (last := cls.newest(kind)) else 0) != seen:
            wrong.append(str(OVERTAKEN))
        if wrong:
            raise NotAllowed(*wrong)
        made = cls(kind=kind, number=seen + 1, by=staff, at=timezone.now())
        made.subject, made.text, made.short = words.subject.strip(), words.text.strip() + "\n", words.short.strip()
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise NotAllowed(str(OVERTAKEN)) from None
        record("wording.written", staff=staff, request=request, subject=made, detail=f"{kind} {made.number}")
        return made


def words_in_force(kind: str) -> Words:
    """What a message of this kind says now."""
    newest = Wording.newest(kind)
    return newest.words if newest is not None else KINDS[kind].words


def name_in_messages() -> str:
    """What the clinic calls itself in messages."""
    return str(settings.MESSAGES.name)


def refused_names() -> tuple[str, ...]:
    """The clinic's real name, where it has set a neutral one for messages."""
    real = settings.CLINIC.name
    return (real,) if real.casefold() not in name_in_messages().casefold() else ()


def filled(text: str, values: dict[str, str]) -> str:
    """Words with their places filled in; clinic and phone are always known."""
    return filled_in(text, {"clinic": name_in_messages(), "phone": settings.CLINIC.phone_to_read} | values)


def faults(kind: Kind, words: Words) -> dict[str, list[str]]:
    """What is wrong with these words, by field; nothing where they may be sent."""
    longest = {"subject": LONGEST_SUBJECT, "text": LONGEST_TEXT, "short": LONGEST_SHORT}
    found: dict[str, list[str]] = {}
    for name, most in longest.items():
        text = getattr(words, name)
        wrong = [*_faults_of_places(kind, name, text)]
        if not text.strip():
            wrong.append(_("Write something here."))
        if len(text) > most:
            wrong.append(_("Write at most %(n)d signs here.") % {"n": most})
        if name != "text" and len(text.strip().splitlines()) > 1:
            wrong.append(_("Write this on one line."))
        if held := health_words_in(PLACE.sub(" ", text), also=refused_names()):
            wrong.append(_("Leave out %(words)s: a message lies open on a screen.") % {"words": ", ".join(held)})
        if wrong:
            found[name] = wrong
    return found


def _faults_of_places(kind: Kind, name: str, text: str) -> list[str]:
    known = [f"{{{place}}}" for place in kind.all_places]
    wrong = []
    if strange := sorted(places_in(text) - kind.places - ALWAYS):
        named = ", ".join(f"{{{place}}}" for place in strange)
        wrong.append(
            _("%(strange)s is not known here. You can use %(known)s.") % {"strange": named, "known": ", ".join(known)}
        )
    if STRAY.search(PLACE.sub("", text)):
        wrong.append(_("A brace stands alone. A place is written like {clinic}."))
    if name != "subject" and (missing := sorted(kind.needs - places_in(text))):
        named = ", ".join(f"{{{place}}}" for place in missing)
        wrong.append(_("Keep %(missing)s: without it the message is of no use.") % {"missing": named})
    if name == "subject" and "link" in places_in(text):
        wrong.append(_("A link does not stand in a subject."))
    return wrong
