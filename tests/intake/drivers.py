"""Every page that somebody who collects a patient can come to, in every state, as the browser gets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from intake import urls as intake_urls
from intake.models import DriverLink, Intake, Ride, RideConfirmation, Visit
from intake.models.ride_answer import asked_of
from tests.intake.filling import staff
from tests.intake.models.test_rides import written
from tests.intake.models.test_visits import WHY, day, over, planned


class Driver:
    """Somebody who was asked to collect the patient of this intake: their link, their code, their browser."""

    def __init__(self, intake: Intake) -> None:
        self.visit = planned(5, intake=intake)[0]
        self.token, self.code = written(self.visit).ask_driver(staff("front_desk"), send=True)
        self.where, self.typing = reverse("ride_link", args=[self.token]), reverse("ride_code")
        self.asked = asked_of(self.visit)
        self.browser = Client(raise_request_exception=False)

    def looks(self) -> Any:
        """Opens the link."""
        return self.browser.get(self.where)

    def says(self, says: str = "", words: str = "", **more: str) -> Any:
        """Presses the button under the question."""
        return self.browser.post(self.where, {"says": says, "words": words, "asked": self.asked} | more, follow=True)

    def types(self, code: str, **more: str) -> Any:
        """Types the code, and what is asked after it."""
        return self.browser.post(self.typing, {"code": code} | more)


def _after_a_call(driver: Driver) -> Any:
    RideConfirmation.by_phone(_ride(driver), staff("nurse"), "yes", "She comes at noon.")
    return driver.looks()


def _ride(driver: Driver) -> Ride:
    ride = Ride.newest(driver.visit)
    assert ride is not None
    return ride


def _moved_meanwhile(driver: Driver) -> Any:
    Visit.objects.get().move(staff("front_desk"), day(6), WHY, seen=1)
    return driver.says("yes")


def _too_often(driver: Driver) -> Any:
    for number in range(21):
        answer = driver.says("other_time", f"At {number}.")
    return answer


def _today(driver: Driver) -> Any:
    over(driver.visit, since=timedelta(minutes=5))
    return driver.looks()


def _cancelled(driver: Driver) -> Any:
    driver.visit.cancel(staff("nurse"), WHY, seen=1)
    return driver.looks()


def _over(driver: Driver) -> Any:
    over(driver.visit, since=timedelta(hours=9))
    return driver.looks()


def _replaced(driver: Driver) -> Any:
    _ride(driver).ask_driver(staff("front_desk"), send=False)
    return driver.looks()


def _ended_while_open(driver: Driver) -> Any:
    DriverLink.end_all(driver.visit)
    return driver.says("yes")


def _sheet(driver: Driver) -> Any:
    desk = Client()
    desk.force_login(staff("front_desk"))
    return desk.get(reverse("driver_sheet", args=[driver.visit.pk]))


def _no_cookies(driver: Driver) -> Any:
    return Client(enforce_csrf_checks=True).post(driver.where, {"says": "yes"})


def _fails(trouble: Exception) -> Callable[[Driver], Any]:
    """What the page looks like when this goes wrong behind it."""

    def look(driver: Driver) -> Any:
        def view(*_: Any, **__: Any) -> None:
            raise trouble

        page = next(each for each in intake_urls.urlpatterns if each.name == "ride_link")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(page, "callback", view)
            return driver.looks()

    return look


STATES: Mapping[str, Callable[[Driver], Any]] = {
    "asked": Driver.looks,
    "no answer chosen": Driver.says,
    "another time, not named": lambda driver: driver.says("other_time"),
    "yes": lambda driver: driver.says("yes", "I come at noon."),
    "no": lambda driver: driver.says("no"),
    "another time": lambda driver: driver.says("other_time", "After four."),
    "said on the phone": _after_a_call,
    "moved meanwhile": _moved_meanwhile,
    "changed too often": _too_often,
    "today": _today,
    "code, blank": lambda driver: driver.browser.get(driver.typing),
    "code, wrong": lambda driver: driver.types("ABCD-EFGH"),
    "code, right": lambda driver: driver.types(driver.code),
    "code, answered": lambda driver: driver.types(driver.code, says="yes", words="", asked=driver.asked),
    "link unknown": lambda driver: driver.browser.get(reverse("ride_link", args=["no-such-link"])),
    "link replaced": _replaced,
    "ended while open": _ended_while_open,
    "cancelled": _cancelled,
    "over": _over,
    "sheet": _sheet,
    "no cookies": _no_cookies,
    "address cut off": lambda driver: driver.browser.get(driver.where + "x/y/"),
    "method": lambda driver: driver.browser.put(driver.where),
    "not text": lambda driver: driver.says("yes", "a\x00b"),
    "too large": _fails(RequestDataTooBig()),
    "database away": _fails(OperationalError()),
    "fault of ours": _fails(ValueError()),
}
