"""Who works here, and what each may come near."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One role a person."""

    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    PHYSICIAN = "physician"
    EDITOR = "education_editor"
    MEDICAL_REVIEWER = "medical_reviewer"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.FRONT_DESK: "Front desk",
    Role.NURSE: "Nurse",
    Role.PHYSICIAN: "Physician",
    Role.EDITOR: "Education editor",
    Role.MEDICAL_REVIEWER: "Medical reviewer",
    Role.ADMINISTRATOR: "Administrator",
}
CLINICAL = frozenset({Role.NURSE, Role.PHYSICIAN})
"""Who may read answers about health."""
PHYSICIANS = frozenset({Role.PHYSICIAN})
"""Who may decide over a STOP, and change what a rule says."""
APPROVERS = frozenset({Role.EDITOR, Role.MEDICAL_REVIEWER})
"""Who may approve and publish what somebody else wrote for patients. They see no patient."""
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
"""Who words messages. They see no patient."""
DESK = CLINICAL | {Role.FRONT_DESK}
"""Who may know who comes, when and how."""
