"""Who answers in a crisis, in this clinic's country: what every page that offers help says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CrisisProfile:
    """The emergency number and the crisis line of one country."""

    emergency: str
    line_name: str = ""
    call: str = ""
    text: str = ""
    chat: str = ""
    extra: tuple[tuple[str, str], ...] = ()


PROFILES = {
    "us": CrisisProfile(
        emergency="911",
        line_name="988 Suicide & Crisis Lifeline",
        call="988",
        text="988",
        chat="988lifeline.org",
        extra=(
            ("Veterans", "press 1, or text 838255"),
            ("Spanish", "press 2"),
            ("Crisis Text Line", "text HOME to 741741"),
        ),
    ),
    "ca": CrisisProfile(
        emergency="911", line_name="9-8-8 Suicide Crisis Helpline", call="988", text="988", chat="988.ca"
    ),
    "au": CrisisProfile(
        emergency="000", line_name="Lifeline", call="13 11 14", text="0477 13 11 14", chat="lifeline.org.au"
    ),
    "none": CrisisProfile(emergency="your local emergency number"),
}
