"""`docs/states.md` and its picture, drawn from the one table of acts in `models/status.py`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import product

from clinic.roles import CLINICAL, DESK, ROLE_WORDS, Role
from intake.models.status import ACTS, PATIENT_READS, Act, Status

PLACES = {
    Status.DRAFT: (40, 150),
    Status.ABANDONED: (40, 340),
    Status.SENT: (300, 150),
    Status.IN_REVIEW: (560, 150),
    Status.WAITING: (520, 340),
    Status.DECIDED: (820, 150),
    Status.LAPSED: (820, 340),
}
"""Where each status stands in the picture, in pixels; what is possible from everywhere is said below it."""
ANYTIME = "From each of these the patient may stop, which leads to: withdrawn."
WIDE, HIGH = 150, 56


def page() -> str:
    """The table of states as a page of the documents."""
    lines = [
        "# Where an intake stands, and what can be done",
        "",
        "Made by `manage.py draw_states` from `intake/models/status.py`; a test fails when this page is old.",
        "",
        "![The statuses of an intake and the acts that lead from one to the next](states.svg)",
        "",
        "## What each status is called",
        "",
        "| status | staff read | the patient reads |",
        "|---|---|---|",
        *(f"| `{status.value}` | {status.label} | {PATIENT_READS[status]} |" for status in Status),
        "",
        "## Who may do what, when",
        "",
        "| act | by | while it is | then it is |",
        "|---|---|---|---|",
        *(_row(act) for act in ACTS),
        "",
    ]
    return "\n".join(lines)


def _row(act: Act[Status]) -> str:
    when = "any" if set(act.start) == set(Status) else ", ".join(str(status.label) for status in act.start)
    then = str(act.end.label) if act.end else "the same"
    back = f"; {act.or_back.label}, where a decision still stands" if act.or_back else ""
    return f"| {act.words} | {_who(act)} | {when} | {then}{back} |"


def _who(act: Act[Status]) -> str:
    roles = {role for role in Role if role in act.by}
    named = (
        ["front desk, nurse, physician"]
        if roles == DESK
        else ["nurse, physician"]
        if roles == CLINICAL
        else [ROLE_WORDS[role].lower() for role in Role if role in roles]
    )
    others = ["the patient" if each == "patient" else each for each in sorted(act.by - set(Role))]
    return ", ".join(named + others)


def picture() -> str:
    """The statuses as boxes and the acts that move between them as arrows, as SVG that needs no script and no style."""
    return "\n".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1010 440" font-family="sans-serif" font-size="14">',
            "<title>The statuses of an intake, and the acts that lead from one to the next</title>",
            '<rect width="1010" height="440" fill="#faf7f1"/>',
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            '<path d="M0 0L8 4L0 8z" fill="#434d51"/></marker></defs>',
            *_arrows(),
            *(_box(status, *place) for status, place in PLACES.items()),
            f'<text x="505" y="425" text-anchor="middle" fill="#434d51" font-size="12">{escape(ANYTIME)}</text>',
            "</svg>",
            "",
        )
    )


def _box(status: Status, left: int, top: int) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" rx="8" fill="#fffefb" stroke="#0d5560"/>'
        f'<text x="{left + WIDE // 2}" y="{top + HIGH // 2 + 5}" text-anchor="middle" fill="#1c2528">'
        f"{escape(_in_two(str(status.label)))}</text>"
    )


def _in_two(label: str) -> str:
    return label.replace("waiting for the patient", "waiting for patient")


def _arrows() -> Iterator[str]:
    """One arrow for each pair of statuses that an act joins, with the names of the acts."""
    joined: dict[tuple[Status, Status], list[str]] = {}
    for act in ACTS:
        for start, end in product(act.start, act.ends):
            if end != start and {start, end} <= PLACES.keys():
                names = joined.setdefault((start, end), [])
                if not any(act.name.startswith(name) for name in names):
                    names.append(act.name)
    for (start, end), names in joined.items():
        yield _arrow(start, end, ", ".join(names), back=(end, start) in joined)


def _arrow(start: Status, end: Status, name: str, *, back: bool) -> str:
    """A bent line between two boxes; of two between the same boxes each bends its own way."""
    (left, top), (to_left, to_top) = PLACES[start], PLACES[end]
    from_x, from_y = left + WIDE // 2, top + HIGH // 2
    to_x, to_y = to_left + WIDE // 2, to_top + HIGH // 2
    bend = _bend(from_x, from_y, to_x, to_y, 46 if back or abs(to_x - from_x) > 300 else 0)
    first, last = _edge((from_x, from_y), bend), _edge((to_x, to_y), bend)
    at_x, at_y = (first[0] + 2 * bend[0] + last[0]) // 4, (first[1] + 2 * bend[1] + last[1]) // 4
    return (
        f'<path d="M{first[0]} {first[1]}Q{bend[0]} {bend[1]} {last[0]} {last[1]}" fill="none" stroke="#434d51" '
        f'marker-end="url(#tip)"/><text x="{at_x}" y="{at_y - 5}" text-anchor="middle" fill="#434d51" font-size="12" '
        f'paint-order="stroke" stroke="#faf7f1" stroke-width="4">{escape(name)}</text>'
    )


def _bend(from_x: int, from_y: int, to_x: int, to_y: int, by: int) -> tuple[int, int]:
    """The point towards which the line bends, to the left of its way, the further the longer the way."""
    long = max(1, round(((to_x - from_x) ** 2 + (to_y - from_y) ** 2) ** 0.5))
    away = by * long // 200
    return (
        (from_x + to_x) // 2 + (to_y - from_y) * away // long,
        (from_y + to_y) // 2 - (to_x - from_x) * away // long,
    )


def _edge(middle: tuple[int, int], towards: tuple[int, int]) -> tuple[int, int]:
    """Where a line from the middle of a box towards a point leaves the box."""
    across, down = towards[0] - middle[0], towards[1] - middle[1]
    if not across and not down:
        return middle
    share = min(
        (WIDE / 2 + 4) / abs(across) if across else float("inf"),
        (HIGH / 2 + 4) / abs(down) if down else float("inf"),
    )
    return round(middle[0] + across * share), round(middle[1] + down * share)
