"""How a second physician settled a proposed change of policy, or that who proposed it took it back."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from clinic.sealed import SealedRow

NOT_ONES_OWN = """
    IF NEW.kind <> 'withdrawn' AND NEW.by_id = (
        SELECT proposed_by_id FROM intake_policychange WHERE id = NEW.change_id
    ) THEN
        RAISE EXCEPTION 'nobody approves or refuses their own change' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


class PolicyVerdict(SealedRow):
    """How a proposal was settled. `number` counts what was approved: the clinic's policy, version by version.

    The database refuses that anybody approves or refuses their own change.
    """

    APPROVED, REFUSED, WITHDRAWN = "approved", "refused", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.OneToOneField("PolicyChange", on_delete=models.PROTECT, related_name="verdict")
    kind = models.CharField(max_length=10, choices=[(each, each) for each in (APPROVED, REFUSED, WITHDRAWN)])
    number = models.PositiveIntegerField(null=True, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta(SealedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="approved", number__isnull=False)
                | (~models.Q(kind="approved") & models.Q(number__isnull=True)),
                name="what_is_approved_is_counted",
            )
        ]
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(
                name="not_ones_own", when=pgtrigger.Before, operation=pgtrigger.Insert, func=NOT_ONES_OWN
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def next_number(cls) -> int:
        """The number of the next change that comes into force."""
        last = cls.objects.filter(number__isnull=False).order_by("-number").values_list("number", flat=True)
        return (last.first() or 0) + 1
