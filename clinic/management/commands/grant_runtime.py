"""Gives the runtime role what it needs and no more: sealed tables can only be read and added to."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from clinic.models import EventHead

READ_ADD = "SELECT, INSERT"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
READ_ONLY = frozenset({"django_migrations", "django_content_type", "auth_permission", "auth_group"})


class Command(BaseCommand):
    """Run by the owner after every migration."""

    help = "Grants the runtime role its rights on every table."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role = connection.ops.quote_name(settings.RUNTIME_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}")
            database = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            rights = self._rights()
            for table in connection.introspection.table_names(cursor):
                right = rights.get(table, "SELECT")
                cursor.execute(f"GRANT {right} ON {connection.ops.quote_name(table)} TO {role}")

    def _rights(self) -> dict[str, str]:
        rights = {
            model._meta.db_table: READ_ADD if getattr(model, "sealed", False) else EVERYTHING
            for model in apps.get_models(include_auto_created=True)
        }
        rights |= dict.fromkeys(READ_ONLY, "SELECT")
        rights[EventHead._meta.db_table] = "SELECT, UPDATE"
        return rights
