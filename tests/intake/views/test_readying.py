"""Pages that make a visit ready: the check on the day, consent, written exceptions, ready itself, and going home."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.encryption import new_data_key
from intake.models import AnythingNew, Consent, DayCheck, Discharge, Intake, NotAllowed, Visit, VisitException
from intake.models import visit as visit_module
from intake.models.decision import refuse_unless_met
from intake.models.visit_time import beside, sentences_against, visits_near
from intake.views.staff.visit_words import conditions_words
from intake.visiting.consent_text import CURRENT
from tests.intake.filling import sent, staff
from tests.intake.readying import SIGNED, WHY, cleared, found, planned_soon, provided_for, ready
from tests.intake.views.test_rides import at_work
from tests.intake.views.test_visits import said
from tests.people import TYPICAL, WELL_MAN
from tests.staff import second_physician

pytestmark = pytest.mark.django_db
CONSENT = {"version": CURRENT.version, "signer": "patient", "name": "Sam Example", "questions": "None.", "decider": ""}


def stamp(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def checked(**other: str) -> dict[str, str]:
    """The form of a check at which everything is well, but for this."""
    ago = stamp(timezone.now() - timedelta(hours=14))
    well = {"identity": "yes", "food_at": ago, "food": "fatty", "drink_at": ago, "systolic": "122", "diastolic": "78"}
    well |= {"pulse": "66", "oxygen": "98", "weight": "80", "unit": "kg", "pregnancy": "not_needed", "item_9": "0"}
    return well | {"any_new": "no", "new_medicines": "", "driver": "yes"} | other


def leaves(**other: str) -> dict[str, str]:
    well = {"awake": "yes", "steady": "yes", "systolic": "126", "diastolic": "80", "met_by": "Robin Example, sister"}
    return well | {"left_at": stamp(timezone.now())} | other


@pytest.fixture
def nurse() -> Client:
    return at_work("nurse")


@pytest.fixture
def physician() -> Client:
    return at_work("physician")


@pytest.fixture
def visit() -> Visit:
    return planned_soon(cleared())


def page(name: str, visit: Visit) -> str:
    return reverse(name, args=[visit.course_id if name.startswith("course") else visit.pk])


def board(visit: Visit) -> str:
    """The board of the day this visit is on: not always today's, for it is planned two hours from now."""
    return reverse("today") + f"?day={timezone.localdate(visit.at)}"


def status(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).status


# Every link leads to the page that mends it


def test_what_is_missing_links_to_where_it_is_mended(nurse: Client) -> None:
    visit = planned_soon(sent(WELL_MAN))
    shown = nurse.get(page("visit", visit)).content.decode()
    for name, words in (("course_consent", "No consent yet"), ("visit_ride", "No ride yet"), ("visit_check", "The check")):
        assert f'<a href="{page(name, visit)}">{words}' in shown
        assert nurse.get(page(name, visit)).status_code == 200
    assert f'<a href="{reverse("decide", args=[visit.intake.reference])}">Not cleared yet' in shown
    assert "disabled" in shown and "when nothing is missing" in said(nurse.get(page("visit", visit)))


def test_the_front_desk_is_led_to_the_ride_and_reads_nothing_of_checks_or_consent() -> None:
    visit, physician = ready(), second_physician()
    DayCheck.take(Visit.objects.get(pk=visit.pk), physician, found(systolic=190))
    VisitException.write(Visit.objects.get(pk=visit.pk), physician, "day_check", WHY)
    desk = at_work("front_desk")
    for where in (page("visit", visit), board(visit), reverse("desk_record", args=[visit.intake.reference])):
        shown = said(desk.get(where))
        assert "exception: the ride home" in shown and "exception by a clinician" in shown
        for word in ("onsent", "pressure", "190", "did not pass", WHY, "check on the day"):
            assert word not in shown.replace("Check on the day: with the clinicians", ""), (where, word)
    for name in ("visit_check", "visit_exception", "visit_not_ready", "visit_discharge", "course_consent"):
        assert desk.get(page(name, visit)).status_code == 404
    assert desk.post(page("visit_ready", visit), {"seen": "1"}).status_code == 404


