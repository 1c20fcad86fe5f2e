"""The words of one message, filled in; what fills them may say as little of health as the words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from intake.models.refusals import NotAllowed
from intake.models.wording import filled, refused_names, words_in_force
from intake.wording.health_words import health_words_in

NO_LINK = ""


def letter_of(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """The words in force today, filled in; the link stays apart."""
    words = words_in_force(kind)
    filling = {**values, "link": "{link}"} if values.get("link") else dict(values)
    return {
        "subject": filled(words.subject, filling),
        "text": filled(words.text, filling),
        "short": filled(words.short, filling),
        "link": values.get("link", NO_LINK),
    }


def refuse_health_words(values: Mapping[str, str]) -> None:
    """What staff typed, such as a place, may not say either what the clinic does."""
    said = " ".join(value for name, value in values.items() if name != "link")
    if held := health_words_in(said, also=refused_names()):
        raise NotAllowed(
            _("A message cannot say %(words)s: it lies open on a screen. Word it differently.")
            % {"words": ", ".join(held)}
        )
