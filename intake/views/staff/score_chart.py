"""Scores over time: a small chart of each questionnaire, drawn here as SVG, with its numbers in a table under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.models import Intake, Triage
from intake.questionnaire.mind import Mind
from intake.questionnaire.reason import Reason
from intake.questionnaire.substances import Substances

WIDTH, HEIGHT, LEFT, TOP, FOOT = 280, 120, 28, 10, 22
HIGHEST = {
    each.scale.title: most
    for each, most in (
        (Mind.phq9, 27),
        (Mind.gad7, 21),
        (Mind.pcptsd5, 5),
        (Substances.auditc, 12),
        (Reason.peg, 10),
    )
}
"""The most that a questionnaire can score, so that a chart shows how much of it a score is."""


def charts(runs: Sequence[Triage], here: Intake) -> list[dict[str, Any]]:
    """A chart for each questionnaire that has a score at two times or more."""
    series: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        for score in run.outcome["scores"]:
            if isinstance(score["score"], int | float):
                point = {"at": run.submission.sealed_at, "score": score["score"], "band": score["band"]}
                point |= {"reference": run.intake.reference, "here": run.intake.pk == here.pk}
                series.setdefault(score["title"], []).append(point)
    return [_chart(title, points) for title, points in series.items() if len(points) > 1]


def _chart(title: str, points: list[dict[str, Any]]) -> dict[str, Any]:
    top = max([HIGHEST.get(title, 0), *(point["score"] for point in points)]) or 1
    first, last = points[0]["at"].timestamp(), points[-1]["at"].timestamp()
    for point in points:
        along = (point["at"].timestamp() - first) / (last - first) if last > first else 0.5
        point["x"] = round(LEFT + 8 + along * (WIDTH - LEFT - 16), 1)
        point["y"] = round(TOP + (1 - point["score"] / top) * (HEIGHT - TOP - FOOT), 1)
    return {
        "title": title,
        "points": points,
        "line": " ".join(f"{point['x']},{point['y']}" for point in points),
        "top": f"{top:g}",
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "base": HEIGHT - FOOT,
        "foot": HEIGHT - 6,
        "ceiling": TOP,
        "first": points[0],
        "last": points[-1],
    }
