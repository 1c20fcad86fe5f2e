"""Where no patients are invented."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from intake.management.commands import invent_patients
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


def test_invented_patients_come_all_or_none(settings, monkeypatch):
    settings.DEMO = True
    for role in ("nurse", "physician"):
        person = staff(role)
        person.is_demo = True
        person.save()
    real, acted = invent_patients.act_out, []

    def interrupted(person, staff):
        if len(acted) == 2:
            raise KeyboardInterrupt
        acted.append(real(person, staff))

    monkeypatch.setattr(invent_patients, "act_out", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("invent_patients")
    assert len(acted) == 2
    assert not Intake.objects.exists()


def test_accounts_of_real_staff_decide_nothing_in_a_demonstration(settings):
    settings.DEMO = True
    staff("nurse"), staff("physician")
    with pytest.raises(CommandError, match="demo_staff"):
        call_command("invent_patients")
