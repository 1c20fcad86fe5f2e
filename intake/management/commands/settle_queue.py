"""Works out anew where each intake stands, what it can be filtered by, and what a list shows of the person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.apart import each_apart
from intake.models import Intake
from intake.models.identity import listed_as


class Command(BaseCommand):
    """After an upgrade that changes one of them. Can be stopped and run again at any time, while people work."""

    help = "Works out anew each intake's place in the queue, filters and what lists show."

    def handle(self, *args: Any, **options: Any) -> None:
        done = each_apart(Intake.objects.only("pk").iterator(chunk_size=500), _settle)
        each_apart(Intake.objects.only("pk").iterator(chunk_size=500), _list)
        self.stdout.write(f"{done} intakes stand where they belong.")


def _settle(intake: Intake) -> bool:
    locked = intake._locked()
    locked.settle_place()
    locked.tell_reasons()
    locked.save(update_fields=["turn", "sent_at"])
    return True


def _list(intake: Intake) -> bool:
    locked = intake._locked()
    if not locked.identity:
        return False
    locked.listed_as = listed_as(locked.identity)
    locked.save(update_fields=["listed_as"])
    return True