# The check on the day


def test_the_page_says_the_limits_of_the_policy(nurse: Client, visit: Visit) -> None:
    shown = said(nurse.get(page("visit_check", visit)))
    for limit in ("From 90 to under 180.", "Under 100.", "From 50 to 110.", "At least 94.", "6 hours before for a light meal"):
        assert limit in shown
    assert "no test is needed" in shown


def test_who_could_be_pregnant_is_said_to_need_a_test(nurse: Client) -> None:
    visit = planned_soon(cleared(sent(TYPICAL)))
    assert "a negative test is needed" in said(nurse.get(page("visit_check", visit)))


def test_a_check_that_fails_says_each_reason_and_what_to_do_and_the_next_one_passes(nurse: Client, visit: Visit) -> None:
    where = page("visit_check", visit)
    assert nurse.post(where, checked(systolic="190", pulse="120", driver="no")).status_code == 302
    shown = said(nurse.get(where))
    assert "Check 1 did not pass" in shown and "Blood pressure 190/78: at or over the stop line 180/100" in shown
    assert "Pulse 120: not from 50 to 110" in shown and "Let the patient rest, and measure again." in shown
    assert "The driver cannot be reached" in shown and "Open the ride" in shown
    assert "did not pass" in said(nurse.get(page("visit", visit)))
    assert nurse.post(where, checked()).status_code == 302
    shown = said(nurse.get(where))
    assert "Check 2 has passed" in shown and "Check 1 : did not pass" in shown.replace("Check 1:", "Check 1 :")
    assert [check.passed for check in DayCheck.objects.order_by("number")] == [False, True]


def test_food_too_late_says_until_when_to_wait(nurse: Client, visit: Visit) -> None:
    ate = timezone.now() - timedelta(hours=1)
    nurse.post(page("visit_check", visit), checked(food_at=stamp(ate), food="light"))
    until = timezone.localtime(ate + timedelta(hours=6))
    assert f"{until:%H:%M} and check again" in said(nurse.get(page("visit_check", visit)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"identity": ""}, "Say whether you know who this is."),
        ({"food_at": "breakfast"}, "Write the time as year-month-day and hour"),
        ({"food_at": "2999-01-01T10:00"}, "This time is still to come."),
        ({"food": "cake"}, "Say what was eaten."),
        ({"systolic": "70"}, "The top number has to be higher"),
        ({"pulse": "fast"}, "Pulse (beats a minute): write a whole number"),
        ({"oxygen": "101"}, "Oxygen saturation (percent): write a whole number from 50 to 100."),
        ({"weight": "4000"}, "Write a weight from 25 to 350 kg."),
        ({"weight": "99999.99"}, "Write the weight as a number"),
        ({"item_9": ""}, "Ask this too, and choose the answer."),
        ({"any_new": "yes"}, "Write which medicine is new."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_on_top_and_nothing_typed_is_lost(
    nurse: Client, visit: Visit, typed: dict[str, str], sentence: str
) -> None:
    answer = nurse.post(page("visit_check", visit), checked(oxygen="97") | typed)
    assert answer.status_code == 200 and said(answer).count(sentence) == 2
    assert 'value="97"' in answer.content.decode() or "oxygen" in typed
    assert not DayCheck.objects.exists()


def test_pounds_are_kept_as_kilograms(nurse: Client, visit: Visit) -> None:
    nurse.post(page("visit_check", visit), checked(weight="176.4", unit="lb"))
    assert DayCheck.objects.get().found["kg"] == 80.0


def test_a_check_on_another_day_has_no_form_and_is_refused_in_words(nurse: Client) -> None:
    visit = planned_soon(cleared(), hours=30)
    assert "from 12 hours before the visit" in said(nurse.get(page("visit_check", visit)))
    nurse.post(page("visit_check", visit), checked())
    assert not DayCheck.objects.exists()


def test_thoughts_of_death_raise_an_alert_and_the_page_leads_there(nurse: Client, visit: Visit) -> None:
    nurse.post(page("visit_check", visit), checked(item_9="2"))
    answer = nurse.get(page("visit_check", visit))
    assert "PHQ-9 item 9 is 2" in said(answer) and "Stay with the patient" in said(answer)
    assert reverse("record", args=[visit.intake.reference]) in answer.content.decode()
    assert Intake.objects.get().alerts_open == 1


# Consent


def test_a_consent_is_kept_with_its_words_and_shown_then_taken_back(nurse: Client, visit: Visit) -> None:
    where = page("course_consent", visit)
    shown = said(nurse.get(where))
    assert CURRENT.fingerprint in shown and CURRENT.paragraphs[1] in shown
    assert nurse.post(where, CONSENT | {"signer": "decider", "decider": "Guardian by court order"}).status_code == 302
    record = nurse.get(reverse("record", args=[visit.intake.reference]))
    assert "Signed by Sam Example" in said(record) and where in record.content.decode()
    shown = said(nurse.get(where))
    assert "A consent stands" in shown and "Guardian by court order" in shown and "I explained it" not in shown
    taken = page("course_consent_withdraw", visit)
    assert nurse.post(taken, {"said": "no"}).status_code == 200 and Consent.standing(visit.course)
    assert nurse.post(taken, {"said": "She called and does not want it any more."}).status_code == 302
    shown = said(nurse.get(where))
    assert "taken back" in shown and "She called and does not want it" in shown and "I explained it" in shown
    assert "No consent stands" in said(nurse.get(taken))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"questions": ""}, "Write what was asked, or that nothing was."),
        ({"signer": ""}, "Say who signed."),
        ({"name": " "}, "Write the name of who signed."),
        ({"signer": "decider"}, "Say by what right they decide for the patient."),
    ],
)
def test_a_consent_that_is_not_fully_said_is_asked_for(
    nurse: Client, visit: Visit, typed: dict[str, str], sentence: str
) -> None:
    answer = nurse.post(page("course_consent", visit), CONSENT | {"name": "Kept as typed"} | typed)
    assert answer.status_code == 200 and said(answer).count(sentence) == 2
    assert "Kept as typed" in answer.content.decode() or "name" in typed
    assert not Consent.objects.exists()


