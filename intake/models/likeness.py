"""Which patients an intake may be about: found by blind index, shown with what agrees and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic.blind_index import normal
from intake.models.identity import indexes_of
from intake.models.patient import Patient, Person, standing_of, told_by
from intake.questionnaire.about import About
from intake.questionnaire.saying import say

MOST = 8
PARTS = (
    (_("Name"), (About.first_name, About.last_name)),
    (_("Birth date"), (About.birth_date,)),
    (_("E-mail"), (About.email,)),
    (_("Phone"), (About.phone,)),
)
SURE_FIRST = ("last_name_birth_index", "email_index", "phone_index", "last_name_index")


@dataclass(frozen=True)
class Part:
    """One thing that tells people apart, as two hold it. Not known of one is neither agreeing nor different."""

    label: str
    told: str
    kept: str
    agrees: bool

    @property
    def differs(self) -> bool:
        """Whether both have it, and it is not the same."""
        return bool(self.told and self.kept) and not self.agrees


@dataclass(frozen=True)
class Likeness:
    """A patient beside what an intake tells."""

    patient: Patient
    parts: tuple[Part, ...]

    @property
    def agreeing(self) -> list[str]:
        """What agrees, in words."""
        return [str(part.label) for part in self.parts if part.agrees]


def alike(told: Person, beside: Person | None = None) -> list[Likeness]:
    """Patients found by what is told, beside it (or beside another), most alike first. Indexes only are asked."""
    indexes = {name: value for name, value in indexes_of(told).items() if value}
    found = [Patient.objects.filter(**{name: indexes[name]})[:MOST] for name in SURE_FIRST if name in indexes]
    patients = found[0].union(*found[1:]) if found else ()
    likely = [
        Likeness(patient, parts_of(told if beside is None else beside, patient.person))
        for patient in standing_of(patients)
    ]
    return sorted(likely, key=lambda each: -len(each.agreeing))[:MOST]


def alike_to(intake: Any) -> list[Likeness]:
    """Patients whom an intake may be about."""
    return alike(told_by(intake))


def parts_of(told: Person, kept: Person) -> tuple[Part, ...]:
    """Name, birth date, e-mail and phone of two, side by side."""
    return tuple(
        Part(str(label), _words(told, asked), _words(kept, asked), _same(told, kept, asked))
        for label, asked in PARTS
    )


def _words(person: Mapping[str, str], asked: Any) -> str:
    return " ".join(filter(None, (say(each, person) for each in asked)))


def _same(told: Person, kept: Person, asked: Any) -> bool:
    pairs = [(normal(told.get(each.code) or ""), normal(kept.get(each.code) or "")) for each in asked]
    return all(one and one == other for one, other in pairs)
