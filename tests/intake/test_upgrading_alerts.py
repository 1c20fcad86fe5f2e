"""An upgrade of a clinic with open alerts: the list of those that nobody deals with is made from what was done."""

from __future__ import annotations

import os
import subprocess
import sys

from intake.models import SafetyAlert
from intake.models.safety_call import CallResult
from intake.models.warning import what_to_warn_of
from tests import databases
from tests.intake.filling import filled, staff
from tests.preparing import ROOT

NOTE = "Spoke with them; they are safe."
ACUTE = {"mind.asq": {"1": "yes", "5": "yes"}}


def migrate(database: str, *to: str) -> None:
    """As the owner does."""
    environment = os.environ | databases.environment_of(database) | {"CLEARWAY_DATABASE_ROLE": "owner"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0", *to], cwd=ROOT, env=environment, check=True)


def test_alerts_from_before_stand_on_the_list_as_their_steps_say_and_the_site_goes_on(fresh_database: str) -> None:
    nurse, physician = staff("nurse"), staff("physician")
    new, taken, given, closed, given_and_taken = (
        filled({"about.first_name": f"P{number}"} | ACUTE).alerts.get() for number in range(5)
    )
    taken.acknowledge(nurse)
    taken.log_call(nurse, CallResult.REACHED, NOTE)
    given.acknowledge(nurse)
    given.hand_over(nurse, physician, NOTE)
    closed.close(nurse, "assessed", NOTE)
    given_and_taken.hand_over(nurse, physician, NOTE)
    given_and_taken.acknowledge(physician)
    before = what_to_warn_of().alerts
    assert {each.pk for each in before} == {new.pk, given.pk}
    migrate(fresh_database, "intake", "0023_kept_of_another")
    migrate(fresh_database)
    assert what_to_warn_of().alerts == before
    later = filled({"mind.harm_others": "yes"}).alerts.get()
    assert later.pk in {each.pk for each in what_to_warn_of().alerts}, "before all rights are granted anew"
    assert SafetyAlert.objects.open().count() == 5
