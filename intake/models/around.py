"""What stands around a page of the queue: the counts of its tabs, whom one can narrow it to, whether somebody's time
with a form ran out."""

from __future__ import annotations

from dataclasses import dataclass

from clinic.roles import CLINICAL
from clinic.statement import Statement

_ROLES = ", ".join(f"'{role}'" for role in sorted(CLINICAL))
AROUND = Statement(f"""
    SELECT 'count', name, sum(change)::text, 0 FROM intake_turncount GROUP BY name
    UNION ALL
    SELECT 'clinician', name, id::text, row_number() OVER (ORDER BY name, id)
      FROM clinic_staff WHERE is_active AND role IN ({_ROLES})
    UNION ALL
    (SELECT 'ran_out', '', '', 0 FROM intake_intake WHERE held_until <= statement_timestamp() LIMIT 1)
""")  # noqa: S608
"""Asked with every page of the queue: three small things at once."""


@dataclass(frozen=True)
class Around:
    """`counts`: how many intakes each turn has, how many were sent at all, how many are decided. `clinicians`: those
    who work here now, as (key, name), by name."""

    counts: dict[str, int]
    clinicians: tuple[tuple[str, str], ...]
    ran_out: bool


def around_the_queue() -> Around:
    """As it stands now: one query."""
    found = sorted(AROUND.rows(), key=lambda row: row[3])
    return Around(
        counts={name: int(total) for kind, name, total, _place in found if kind == "count"},
        clinicians=tuple((pk, name) for kind, name, pk, _place in found if kind == "clinician"),
        ran_out=any(row[0] == "ran_out" for row in found),
    )
