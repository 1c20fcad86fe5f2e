"""Limits on how often something may be tried: one atomic statement a try, so that no two workers miscount."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.crypto import salted_hmac

COUNT = """
    INSERT INTO clinic_tally (key, hits, since) VALUES (%(key)s, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN clinic_tally.since < clock_timestamp() - make_interval(mins => %(minutes)s)
                    THEN 1 ELSE least(clinic_tally.hits + 1, 1000000) END,
        since = CASE WHEN clinic_tally.since < clock_timestamp() - make_interval(mins => %(minutes)s)
                     THEN clock_timestamp() ELSE clinic_tally.since END
    RETURNING hits
"""


@dataclass(frozen=True)
class Limit:
    """At most so many tries in so many minutes."""

    at_most: int
    minutes: int


def allows(limit: Limit, what: str, who: str) -> bool:
    """Count one more try, and say whether it is within the limit."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _key(what, who), "minutes": limit.minutes})
        hits: int = cursor.fetchone()[0]
    return hits <= limit.at_most


def forget(what: str, who: str) -> None:
    """Start to count anew: whoever tried has shown who they are."""
    from clinic.models import Tally

    Tally.objects.filter(key=_key(what, who)).delete()


def _key(what: str, who: str) -> str:
    return salted_hmac(f"clinic.limits.{what}", who, algorithm="sha256").hexdigest()
