"""The driver's page and what staff do about rides: no word of health, no name, nothing changed by looking."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.models import Event
from intake.models import DriverLink, Intake, Ride, RideConfirmation, Visit, stands_confirmed
from intake.models.ride_answer import asked_of
from intake.wording.health_words import health_words_in
from tests.intake.filling import sent, staff
from tests.intake.models.test_rides import GOOD, cleared_visit, state, written
from tests.intake.models.test_visits import WHY, day, planned
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
FIRST, LAST = WELL_MAN["about.first_name"], WELL_MAN["about.last_name"]


def at_work(role: str = "front_desk") -> Client:
    browser = Client()
    browser.force_login(staff(role))
    return browser


def text_of(response: Any) -> str:
    return re.sub(r"<[^>]*>", " ", response.content.decode())


@pytest.fixture
def visit() -> Visit:
    return cleared_visit()


@pytest.fixture
def keys(visit: Visit) -> tuple[str, str]:
    """Token and code for the driver."""
    return written(visit).ask_driver(staff("front_desk"), send=False)


def page(token: str) -> str:
    return reverse("ride_link", args=[token])


def say(token: str, visit: Visit, says: str, words: str = "") -> Any:
    told = {"says": says, "words": words, "asked": asked_of(visit)}
    return Client().post(page(token), told)


def test_looking_changes_nothing_and_is_kept_by_nobody(visit: Visit, keys: tuple[str, str]) -> None:
    before = Event.objects.count()
    for method in ("get", "head", "get"):
        shown = getattr(Client(), method)(page(keys[0]))
        assert shown.status_code == 200 and shown["Cache-Control"] == "no-store"
    assert b'name="robots" content="noindex"' in shown.content
    assert state(visit) == "asked" and Event.objects.count() == before
    assert not RideConfirmation.objects.exists()


def test_the_driver_says_yes_then_no_by_the_link(visit: Visit, keys: tuple[str, str]) -> None:
    answered = say(keys[0], visit, "yes")
    assert (answered.status_code, answered["Location"]) == (303, page(keys[0]))
    assert stands_confirmed(visit) and "Thank you" in text_of(Client().get(page(keys[0])))
    say(keys[0], visit, "no", "My car broke down.")
    assert state(visit) == "no" and RideConfirmation.objects.count() == 2
    assert Event.objects.filter(action="ride.driver_answered").count() == 2


def test_another_time_has_to_be_named(visit: Visit, keys: tuple[str, str]) -> None:
    refused = say(keys[0], visit, "other_time", " ")
    assert "Write which time would do" in text_of(refused) and not RideConfirmation.objects.exists()
    say(keys[0], visit, "other_time", "After four.")
    assert state(visit) == "other_time"
    shown = at_work().get(reverse("visit_ride", args=[visit.pk]))
    assert "After four." in text_of(shown)


@pytest.mark.parametrize("told", [{}, {"says": "perhaps"}, {"says": "yes"}, {"says": "yes", "asked": "1"}])
def test_an_answer_that_is_none_is_not_kept(told: dict[str, str], keys: tuple[str, str]) -> None:
    assert Client().post(page(keys[0]), told).status_code == 200
    assert not RideConfirmation.objects.exists()


def test_a_code_leads_to_the_same_question(visit: Visit, keys: tuple[str, str]) -> None:
    where = reverse("ride_code")
    shown = Client().post(where, {"code": keys[1].lower()})
    assert settings.MESSAGES.place in text_of(shown)
    told = {"code": keys[1], "says": "yes", "words": "", "asked": asked_of(visit)}
    assert "Thank you" in text_of(Client().post(where, told))
    assert stands_confirmed(visit)
    assert "does not work" in text_of(Client().post(where, {"code": "ABCD-EFGH"}))


def test_after_many_wrong_codes_the_right_one_is_refused_too(keys: tuple[str, str]) -> None:
    where = reverse("ride_code")
    for _try in range(20):
        Client().post(where, {"code": "ABCD-EFGH"})
    assert "does not work" in text_of(Client().post(where, {"code": keys[1]}))


def test_a_moved_visit_asks_again(visit: Visit, keys: tuple[str, str]) -> None:
    read = asked_of(visit)
    Visit.objects.get().move(staff("front_desk"), day(6), WHY, seen=1)
    shown = Client().post(page(keys[0]), {"says": "yes", "words": "", "asked": read})
    assert "time was changed" in text_of(shown) and not RideConfirmation.objects.exists()


def test_links_that_do_not_work_all_look_the_same(visit: Visit, keys: tuple[str, str]) -> None:
    unknown = Client().get(page("no-such-link")).content
    written(visit).ask_driver(staff("front_desk"), send=False)
    assert Client().get(page(keys[0])).content == unknown
    assert say(keys[0], visit, "yes").content == unknown


def pages_of_the_driver(visit: Visit, keys: tuple[str, str]) -> list[str]:
    """Every page a driver can come to, and the sheet, as they read them."""
    shown = [Client().get(page(keys[0])), Client().post(page(keys[0]), {}), Client().get(reverse("ride_code"))]
    shown += [Client().post(reverse("ride_code"), {"code": code}) for code in (keys[1], "wrong")]
    shown.append(at_work().get(reverse("driver_sheet", args=[visit.pk])))
    for says in ("yes", "no", "other_time"):
        say(keys[0], visit, says, "At four.")
        shown.append(Client().get(page(keys[0])))
    shown.append(Client().get(page("no-such-link")))
    return [each.content.decode() for each in shown]


def test_no_page_of_the_driver_says_a_word_of_health_or_who_it_is(visit: Visit, keys: tuple[str, str]) -> None:
    for html in pages_of_the_driver(visit, keys):
        assert health_words_in(re.sub(r"<[^>]*>", " ", html), also=[settings.CLINIC.name]) == ()
        assert FIRST not in html and LAST not in html and visit.intake.reference not in html
        assert not re.search(r"patient|treatment|clinician|doctor|nurse|medic", re.sub(r"<[^>]*>", " ", html), re.I)


def test_a_first_name_stands_there_only_where_the_clinic_allows_it(
    visit: Visit, keys: tuple[str, str], settings: Any
) -> None:
    from dataclasses import replace

    settings.MESSAGES = replace(settings.MESSAGES, driver_reads_first_name=True)
    html = Client().get(page(keys[0])).content.decode()
    assert FIRST in html and LAST not in html


def test_a_name_or_place_that_tells_what_the_clinic_does_is_left_out(keys: tuple[str, str], settings: Any) -> None:
    from dataclasses import replace

    settings.MESSAGES = replace(settings.MESSAGES, name="Harbor Ketamine", place="Ketamine House")
    assert b"etamine" not in Client().get(page(keys[0])).content


def asked_on(browser: Client, where: str) -> str:
    """Which ride, and which time, a page is about."""
    return re.search(r'name="asked" value="([^"]+)"', browser.get(where).content.decode())[1]


def test_the_front_desk_writes_asks_and_calls() -> None:
    found = cleared_visit()
    desk, where = at_work(), reverse("visit_ride", args=[found.pk])
    assert WELL_MAN["ride.name"] in desk.get(where).content.decode()
    form = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__} | {"act": "write", "seen": "0"}
    assert desk.post(where, form).status_code == 302
    asked = desk.post(where, {"act": "ask", "send": "yes"})
    assert "shown once" in text_of(asked) and DriverLink.objects.count() == 1
    assert "shown once" not in text_of(desk.get(where))
    heard = {"act": "phone", "heard": "yes", "asked": asked_on(desk, where)}
    missing = desk.post(where, heard | {"heard_words": ""})
    assert "Write what the driver said" in text_of(missing)
    assert desk.post(where, heard | {"heard_words": "She comes."}).status_code == 302
    assert stands_confirmed(found)
    card = desk.get(reverse("desk_record", args=[found.intake.reference]))
    assert "The ride home is confirmed" in text_of(card)


def test_who_left_the_words_empty_is_told_of_a_changed_ride_all_the_same() -> None:
    found = cleared_visit()
    written(found)
    desk, where = at_work(), reverse("visit_ride", args=[found.pk])
    heard = {"act": "phone", "heard": "yes", "heard_words": "", "asked": asked_on(desk, where)}
    written(found, replace(GOOD, name="Bob Other"))
    refused = text_of(desk.post(where, heard))
    assert "Write what the driver said" in refused and "was changed after you opened this page" in refused


@pytest.mark.parametrize("changed", ["the ride", "the time", "both unsaid"])
def test_what_a_driver_said_is_not_put_to_a_ride_or_a_time_that_they_were_not_asked_about(changed: str) -> None:
    found = cleared_visit()
    written(found)
    desk, where = at_work(), reverse("visit_ride", args=[found.pk])
    heard = {"act": "phone", "heard": "yes", "heard_words": "Ann comes at noon.", "asked": asked_on(desk, where)}
    if changed == "the ride":
        written(found, replace(GOOD, name="Bob Other"))
    elif changed == "the time":
        found.move(staff("nurse"), found.at + timedelta(hours=1), "The patient asked for it.", seen=1)
    else:
        heard["asked"] = ""
    refused = desk.post(where, heard)
    assert "was changed after you opened this page" in text_of(refused) and "Ann comes at noon." in text_of(refused)
    assert not RideConfirmation.objects.exists()
    again = desk.post(where, heard | {"asked": re.search(r'name="asked" value="([^"]+)"', refused.content.decode())[1]})
    assert again.status_code == 302 and RideConfirmation.objects.get().words == "Ann comes at noon."


def test_a_refused_way_home_is_said_and_nobody_can_be_asked() -> None:
    found = cleared_visit()
    desk, where = at_work(), reverse("visit_ride", args=[found.pk])
    form = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__} | {"act": "write", "seen": "0"}
    desk.post(where, form | {"way_home": "i_will_drive"})
    shown = desk.get(where)
    assert "does not accept this way home" in text_of(shown) and "Make a link" not in text_of(shown)
    desk.post(where, {"act": "ask"})
    heard = {"act": "phone", "heard": "yes", "heard_words": "She comes.", "asked": asked_on(desk, where)}
    refused = desk.post(where, heard)
    assert "not accepted" in text_of(refused) and "She comes." in text_of(refused)
    assert not DriverLink.objects.exists() and not RideConfirmation.objects.exists()


@pytest.mark.parametrize("wrong", [{"phone": "12"}, {"way_home": "by boat"}, {"seen": "x"}])
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(wrong: dict[str, str]) -> None:
    found = cleared_visit()
    form = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__} | {"act": "write", "seen": "0"}
    shown = at_work().post(reverse("visit_ride", args=[found.pk]), form | wrong)
    assert "There is a problem" in text_of(shown) and GOOD.name in shown.content.decode()
    assert not Ride.objects.exists()


def test_the_front_desk_meets_no_clinical_word_on_a_ride() -> None:
    found = planned(5, intake=sent(COMPLEX))[0]
    flags = {flag.words["title"] for flag in Intake.objects.get().flags.all()}
    shown = text_of(at_work().get(reverse("visit_ride", args=[found.pk])))
    assert flags and not [title for title in flags if title in shown]
