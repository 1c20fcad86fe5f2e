"""Consent to the infusions of a course: which text was explained, by whom, what was asked, and who signed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.visiting.consent_text import CURRENT

LONGEST_QUESTIONS = 2000
LONGEST_NAME = 200


class Signer(models.TextChoices):
    """Who signed."""

    PATIENT = "patient", _("The patient")
    DECIDER = "decider", _("Somebody who decides for the patient by law")


@dataclass(frozen=True)
class Signed:
    """What a clinician writes down of it. `decider`: who decides for the patient, and by what right."""

    version: str
    signer: str
    name: str
    questions: str
    decider: str = ""


class Consent(SealedRow):
    """One consent. It stands for every visit of its course until it is withdrawn. `by` explained the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("Course", on_delete=models.PROTECT, related_name="consents")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="consents")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    told = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["course", "at"], name="consents_of_course")]

    def __str__(self) -> str:
        return f"consent {self.at:%d %b %Y}"

    @property
    def stands(self) -> bool:
        """Whether nobody has withdrawn it."""
        return not hasattr(self, "withdrawal")

    @property
    def signer(self) -> str:
        """Who signed, in words."""
        said = f"{self.told['name']} ({str(Signer(self.told['signer']).label).lower()})"
        return f"{said}: {self.told['decider']}" if self.told["decider"] else said

    @classmethod
    @transaction.atomic
    def keep(cls, course: Any, staff: Any, signed: Signed, *, request: Any = None) -> Consent:
        """A clinician explained the text of today, and it was signed. While one stands, there is no second."""
        locked = course.intake._locked()
        refuse_unless("record consent", locked, staff)
        refuse_unless_signed(signed)
        standing = cls.standing(course)
        if standing is not None:
            if standing.by_id == staff.pk and standing.told == _told(signed):
                return standing
            raise NotAllowed("A consent stands for this course already. It has to be withdrawn before another.")
        consent = cls.objects.create(
            course=course,
            intake=locked,
            by=staff,
            at=timezone.now(),
            version=CURRENT.version,
            fingerprint=CURRENT.fingerprint,
            told=_told(signed),
        )
        record("consent.kept", staff=staff, request=request, subject=locked)
        return consent

    @classmethod
    def standing(cls, course: Any) -> Consent | None:
        """The consent that stands; None where there is none."""
        found = cls.objects.filter(course=course, withdrawal=None).select_related("by", "intake")
        return found.order_by("-at").first()


def _told(signed: Signed) -> dict[str, str]:
    return {
        "text": CURRENT.words,
        "signer": signed.signer,
        "name": signed.name.strip()[:LONGEST_NAME],
        "decider": signed.decider.strip()[:LONGEST_NAME] if signed.signer == Signer.DECIDER else "",
        "questions": signed.questions.strip()[:LONGEST_QUESTIONS],
    }


def refuse_unless_signed(signed: Signed) -> None:
    """Refuses a consent that is not fully said, or to another text than that of today."""
    wrong = []
    if signed.version != CURRENT.version:
        wrong.append("The text has changed since you opened this page. Explain the new one.")
    if signed.signer not in Signer.values:
        wrong.append("Say who signed.")
    if not signed.name.strip():
        wrong.append("Write the name of who signed.")
    if signed.signer == Signer.DECIDER and not signed.decider.strip():
        wrong.append("Say by what right they decide for the patient.")
    if not signed.questions.strip():
        wrong.append("Write what was asked, or that nothing was.")
    if wrong:
        raise NotAllowed(*wrong)
