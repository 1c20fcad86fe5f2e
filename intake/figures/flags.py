"""Which rules fire most, counted by forms. A rule that fired on fewer than five forms is not named with its count:
one rare flag, in one week that staff remember, is a patient."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from clinic.blind_index import blind
from intake.figures.firing import MOST_RUNS
from intake.figures.period import Period
from intake.triage import CODES, FOLLOWING, Level, rule_called

FEW = 5
MOST_SHOWN = 20
COMMONEST = """
    WITH recent AS (
        SELECT id, intake_id FROM intake_triage WHERE ran_at >= %s ORDER BY ran_at DESC LIMIT %s
    )
    SELECT flag.rule_index, count(DISTINCT recent.intake_id), max(flag.level) FROM recent
    JOIN intake_flag flag ON flag.triage_id = recent.id
    GROUP BY flag.rule_index ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Commonest:
    """The rules that fired most, each with its forms and gravest level; how many others fired, and how many rarely."""

    rules: tuple[tuple[str, str, Level, int], ...]
    others: int
    rare: int


def commonest_flags(period: Period) -> Commonest:
    """Rules by the number of forms on which they fired; the keyed index is turned back into the rule it stands for."""
    with connection.cursor() as cursor:
        cursor.execute(COMMONEST, [period.since, MOST_RUNS])
        found = cursor.fetchall()
    codes = {blind("rule", code): code for code in CODES}
    named = [
        (codes[index], _matter(codes[index]), Level(level), forms)
        for index, forms, level in found
        if forms >= FEW and index in codes
    ]
    rare = sum(forms < FEW for _index, forms, _level in found)
    return Commonest(tuple(named[:MOST_SHOWN]), max(0, len(named) - MOST_SHOWN), rare)


def _matter(code: str) -> str:
    follows = next((rule for rule in FOLLOWING if rule.code == code), None)
    return (follows or rule_called(code)).matter
