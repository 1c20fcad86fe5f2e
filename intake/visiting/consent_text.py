"""What is explained before a course begins: every wording there was, so that a consent can say which one it was.

These are placeholder words. A clinic's own text, as its lawyers and physicians agreed it, goes here as a new version; a
version that somebody has signed is never changed and never taken out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from intake.questionnaire.words import _


@dataclass(frozen=True)
class ConsentText:
    """One wording, by its version."""

    version: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> str:
        """The whole wording, as it was read and as it is hashed."""
        return "\n\n".join(self.paragraphs)

    @property
    def fingerprint(self) -> str:
        """Tells this wording from every other, to the letter."""
        return hashlib.sha256(self.words.encode()).hexdigest()


TEXTS = (
    ConsentText(
        "2026-11",
        (
            _("This is a placeholder. A clinic’s own text goes here before anybody signs it."),
            _("What is planned: a series of ketamine infusions into a vein, each at a visit of its own."),
            _(
                "What it may do: it may help with the condition for which it is given. It does not help "
                "everybody, and the help may not last."
            ),
            _(
                "What may happen: blood pressure and pulse may rise; you may feel sick, dizzy, sleepy or far "
                "away from yourself; breathing may slow; used often, it may harm the bladder or lead to wanting "
                "more of it. Staff watch you throughout."
            ),
            _(
                "Other ways: other medicines, talking treatment, or no treatment now. We have talked about what "
                "they are in your case."
            ),
            _(
                "What is needed from you: come fasted as we told you, tell us of every change in health or "
                "medicines, and have an adult take you home. Do not drive or sign anything important until the "
                "next day after a good night’s sleep."
            ),
            _("You may say no, and you may stop at any time. Nothing else about your care changes if you do."),
        ),
    ),
)
"""Every wording, the oldest first. The last one is explained today."""
CURRENT = TEXTS[-1]


def text_of_version(version: str) -> ConsentText | None:
    """A wording by its version; None where there never was one."""
    return next((text for text in TEXTS if text.version == version), None)
