"""A row of the queue, of a search, of a hand-over: who, how pressing, why, since when, who has it.

Drawn from one line of text for each cell, not by a template: a list of rows is most of what a page of the queue costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from intake.models.decided_as import decided_as
from intake.models.reminders import waits_too_long
from intake.models.status import Status
from intake.models.unattended import who_deals_with
from intake.triage import Urgency
from intake.views.staff.broken import NAME, WHAT_TO_DO, opens
from intake.views.staff.words import level_key, level_word, urgency_word

WHO = '<a class="queue-link" href="{url}"><bdi>{name}</bdi></a>{age}<span class="reference">{reference}</span>'
ROW = f"""<tr{{alert}}>
<td class="queue-level">{{level}}</td>
<td class="queue-who">{WHO}</td>
<td class="queue-why">{{why}}</td>
<td class="queue-when{{pressing}}" data-head="{{urgency_head}}">{{urgency}}</td>
<td class="queue-when" data-head="{{since_head}}">{{since}}{{late}}{{visit}}</td>
<td class="queue-holder">{{holder}}<span class="status">{{status}}</span></td>
</tr>
"""
LEVEL = '<span class="level is-{0}"><svg class="mark" aria-hidden="true"><use href="#mark-{0}"/></svg>{1}</span>'
ALERT = "<strong>" + escape(_("Safety alert:")) + "</strong> "
UNSENT = ' <span class="tag">' + escape(_("not sent yet")) + "</span>"
LATE = ' <span class="tag is-caution">' + escape(_("waits too long")) + "</span>"
NOBODY = '<span class="soft">' + escape(_("nobody yet")) + "</span>"
DEALS = '<span class="status">' + escape(_("deals with the alert")) + "</span>"
STATUSES = {str(status): escape(str(status.label)) for status in Status}
LEVELS = {level: LEVEL.format(level_key(level), escape(level_word(level))) if level else "" for level in range(5)}
URGENCIES = [escape(urgency_word(urgency)) for urgency in range(5)]
VISIT = '<span class="visit">' + escape(_("Visit")) + " {}</span>"
DAYS = [str(name) for name in WEEKDAYS_ABBR.values()]
MONTHS = [str(name).capitalize() for name in MONTHS_3.values()]
HEADS = {"urgency_head": escape(_("Urgency"))}


def rows_of(
    intakes: Iterable[Any],
    since: str = "waiting_since",
    since_word: str = "",
    dealing: Mapping[Any, str] | None = None,
    decided: Mapping[Any, str] | None = None,
) -> dict[str, Any]:
    """For `staff/_rows.html`: rows, with the word over the time that this list is about.

    `dealing`, `decided`: who took on an alert of which of them, and what was decided of which, where that is known
    already or need not be asked.
    """
    word = since_word or _("Waiting since")
    listed = list(intakes)
    dealing = who_deals_with(listed) if dealing is None else dealing
    now = timezone.now()
    drawing = Drawing(now, timezone.localdate(now), timezone.get_current_timezone(), since, escape(word))
    decided = decided_as(listed) if decided is None else decided
    rows = [drawing.row_of(each, dealing.get(each.pk, ""), decided.get(each.pk, "")) for each in listed]
    return {"since_word": word, "rows": rows, "drawn": SafeString("".join(row["html"] for row in rows))}


@dataclass(frozen=True)
class Drawing:
    """What all rows of one list have in common: the moment, the clinic's day and zone; the time the list is about, by
    its column and in words."""

    now: datetime
    today: date
    zone: tzinfo
    since: str
    since_head: str

    def row_of(self, intake: Any, dealing: str = "", decided: str = "") -> dict[str, Any]:
        """One intake: what it is called, and its row as clinicians see it. `dealing`: who took on its alert; `decided`:
        what was decided."""
        told = self._told(intake)
        alert, urgency, url = intake.alert_rank < 0, -intake.urgency_rank, _address(intake.reference)
        html = ROW.format(
            **HEADS,
            alert=' class="is-alert"' if alert else "",
            level=LEVELS[-intake.level_rank],
            url=url,
            name=escape(str(told["name"])),
            age=f' <span class="soft">{told["age"]}</span>' if told["age"] is not None else "",
            reference=intake.reference,
            why=f"{ALERT if alert else ''}{escape(str(told['why']))}{UNSENT if intake.is_open else ''}",
            pressing=" is-pressing" if urgency >= Urgency.TODAY else "",
            urgency=URGENCIES[urgency],
            since_head=self.since_head,
            since=self._time(getattr(intake, self.since)),
            late=LATE if waits_too_long(intake, self.now) else "",
            visit=VISIT.format(self._time(intake.visit)) if intake.visit else "",
            holder=_holder(intake, dealing),
            status=escape(decided) if decided else STATUSES[intake.status],
        )
        return {"reference": intake.reference, "name": told["name"], "url": url, "html": html}

    def _told(self, intake: Any) -> dict[str, Any]:
        """What is encrypted of a row: who, and why."""
        if not opens(intake):
            return {"name": NAME, "age": None, "why": WHAT_TO_DO}
        return {
            "name": intake.name or _("No name yet"),
            "age": intake.age_on(self.today),
            "why": intake.why or _("No flag: read the answers"),
        }

    def _time(self, at: datetime | None) -> str:
        if at is None:
            return ""
        here = at.astimezone(self.zone)
        day, month = DAYS[here.weekday()], MONTHS[here.month - 1]
        year = "" if here.year == self.today.year else f" {here.year}"
        shown = f"{day} {here.day} {month}{year}, {here.hour:02}:{here.minute:02}"
        return f'<time datetime="{here.isoformat(timespec="seconds")}">{shown}</time>'


def _holder(intake: Any, dealing: str) -> str:
    """Who has it; while nobody does, who deals with its safety alert."""
    if (name := intake.holder_name) is not None:
        return f'<bdi class="holder">{escape(name)}</bdi>'
    return f'<bdi class="holder">{escape(dealing)}</bdi>{DEALS}' if dealing else NOBODY


def _address(reference: str) -> str:
    return _pattern().replace("AAAA-AAAA", reference)


@lru_cache
def _pattern() -> str:
    return reverse("record", args=["AAAA-AAAA"])
