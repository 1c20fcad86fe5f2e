"""A row of the queue, of a search, of a hand-over: who, how pressing, why, since when, who has it.

Drawn from one line of text for each cell, not by a template: a list of rows is most of what a page of the queue costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

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
HEADS = {"urgency_head": escape(_("Urgency"))}


def rows_of(intakes: Iterable[Any], since: str = "waiting_since", since_word: str = "") -> dict[str, Any]:
    """For `staff/_rows.html`: rows, with the word over the time that this list is about."""
    word = since_word or _("Waiting since")
    listed = list(intakes)
    dealing = who_deals_with(listed)
    rows = [row_of(intake, since, word, dealing.get(intake.pk, "")) for intake in listed]
    return {"since_word": word, "rows": rows}


def row_of(intake: Any, since: str, since_word: str, dealing: str = "") -> dict[str, Any]:
    """One intake, for clinicians: what it is called, and the row as it is shown. `dealing`: who took on its alert."""
    told = _told(intake)
    alert, urgency = intake.alert_rank < 0, -intake.urgency_rank
    html = ROW.format(
        **HEADS,
        alert=' class="is-alert"' if alert else "",
        level=LEVELS[-intake.level_rank],
        url=_address(intake.reference),
        name=escape(str(told["name"])),
        age=f' <span class="soft">{told["age"]}</span>' if told["age"] is not None else "",
        reference=intake.reference,
        why=f"{ALERT if alert else ''}{escape(str(told['why']))}{UNSENT if intake.is_open else ''}",
        pressing=" is-pressing" if urgency >= Urgency.TODAY else "",
        urgency=escape(urgency_word(urgency)),
        since_head=escape(since_word),
        since=_time(getattr(intake, since)),
        late=LATE if waits_too_long(intake) else "",
        visit=f'<span class="visit">{escape(_("Visit"))} {_time(intake.visit)}</span>' if intake.visit else "",
        holder=_holder(intake, dealing),
        status=STATUSES[intake.status],
    )
    named = {"reference": intake.reference, "name": told["name"], "url": _address(intake.reference)}
    return named | {"html": SafeString(html)}


def _holder(intake: Any, dealing: str) -> str:
    """Who has it; while nobody does, who deals with its safety alert."""
    if intake.held_by:
        return f'<bdi class="holder">{escape(intake.holder.name)}</bdi>'
    return f'<bdi class="holder">{escape(dealing)}</bdi>{DEALS}' if dealing else NOBODY


def _told(intake: Any) -> dict[str, Any]:
    """What is encrypted of a row: who, and why."""
    if not opens(intake):
        return {"name": NAME, "age": None, "why": WHAT_TO_DO}
    return {
        "name": intake.name or _("No name yet"),
        "age": intake.age,
        "why": intake.why or _("No flag: read the answers"),
    }


def _time(at: datetime) -> str:
    here = localtime(at)
    return f'<time datetime="{here.isoformat(timespec="seconds")}">{here:%a} {here.day} {here:%b, %H:%M}</time>'


def _address(reference: str) -> str:
    return _pattern().replace("AAAA-AAAA", reference)


@lru_cache
def _pattern() -> str:
    return reverse("record", args=["AAAA-AAAA"])
