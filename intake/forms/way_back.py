"""What a patient says to come back: an address, and then the birth date or the PIN."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from intake.forms.boxes import Wrong
from intake.forms.reaching import OneEmailField, PhoneField
from intake.forms.section_form import SectionForm
from intake.models import Proof
from intake.models.pin import LONGEST
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Page

WHEN_BORN = Page(str(_("Your date of birth")))
WHEN_BORN.questions = (About.birth_date,)


def address_in(posted: QueryDict) -> tuple[str, str]:
    """An e-mail address (`email`) or a phone number (`phone`) that somebody typed, as it is looked for; Wrong for
    anything else.

    Only plain letters count, so that no letter that looks like another finds somebody else's form.
    """
    typed = posted.getlist("reach")
    text = typed[0].strip() if len(typed) == 1 else ""
    if not text.isascii() or any(letter in text for letter in ",;<>\r\n"):
        text = ""
    if "@" in text:
        email = OneEmailField().clean(text)
        if email:
            return "email", email
    elif text:
        phone = PhoneField().clean(text)
        if phone:
            return "phone", phone
    raise Wrong(_("Write one e-mail address, such as name@example.org, or one phone number."))


class ProofForm(SectionForm):
    """The birth date, as everywhere, beside a PIN; a PIN that is given is enough."""

    def __init__(self, data: Any = None) -> None:
        if data is not None:
            data = data.copy()
            data.setlist("shown", [About.birth_date.name])
        super().__init__(WHEN_BORN, data, answers=Answers({}))

    @property
    def pin(self) -> str:
        """The PIN that was given, if any."""
        return str(self.data.get("pin", ""))[: LONGEST + 1] if self.is_bound else ""

    def proof(self) -> Proof | None:
        """What was given to show whose link it is; None where there is nothing to weigh."""
        born = self.well_formed().get(About.birth_date.code) or ""
        return Proof(birth_date=born, pin=self.pin) if born or self.pin else None
