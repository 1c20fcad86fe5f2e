"""The queue as staff see it: tabs with counts, filters that stay, pages, new arrivals."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from clinic.models import Event, StaffSession
from clinic.roles import Role
from intake.models import Holding, Intake, Proposal, SafetyAlert, Submission, Withdrawal
from intake.models.queue import LISTINGS
from intake.triage import Urgency
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, TYPICAL, WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/staff/"
NOT_SUITABLE = Proposal("not_suitable", "Spoke with the patient on the phone.")


@pytest.fixture
def nurse() -> Client:
    return signed_in(Role.NURSE)


def page_of(browser: Client, query: str = "") -> str:
    return unescape(browser.get(QUEUE + query).content.decode())


def names(browser: Client, query: str = "") -> list[str]:
    return [row["name"] for row in browser.get(QUEUE + query).context["rows"]]


def called(name: str, **more: object) -> Intake:
    return sent(WELL_MAN | {"about.first_name": name, "about.last_name": "Example"} | more)


def test_the_most_pressing_tab_is_open_and_every_row_says_why(nurse):
    sent(WELL_MAN)
    sent(COMPLEX)
    page = page_of(nurse)
    assert "Jo Sample" in page and "Tom Example" not in page
    assert "184/112" in page and "Safety alert" in page
    assert "Tom Example" in page_of(nurse, "?show=to_review")


def test_without_anything_urgent_what_is_to_review_is_open(nurse):
    called("Tom")
    assert names(nurse) == ["Tom Example"]
    assert nurse.get(QUEUE).context["shown"] == "to_review"


def test_a_draft_with_an_alert_stands_in_the_queue_as_not_sent(nurse):
    filled({"about.first_name": "Ida", "about.last_name": "Draft", "mind.asq": {"1": "yes"}})
    page = page_of(nurse)
    assert "Ida Draft" in page and "not sent yet" in page


def test_the_list_of_all_says_where_forms_with_an_alert_stand_that_were_not_sent(nurse):
    called("Tom")
    assert "They stand under" not in page_of(nurse, "?show=all")
    filled({"about.first_name": "Ida", "about.last_name": "Draft", "mind.asq": {"1": "yes"}})
    assert "They stand under" in page_of(nurse, "?show=all") and "?show=urgent" in page_of(nurse, "?show=all")
    assert "They stand under" not in page_of(nurse, "?show=to_review")


def test_a_row_with_an_alert_names_who_took_it_on_until_they_hand_it_over(nurse):
    filled({"about.first_name": "Ida", "about.last_name": "Draft", "mind.asq": {"1": "yes", "5": "yes"}})
    alert = SafetyAlert.objects.order_by("pk").first()
    assert "nobody yet" in page_of(nurse) and "deals with the alert" not in page_of(nurse)
    alert.acknowledge(staff("physician"))
    assert "Physician Example</bdi><span class=\"status\">deals with the alert" in page_of(nurse)
    SafetyAlert.objects.get(pk=alert.pk).hand_over(staff("physician"), staff("nurse"))
    assert "nobody yet" in page_of(nurse) and "deals with the alert" not in page_of(nurse)


def test_each_tab_tells_how_many_it_holds(nurse):
    for name in ("Ada", "Bea", "Cis"):
        called(name)
    sent(COMPLEX)
    intake = Intake.objects.filter(turn="to_review")[0]
    intake.take_up(staff("physician"))
    tabs = re.findall(r'<a href="\?show=(\w+)"[^>]*>([^<]+) <span class="count">(\d+)</span></a>', page_of(nurse))
    assert tabs == [
        ("urgent", "Urgent now", "1"),
        ("to_review", "To review", "3"),
        ("waiting_patient", "Waiting for the patient", "0"),
        ("waiting_ride", "Waiting for a ride", "0"),
        ("waiting_visit", "Waiting for the visit", "0"),
        ("ready", "Ready", "0"),
        ("decided", "Decided", "0"),
        ("all", "All", "4"),
    ]


@pytest.mark.parametrize("name", LISTINGS)
def test_an_empty_tab_says_how_forms_come(nurse, name):
    page = page_of(nurse, f"?show={name}")
    assert 'class="empty"' in page and ("comes here" in page or "stands here" in page or "Visits" in page)


def test_the_queue_takes_at_most_8_queries_also_narrowed(nurse, django_assert_max_num_queries):
    for _ in range(3):
        intake = sent(TYPICAL)
        Holding.claim(intake, staff("physician"))
    for query in ("", "?show=all", "?show=decided", "?show=to_review&reason=depression&holder=nobody&level=3"):
        with django_assert_max_num_queries(8):
            nurse.get(QUEUE + query)


@pytest.mark.parametrize("address", ["hand_over", "search", "desk"])
def test_the_other_lists_take_at_most_12_queries(nurse, django_assert_max_num_queries, address):
    for _ in range(4):
        Holding.claim(sent(WELL_MAN), staff("physician"))
    nurse.post(reverse("search"), {"q": "Example"})
    with django_assert_max_num_queries(12):
        assert nurse.get(reverse(address)).content.count(b"queue-link") == 4


def test_every_form_is_on_exactly_one_page(nurse):
    for _ in range(27):
        filled({"mind.asq": {"1": "yes"}})
    first = nurse.get(QUEUE)
    second = nurse.get(f"{QUEUE}?{first.context['next']}")
    seen = [row["reference"] for page in (first, second) for row in page.context["rows"]]
    assert sorted(seen) == sorted(Intake.objects.values_list("reference", flat=True))
    assert not second.context["next"] and "First page" in second.content.decode()


def test_filters_narrow_the_list_and_can_be_taken_off_one_by_one(nurse):
    called("Ada", **{"reason.wanted": ["pain_fibro"]})
    called("Bea")
    query = "?show=to_review&reason=pain_fibro"
    assert names(nurse, query) == ["Ada Example"]
    chip = nurse.get(QUEUE + query).context["chips"][0]
    assert chip == {"words": "Reason for treatment: Fibromyalgia", "without": "show=to_review"}
    assert sorted(names(nurse, f"?{chip['without']}")) == ["Ada Example", "Bea Example"]
    assert "Nobody fits these filters" in page_of(nurse, f"{query}&level=4")


def test_a_flag_is_chosen_by_its_plain_title(nurse):
    called("Ada", **{"body.systolic": 190})
    called("Bea")
    page = nurse.get(f"{QUEUE}?show=all&flag=BP-01")
    assert [row["name"] for row in page.context["rows"]] == ["Ada Example"]
    options = unescape(str(page.context["filters"]))
    assert re.search(r'<option value="BP-01" selected>[^<]*severe[^<]* \(BP-01\)</option>', options)
    assert "{" not in "".join(re.findall(r"<option[^>]*>([^<]*)", options))


def test_each_filter_finds_what_it_says(nurse):
    physician = staff("physician")
    ada, bea = called("Ada"), called("Bea")
    ada.take_up(physician)
    Holding.give(ada, physician, physician)
    ada.visit_at = timezone.now() + timedelta(days=9)
    ada.settle_place()
    ada.save()
    day, today = timezone.localdate(ada.visit_at), timezone.localdate()
    for query, found in {
        "status=in_review": ["Ada Example"],
        "status=sent": ["Bea Example"],
        f"holder={physician.pk}": ["Ada Example"],
        "holder=nobody": ["Bea Example"],
        f"visit={day}": ["Ada Example"],
        f"sent={today}": ["Ada Example", "Bea Example"],
        f"sent={today - timedelta(days=1)}": [],
        f"status=sent&holder=nobody&sent={today}": ["Bea Example"],
        f"level={-bea.level_rank}": ["Ada Example", "Bea Example"],
    }.items():
        for show in ("to_review", "all"):
            assert sorted(names(nurse, f"?show={show}&{query}")) == found, query


def test_what_was_decided_stands_in_each_row_and_can_be_filtered_by(nurse):
    physician = staff("physician")
    until = timezone.localdate() + timedelta(days=40)
    made = {"Ada": "cleared", "Bea": "cleared_with_conditions", "Cleo": "deferred", "Dan": "not_suitable"}
    for name, outcome in made.items():
        told = {"conditions": "An ECG first."} if outcome == "cleared_with_conditions" else {}
        told |= {"until": until} if outcome == "deferred" else {}
        intake = called(name)
        intake.decide(physician, Proposal(outcome, "As we spoke of.", aware=True, **told), on=Submission.newest(intake).pk)
    called("Eve")
    page = page_of(nurse, "?show=all")
    for words in ("Cleared for treatment", "Cleared with conditions", f"Deferred until {date_format(until, 'j M Y')}", "Not suitable"):
        assert page.count(f'<span class="status">{words}</span>') == 1, words
    for name, outcome in made.items():
        for show in ("all", "decided"):
            assert names(nurse, f"?show={show}&status={outcome}") == [f"{name} Example"]
    assert sorted(names(nurse, "?show=all&status=decided")) == [f"{name} Example" for name in made]
    ada = Intake.objects.get(reference=nurse.get(f"{QUEUE}?show=all&status=cleared").context["rows"][0]["reference"])
    ada.decide(physician, Proposal("not_suitable", "As we spoke of."), on=Submission.newest(ada).pk, seen=str(ada.decisions.get().pk))
    assert names(nurse, "?show=all&status=cleared") == []
    assert sorted(names(nurse, "?show=all&status=not_suitable")) == ["Ada Example", "Dan Example"]


@pytest.mark.parametrize("day", ["31.1.2027", "2027-02-31", "yesterday"])
def test_a_day_that_is_none_is_said_beside_its_field_and_the_list_stays(nurse, day):
    called("Ada")
    page = page_of(nurse, f"?show=to_review&sent={day}")
    assert "Write the day as year-month-day" in page and "Ada Example" in page


@pytest.mark.parametrize(
    "query",
    ["flag=NO-01", "status=x", "level=9", "holder=999999", "after=1~2", "after=~~~~~", "show=x", "show="],
)
def test_what_is_no_choice_is_left_out(nurse, query):
    called("Ada")
    assert names(nurse, f"?{query}") == ["Ada Example"]


def test_filters_and_place_survive_going_to_a_record_and_back(nurse):
    for _ in range(27):
        sent(WELL_MAN)
    first = nurse.get(f"{QUEUE}?show=to_review&status=sent")
    second = nurse.get(f"{QUEUE}?{first.context['next']}")
    row = second.context["rows"][1]
    record = unescape(nurse.get(row["url"]).content.decode())
    assert f'href="{QUEUE}?{first.context["next"]}"' in record
    plain = nurse.get(QUEUE)
    assert plain.context["shown"] == "to_review" and [chip["words"] for chip in plain.context["chips"]]
    assert not plain.context["further"]
    nurse.get(f"{QUEUE}?{plain.context['clear']}")
    assert not nurse.get(QUEUE).context["chips"]


def test_a_row_shows_who_has_it_and_what_waits_too_long(nurse):
    ada = called("Ada")
    Holding.claim(ada, staff("physician"))
    Intake.objects.filter(pk=ada.pk).update(waiting_since=timezone.now() - timedelta(days=30))
    page = page_of(nurse)
    assert "Physician Example" in page and "waits too long" in page
    Intake.objects.filter(pk=ada.pk).update(held_until=timezone.now() - timedelta(minutes=1))
    page = page_of(nurse)
    assert '<bdi class="holder">' not in page and Holding.objects.latest("at").how == "ran_out"


def test_decided_forms_stand_newest_first(nurse):
    for name in ("Ada", "Bea"):
        intake = called(name)
        intake.decide(staff("nurse"), NOT_SUITABLE, on=intake.submissions.get().pk)
    assert names(nurse, "?show=decided") == ["Bea Example", "Ada Example"]
    assert names(nurse, "?show=all") == ["Bea Example", "Ada Example"]


def test_new_arrivals_are_told_by_number(nurse):
    now = nurse.get(QUEUE).context["now"]
    told = nurse.get(reverse("news"), {"since": now}).json()
    assert told == {"new": 0, "words": ""}
    called("Ada")
    filled({"mind.asq": {"1": "yes"}})
    assert nurse.get(reverse("news"), {"since": now}).json() == {"new": 2, "words": "2 new forms are waiting."}
    assert nurse.get(reverse("news"), {"since": "soon"}).json()["new"] == 0


def test_what_asks_for_news_by_itself_keeps_nobody_signed_in(nurse):
    StaffSession.objects.update(active_at=timezone.now() - timedelta(minutes=10))
    before = StaffSession.objects.get().active_at
    for name in ("news", "queue"):
        nurse.get(reverse(name), headers={"X-Clearway-Poll": "1"})
        if name == "news":
            assert StaffSession.objects.get().active_at == before


def test_the_front_desk_is_shown_its_own_list(nurse):
    sent(WELL_MAN)
    desk = signed_in(Role.FRONT_DESK)
    assert desk.get(QUEUE).url == reverse("desk")
    assert desk.get(reverse("news")).status_code == desk.get(reverse("hand_over")).status_code == 404
    page = desk.get(reverse("desk"), {"flag": "CV-01", "level": "4", "show": "urgent"}).content.decode()
    assert "Tom Example" in page and "filter" not in page.lower().replace("filter_", "")


def test_the_hand_over_tells_who_has_what_what_is_nobodys_and_what_is_late(nurse):
    ada, bea = called("Ada"), called("Bea")
    sent(COMPLEX)
    Holding.claim(ada, staff("physician"))
    Intake.objects.filter(pk=bea.pk).update(waiting_since=timezone.now() - timedelta(days=30))
    page = nurse.get(reverse("hand_over"))
    told = page.context
    assert [(each["who"], [row["name"] for row in each["rows"]]) for each in told["by_whom"]] == [
        ("Physician Example", ["Ada Example"])
    ]
    assert [row["name"] for row in told["urgent"]["rows"]] == ["Jo Sample (“May”)"]
    assert [row["name"] for row in told["late"]["rows"]] == ["Bea Example"]
    Holding.claim(Intake.objects.get(turn="urgent"), staff("physician"))
    assert not nurse.get(reverse("hand_over")).context["urgent"]["rows"]


def test_the_hand_over_tells_what_is_to_be_reviewed_today_and_is_nobodys(nurse):
    called("Bea")
    ada, cleo = called("Ada"), called("Cleo")
    Intake.objects.filter(pk=ada.pk).update(urgency_rank=-Urgency.TODAY)
    Withdrawal.make(cleo)
    assert sorted(row["name"] for row in nurse.get(reverse("hand_over")).context["today"]["rows"]) == ["Ada Example", "Cleo Example"]
    Holding.claim(Intake.objects.get(pk=ada.pk), staff("physician"))
    assert [row["name"] for row in nurse.get(reverse("hand_over")).context["today"]["rows"]] == ["Cleo Example"]


def test_the_hand_over_asks_at_most_twelve_times_however_many_have_something(nurse, django_assert_max_num_queries):
    people = [filled({"about.first_name": name, "mind.harm_others": "yes"}) for name in ("Ida", "Eva", "Ada", "Zoe")]
    for intake, role in zip(people[:2], ("physician", "nurse"), strict=True):
        Holding.claim(intake, staff(role))
    for intake in people[1:3]:
        SafetyAlert.objects.get(intake=intake).acknowledge(staff("physician"))
    Intake.objects.filter(pk=called("Bea").pk).update(waiting_since=timezone.now() - timedelta(days=30))
    nurse.get(reverse("hand_over"))
    with django_assert_max_num_queries(12):
        page = nurse.get(reverse("hand_over"))
    told = page.context
    assert len(told["by_whom"]) == 2 and told["urgent"]["rows"] and told["dealt_with"]["rows"] and told["late"]["rows"]


def test_an_empty_hand_over_says_so(nurse):
    page = nurse.get(reverse("hand_over")).content.decode()
    assert "Nothing urgent" in page and "Nothing waits too long" in page and "Nobody has a form now" in page


def test_listing_is_an_event(nurse):
    nurse.get(QUEUE)
    nurse.get(reverse("hand_over"))
    assert Event.objects.filter(action="queue.read").count() == 2
    assert not SafetyAlert.objects.exists()


def test_what_is_not_of_this_year_says_its_year(nurse):
    intake = sent(WELL_MAN)
    now = timezone.localtime()
    Intake.objects.filter(pk=intake.pk).update(sent_at=now - timedelta(days=366))
    page = page_of(nurse, "?show=all")
    assert f"{(now - timedelta(days=366)).year}, " in page and f"{now.year}, " not in page
