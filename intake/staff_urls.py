"""The addresses of staff, below /staff/."""

from django.urls import path

from intake.views.staff.alert import alert
from intake.views.staff.decide import decide
from intake.views.staff.desk import desk, desk_record
from intake.views.staff.queue import queue
from intake.views.staff.record import record
from intake.views.staff.reopen import reopen

urlpatterns = [
    path("", queue, name="queue"),
    path("intakes/<slug:reference>/", record, name="record"),
    path("intakes/<slug:reference>/decide/", decide, name="decide"),
    path("alerts/<uuid:pk>/", alert, name="alert"),
    path("desk/", desk, name="desk"),
    path("desk/<slug:reference>/", desk_record, name="desk_record"),
    path("reopen/", reopen, name="reopen"),
]
