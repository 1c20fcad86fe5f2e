"""Many rows, one after the other, each by itself: what cannot be done for one stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from django.db import OperationalError, transaction

from clinic.logs import place_of

log = structlog.get_logger()
Row = TypeVar("Row")


def each_apart(rows: Iterable[Row], act: Callable[[Row], object]) -> int:
    """For how many rows the act did something. One that fails is undone whole and logged, by where it failed alone.

    A database that is away fails for all of them: that is left to whoever runs it again.
    """
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += bool(act(row))
        except OperationalError:
            raise
        except Exception as trouble:
            log.error("row.left_out", kind=type(trouble).__name__, at=place_of(trouble))
    return done
