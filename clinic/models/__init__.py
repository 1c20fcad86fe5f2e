"""What the clinic's floor keeps: who works here, their sessions, and every event."""

from clinic.models.event import Event, EventHead
from clinic.models.staff import Staff
from clinic.models.staff_session import StaffSession

__all__ = ["Event", "EventHead", "Staff", "StaffSession"]
