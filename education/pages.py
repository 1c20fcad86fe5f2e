"""What the menu of staff pages knows of the education pages: how many versions and reviews wait for somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from clinic.roles import APPROVERS

WAITING = """
    SELECT (SELECT count(*) FROM education_version version
            WHERE version.author_id IS NOT NULL
              AND NOT EXISTS (SELECT FROM education_verdict verdict WHERE verdict.version_id = version.id)
              AND NOT EXISTS (SELECT FROM education_version newer
                              WHERE newer.page_id = version.page_id AND newer.number > version.number)),
           (SELECT count(*) FROM (SELECT DISTINCT ON (page_id) version_id FROM education_publication
                                  WHERE at <= %s ORDER BY page_id, at DESC, id DESC) standing
            WHERE (SELECT due FROM education_medicalreview review WHERE review.version_id = standing.version_id
                   ORDER BY review.id DESC LIMIT 1) < %s)
"""


@dataclass(frozen=True)
class Waiting:
    """Versions without a verdict, and published pages whose medical review is overdue."""

    verdicts: int
    reviews: int

    @property
    def all(self) -> int:
        return self.verdicts + self.reviews


def waiting(request: HttpRequest) -> dict[str, Callable[[], Waiting]]:
    """For the badge of those who can do something about it. One query, and only where a page shows it."""
    user: Any = getattr(request, "user", None)
    at_work = request.path.startswith("/staff/") and user is not None and user.is_authenticated
    return {"education_waiting": count} if at_work and user.role in APPROVERS else {}


def count() -> Waiting:
    """As it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [timezone.now(), timezone.localdate()])
        return Waiting(*cursor.fetchone())
