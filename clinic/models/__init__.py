"""What the clinic's floor keeps: who works here, their sessions, every event, and how often something was tried."""

from clinic.models.event import Event, EventHead
from clinic.models.staff import Staff
from clinic.models.staff_session import StaffSession
from clinic.models.tally import Tally

__all__ = ["Event", "EventHead", "Staff", "StaffSession", "Tally"]
