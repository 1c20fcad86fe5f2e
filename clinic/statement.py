"""Statements that nearly every page asks: the database reads and plans each once for a connection, then only runs it.

What Django's ORM asks is read and planned anew each time; of a short statement that is most of what it costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import NotSupportedError, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import Format

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Statement:
    """One statement in SQL, with `%s` where something is given. Counted, logged and refused as any other of Django's.

    `keeps_plan`: not where the best way depends on what is given, such as how many rows have it.
    """

    sql: str
    keeps_plan: bool = True

    def rows(self, *given: Any) -> list[Row]:
        """All that it finds."""
        found: list[Row] = self._asked(given).fetchall()
        return found

    def row(self, *given: Any) -> Row | None:
        """The first of it."""
        found: Row | None = self._asked(given).fetchone()
        return found

    def run(self, *given: Any) -> None:
        """Does what it says."""
        self._asked(given)

    def _asked(self, given: Row) -> Any:
        if connection.queries_logged or not self.keeps_plan:
            return self._asked_by(connection.cursor(), given)
        try:
            return self._asked_by(_planned_once(), given)
        except NotSupportedError:
            if connection.in_atomic_block:
                raise  # undoing the transaction forgets all plans of this connection
            _forget_plans()
            return self._asked_by(_planned_once(), given)

    def _asked_by(self, cursor: Any, given: Row) -> Any:
        cursor.execute(self.sql, given)
        return cursor


def _forget_plans() -> None:
    """A plan does not hold any more: a column that it finds has another type since."""
    connection.connection.execute("DEALLOCATE ALL")


def _planned_once() -> Any:
    """A cursor of Django's whose statements are prepared. Of those no text can be logged: where each is, none is."""
    connection.ensure_connection()
    plain: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    plain.format = Format.BINARY
    return connection.make_cursor(plain)
