"""Makes very many intakes in a database by COPY: heads, submissions, triages, flags and tokens of all, drafts of one in
a hundred. Identity and reasons are sealed as the site seals them; submissions and flags' words are sealed short.

    python -m bench.many COUNT            (Django's settings from the environment; ADMIN_URL: a superuser's)
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

CHUNK = 2000
WORKERS = 2
PROBES = 20
"""Patients called Probe: a search finds as many in a small database as in a large one."""
TURNS = (
    *(("urgent", 2), ("to_review", 40), ("waiting_patient", 6)),
    *(("waiting_ride", 12), ("waiting_visit", 8), ("decided", 32)),
)
STATUS = {"urgent": "in_review", "to_review": "sent", "waiting_patient": "waiting_for_patient"}
COLUMNS = {
    "intake_intake": (
        "id reference wrapped_key status for_whom questionnaire_version identity listed_as reasons email_index "
        "phone_index last_name_index last_name_birth_index on_desk_list created_at changed_at decided_at lapses_at "
        "alerts_open turn alert_rank urgency_rank level_rank visit_at waiting_since sent_at"
    ),
    "intake_submission": "id intake_id number sealed_at language questionnaire_version content",
    "intake_triage": "id intake_id submission_id rule_set_version policy_version ran_at outcome",
    "intake_flag": "id triage_id intake_id place rule_index level urgency safety words",
    "intake_token": (
        "intake_id token kind turn alert_rank urgency_rank level_rank visit_at waiting_since sent_at decided_at"
    ),
    "intake_safetyalert": "id intake_id raised_at level urgency rule_index on_draft words",
    "intake_draft": "id intake_id section revision kept changed_at",
}
COUNTS = """
    INSERT INTO intake_turncount (name, change)
    SELECT turn, count(*) FROM intake_intake WHERE turn <> '' GROUP BY turn
    UNION ALL SELECT 'all_sent', count(*) FROM intake_intake WHERE sent_at IS NOT NULL
    UNION ALL SELECT 'all_decided', count(*) FROM intake_intake WHERE status = 'decided'
"""
UNATTENDED = """
    INSERT INTO intake_unattendedalert (alert_id, urgency, raised_at)
    SELECT id, urgency, raised_at FROM intake_safetyalert
