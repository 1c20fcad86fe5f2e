"""Rows that are only ever added to: the database refuses to change, delete or empty them."""

from __future__ import annotations

import pgtrigger
from django.db import models

REFUSE = "RAISE EXCEPTION '% is sealed: rows are only ever added', TG_TABLE_NAME USING ERRCODE = '55000'; RETURN NULL;"


class SealedRow(models.Model):
    """A row that stays as it was written. `grant_runtime` gives the site SELECT and INSERT on it, no more."""

    sealed = True

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="sealed_rows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSE,
            ),
            pgtrigger.Trigger(
                name="sealed_table",
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                func=REFUSE,
            ),
        ]
