"""How many intakes stand on each tab, kept by the database: a page that shows it counts nothing.

A change adds a row (+1, −1), so that two acts never wait for each other; now and then one folds the rows together.
"""

from __future__ import annotations

from django.db import models

ALL_SENT = "all_sent"
ALL_DECIDED = "all_decided"
COUNT = f"""
    INSERT INTO intake_turncount (name, change)
    SELECT name, sum(change) FROM (
        SELECT OLD.turn, -1 WHERE TG_OP <> 'INSERT' AND OLD.turn <> ''
        UNION ALL SELECT NEW.turn, 1 WHERE TG_OP <> 'DELETE' AND NEW.turn <> ''
        UNION ALL SELECT '{ALL_SENT}', -1 WHERE TG_OP <> 'INSERT' AND OLD.sent_at IS NOT NULL
        UNION ALL SELECT '{ALL_SENT}', 1 WHERE TG_OP <> 'DELETE' AND NEW.sent_at IS NOT NULL
        UNION ALL SELECT '{ALL_DECIDED}', -1 WHERE TG_OP <> 'INSERT' AND OLD.status = 'decided'
        UNION ALL SELECT '{ALL_DECIDED}', 1 WHERE TG_OP <> 'DELETE' AND NEW.status = 'decided'
    ) moved(name, change) GROUP BY name HAVING sum(change) <> 0;
    IF FOUND AND lastval() % 64 < 3 THEN
        WITH taken AS (
            DELETE FROM intake_turncount WHERE id IN (SELECT id FROM intake_turncount FOR UPDATE SKIP LOCKED)
            RETURNING name, change
        )
        INSERT INTO intake_turncount (name, change)
        SELECT name, sum(change) FROM taken GROUP BY name HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
"""  # noqa: S608
"""For the intake's trigger, after a row was added, changed or removed."""


class TurnCount(models.Model):
    """A part of one count: so many more, or fewer."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=16)
    change = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.change:+}"
