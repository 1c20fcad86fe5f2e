"""Every address of the site, found from the site itself, with something real behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from clinic.roles import Role
from clinic.who_may_open import DOORS
from education.models import Draft
from intake.models import (
    Course,
    InformationRequest,
    Intake,
    Invitation,
    Merge,
    Message,
    Patient,
    PolicyChange,
    Reach,
    Ride,
    RidePlan,
    SafetyAlert,
    Sitting,
    Submission,
    Visit,
)
from tests.education.writing import picture, published
from tests.intake.filling import sent
from tests.people import COMPLEX, WELL_MAN
from tests.staff import made, second_physician

VISITORS = ("stranger", "patient", *Role)


def patterns() -> dict[str, URLPattern]:
    """Every address by its name; one without a name, or two with one name, is a mistake."""
    found: dict[str, URLPattern] = {}
    for pattern in _leaves(get_resolver().url_patterns):
        assert pattern.name, f"{pattern.pattern} has no name, so nobody can say who may open it"
        assert pattern.name not in found, f"two addresses are called {pattern.name}"
        found[pattern.name] = pattern
    return found


def _leaves(listed: list[Any]) -> Iterator[URLPattern]:
    for each in listed:
        if isinstance(each, URLResolver):
            yield from _leaves(each.url_patterns)
        else:
            yield each


def address(name: str, **known: Any) -> str:
    """Where a page is; for things that do not exist, unless they are given."""
    absent = {"reference": "AAAA-AAAA", "pk": UUID(int=1), "section": "about", "page": 1, "slug": "missing", "number": 1}
    absent |= {"token": "no-such-link", "what": "received", "code": "XX-99", "kind": "level", "of": "XX-99"}
    known = absent | {"draft": UUID(int=1)} | known
    return reverse(name, kwargs={part: known[part] for part in patterns()[name].pattern.converters})


def joined(staff: Any) -> Merge:
    """Two patients who were merged."""
    person = {"about.first_name": "Ann", "about.last_name": "Sample", "about.birth_date": "1980-01-31"}
    first, second = (Patient.confirmed(staff, person) for _ in range(2))
    return Merge.of(first, second, staff, "Both cards were seen.")


def planned(intake: Intake, staff: Any) -> Visit:
    """A visit of this intake in three days."""
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    return Course.plan(intake, staff, [at], minutes=105)[0]


class World:
    """An intake that was sent, with an open alert; another patient at a draft, and one who was asked for more; a page;
    one person of each role."""

    def __init__(self) -> None:
        self.intake = sent(COMPLEX)
        self.alert = SafetyAlert.objects.order_by("pk")[0]
        self.flag = self.intake.flags.filter(level=3, safety=False)[0]
        self.token = Intake.start("self")[2]
        self.version = published()
        self.staff = {role: made(role) for role in Role}
        self.picture = picture(self.staff[Role.EDITOR])
        self.change = PolicyChange.propose(second_physician(), "level", "BP-03", "review", "A nurse looks first.")
        self.merge = joined(self.staff[Role.NURSE])
        self.patient = self.merge.survivor
        self.message = Message.put("decided_call_us", intake=self.intake, to=Reach(by="phone"))
        self.invitation = Invitation.send(self.staff[Role.NURSE], "new@example.org")
        self.visit = planned(self.intake, self.staff[Role.FRONT_DESK])
        self.draft = Draft.begin(self.version.page, self.staff[Role.EDITOR])
        self.asked, self.link = self._asks_for_more(sent(WELL_MAN))
        self.replying = Sitting.begin(self.asked.intake, self.asked)[1]
        self.riding, self.driver_token = self._asks_driver(self.asked.intake)

    def _asks_for_more(self, intake: Intake) -> tuple[InformationRequest, str]:
        """About a blood clot; with the token of the link."""
        on, why = Submission.newest(intake).pk, "We need to be sure about this."
        return InformationRequest.ask(intake, self.staff[Role.NURSE], ["heart.clot"], "", why, on=on)

    def _asks_driver(self, intake: Intake) -> tuple[Visit, str]:
        """Who takes somebody home after a visit; with the token of the driver's link."""
        desk, plan = self.staff[Role.FRONT_DESK], RidePlan("same_person", "known_adult_drives", "Ruth", "+12025550190")
        visit = Course.plan(intake, desk, [timezone.now() + timedelta(days=20)], minutes=60)[0]
        ride = Ride.write(visit, desk, replace(plan, adult="yes", comes_inside="yes", accepted="yes"), seen=0)
        return visit, ride.ask_driver(desk, send=False)[0]

    def address(self, name: str) -> str:
        """Where this page is, for what exists."""
        known = {"slug": self.version.page.slug, "number": self.version.number, "draft": self.draft.pk}
        known |= {"code": "BP-02", "kind": "level", "of": "BP-02"}
        things = {"learn_picture": self.picture, "settle": self.flag, "policy_change": self.change}
        things |= dict.fromkeys(("patient", "patient_details", "patient_merge"), self.patient)
        things |= {"patient_unmerge": self.merge, "outbox_settle": self.message, "invitation_act": self.invitation}
        things |= dict.fromkeys((each for each in DOORS if each.startswith("visit_") or each == "visit"), self.visit)
        things |= dict.fromkeys((each for each in DOORS if each.startswith("course_")), self.visit.course)
        things |= {"visit_ride": self.riding, "driver_sheet": self.riding}
        pk = things.get(name, self.alert).pk
        token = self.driver_token if name == "ride_link" else self.link
        return address(name, reference=self.intake.reference, pk=pk, token=token, **known)

    def browser(self, visitor: str) -> Client:
        """A browser in which this visitor is known."""
        browser = Client()
        if visitor == "patient":
            browser.cookies[settings.SITTING_COOKIE_NAME] = self.token
        elif visitor != "stranger":
            browser.force_login(self.staff[Role(visitor)])
        return browser
