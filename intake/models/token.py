"""What an intake can be filtered by: a row for each thing, with the intake's place beside it, so that a filtered page
is read from one index, in order, whatever the number of intakes.

Which rule a flag is, and what somebody wants treated, are diagnoses: a token is a keyed index, never a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models

from clinic.blind_index import blind
from intake.models.queue import ORDER

COPIED = ("turn", *ORDER[:-1], "sent_at", "decided_at")
"""Columns of the intake's place that each of its tokens repeats; a trigger on the intake keeps them the same."""
_NEW = ", ".join(
    "CASE WHEN NEW.status = 'decided' THEN NEW.decided_at END" if name == "decided_at" else f"NEW.{name}"
    for name in COPIED
)
FOLLOW = f"""
    UPDATE intake_token SET ({", ".join(COPIED)}) = ROW({_NEW})
    WHERE intake_id = NEW.id AND ({", ".join(COPIED)}) IS DISTINCT FROM ({_NEW});
    RETURN NULL;
"""  # noqa: S608
RULE = "('x' || left(rule_index, 16))::bit(64)::bigint"
"""`shortened`, in SQL."""
KEEP = f"""
    WITH told(token, kind) AS (
        SELECT * FROM unnest(%(tokens)s::bigint[], %(kinds_of)s::smallint[])
        UNION SELECT {RULE}, %(flag)s FROM intake_flag WHERE %(flag)s = ANY(%(kinds)s::smallint[]) AND triage_id = (
            SELECT id FROM intake_triage WHERE intake_id = %(intake)s ORDER BY ran_at DESC LIMIT 1)
        UNION SELECT {RULE}, %(flag)s FROM intake_safetyalert alert
            WHERE %(flag)s = ANY(%(kinds)s::smallint[]) AND alert.intake_id = %(intake)s
            AND NOT EXISTS (SELECT FROM intake_disposition closed WHERE closed.alert_id = alert.id)
    ), gone AS (
        DELETE FROM intake_token WHERE intake_id = %(intake)s AND kind = ANY(%(kinds)s::smallint[])
            AND token NOT IN (SELECT token FROM told)
    )
    INSERT INTO intake_token (intake_id, token, kind, {", ".join(COPIED)})
    SELECT %(intake)s, told.token, told.kind, {", ".join(f"%({name})s" for name in COPIED)} FROM told
    ON CONFLICT DO NOTHING
"""  # noqa: S608
"""Of some kinds, those and no others. Rules are those of the newest triage's flags and of open alerts."""


class Kind(models.IntegerChoices):
    """What a token is about."""

    FLAG = 1
    REASON = 2
    LEVEL = 3
    STATUS = 4
    HOLDER = 5
    SENT = 6
    VISIT = 7


class Token(models.Model):
    """One thing that one intake can be filtered by."""

    pk = models.CompositePrimaryKey("intake_id", "token")
    intake = models.ForeignKey("Intake", on_delete=models.CASCADE, related_name="tokens", db_index=False)
    token = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=Kind)
    turn = models.CharField(max_length=16)
    alert_rank = models.SmallIntegerField()
    urgency_rank = models.SmallIntegerField()
    level_rank = models.SmallIntegerField()
    visit_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("token", "turn", *ORDER[:-1], "intake"), name="token_in_queue_order"),
            models.Index(
                fields=("token", "sent_at", "intake"),
                name="token_by_sending",
                condition=models.Q(sent_at__isnull=False),
            ),
            models.Index(
                fields=("token", "decided_at", "intake"),
                name="token_by_decision",
                condition=models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}"

    @classmethod
    def keep(cls, intake: Any, told: Mapping[Kind, Iterable[object]], *, flags: bool = False) -> None:
        """Of these kinds, the intake has tokens of these values and no others; with `flags`, of its flags too.

        One statement.
        """
        rows = [(token_of(kind, value), int(kind)) for kind, values in told.items() for value in values]
        values = {name: getattr(intake, name) for name in COPIED}
        values["decided_at"] = intake.decided_at if intake.status == "decided" else None
        values |= {
            "intake": intake.pk,
            "flag": int(Kind.FLAG),
            "kinds": [*map(int, told), *([int(Kind.FLAG)] if flags else ())],
            "tokens": [token for token, _kind in rows],
            "kinds_of": [kind for _token, kind in rows],
        }
        with connection.cursor() as cursor:
            cursor.execute(KEEP, values)

    @classmethod
    def drop(cls, intake: Any) -> None:
        """It stands on no list any more."""
        cls.objects.filter(intake=intake).delete()


def token_of(kind: Kind, value: object) -> int:
    """The token of one value: of a rule's code, a reason, a level, a status, a person, a day."""
    if kind is Kind.FLAG:
        return shortened(blind("rule", str(value)))
    if kind is Kind.REASON:
        return shortened(blind("reason", str(value)))
    return shortened(blind("filter", f"{kind.name}:{value}"))


def shortened(index: str) -> int:
    """The first half of a blind index, as a number that a database keeps in eight bytes."""
    return int.from_bytes(bytes.fromhex(index[:16]), signed=True)
