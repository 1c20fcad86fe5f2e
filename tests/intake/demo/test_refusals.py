"""Where no patients are invented."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from intake.models import Intake
from tests.intake.filling import filled, staff

pytestmark = pytest.mark.django_db


def test_a_real_clinic_gets_no_invented_patients(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demonstration only"):
        call_command("invent_patients")


def test_a_database_that_holds_an_intake_gets_none(settings):
    settings.DEMO = True
    filled({"about.first_name": "Real"})
    with pytest.raises(CommandError, match="empty"):
        call_command("invent_patients")
    assert Intake.objects.count() == 1


def test_accounts_of_real_staff_decide_nothing_in_a_demonstration(settings):
    settings.DEMO = True
    staff("nurse"), staff("physician")
    with pytest.raises(CommandError, match="demo_staff"):
        call_command("invent_patients")