def test_a_text_that_changed_meanwhile_is_explained_anew(nurse: Client, visit: Visit) -> None:
    answer = nurse.post(page("course_consent", visit), CONSENT | {"version": "2001-01"})
    assert "The text has changed since you opened this page." in said(answer) and not Consent.objects.exists()
    assert f'value="{CURRENT.version}"' in answer.content.decode()


# What a clinician cleared the patient on


def test_the_conditions_of_a_clearance_stand_wherever_a_clinician_gets_the_visit_ready(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day.\nA physician in the room."))
    for name in ("visit", "visit_check", "visit_exception", "visit_discharge"):
        assert "Conditions of the clearance: ECG on the day. A physician in the room." in said(nurse.get(page(name, visit))), name
    assert "Conditions: ECG on the day. A physician in the room." in said(nurse.get(board(visit)))
    desk = at_work("front_desk")
    card = reverse("desk_record", args=[visit.intake.reference])
    for where in (page("visit", visit), page("visit_move", visit), page("visit_cancel", visit), board(visit), card):
        assert "ECG" not in said(desk.get(where)) and "onditions" not in said(desk.get(where))


def test_a_visit_is_ready_only_when_somebody_says_that_the_conditions_are_met(nurse: Client) -> None:
    visit = provided_for(planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day.")))
    shown = nurse.get(page("visit", visit)).content.decode()
    assert "Nothing is missing but the conditions" in shown
    assert "nothing is missing but the conditions" in said(nurse.get(board(visit)))
    pressed = {"seen": visit.version}
    for told in ({}, {"conditions": "yes"}, {"conditions": str(visit.pk)}):
        assert "Read them, and say that they are met." in said(nurse.post(page("visit_ready", visit), pressed | told, follow=True))
        assert status(visit) == "planned"
    ticked = re.search(r'name="conditions" value="([^"]+)"', shown)[1]
    done = said(nurse.post(page("visit_ready", visit), pressed | {"conditions": ticked}, follow=True))
    assert status(visit) == "ready" and "The conditions of the clearance are met." in done
    assert "nothing is missing" in said(nurse.get(board(visit))) and "but the conditions" not in said(nurse.get(board(visit)))
    desk = said(at_work("front_desk").get(page("visit", visit)))
    assert "onditions" not in desk and "A clinician wrote why." in desk


def test_the_front_desk_reads_that_a_visit_is_with_the_clinicians_while_conditions_are_to_be_met(nurse: Client) -> None:
    visit = provided_for(planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day.")))
    desk = at_work("front_desk")
    for where in (board(visit), page("visit", visit)):
        shown = said(desk.get(where))
        assert "ith the clinicians" in shown and "othing is missing" not in shown and "onditions" not in shown
    assert "1 still lacks something" in said(desk.get(board(visit)))


def test_conditions_that_do_not_open_are_met_by_nobody(nurse: Client) -> None:
    visit = provided_for(planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day.")))
    decision = visit.intake.decisions.get()
    visit.intake.wrapped_key = new_data_key()
    decision.intake = visit.intake
    visit.intake._prefetched_objects_cache = {"decisions": [decision]}
    with pytest.raises(NotAllowed, match="do not open"):
        refuse_unless_met(visit.intake, str(decision.pk))


def test_two_visits_that_are_ready_are_both_taken_back(nurse: Client) -> None:
    first = ready()
    second = provided_for(planned_soon(first.intake, hours=4))
    second.make_ready(staff("nurse"), seen=second.version)
    cleared(Intake.objects.get(pk=first.intake_id), outcome="cleared_with_conditions", conditions="ECG on the day.")
    assert status(first) == status(second) == "planned"


def test_conditions_that_changed_meanwhile_are_read_anew(nurse: Client) -> None:
    visit = provided_for(planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day.")))
    before = str(visit.intake.decisions.get().pk)
    cleared(visit.intake, outcome="cleared_with_conditions", conditions="ECG, and a physician in the room.")
    nurse.post(page("visit_ready", visit), {"seen": visit.version, "conditions": before})
    assert status(visit) == "planned"


def test_conditions_that_come_after_ready_take_it_back(nurse: Client) -> None:
    visit = ready()
    cleared(visit.intake)
    assert status(visit) == "ready", "cleared anew, without conditions"
    cleared(visit.intake, outcome="cleared_with_conditions", conditions="ECG on the day.")
    assert status(visit) == "planned"
    assert "A clinician decided anew." in said(at_work("front_desk").get(page("visit", visit)))


def test_conditions_go_with_the_clearance(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day."))
    assert "ECG" in said(nurse.get(page("visit", visit)))
    cleared(visit.intake)
    assert "ECG" not in said(nurse.get(page("visit", visit))) + said(nurse.get(board(visit)))


def test_conditions_of_a_clearance_that_lapsed_are_shown_no_more(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day."))
    AnythingNew.say(visit, dict.fromkeys(("health", "medicines", "cold", "ride"), "no") | {"health": "yes"})
    assert visit.intake.decisions.get().outcome == "cleared_with_conditions"
    assert "ECG" not in said(nurse.get(page("visit", visit))) + said(nurse.get(board(visit)))


def test_conditions_are_for_a_visit_that_is_ahead(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day."))
    nurse.post(page("visit_cancel", visit), {"why": "The patient asked for it.", "seen": "1"})
    assert status(visit) == "cancelled" and "ECG" not in said(nurse.get(page("visit", visit)))


def test_conditions_that_do_not_open_are_said_and_not_left_out(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="ECG on the day."))
    shown = conditions_words(visit, "nurse")
    assert shown == "ECG on the day."
    visit.intake.wrapped_key = new_data_key()
    assert "they do not open" in conditions_words(visit, "nurse") and conditions_words(visit, "front_desk") == ""


def test_a_long_condition_is_cut_on_the_board_and_whole_on_the_visit(nurse: Client) -> None:
    visit = planned_soon(cleared(outcome="cleared_with_conditions", conditions="Pressure, twice. " * 20 + "Then the ECG."))
    assert "Then the ECG." in said(nurse.get(page("visit", visit)))
    assert "Pressure, twice. Pressure" in (shown := said(nurse.get(board(visit)))) and "Then the ECG." not in shown
    assert "Read all of it" in shown


# Exceptions


def test_a_physician_writes_an_exception_and_it_shows_wherever_the_visit_does(nurse: Client, visit: Visit) -> None:
    nurse.post(page("visit_check", visit), checked(systolic="190"))
    shown = said(nurse.get(page("visit_exception", visit)))
    assert "needs a physician" in shown or "physician" in shown
    refused = nurse.post(page("visit_exception", visit), {"point": "day_check", "reason": WHY})
    assert refused.status_code == 200 and not VisitException.objects.exists()
    physician = at_work("physician")
    where = page("visit_exception", visit)
    assert 'value="day_check"' in physician.get(where, {"point": "day_check"}).content.decode()
    assert said(physician.post(where, {"point": "day_check", "reason": "no"})).count("Give your reason in a sentence.") == 2
    assert physician.post(where, {"point": "day_check", "reason": WHY}).status_code == 302
    for seen in (page("visit", visit), board(visit), reverse("record", args=[visit.intake.reference])):
        assert "exception: the check on the day" in said(nurse.get(seen))
    assert WHY in said(nurse.get(page("visit", visit)))
    assert "It holds until the next check" in said(nurse.get(page("visit_check", visit)))
    nurse.post(page("visit_check", visit), checked())
    shown = said(nurse.get(page("visit", visit)))
    assert "exception: the check on the day" not in shown and "no longer counted" in shown and WHY in shown


def test_points_for_which_there_is_none_are_listed_with_why(physician: Client, visit: Visit) -> None:
    shown = said(physician.get(page("visit_exception", visit)))
    assert "Do the check first" in shown and "Nothing is missing there" in shown and "The ride home" in shown


# Ready


def test_nothing_lacks_the_button_can_be_pressed_and_the_visit_is_ready(nurse: Client, visit: Visit) -> None:
    visit = provided_for(visit)
    shown = nurse.get(page("visit", visit))
    assert "disabled" not in shown.content.decode() and "By this you say that everything is there." in said(shown)
    answer = nurse.post(page("visit_ready", visit), {"seen": str(visit.version)}, follow=True)
    assert status(visit) == "ready" and "The visit is ready." in said(answer)
    assert "Make this visit ready" not in said(answer)


@pytest.mark.parametrize("seen", ["1", "0", "", "x", "99999999999"])
def test_what_lacks_is_said_and_nothing_changes(nurse: Client, visit: Visit, seen: str) -> None:
    answer = nurse.post(page("visit_ready", visit), {"seen": seen}, follow=True)
    assert answer.status_code == 200 and status(visit) == "planned"
    shown = said(answer)
    assert "something is missing" in shown or "changed this visit after you opened it" in shown


def test_a_refusal_by_the_database_is_a_sentence(nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_module, "lacks", lambda visit: [])
    answer = nurse.post(page("visit_ready", visit), {"seen": "1"}, follow=True)
    assert answer.status_code == 200 and "Something is missing again." in said(answer) and status(visit) == "planned"


def test_ready_is_taken_back_with_a_reason(nurse: Client) -> None:
    visit = ready()
    where = page("visit_not_ready", visit)
    told = {"why": "She feels ill.", "seen": str(Visit.objects.get(pk=visit.pk).version)}
    assert nurse.post(where, told | {"why": ""}).status_code == 200 and status(visit) == "ready"
    assert nurse.post(where, told).status_code == 302 and status(visit) == "planned"
    assert "She feels ill." in said(nurse.get(page("visit", visit)))
    assert "planned, and not ready" in said(nurse.get(where))


def test_a_withdrawal_on_the_page_closes_ready(nurse: Client) -> None:
    visit = ready()
    nurse.post(page("course_consent_withdraw", visit), {"said": "She does not want it."})
    assert status(visit) == "planned" and "The consent was withdrawn" in said(nurse.get(page("visit", visit)))


# Going home


def test_the_patient_goes_home_and_the_board_says_when(nurse: Client) -> None:
    visit = ready()
    assert "Let the patient go home" in said(nurse.get(page("visit", visit)))
    assert nurse.post(page("visit_discharge", visit), leaves()).status_code == 302 and status(visit) == "done"
    shown = said(nurse.get(page("visit", visit)))
    assert "Robin Example, sister" in shown and "126/80 mmHg" in shown
    left = timezone.localtime(Discharge.objects.get().at)
    day = timezone.localdate(visit.at)
    assert f"went home {left:%H:%M}" in said(nurse.get(reverse("today"), {"day": day.isoformat()}))
    assert f"went home {left:%H:%M}" in said(nurse.get(reverse("record", args=[visit.intake.reference])))
    near = visits_near(visit.intake, visit.at, visit.at)
    assert beside(near, visit.at) and not sentences_against(near, visit.at, visit.length), "it was on this day"


@pytest.mark.parametrize(
    ("typed", "sentence", "times"),
    [
        ({"awake": "no"}, "A patient who is not awake and steady stays. Call a physician, and check again.", 1),
        ({"steady": ""}, "Say whether the patient walks steadily.", 2),
        ({"met_by": " "}, "Write who met the patient and takes them home.", 2),
        ({"left_at": ""}, "Say when the patient left.", 2),
        ({"left_at": "2999-01-01T10:00"}, "The time of leaving lies between", 1),
        ({"diastolic": "130"}, "The top number has to be higher", 1),
    ],
)
def test_who_is_not_fit_stays(nurse: Client, typed: dict[str, str], sentence: str, times: int) -> None:
    visit = ready()
    answer = nurse.post(page("visit_discharge", visit), leaves() | typed)
    assert answer.status_code == 200 and said(answer).count(sentence) == times and status(visit) == "ready"


def test_going_home_is_written_down_all_the_same_with_how_it_came(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "went home all the same" not in said(nurse.get(page("visit", visit)))
    now = visit.at + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "went home all the same" in said(nurse.get(page("visit", visit)))
    where = page("visit_discharge", visit)
    assert "It stays on the record" in said(nurse.get(where))
    answer = nurse.post(where, leaves(why=" "))
    assert said(answer).count("Write in a sentence how it came") == 2 and status(visit) == "planned"
    assert "Robin Example, sister" in answer.content.decode(), "nothing typed is lost"
    assert nurse.post(where, leaves(why="Nobody pressed ready in the rush.")).status_code == 302
    shown = said(nurse.get(page("visit", visit)))
    assert status(visit) == "done" and "Went home, and the visit was not ready" in shown
    assert "Nobody pressed ready in the rush." in shown
    assert "rush" not in said(at_work("front_desk").get(page("visit", visit)))


def test_who_left_unsteady_and_with_a_high_pressure_is_told_of_as_it_was(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = visit.at + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    told = leaves(why="Left against advice.", steady="no", systolic="190", diastolic="110")
    assert nurse.post(page("visit_discharge", visit), told).status_code == 302
    shown = said(nurse.get(page("visit", visit)))
    assert "at or over 180/100" in shown and "The visit was not ready." in shown and "yes, no" in shown


def test_nobody_goes_home_from_a_visit_that_is_not_ready(nurse: Client, visit: Visit) -> None:
    assert "planned, and not ready" in said(nurse.get(page("visit_discharge", visit)))
    nurse.post(page("visit_discharge", visit), leaves())
    assert not Discharge.objects.exists()


def test_a_consent_that_was_kept_by_a_colleague_meanwhile_is_shown(nurse: Client, visit: Visit) -> None:
    Consent.keep(visit.course, second_physician(), SIGNED)
    nurse.post(page("course_consent", visit), CONSENT | {"name": "Other Name"})
    assert Consent.objects.count() == 1 and "A consent stands" in said(nurse.get(page("course_consent", visit)))


def test_the_record_asks_what_its_visits_lack_at_once(django_assert_max_num_queries: Any, nurse: Client) -> None:
    intake = cleared()
    where = reverse("record", args=[intake.reference])
    planned_soon(intake)
    nurse.get(where)
    with django_assert_max_num_queries(48):
        nurse.get(where)
    for days in range(1, 7):
        planned_soon(intake, hours=24 * days)
    with django_assert_max_num_queries(48):
        nurse.get(where)
