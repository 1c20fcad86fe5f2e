"""A person, by name, birth date and ways to reach them, as staff confirmed them; has intakes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField, WrappedKeyField
from clinic.models import Event
from intake.models.identity import age_on, full_name, indexes_of
from intake.models.refusals import NotAllowed, refuse_unless_clinical
from intake.questionnaire.about import About

CONFIRMED = (
    About.first_name,
    About.last_name,
    About.preferred_name,
    About.birth_date,
    About.email,
    About.phone,
)
"""What staff confirm of a person: the questions whose answers say it."""
MOST_MERGED = 50
MOST_LETTERS = 100

Person = Mapping[str, str]
"""Who somebody is, by question code; what is not known is left out."""


class Patient(models.Model):
    """One person, under a data key of their own. Nothing is ever deleted: one who turns out to be the same person as
    another points to that one (`survivor`), and comes back when the merge is undone.

    `person` is what staff confirmed last; `earlier` what stood before, with who changed it and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped_key = WrappedKeyField()
    person = SealedField(key_from="self")
    earlier = SealedField(key_from="self")
    version = models.PositiveIntegerField(default=1)
    email_index = models.CharField(max_length=32, blank=True, db_index=True)
    phone_index = models.CharField(max_length=32, blank=True, db_index=True)
    last_name_index = models.CharField(max_length=32, blank=True, db_index=True)
    last_name_birth_index = models.CharField(max_length=32, blank=True, db_index=True)
    survivor = models.ForeignKey("Patient", null=True, on_delete=models.PROTECT, related_name="merged")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        """The whole name."""
        return full_name(self.person)

    @property
    def born(self) -> date | None:
        """The birth date."""
        born = self.person.get(About.birth_date.code)
        return date.fromisoformat(born) if born else None

    @property
    def age(self) -> int | None:
        """Whole years today, in the clinic's zone."""
        return age_on(self.person.get(About.birth_date.code), timezone.localdate())

    def events(self) -> models.QuerySet[Event]:
        """Who did or read what of this patient, oldest first."""
        return Event.objects.about(self)

    def standing(self) -> Patient:
        """The patient that this one counts as: itself, or the last survivor of its merges."""
        found = self
        for _step in range(MOST_MERGED):
            if found.survivor is None:
                return found
            found = found.survivor
        raise NotAllowed("Too many merges follow on one another here. Undo one of them first.")

    def family(self) -> list[uuid.UUID]:
        """The keys of this patient and of all that were merged into it, also by way of another."""
        found, last = [self.pk], [self.pk]
        while last and len(found) <= MOST_MERGED:
            last = list(Patient.objects.filter(survivor__in=last).values_list("pk", flat=True))
            found += last
        return found

    @classmethod
    def confirmed(cls, staff: Any, person: Person) -> Patient:
        """A new patient, as a clinician confirmed who it is."""
        kept = tidied(person)
        return cls.objects.create(person=kept, earlier=[], made_by=staff, **indexes_of(kept))

    @transaction.atomic
    def correct(self, staff: Any, person: Person, *, version: int, request: Any = None) -> None:
        """A clinician confirms other details, having seen `version`; what stood before is kept."""
        refuse_unless_clinical(staff)
        locked = self.locked()
        if locked.version != version:
            raise NotAllowed(
                "Somebody confirmed other details after you opened this page. Read them, then correct what is wrong."
            )
        kept = tidied(person)
        changed = [
            question.name
            for question in CONFIRMED
            if kept.get(question.code) != locked.person.get(question.code)
        ]
        if changed:
            until = {"person": locked.person, "by": staff.name, "at": timezone.now().isoformat()}
            locked.earlier, locked.person = [*locked.earlier, until], kept
            locked.version += 1
            for name, value in indexes_of(kept).items():
                setattr(locked, name, value)
            locked.save()
            record(
                "patient.corrected", staff=staff, request=request, subject=locked, detail=", ".join(changed)
            )
        self.__dict__.update(locked.__dict__)

    def locked(self) -> Patient:
        """This patient as it stands now; nobody else can act on it until the act is done."""
        return Patient.objects.select_for_update().get(pk=self.pk)


def tidied(person: Person) -> dict[str, str]:
    """What is known of a person; NotAllowed without the least that tells people apart."""
    kept = {
        question.code: text for question in CONFIRMED if (text := (person.get(question.code) or "").strip())
    }
    wrong = [f"Write {what}." for question, what in LEAST.items() if question not in kept]
    if wrong:
        raise NotAllowed(*wrong)
    return kept


LEAST = {
    About.first_name.code: "the first name",
    About.last_name.code: "the last name",
    About.birth_date.code: "the date of birth",
}


def told_by(intake: Any) -> dict[str, str]:
    """Who an intake says that it is about: contact answers only, as `Patient.person` holds them."""
    known = intake.identity or {}
    told = {code: each["words"] for code, each in known.get("told", {}).items()}
    exact = {About.birth_date.code: known.get("birth_date"), About.phone.code: known.get("phone")}
    found = {**told, **exact}
    return {question.code: found[question.code] for question in CONFIRMED if found.get(question.code)}


def standing_of(patients: Iterable[Patient]) -> list[Patient]:
    """Those that these patients count as, each once, in order."""
    return list({found.pk: found for found in (patient.standing() for patient in patients)}.values())
