"""A safety alert as clinicians work on it: clocks, calls, assessments, hand-overs, and the banner on every page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.models import (
    InformationRequest,
    Intake,
    Reply,
    SafetyAlert,
    SafetyAssessment,
    SafetyCall,
    SafetyHandOver,
    Submission,
)
from intake.questionnaire import section_called
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
ACUTE = {"mind.asq": {"1": "yes", "5": "yes"}}
WAITS = "1 safety alert waits for somebody to take it on"


@pytest.fixture
def as_role(client):
    def signed_in(role):
        client.force_login(staff(role))
        return client

    return signed_in


def alert_of(answers=ACUTE):
    filled({"about.first_name": "Ida", "about.last_name": "Draft"} | answers)
    return SafetyAlert.objects.get()


def page_of(browser, alert):
    return browser.get(reverse("alert", args=[alert.pk])).content.decode()


def at(minutes):
    return timezone.localtime(timezone.now() + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def post(browser, alert, act, **boxes):
    named = {name if act == "close" else f"{act}-{name}": value for name, value in boxes.items()}
    return browser.post(reverse("alert", args=[alert.pk]), {"act": act, **named}, follow=True).content.decode()


def later(monkeypatch, minutes):
    """What the clock on the wall says from here on."""
    moment = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_the_page_says_what_is_due_when_and_that_hours_are_not_known(as_role):
    page = page_of(as_role("nurse"), alert_of())
    assert "Somebody takes it on by name: due" in page and "First call: due" in page
    assert "The clocks run day and night" in page and "overdue" not in page


def test_what_is_late_says_by_how_much_on_alert_banner_and_record(as_role, monkeypatch):
    alert, nurse = alert_of(), as_role("nurse")
    later(monkeypatch, 20)
    assert "overdue by 15 min" in page_of(nurse, alert)
    assert "overdue by 15 min" in nurse.get(reverse("queue")).content.decode()
    record = nurse.get(reverse("record", args=[alert.intake.reference])).content.decode()
    assert record.count("overdue by 15 min") == 2, "in the banner of every page, and in that of the record"


def test_the_banner_stands_on_every_page_until_somebody_takes_it_on_by_name(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    pages = [reverse("queue"), reverse("desk"), reverse("reopen"), reverse("account_change_password")]
    for page in pages:
        said = nurse.get(page, follow=True).content.decode()
        assert WAITS in said and reverse("alert", args=[alert.pk]) in said, page
    assert "you are dealing with this alert" in post(nurse, alert, "acknowledge")
    for page in pages:
        assert WAITS not in nurse.get(page, follow=True).content.decode(), page


def test_every_page_of_the_patient_shows_it_until_it_is_closed(as_role):
    intake = sent(WELL_MAN | {"mind.harm_others": "yes"})
    alert, physician = SafetyAlert.objects.get(), as_role("physician")
    post(physician, alert, "acknowledge")
    pages = [reverse(name, args=[intake.reference]) for name in ("record", "decide", "ask", "note", "measure", "weighed", "give", "intake_patient")]
    for page in pages:
        said = physician.get(page).content.decode()
        assert "Thoughts of harming others" in said and "is dealing with it since" in said, page
        assert "First call: due" in said and reverse("alert", args=[alert.pk]) in said, page
    post(physician, alert, "close", kind="assessed", note="Spoke with him; no danger now.", follow_up="")
    for page in pages[1:]:
        assert reverse("alert", args=[alert.pk]) not in physician.get(page).content.decode(), page


def test_the_front_desk_is_told_that_a_clinician_is_needed_and_nothing_more(as_role):
    alert, desk = alert_of(), as_role("front_desk")
    page = desk.get(reverse("desk")).content.decode()
    assert "A clinician is needed" in page and str(alert.pk) not in page and "due" not in page.lower().split("</header>")[1][:600]


def test_a_call_is_logged_with_when_the_next_is_due(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    page = post(nurse, alert, "call", result="no_answer", next_try_at=at(15), note="Rang eight times.")
    assert "The call is logged" in page and "Rang eight times." in page and "Next try due:" in page
    assert "Next call: due" in page and "First call: due" not in page
    page = post(nurse, alert, "call", result="reached", next_try_at=at(15), note="Her sister is there.")
    assert "Reached the patient" in page and "Next call" not in page
    assert SafetyCall.objects.get(result="reached").next_try_at is None


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, "Say how the call went"),
        ({"result": "no_answer"}, "Say when the next try is due"),
        ({"result": "no_answer", "next_try_at": at(-1)}, "Say when the next try is due"),
        ({"result": "no_answer", "next_try_at": "2099-01-31T14:30"}, "within a week"),
        ({"result": "no_answer", "next_try_at": "9999-12-31T23:59"}, "within a week"),
        ({"result": "no_answer", "next_try_at": "soon"}, "Write the time as"),
        ({"result": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_call_that_says_too_little_is_asked_for_again_and_keeps_what_was_typed(as_role, boxes, said):
    alert, nurse = alert_of(), as_role("nurse")
    page = post(nurse, alert, "call", note="Rang eight times.", **boxes)
    assert said in page and "Rang eight times." in page and "There is a problem" in page
    assert not SafetyCall.objects.exists()
    assert '<details open id="act-call">' in page and '<details id="act-assess">' in page


def test_an_assessment_stands_with_tool_result_and_plan(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    page = post(nurse, alert, "assess", tool="ASQ brief assessment", result="No intent", plan="Safety plan, call at 9.")
    assert "Assessed the patient" in page and "No intent" in page and "Safety plan, call at 9." in page
    assert "Name the tool" in post(nurse, alert, "assess", result="No intent", plan="Safety plan, call at 9.")
    assert "Write the plan in a sentence" in post(nurse, alert, "assess", tool="ASQ", result="No", plan="plan")
    assert SafetyAssessment.objects.count() == 1


def test_who_is_handed_an_alert_takes_it_on_in_turn(as_role):
    alert, other = alert_of(), staff("physician")
    nurse = as_role("nurse")
    post(nurse, alert, "acknowledge")
    page = post(nurse, alert, "hand_over", to=other.pk, note="I leave at 20:00.")
    assert f"{other.name} has not taken it on yet" in page and WAITS in page and "I leave at 20:00." in page
    physician = as_role("physician")
    page = post(physician, alert, "acknowledge")
    assert f"{other.name} is dealing with it since" in page and WAITS not in page
    assert page.index("Handed it over to") < page.rindex("Took it on"), "in order"


def test_an_alert_is_handed_to_a_clinician_by_name(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    desk = staff("front_desk")
    for nobody in ("", desk.pk, staff("nurse").pk, "x"):
        page = post(nurse, alert, "hand_over", to=nobody)
        assert "Choose the nurse or physician who takes it over" in page
    assert desk.name not in page[page.index('id="act-hand_over"') :]
    assert not SafetyHandOver.objects.exists()


def test_a_closed_alert_shows_what_was_done_and_takes_nothing_more(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    post(nurse, alert, "close", kind="safety_plan", note="Made a plan with her.", follow_up=timezone.localdate())
    page = page_of(nurse, alert)
    assert "Closed: Safety plan made" in page and "Follow up on:" in page
    assert "Log a call" not in page and "I am dealing with this" not in page and "What is due" not in page
    assert "not sent yet" not in page, "whether the patient is still at the form matters while it is open"
    for act in ("acknowledge", "call", "hand_over"):
        page = post(nurse, alert, act, result="reached", to=staff("physician").pk)
        assert "Somebody has closed this alert already" in page, act


def test_the_banner_costs_one_query_however_many_alerts_wait(as_role):
    for _ in range(4):
        filled(ACUTE)
    sent(COMPLEX)
    nurse = as_role("nurse")
    nurse.get(reverse("reopen"))
    with CaptureQueriesContext(connection) as asked:
        page = nurse.get(reverse("reopen")).content.decode()
    assert "safety alerts wait for somebody to take them on" in page
    assert sum('FROM "intake_safetyalert"' in query["sql"] for query in asked) == 1
    assert not any('FROM "intake_acknowledgement" WHERE' in query["sql"][:200] for query in asked)


def test_an_alert_from_a_reply_that_was_not_sent_says_so(as_role):
    intake = sent(WELL_MAN)
    asked, _token = InformationRequest.ask(
        intake, staff("nurse"), ["mind.harm_others"], "", "We want to be sure.", on=Submission.newest(intake).pk
    )
    Reply(asked).save(section_called("mind"), {"mind.harm_others": "yes"}, revision=0)
    alert, nurse = SafetyAlert.objects.get(), as_role("nurse")
    assert "not sent yet" in page_of(nurse, alert)
    Reply(InformationRequest.objects.get()).send()
    assert "not sent yet" not in page_of(nurse, alert)


def test_the_banner_counts_more_alerts_than_it_times(as_role, monkeypatch):
    monkeypatch.setattr("intake.models.unattended.MOST_TIMED", 1)
    nurse = as_role("nurse")
    for words in (WAITS, "2 safety alerts wait for somebody to take them on"):
        filled({"about.first_name": "Ida", "about.last_name": "Draft"} | ACUTE)
        assert words in nurse.get(reverse("queue")).content.decode()


TWO = ACUTE | {"mind.harm_others": "yes"}


def two_alerts():
    filled({"about.first_name": "Ida", "about.last_name": "Draft"} | TWO)
    return list(SafetyAlert.objects.most_pressing_first())


def test_one_call_is_logged_for_every_alert_that_it_was_about(as_role):
    first, second = two_alerts()
    nurse = as_role("nurse")
    page = page_of(nurse, first)
    assert "The same call was also about" in page and page.count(f'value="{second.pk}"') == 1
    post(nurse, first, "call", result="reached", note="She is at her sister's.", also=[str(second.pk)])
    assert {call.alert_id for call in SafetyCall.objects.all()} == {first.pk, second.pk}
    for alert in (first, second):
        assert "She is at her sister" in page_of(nurse, alert)
        assert "First call: due" not in page_of(nurse, alert)


def test_a_call_is_about_one_alert_alone_where_the_other_is_not_ticked(as_role):
    first, second = two_alerts()
    post(as_role("nurse"), first, "call", result="reached", note="About this only.")
    assert [call.alert_id for call in SafetyCall.objects.all()] == [first.pk]
    assert "First call: due" in page_of(as_role("nurse"), second)


def test_a_call_stops_at_no_alert_that_was_closed_meanwhile_or_is_another_patients(as_role):
    first, second = two_alerts()
    second.close(staff("physician"), "assessed", "She is safe with her sister.")
    strangers = filled({"about.first_name": "Una"} | ACUTE).alerts.get()
    ticked = [str(second.pk), str(strangers.pk), "no key at all"]
    assert "The call is logged." in post(as_role("nurse"), first, "call", result="reached", note="x", also=ticked)
    assert [call.alert_id for call in SafetyCall.objects.all()] == [first.pk]
    assert "The same call was also about" not in page_of(as_role("nurse"), first)
    first.log_call(staff("nurse"), "reached", also=[strangers.pk, second.pk])
    assert {call.alert_id for call in SafetyCall.objects.all()} == {first.pk}


def test_what_was_promised_when_an_alert_was_closed_stands_on_the_hand_over_until_a_week_after(as_role, monkeypatch):
    alert, nurse = alert_of(), as_role("nurse")
    day = timezone.localdate() + timedelta(days=1)
    told = {"kind": "safety_plan", "note": "Made a plan with her.", "follow_up": day}
    post(nurse, alert, "close", **told)

    def hand_over():
        return nurse.get(reverse("hand_over")).content.decode()

    page = hand_over()
    assert "To follow up after a safety alert" in page and "Ida Draft" in page and f"{day:%Y}" in page
    assert "promised by Nurse" in page and "the day is over" not in page
    record = nurse.get(reverse("record", args=[alert.intake.reference])).content.decode()
    assert "follow up on" in record
    later(monkeypatch, 3 * 24 * 60)
    as_role("nurse")
    assert "the day is over" in hand_over()
    later(monkeypatch, 7 * 24 * 60)
    as_role("nurse")
    assert "To follow up" not in hand_over()


def test_a_row_names_every_open_alert_and_no_closed_one(as_role):
    first, second = two_alerts()
    titles = [alert.words["title"] for alert in (first, second)]
    page = as_role("nurse").get(reverse("queue")).content.decode()
    assert all(title in page for title in titles) and titles[0] != titles[1]
    first.close(staff("nurse"), "assessed", "She is safe with her sister.")
    page = as_role("nurse").get(reverse("queue")).content.decode().partition('<table class="queue">')[2]
    assert titles[1] in page and titles[0] not in page


def test_an_alert_that_somebody_deals_with_is_not_nobodys_on_the_hand_over(as_role):
    alert, nurse = alert_of(), as_role("nurse")
    page = nurse.get(reverse("hand_over")).content.decode()
    assert "Nothing urgent is without somebody" not in page and 'id="dealt-with"' not in page
    alert.acknowledge(staff("nurse"))
    page = nurse.get(reverse("hand_over")).content.decode()
    assert "Nothing urgent is without somebody" in page
    assert "Ida Draft" in page.partition('id="dealt-with"')[2].partition("</section>")[0]


def test_a_form_of_whose_alerts_one_waits_is_nobodys(as_role):
    first, second = two_alerts()
    nurse = as_role("nurse")
    first.acknowledge(staff("nurse"))
    assert "Deals with the alert" not in nurse.get(reverse("queue")).content.decode().replace("deals", "Deals")
    assert "Ida Draft" in nurse.get(reverse("hand_over")).content.decode().partition('id="urgent"')[2].partition("</section>")[0]
    second.acknowledge(staff("nurse"))
    assert "deals with the alert" in nurse.get(reverse("queue")).content.decode()
    assert "Nothing urgent is without somebody" in nurse.get(reverse("hand_over")).content.decode()


@pytest.mark.parametrize("graver_first", [True, False])
def test_an_alert_that_is_raised_later_is_named_beside_the_first_and_the_graver_stands_in_front(graver_first):
    """Both are for now; thoughts of killing oneself right now are a STOP."""
    graver, lesser = ACUTE, {"mind.harm_others": "yes"}
    first, later = (graver, lesser) if graver_first else (lesser, graver)
    intake = filled(first)
    mind = section_called("mind")
    intake.save_section(mind, later, revision=intake.revision_of(mind))
    alerts = list(Intake.objects.get(pk=intake.pk).alerts.most_pressing_first())
    titles = [alert.words["title"] for alert in alerts]
    assert Intake.objects.get(pk=intake.pk).reasons["alert"] == "; ".join(titles)
