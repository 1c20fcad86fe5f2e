"""What every page knows: the clinic, its crisis line, whether this is a demo, where *Leave quickly* goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest | None) -> dict[str, Any]:
    return {
        "clinic": settings.CLINIC,
        "crisis": settings.CLINIC.crisis,
        "demo": settings.DEMO,
        "leave_to": settings.LEAVE_TO,
        "for_driver": request is not None and request.path.startswith("/ride/"),
        "for_staff": request is not None and request.path.startswith("/staff/"),
    }