"""
Lines = dict[str, list[str]]


def main(count: int) -> None:
    """Copies without triggers and without secondary indexes; makes both again, and what triggers would have kept."""
    started = time.perf_counter()
    with _administrator() as connection:
        indexes = _without_indexes(connection)
        chunks = [(first, min(CHUNK, count - first)) for first in range(0, count, CHUNK)]
        with multiprocessing.Pool(WORKERS, _set_up) as pool:
            for done, _ in enumerate(pool.imap_unordered(_copy, chunks), start=1):
                if done * CHUNK % 100_000 == 0:
                    seconds = time.perf_counter() - started
                    print(f"{done * CHUNK:,} copied, {seconds:.0f} s", file=sys.stderr, flush=True)
        for definition in indexes:
            connection.execute(definition)
        connection.execute(COUNTS)
        connection.execute(UNATTENDED)
        for table in (*COLUMNS, "intake_turncount", "intake_unattendedalert"):
            connection.execute(f"VACUUM ANALYZE {table}")
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    print(json.dumps({"seconds": round(time.perf_counter() - started), "bytes": size[0] if size else 0}))


def _administrator() -> psycopg.Connection:
    connection = psycopg.connect(os.environ["ADMIN_URL"], autocommit=True)
    for setting in ("session_replication_role = replica", "statement_timeout = 0", "maintenance_work_mem = '1GB'"):
        connection.execute(f"SET {setting}")
    return connection


def _without_indexes(connection: psycopg.Connection) -> list[str]:
    """Takes off the indexes that hold no constraint; how to make them again."""
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        [list(COLUMNS)],
    ).fetchall()
    for name, _definition in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _set_up() -> None:
    import django

    django.setup()
    global maker
    maker = Maker()


def _copy(chunk: tuple[int, int]) -> None:
    lines = maker.chunk(*chunk)
    with _administrator() as connection, connection.transaction():
        for table, names in COLUMNS.items():
            columns = ", ".join(names.split())
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write("\n".join((*lines[table], "")) if lines[table] else "")


class Maker:
    """Makes intakes, each from its number."""

    def __init__(self) -> None:
        from clinic.encryption import new_data_key, seal
        from intake.models.identity import identity_of, indexes_of, listed_as
        from intake.models.reference import LETTERS
        from intake.models.token import Kind, token_of
        from intake.policy import DEFAULT
        from intake.questionnaire import SECTIONS
        from intake.questionnaire.answers import Answers
        from intake.questionnaire.reason import Reason
        from intake.triage import RULES
        from tests.people import TYPICAL, WELL_MAN

        self.seal, self.new_key, self.indexes_of, self.listed_as = seal, new_data_key, indexes_of, listed_as
        self.letters, self.kind, self.now = LETTERS, Kind, datetime.now(UTC).replace(microsecond=0)
        self.people = [WELL_MAN, TYPICAL]
        today = self.now.date()
        self.identities = [identity_of(Answers(each, policy=DEFAULT, on=today)) for each in self.people]
        self.few = [
            {code: value for code, value in each.items() if code.startswith(("heart.", "reason."))}
            for each in self.people
        ]
        self.reasons = [option.code for option in Reason.wanted.options]
        self.sections = [section.code for section in SECTIONS]
        self.rules = [rule for rule in RULES if not rule.safety]
        self.safe = next(rule for rule in RULES if rule.safety)
        self.known: dict[tuple[Any, str], int] = {}
        self.token_of: Callable[[Any, object], int] = token_of

    def chunk(self, first: int, count: int) -> Lines:
        """Lines for COPY, by table."""
        lines: Lines = {table: [] for table in COLUMNS}
        for number in range(first, first + count):
            for table, line in self.intake(number):
                lines[table].append(line)
        return lines

    def token(self, kind: Any, value: object) -> int:
        key = (kind, str(value))
        if key not in self.known:
            self.known[key] = self.token_of(kind, value)
        return self.known[key]

    def intake(self, number: int) -> Iterator[tuple[str, str]]:
        """One intake with all that belongs to it."""
        luck = random.Random(number)
        pk, key, which = uuid.UUID(int=luck.getrandbits(128), version=4), self.new_key(), number % 2
        turn = luck.choices([name for name, _ in TURNS], [weight for _, weight in TURNS])[0]
        rules = self._rules_of(luck)
        alert = turn == "urgent"
        level = max([int(rule.level) for rule in rules] + [4] * alert)
        urgency = max([int(rule.urgency) for rule in rules] + [4] * alert)
        sent = self.now - timedelta(minutes=luck.randint(1, 90 * 1440), seconds=luck.randint(0, 59))
        decided = sent + timedelta(hours=luck.randint(1, 48)) if turn not in STATUS else None
        visit = self.now.replace(minute=0, second=0) + timedelta(hours=luck.randint(1, 1400))
        visit_at = visit if luck.random() < 0.3 else datetime(9999, 1, 1, tzinfo=UTC)
        status = STATUS.get(turn, "decided")
        since = decided or sent
        ranks = f"{-alert:d}\t{-urgency}\t{-level}\t{visit_at.isoformat()}\t{since.isoformat()}\t{sent.isoformat()}"
        identity, indexes = self._person(number, which, luck)
        reasons = {"flag": rules[0].matter if rules else "", "alert": self.safe.matter if alert else ""}
        yield "intake_intake", "\t".join(
            (
                f"{pk}\t{self._reference(number)}\t{hexed(key)}\t{status}\tself\t2026.1",
                self._sealed(identity, key, "intake_intake", "identity", pk),
                self._sealed(self.listed_as(identity), key, "intake_intake", "listed_as", pk),
                self._sealed(reasons, key, "intake_intake", "reasons", pk),
                "\t".join(indexes.values()),
                f"t\t{(sent - timedelta(hours=1)).isoformat()}\t{since.isoformat()}\t{told(decided)}\t\\N",
                f"{alert:d}\t{turn}\t{ranks}",
            )
        )
        yield from self._flags(pk, key, number, rules, sent, which)
        if alert:
            yield "intake_safetyalert", "\t".join(
                (
                    f"{own(number, 3)}\t{pk}\t{sent.isoformat()}\t4\t4\t{'0' * 32}\tf",
                    self._sealed({"title": self.safe.matter}, key, "intake_safetyalert", "words", own(number, 3)),
                )
            )
        place = f"{turn}\t{ranks}\t{told(decided)}"
        plain = {"LEVEL": level, "STATUS": status, "HOLDER": "nobody", "SENT": sent.date()}
        if visit_at.year < 9999:
            plain["VISIT"] = visit_at.date()
        for token, kind in self._tokens(luck, [*rules, *((self.safe,) if alert else ())], plain):
            yield "intake_token", f"{pk}\t{token}\t{int(kind)}\t{place}"
        if number % 100 == 0:
            for place_of, section in enumerate(self.sections):
                row = own(number, 100 + place_of)
                kept = self._sealed({"answers": {}, "saves": [], "known": []}, key, "intake_draft", "kept", row)
                yield "intake_draft", f"{row}\t{pk}\t{section}\t1\t{kept}\t{sent.isoformat()}"

    def _rules_of(self, luck: random.Random) -> list[Any]:
        """From 5 to 15, 10 on average, seldom a STOP; the gravest first."""
        count = luck.randint(5, 15)
        graves = 4 if luck.random() < 0.15 else 3
        chosen = luck.sample([rule for rule in self.rules if rule.level <= graves], count)
        return sorted(chosen, key=lambda rule: -rule.level)

    def _person(self, number: int, which: int, luck: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
        """Who it is: one of twenty Probes, or one of very many others."""
        probe = number < PROBES
        last = "Probe" if probe else f"Name{luck.randint(1, 400_000)}"
        day = date(1940, 1, 1) + timedelta(days=luck.randint(0, 24_000))
        born = "1984-06-02" if number == 0 else day.isoformat()
        phone = "+12025550100" if number < 2 else f"+1{3_000_000_000 + number}"
        answers = {
            "about.first_name": f"First{number}",
            "about.last_name": last,
            "about.birth_date": born,
            "about.phone": phone,
            "about.email": "probe@example.org" if number == 0 else f"p{number}@example.org",
        }
        identity = self.identities[which] | {"name": f"First{number} {last}", "birth_date": born, "phone": phone}
        return identity, self.indexes_of(answers)

    def _flags(
        self, pk: uuid.UUID, key: bytes, number: int, rules: list[Any], sent: datetime, which: int
    ) -> Iterator[tuple[str, str]]:
        submission, run = own(number, 1), own(number, 2)
        content = {"sections": [], "answers": self.few[which], "pages": []}
        sealed = self._sealed(content, key, "intake_submission", "content", submission)
        yield "intake_submission", f"{submission}\t{pk}\t1\t{sent.isoformat()}\ten\t2026.1\t{sealed}"
        outcome = self._sealed({"scores": [], "could_not_tell": [], "quiet": []}, key, "intake_triage", "outcome", run)
        yield "intake_triage", f"{run}\t{pk}\t{submission}\tbench\tbench\t{sent.isoformat()}\t{outcome}"
        for place, rule in enumerate(rules):
            row = own(number, 10 + place)
            words = {"code": rule.code, "key": "", "title": rule.matter, "because": "", "cites": [], "words": []}
            sealed = self._sealed(words, key, "intake_flag", "words", row)
            index = f"{self.token(self.kind.FLAG, rule.code) % 2**64:016x}{'0' * 16}"
            yield "intake_flag", f"{row}\t{run}\t{pk}\t{place}\t{index}\t{rule.level:d}\t{rule.urgency:d}\tf\t{sealed}"

    def _tokens(self, luck: random.Random, rules: list[Any], plain: dict[str, Any]) -> Iterator[tuple[int, Any]]:
        for rule in rules:
            yield self.token(self.kind.FLAG, rule.code), self.kind.FLAG
        for reason in luck.sample(self.reasons, luck.choice((1, 1, 2))):
            yield self.token(self.kind.REASON, reason), self.kind.REASON
        for name, value in plain.items():
            yield self.token(self.kind[name], value), self.kind[name]

    def _sealed(self, value: Any, key: bytes, table: str, column: str, row: uuid.UUID) -> str:
        return hexed(self.seal(value, key, f"{table}|{column}|{row}".encode()))

    def _reference(self, number: int) -> str:
        rest, drawn = (number * 7_919 + 104_729) % 30**8, ""
        for _ in range(8):
            rest, letter = divmod(rest, 30)
            drawn += self.letters[letter]
        return f"{drawn[:4]}-{drawn[4:]}"


def own(number: int, part: int) -> uuid.UUID:
    """An id of something that belongs to the intake of this number."""
    return uuid.UUID(int=(number << 80) | part, version=4)


def hexed(value: bytes) -> str:
    """Bytes, as COPY reads them."""
    return f"\\\\x{value.hex()}"


def told(at: datetime | None) -> str:
    """A time, or nothing."""
    return at.isoformat() if at else "\\N"


maker: Maker


if __name__ == "__main__":
    main(int(sys.argv[1]))
