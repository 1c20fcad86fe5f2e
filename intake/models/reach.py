"""How somebody is reached, and how they want to be: taken from what is stored, never from what a browser sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.models.submission import Submission
from intake.questionnaire.about import About

MAIL, TEXT, CALL, NOBODY = "mail", "text", "call", "nobody"
CHOSEN = {"email": MAIL, "text": TEXT, "phone": CALL, "none": NOBODY}


@dataclass(frozen=True)
class Reach:
    """An e-mail address, a phone, and what the person chose: mail, text, a phone call, or not to be contacted."""

    email: str = ""
    phone: str = ""
    by: str = ""
    voicemail: str = ""

    @classmethod
    def of_patient(cls, intake: Any) -> Reach:
        """As the patient said on the form; an address that staff confirmed since counts before it."""
        told = _about(intake)
        person: Mapping[str, str] = intake.patient.standing().person if intake.patient is not None else {}
        return cls(
            email=str(person.get(About.email.code) or told.get(About.email.code) or ""),
            phone=str(person.get(About.phone.code) or told.get(About.phone.code) or ""),
            by=str(told.get(About.contact_by.code) or ""),
            voicemail=str(told.get(About.voicemail_ok.code) or ""),
        )

    @property
    def way(self) -> str:
        """How to tell them: as they chose; who has not been asked yet gets mail, where an address is known."""
        return CHOSEN.get(self.by) or (MAIL if self.email else TEXT if self.phone else CALL)

    @property
    def address(self) -> str:
        """Where a message goes; empty where it cannot."""
        return {MAIL: self.email, TEXT: self.phone}.get(self.way, "")

    def kept(self) -> dict[str, str]:
        """As it is sealed beside a message."""
        return {"email": self.email, "phone": self.phone, "by": self.by, "voicemail": self.voicemail}


def _about(intake: Any) -> Mapping[str, Any]:
    """What was said about contact: sent, else in the draft."""
    sent = Submission.newest(intake)
    if sent is not None:
        return sent.answers()
    draft = intake.drafts.filter(section=About.code).first()
    if draft is None:
        return {}
    draft.intake = intake
    answers: Mapping[str, Any] = draft.answers()
    return answers
