"""How the database keeps the list of alerts that nobody is dealing with: by what is added about an alert."""

from __future__ import annotations

import pgtrigger

RAISED = """
    INSERT INTO intake_unattendedalert (alert_id, urgency, raised_at) VALUES (NEW.id, NEW.urgency, NEW.raised_at);
    RETURN NULL;
"""
SEEN_TO = """
    DELETE FROM intake_unattendedalert WHERE alert_id = NEW.alert_id;
    RETURN NULL;
"""
HANDED_OVER = """
    INSERT INTO intake_unattendedalert (alert_id, urgency, raised_at, handed_over_at)
    SELECT id, urgency, raised_at, NEW.at FROM intake_safetyalert WHERE id = NEW.alert_id
    ON CONFLICT (alert_id) DO UPDATE SET handed_over_at = NEW.at;
    RETURN NULL;
"""


def when_added(name: str, func: str) -> pgtrigger.Trigger:
    """Does this after a row was added."""
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=pgtrigger.Insert, func=func)
