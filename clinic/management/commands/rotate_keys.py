"""Wraps every data key by the current master key. What is sealed stays as it is."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models, transaction

from clinic.encryption import WrappedKeyField, key_ring, master_key_of, unwrap, wrap

BATCH = 500


class Command(BaseCommand):
    """Can be stopped and run again at any time."""

    help = "Wraps every data key by the first key in fields.keys; says how many were on an old one."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, WrappedKeyField):
                    done = self._rotate(model, field.attname)
                    self.stdout.write(f"{model._meta.db_table}: {done} wrapped anew, 0 left on an old key.")

    def _rotate(self, model: type[models.Model], name: str) -> int:
        current = next(iter(key_ring(settings.KEYS)))
        done, last = 0, None
        while True:
            with transaction.atomic():
                rows = model._default_manager.order_by("pk").select_for_update().only("pk", name)
                batch = list((rows.filter(pk__gt=last) if last is not None else rows)[:BATCH])
                for row in batch:
                    wrapped = bytes(getattr(row, name))
                    if master_key_of(wrapped) != current:
                        model._default_manager.filter(pk=row.pk).update(**{name: wrap(unwrap(wrapped))})
                        done += 1
            if not batch:
                return done
            last = batch[-1].pk
