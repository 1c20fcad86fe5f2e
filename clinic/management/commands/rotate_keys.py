"""Wraps every data key by the current master key. What is sealed stays as it is."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from clinic.encryption import WrappedKeyField, key_ring, unwrap, wrap

BATCH = 200


class Command(BaseCommand):
    """Can be stopped and run again at any time: it takes only what is left on an old key."""

    help = "Wraps every data key by the first key in fields.keys, and says how many are left on an old one."

    def handle(self, *args: Any, **options: Any) -> None:
        left = 0
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, WrappedKeyField):
                    done = self._rotate(field)
                    left += (still := _count(field))
                    self.stdout.write(
                        f"{model._meta.db_table}: {done} wrapped anew, {still} left on an old key."
                    )
        if not left:
            self.stdout.write("Every key in fields.keys but the first may be removed.")

    def _rotate(self, field: WrappedKeyField) -> int:
        done = 0
        while batch := self._next(field):
            done += batch
        return done

    @transaction.atomic
    def _next(self, field: WrappedKeyField) -> int:
        """One batch; rows that a patient is writing to just now are waited for."""
        table, key, column = _names(field)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE {_old(column)} ORDER BY {key} LIMIT {BATCH} "  # noqa: S608
                "FOR UPDATE",
                [_current()] * 2,
            )
            rows = cursor.fetchall()
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608
                [(wrap(unwrap(wrapped)), row) for row, wrapped in rows],
            )
        return len(rows)


def _count(field: WrappedKeyField) -> int:
    table, _, column = _names(field)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {_old(column)}", [_current()] * 2)  # noqa: S608
        left: int = cursor.fetchone()[0]
    return left


def _names(field: WrappedKeyField) -> tuple[str, str, str]:
    meta: models.options.Options[Any] = field.model._meta
    quote = connection.ops.quote_name
    assert meta.pk is not None
    return quote(meta.db_table), quote(str(meta.pk.column)), quote(str(field.column))


def _old(column: str) -> str:
    """Wrapped by another key than the parameter's: a wrapped key begins with its master key's id and a zero."""
    return f"substring({column} from 1 for length(%s::bytea)) <> %s::bytea"


def _current() -> bytes:
    return next(iter(key_ring(settings.KEYS))).encode() + b"\x00"
