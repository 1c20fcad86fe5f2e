"""Who works here, and what each may come near."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One role a person."""

    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    PHYSICIAN = "physician"
    EDITOR = "education_editor"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.FRONT_DESK: "Front desk",
    Role.NURSE: "Nurse",
    Role.PHYSICIAN: "Physician",
    Role.EDITOR: "Education editor",
    Role.ADMINISTRATOR: "Administrator",
}
CLINICAL = frozenset({Role.NURSE, Role.PHYSICIAN})
"""Who may read answers about health."""
DESK = CLINICAL | {Role.FRONT_DESK}
"""Who may know who comes, when and how."""
