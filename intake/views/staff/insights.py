"""The clinic seen from above: how long forms wait, what comes in, what fires, where patients stop. Nobody is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from intake.access import figures_for_staff
from intake.charts import columns, lines, share
from intake.figures.alerts import kept_clocks
from intake.figures.flags import FEW, commonest_flags
from intake.figures.flow import Wait, outcomes, sent_by_week, waits
from intake.figures.period import CHOICES, Period, period_of
from intake.figures.stopping import where_patients_stop
from intake.views.staff.words import level_key, level_word

DAY = 24
LONGEST_IN_HOURS = 48


def insights(request: HttpRequest) -> HttpResponse:
    """All figures of one period."""
    figures_for_staff(request)
    period = period_of(request.GET.get("days", ""))
    alerts = kept_clocks(period)
    page = {
        "period": period,
        "periods": [(days, _period_words(days)) for days in CHOICES],
        "sent": _sent(period),
        "waits": _waits(period),
        "outcomes": _bars(outcomes(period)),
        "flags": _flags(period),
        "stops": _bars(where_patients_stop(period)),
        "alerts": alerts,
        "raised": sum(each.raised for each in alerts),
        "overdue": sum(each.overdue for each in alerts),
        "few": FEW,
    }
    return render(request, "staff/insights.html", page)


def _period_words(days: int) -> str:
    return "Last year" if days == CHOICES[-1] else f"Last {days} days"


def _sent(period: Period) -> dict[str, Any]:
    found = sent_by_week(period)
    values = [found.get(week, 0) for week in period.weeks]
    return {
        "total": sum(values),
        "chart": columns([_short(week) for week in period.weeks], values),
        "rows": list(zip(period.weeks, values, strict=True)),
    }


def _waits(period: Period) -> dict[str, Any]:
    found = waits(period)
    weeks = [found.get(week, Wait()) for week in period.weeks]
    longest = max((each.nine_in_ten or 0 for each in weeks), default=0)
    unit = DAY if longest > LONGEST_IN_HOURS else 1
    series = [
        [_in(unit, each.median) for each in weeks],
        [_in(unit, each.nine_in_ten) for each in weeks],
    ]
    whole = found.get(None, Wait())
    return {
        "unit": "days" if unit == DAY else "hours",
        "chart": lines([_short(week) for week in period.weeks], series),
        "rows": [(week, *_told(each)) for week, each in zip(period.weeks, weeks, strict=True)],
        "median": _duration(whole.median),
        "nine_in_ten": _duration(whole.nine_in_ten),
        "undecided": whole.forms - whole.decided,
    }


def _in(unit: int, hours: float | None) -> float | None:
    return None if hours is None else float(hours) / unit


def _told(wait: Wait) -> tuple[int, int, str, str]:
    return wait.forms, wait.decided, _duration(wait.median), _duration(wait.nine_in_ten)


def _duration(hours: float | None) -> str:
    """*40 min*, *5.5 h*, *3.2 days*."""
    if hours is None:
        return ""
    if hours < 1:
        return f"{float(hours) * 60:.0f} min"
    return f"{hours:.1f} h" if hours <= LONGEST_IN_HOURS else f"{float(hours) / DAY:.1f} days"


def _short(day: date) -> str:
    return date_format(day, "j M")


def _bars(counted: list[tuple[str, int]]) -> dict[str, Any]:
    most = max((count for _words, count in counted), default=0)
    rows = [{"words": words, "count": count, "share": share(count, most)} for words, count in counted]
    drawn = [row for row in rows if row["count"]]
    return {"total": sum(count for _words, count in counted), "rows": rows, "any": drawn}


def _flags(period: Period) -> dict[str, Any]:
    found = commonest_flags(period)
    most = max((forms for *_rest, forms in found.rules), default=0)
    rows = [
        {
            "code": code,
            "words": title,
            "level": level_key(level),
            "level_word": level_word(level),
            "count": forms,
            "share": share(forms, most),
        }
        for code, title, level, forms in found.rules
    ]
    return {"rows": rows, "others": found.others, "rare": found.rare}
