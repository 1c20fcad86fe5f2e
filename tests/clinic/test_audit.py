import pytest
from clinic.audit import record
from clinic.models import Event

pytestmark = pytest.mark.django_db


def test_one() -> None:
    record("staff.made")
    event = Event.objects.get()
    print(event.__dict__)
