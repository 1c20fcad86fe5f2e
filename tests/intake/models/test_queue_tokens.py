"""What an intake can be filtered by, and that a filtered list is read page by page, in order, from one index."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from clinic.statement import Statement
from intake.models import Intake, Token
from intake.models.queue import LISTINGS
from intake.models.queue_row import page_of, statement_of
from intake.models.status import Status
from intake.models.token import COPIED, Kind, token_of
from intake.models.turn import Turn
from tests.intake.filling import filled, sent
from tests.intake.models.acting import act
from tests.people import TYPICAL, WELL_MAN

pytestmark = pytest.mark.django_db


def should_have(intake: Intake) -> set[int]:
    """From the words of its flags and answers, as a person would say it."""
    if not (intake.turn or intake.sent_at):
        return set()
    run = intake.triages.order_by("-ran_at").first()
    told = [flag.words["code"] for flag in run.all_flags()] if run else []
    told += [alert.words["code"] for alert in intake.alerts.open()]
    values: list[tuple[Kind, Any]] = [(Kind.FLAG, code) for code in told]
    values += [(Kind.LEVEL, -intake.level_rank), (Kind.STATUS, intake.status)]
    values += [(Kind.HOLDER, intake.holder_id or "nobody")]
    if intake.status == Status.DECIDED:
        values += [(Kind.STATUS, intake.decisions.latest("at").outcome)]
    if intake.sent_at:
        values += [(Kind.SENT, timezone.localdate(intake.sent_at))]
        values += [(Kind.REASON, each) for each in intake.submissions.latest("number").answers()["reason.wanted"]]
    if intake.visit:
        values += [(Kind.VISIT, timezone.localdate(intake.visit))]
    return {token_of(kind, value) for kind, value in values}


def places_differ() -> list[Any]:
    return [
        (token, name)
        for token in Token.objects.select_related("intake")
        for name in COPIED
        if getattr(token, name) != getattr(token.intake, name)
        and not (name == "decided_at" and token.decided_at is None and token.intake.status != "decided")
    ]


@pytest.mark.parametrize("seed", range(3))
def test_tokens_are_what_they_should_be_after_each_act(seed: int) -> None:
    luck, done = random.Random(seed), []
    sent(WELL_MAN)
    for _ in range(25):
        done.append(act(luck))
        for intake in Intake.objects.all():
            assert set(intake.tokens.values_list("token", flat=True)) == should_have(intake), done
        assert not places_differ(), done
    assert Token.objects.exists()


def test_a_token_names_no_rule_and_no_diagnosis_and_two_kinds_never_meet():
    assert token_of(Kind.FLAG, "CV-01") != token_of(Kind.REASON, "CV-01") != token_of(Kind.STATUS, "CV-01")
    assert -(2**63) <= token_of(Kind.REASON, "depression") < 2**63


def test_a_visit_that_moves_moves_every_token():
    intake = sent(WELL_MAN)
    Intake.objects.filter(pk=intake.pk).update(visit_at=timezone.now())
    assert not places_differ()


def test_places_and_tokens_of_intakes_from_before_are_worked_out_anew(capsys):
    intakes = [sent(TYPICAL), filled(WELL_MAN), filled({"mind.asq": {"1": "yes"}})]
    before = set(Token.objects.values_list("intake", "token"))
    Token.objects.all().delete()
    Intake.objects.update(turn="")
    call_command("settle_queue")
    assert set(Token.objects.values_list("intake", "token")) == before
    assert [Intake.objects.get(pk=each.pk).turn for each in intakes] == ["to_review", "", "urgent"]
    assert "3 intakes" in capsys.readouterr().out


def a_crowd(count: int) -> None:
    """Intakes in every turn, with three flags to filter by; many stand in the same place."""
    luck, now = random.Random(7), timezone.now().replace(microsecond=0)
    for number in range(count):
        turn = luck.choice(Turn.values)
        decided = turn in ("waiting_ride", "waiting_visit", "ready", "decided")
        intake = Intake.objects.create(
            turn=turn,
            status="decided" if decided else "sent",
            urgency_rank=-luck.randint(0, 2),
            level_rank=-luck.randint(0, 2),
            waiting_since=now - timedelta(hours=luck.randint(0, 2)),
            sent_at=now - timedelta(hours=luck.randint(0, 3)),
            decided_at=now - timedelta(hours=luck.randint(0, 3)) if decided else None,
        )
        flags = luck.sample(["A", "B", "C"], luck.randint(0, 3))
        Token.keep(intake, {Kind.FLAG: flags, Kind.LEVEL: [-intake.level_rank], Kind.SENT: [number % 2]})


def walked(listing: Any, tokens: list[int], size: int = 7) -> list[Any]:
    """Page by page to the end."""
    met: list[Any] = []
    place = None
    while page := page_of(listing, tokens, after=place, rows=size):
        met += page
        place = listing.place_of(page[-1])
    return met


FILTERS: dict[str, list[tuple[Kind, Any]]] = {
    "nothing": [],
    "a flag": [(Kind.FLAG, "A")],
    "two flags": [(Kind.FLAG, "A"), (Kind.FLAG, "B")],
    "a flag, a level and a day": [(Kind.FLAG, "C"), (Kind.LEVEL, 1), (Kind.SENT, 1)],
    "what nobody has": [(Kind.FLAG, "Z")],
}


@pytest.mark.parametrize("name", LISTINGS)
def test_walking_all_pages_meets_everybody_once_in_order_also_with_filters(name: str) -> None:
    a_crowd(90)
    listing = LISTINGS[name]
    everybody = list(Intake.objects.on(listing))
    assert len(everybody) > 7
    places = [listing.place_of(intake) for intake in everybody]
    assert places == sorted(places, reverse=listing.newest_first)
    for filters in FILTERS.values():
        tokens = [token_of(*each) for each in filters]
        wanted = [each for each in everybody if set(tokens) <= set(each.tokens.values_list("token", flat=True))]
        assert [row.pk for row in walked(listing, tokens)] == [intake.pk for intake in wanted]


def plan_of(statement: Statement, given: list[Any], mode: str) -> str:
    """How the database answers when a scan or a sort, which a handful of rows tempts it to, costs too much. `mode`:
    planned for what is given, or once for all that may be given."""
    kinds = ", ".join({int: "bigint", UUID: "uuid", datetime: "timestamptz"}[type(each)] for each in given)
    marks = statement.sql
    for number in range(1, len(given) + 1):
        marks = marks.replace("%s", f"${number}", 1)
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"SET LOCAL plan_cache_mode = force_{mode}_plan")
        cursor.execute(f"PREPARE asked{f' ({kinds})' if kinds else ''} AS {marks}")
        values = ", ".join(["%s"] * len(given))
        cursor.execute(f"EXPLAIN EXECUTE asked{f'({values})' if values else ''}", given)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("DEALLOCATE asked")
    return plan


INDEXES = {"decided": ("decided_order", "token_by_decision"), "all": ("sent_order", "token_by_sending")}
CHOSEN: dict[int, list[int]] = {
    0: [],
    1: [token_of(Kind.FLAG, "A")],
    2: [token_of(Kind.FLAG, "A"), token_of(Kind.LEVEL, 1)],
}


@pytest.mark.parametrize("further", [False, True], ids=["first page", "later page"])
@pytest.mark.parametrize("filters", CHOSEN)
@pytest.mark.parametrize("name", LISTINGS)
def test_every_page_is_read_from_its_index(name: str, filters: int, further: bool) -> None:
    a_crowd(30)
    listing, tokens = LISTINGS[name], CHOSEN[filters]
    plain, filtered = INDEXES.get(name, ("queue_order", "token_in_queue_order"))
    place = listing.place_of(Intake.objects.on(listing)[0]) if further else ()
    statement = statement_of(listing, filters, further, 26)
    given = [*tokens, *place, *place[-1:]]
    assert statement.keeps_plan == (filters < 2)
    for mode in ("generic", "custom") if statement.keeps_plan else ("custom",):
        plan = plan_of(statement, given, mode)
        assert (filtered if filters else plain) in plan and "Sort" not in plan, (mode, plan)
        assert "Seq Scan on intake_intake" not in plan and "Seq Scan on intake_token" not in plan, (mode, plan)
