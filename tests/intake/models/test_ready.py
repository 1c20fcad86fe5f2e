"""Ready: clearance, consent, ride home and the check on the day, or a written exception; never without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intake.models import (
    Changed,
    Consent,
    ConsentWithdrawal,
    DayCheck,
    Discharge,
    Intake,
    Lapse,
    Leaving,
    NotAllowed,
    Ride,
    RideConfirmation,
    RidePlan,
    Visit,
    VisitChange,
    VisitException,
)
from intake.models.lacking import NotReady, lacks
from intake.visiting.consent_text import CURRENT, TEXTS, text_of_version
from tests.intake.filling import sent, staff
from tests.intake.readying import SIGNED, WHY, cleared, found, planned_soon, provided_for, ready
from tests.people import TYPICAL, WELL_MAN

pytestmark = pytest.mark.django_db
LEAVING = Leaving(True, True, 126, 80, "Robin Example, sister")


def again(visit: Visit) -> Visit:
    return Visit.objects.select_related("intake", "course").get(pk=visit.pk)


def lacking(visit: Visit) -> list[str]:
    return [lack.name for lack in lacks(again(visit))]


def test_a_new_visit_lacks_all_four_and_is_refused_with_them() -> None:
    visit = planned_soon(sent(WELL_MAN))
    assert lacking(visit) == ["clearance", "consent", "ride", "day_check"]
    with pytest.raises(NotReady) as refused:
        visit.make_ready(staff("nurse"), seen=1)
    assert [lack.name for lack in refused.value.lacking] == lacking(visit)
    assert "No consent yet." in refused.value.sentences
    assert again(visit).status == "planned"


def test_with_all_four_it_is_ready_and_says_who_made_it_so() -> None:
    visit = ready()
    assert again(visit).status == "ready"
    assert VisitChange.objects.latest("at").act == "make ready"
    assert "visit.made_ready" in {event.action for event in visit.intake.events()}


def test_somebody_who_read_another_version_does_not_make_it_ready() -> None:
    visit = provided_for(planned_soon(cleared()))
    visit.move(staff("nurse"), visit.at + timedelta(hours=1), WHY, seen=1)
    with pytest.raises(Changed):
        again(visit).make_ready(staff("nurse"), seen=1)


def decline(visit: Visit) -> None:
    cleared(again(visit).intake, "not_suitable")


def lapse(visit: Visit) -> None:
    with transaction.atomic():
        locked = visit.intake._locked()
        Lapse.of(locked, "new_flag", WHY)
        locked.settle_place()
        locked.save()


def take_consent_back(visit: Visit) -> None:
    ConsentWithdrawal.keep(again(visit).course, staff("nurse"), WHY)


def fail(visit: Visit) -> None:
    DayCheck.take(again(visit), staff("nurse"), found(systolic=190))


def tell(visit: Visit) -> None:
    DayCheck.take(again(visit), staff("nurse"), found(item_9="1"))


@pytest.mark.parametrize(
    ("what", "left"),
    [
        (decline, ["clearance"]),
        (lapse, ["clearance"]),
        (take_consent_back, ["consent"]),
        (fail, ["day_check"]),
        (tell, ["clearance", "day_check"]),
    ],
)
def test_what_no_longer_holds_takes_ready_back_at_once(what: Callable[[Visit], None], left: list[str]) -> None:
    visit = ready()
    what(visit)
    assert again(visit).status == "planned" and lacking(visit) == left
    row = VisitChange.objects.filter(visit=visit).latest("number")
    row.intake = visit.intake
    assert (row.act, row.by) == ("take back ready", None)
    shown = row.why_for("front_desk").lower()
    assert shown and not [word for word in ("suicide", "phq", "flag", "consent", "pressure") if word in shown]


def rides(visit: Visit, says: str) -> None:
    plan = RidePlan("same_person", "known_adult_drives", "Robin Example", "+12025550177", "sister", "yes", "yes", "", "yes")
    ride = Ride.newest(again(visit)) or Ride.write(again(visit), staff("nurse"), plan, seen=0)
    RideConfirmation.by_phone(ride, staff("nurse"), says, f"Said {says}.")


def test_a_ride_that_was_confirmed_needs_no_exception_and_a_driver_who_declines_takes_ready_back() -> None:
    visit = planned_soon(cleared())
    Consent.keep(visit.course, staff("nurse"), SIGNED)
    DayCheck.take(visit, staff("nurse"), found())
    rides(visit, "yes")
    assert lacking(visit) == []
    again(visit).make_ready(staff("nurse"), seen=1)
    rides(visit, "no")
    assert again(visit).status == "planned" and lacking(visit) == ["ride"] and not force_ready(visit)
    VisitException.write(again(visit), staff("nurse"), "ride", WHY)
    assert lacking(visit) == [] and force_ready(visit)


def test_an_exception_for_the_ride_falls_when_the_driver_declines_after_it() -> None:
    visit = ready()
    rides(visit, "no")
    assert again(visit).status == "planned" and lacking(visit) == ["ride"] and not force_ready(visit)


def test_a_visit_that_was_moved_to_another_time_has_its_ride_to_arrange_anew() -> None:
    visit = ready()
    visit.move(staff("nurse"), visit.at + timedelta(hours=1), WHY, seen=visit.version)
    assert again(visit).status == "planned" and lacking(visit) == ["ride"]


def test_a_check_counts_for_twelve_hours_and_is_refused_on_another_day() -> None:
    visit = ready()
    visit.move(staff("nurse"), visit.at + timedelta(days=2), WHY, seen=visit.version)
    assert "day_check" in lacking(visit)
    with pytest.raises(NotAllowed, match="on the day"):
        DayCheck.take(again(visit), staff("nurse"), found())


@pytest.mark.parametrize(
    ("other", "point"),
    [
        ({"identity": False}, "identity"),
        ({"systolic": 180}, "pressure"),
        ({"diastolic": 100}, "pressure"),
        ({"systolic": 89, "diastolic": 60}, "pressure"),
        ({"pulse": 49}, "pulse"),
        ({"pulse": 111}, "pulse"),
        ({"oxygen": 93}, "oxygen"),
        ({"pregnancy": "positive"}, "pregnancy"),
        ({"item_9": "1"}, "item_9"),
        ({"item_9": "rather_not_say"}, "item_9"),
        ({"new_medicines": "Amoxicillin"}, "medicines"),
    ],
)
def test_each_point_of_the_check_can_fail_it(other: dict[str, Any], point: str) -> None:
    check = DayCheck.take(planned_soon(cleared()), staff("nurse"), found(**other))
    assert not check.passed and [each.point for each in check.failed] == [point]


@pytest.mark.parametrize("other", [{"systolic": 179, "diastolic": 99}, {"systolic": 90, "diastolic": 60}, {"pulse": 50}, {"pulse": 110}, {"oxygen": 94}])
def test_just_within_the_limits_it_passes(other: dict[str, Any]) -> None:
    visit = provided_for(planned_soon(cleared()))
    assert DayCheck.take(visit, staff("nurse"), found(**other)).passed


@pytest.mark.parametrize(
    ("hours_before", "food", "point"), [(5.9, "light", "food"), (7.9, "fatty", "food"), (6.1, "light", ""), (8.1, "fatty", "")]
)
def test_food_is_counted_to_when_the_visit_begins(hours_before: float, food: str, point: str) -> None:
    visit = provided_for(planned_soon(cleared()))
    at = visit.at - timedelta(hours=hours_before)
    check = DayCheck.take(visit, staff("nurse"), found(food=food, food_at=at))
    assert [each.point for each in check.failed] == ([point] if point else [])


def test_a_drink_less_than_two_hours_before_fails() -> None:
    visit = provided_for(planned_soon(cleared()))
    check = DayCheck.take(visit, staff("nurse"), found(drink_at=visit.at - timedelta(minutes=119)))
    assert [each.point for each in check.failed] == ["drink"]


def test_a_driver_who_cannot_be_reached_fails_unless_a_clinician_made_an_exception_for_the_ride() -> None:
    visit = planned_soon(cleared())
    assert [each.point for each in DayCheck.take(visit, staff("nurse"), found(driver=False)).failed] == ["driver"]
    VisitException.write(again(visit), staff("nurse"), "ride", WHY)
    assert DayCheck.take(again(visit), staff("physician"), found(driver=False)).passed


def test_who_could_be_pregnant_has_a_test_on_the_day() -> None:
    visit = planned_soon(cleared(sent(TYPICAL)))
    check = DayCheck.take(visit, staff("nurse"), found(pregnancy="not_needed"))
    assert "pregnancy" in [each.point for each in check.failed]
    check = DayCheck.take(visit, staff("nurse"), found(pregnancy="negative"))
    assert "pregnancy" not in [each.point for each in check.failed]


@pytest.mark.parametrize("said", ["1", "3", "rather_not_say"])
def test_thoughts_of_death_on_the_day_raise_a_safety_alert_also_after_one_was_closed(said: str) -> None:
    visit = planned_soon(cleared())
    DayCheck.take(visit, staff("nurse"), found(item_9=said))
    alert = visit.intake.alerts.get()
    assert Intake.objects.get().alerts_open == 1
    alert.close(staff("physician"), "assessed", WHY)
    DayCheck.take(again(visit), staff("physician"), found(item_9=said))
    assert Intake.objects.get().alerts_open == 1 and visit.intake.alerts.count() == 2


def test_the_same_press_twice_is_one_attempt() -> None:
    visit, same = planned_soon(cleared()), found()
    assert DayCheck.take(visit, staff("nurse"), same) == DayCheck.take(visit, staff("nurse"), same)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"systolic": 70, "diastolic": 90}, "top number"),
        ({"oxygen": 101}, "beyond"),
        ({"pregnancy": "maybe"}, "every question"),
        ({"food_at": timezone.now() + timedelta(hours=30)}, "times"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(other: dict[str, Any], said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        DayCheck.take(planned_soon(cleared()), staff("nurse"), found(**other))
    assert not DayCheck.objects.exists()


def test_a_physician_excepts_a_failed_check_until_the_next_and_a_nurse_cannot() -> None:
    visit = ready()
    fail(visit)
    with pytest.raises(NotAllowed, match="physician"):
        VisitException.write(again(visit), staff("nurse"), "day_check", WHY)
    written = VisitException.write(again(visit), staff("physician"), "day_check", WHY)
    assert VisitException.write(again(visit), staff("physician"), "day_check", WHY) == written
    assert lacking(visit) == []
    again(visit).make_ready(staff("nurse"), seen=again(visit).version)
    DayCheck.take(again(visit), staff("nurse"), found(systolic=195))
    assert again(visit).status == "planned" and lacking(visit) == ["day_check"]


def test_an_exception_for_the_clearance_falls_with_the_next_decision_and_never_covers_an_alert() -> None:
    visit = ready()
    lapse(visit)
    VisitException.write(again(visit), staff("physician"), "clearance", WHY)
    again(visit).make_ready(staff("physician"), seen=again(visit).version)
    tell(visit)
    assert "clearance" in lacking(visit)
    with pytest.raises(NotAllowed, match="safety alert"):
        VisitException.write(again(visit), staff("physician"), "clearance", WHY)
    visit.intake.alerts.get().close(staff("physician"), "assessed", WHY)
    cleared(again(visit).intake, "not_suitable")
    assert "clearance" in lacking(visit)


@pytest.mark.parametrize(
    ("point", "reason", "said"),
    [("consent", WHY, "Choose the point"), ("ride", "no", "sentence"), ("clearance", WHY, "Nothing is missing"), ("day_check", WHY, "check first")],
)
def test_an_exception_that_cannot_be_is_refused(point: str, reason: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        VisitException.write(planned_soon(cleared()), staff("physician"), point, reason)


def test_nobody_is_excepted_from_being_who_they_are() -> None:
    visit = planned_soon(cleared())
    DayCheck.take(visit, staff("nurse"), found(identity=False))
    with pytest.raises(NotAllowed, match="identity"):
        VisitException.write(again(visit), staff("physician"), "day_check", WHY)


def test_a_consent_keeps_the_words_that_were_explained_and_their_fingerprint() -> None:
    visit = planned_soon(sent(WELL_MAN))
    consent = Consent.keep(visit.course, staff("nurse"), SIGNED)
    text = text_of_version(consent.version)
    assert text is not None and consent.told["text"] == text.words and consent.fingerprint == text.fingerprint
    assert Consent.keep(visit.course, staff("nurse"), SIGNED) == consent
    with pytest.raises(NotAllowed, match="stands for this course already"):
        Consent.keep(visit.course, staff("physician"), SIGNED)
    ConsentWithdrawal.keep(visit.course, staff("nurse"), WHY)
    assert Consent.keep(visit.course, staff("physician"), SIGNED) != consent


def test_every_wording_has_a_version_of_its_own() -> None:
    assert len({text.version for text in TEXTS}) == len({text.fingerprint for text in TEXTS}) == len(TEXTS)
    assert "clinic’s own text" in CURRENT.words


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"version": "2001-01"}, "has changed"),
        ({"signer": "dog"}, "who signed"),
        ({"signer": "decider"}, "by what right"),
        ({"name": " "}, "name"),
        ({"questions": ""}, "what was asked"),
    ],
)
def test_a_consent_that_is_not_fully_said_is_refused(other: dict[str, str], said: str) -> None:
    visit = planned_soon(sent(WELL_MAN))
    signed = type(SIGNED)(**{**SIGNED.__dict__, **other})
    with pytest.raises(NotAllowed, match=said):
        Consent.keep(visit.course, staff("nurse"), signed)


def test_who_is_awake_and_steady_and_met_goes_home_and_the_visit_is_done() -> None:
    visit = ready()
    done = Discharge.keep(visit, staff("nurse"), LEAVING, at=timezone.now())
    assert again(visit).status == "done" and done.told["met_by"].startswith("Robin")
    assert Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now()) == done


@pytest.mark.parametrize(
    ("other", "said"),
    [({"awake": False}, "stays"), ({"steady": False}, "stays"), ({"met_by": ""}, "who met"), ({"systolic": 60}, "top number")],
)
def test_who_is_not_fit_does_not_go_home(other: dict[str, Any], said: str) -> None:
    visit = ready()
    with pytest.raises(NotAllowed, match=said):
        Discharge.keep(visit, staff("nurse"), Leaving(**{**LEAVING.__dict__, **other}), at=timezone.now())
    assert again(visit).status == "ready"


HOW = "She felt sick half-way, and the check was written anew."


def at_its_time(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour into the visit."""
    monkeypatch.setattr(timezone, "now", lambda: visit.at + timedelta(hours=1))


def test_who_was_here_goes_home_on_record_also_where_ready_was_taken_back_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit = ready()
    at_its_time(visit, monkeypatch)
    DayCheck.take(again(visit), staff("nurse"), found(systolic=190))
    assert again(visit).status == "planned"
    done = Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now(), why=HOW)
    last = visit.changes.order_by("-number")[0]
    last.intake = visit.intake
    assert again(visit).status == "done" and (last.act, last.why) == ("discharge unready", HOW)
    assert Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now()) == done


def test_a_visit_that_nobody_called_ready_can_be_told_of_once_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = planned_soon(cleared())
    with pytest.raises(NotAllowed, match="planned, and not ready"):
        Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now(), why=HOW)
    at_its_time(visit, monkeypatch)
    with pytest.raises(NotAllowed, match="how it came"):
        Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now(), why="so")
    for early_or_late in (-90, 1):
        with pytest.raises(NotAllowed, match="beginning of the visit and now"):
            left = timezone.now() + timedelta(minutes=early_or_late)
            Discharge.keep(again(visit), staff("nurse"), LEAVING, at=left, why=HOW)
    with pytest.raises(NotAllowed):
        Discharge.keep(again(visit), staff("front_desk"), LEAVING, at=timezone.now(), why=HOW)
    Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now(), why=HOW)
    assert again(visit).status == "done"


def force_ready(visit: Visit) -> bool:
    """Whether the database takes it, from whoever writes the row of the step and goes round the application."""
    taken = True
    with transaction.atomic():
        now = again(visit)
        VisitChange.objects.create(
            visit=now, intake=now.intake, number=now.version + 1, act="make ready", at=timezone.now(), why="",
            from_status=now.status, to_status="ready", from_time=now.at, to_time=now.at,
        )
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE intake_visit SET status = 'ready', version = version + 1 WHERE id = %s", [now.pk]
                )
        except DatabaseError as refused:
            assert "ready only when nothing lacks" in str(refused)
            taken = False
        transaction.set_rollback(True)
    return taken


@pytest.mark.parametrize("what", [decline, lapse, take_consent_back, fail, tell])
def test_the_database_takes_no_visit_as_ready_that_lacks_one(what: Callable[[Visit], None]) -> None:
    visit = provided_for(planned_soon(cleared()))
    assert force_ready(visit)
    what(visit)
    assert lacking(visit) and not force_ready(visit)


def test_the_database_takes_no_visit_as_ready_without_a_ride() -> None:
    visit = planned_soon(cleared())
    Consent.keep(visit.course, staff("nurse"), SIGNED)
    DayCheck.take(visit, staff("nurse"), found())
    assert lacking(visit) == ["ride"] and not force_ready(visit)


@pytest.mark.parametrize("status", ["ready", "done"])
def test_no_visit_begins_its_life_ready_or_done(status: str) -> None:
    visit = planned_soon(sent(WELL_MAN))
    with pytest.raises(DatabaseError, match="ready"), transaction.atomic():
        Visit.objects.create(
            course=visit.course, intake=visit.intake, number=9, at=visit.at + timedelta(days=1),
            ready_at=visit.at + timedelta(days=2), status=status,
        )


def test_no_visit_is_done_that_was_not_ready() -> None:
    visit = planned_soon(sent(WELL_MAN))
    with pytest.raises(DatabaseError, match="done only after"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(status="done")


def withdrawn_by_hand(visit: Visit) -> None:
    consent = Consent.standing(visit.course)
    ConsentWithdrawal.objects.create(
        consent=consent, intake=visit.intake, by=staff("nurse"), at=timezone.now(), said=WHY
    )


def lapsed_by_hand(visit: Visit) -> None:
    decision = visit.intake.decisions.get()
    Lapse.objects.create(decision=decision, intake=visit.intake, reason="new_flag", at=timezone.now(), words=WHY)


def decided_by_hand(visit: Visit) -> None:
    made = visit.intake.decisions.get()
    visit.intake.decisions.create(
        submission=made.submission, triage=made.triage, outcome="not_suitable", by=made.by, at=timezone.now(),
        reason=WHY, conditions="", left_open=[],
    )


def failed_by_hand(visit: Visit) -> None:
    told = {"found": {}, "failed": []}
    visit.day_checks.create(
        intake=visit.intake, number=2, by=staff("nurse"), at=timezone.now(), passed=False, told=told
    )


def committed() -> None:
    """What is asked at the end of a transaction, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("what", [withdrawn_by_hand, lapsed_by_hand, decided_by_hand, failed_by_hand])
def test_a_row_that_ends_a_point_is_not_committed_while_a_visit_stays_ready_on_it(
    what: Callable[[Visit], None],
) -> None:
    visit = again(ready())
    visit.course.intake = visit.intake
    with pytest.raises(DatabaseError, match="cannot stay ready"), transaction.atomic():
        what(visit)
        committed()
    visit.take_back(staff("nurse"), WHY, seen=visit.version)
    what(visit)
    committed()


@pytest.mark.parametrize("what", [decline, lapse, take_consent_back, fail, tell])
def test_every_act_takes_ready_back_in_its_own_transaction(what: Callable[[Visit], None]) -> None:
    visit = ready()
    what(visit)
    committed()
    assert again(visit).status == "planned"


def turn() -> str:
    return Intake.objects.get().turn


def test_the_queue_follows_a_visit_from_its_ride_to_ready_and_back() -> None:
    visit = planned_soon(cleared())
    assert turn() == "waiting_ride" and "no ride yet" in Intake.objects.get().why
    VisitException.write(visit, staff("nurse"), "ride", WHY)
    assert turn() == "waiting_visit" and "ride" not in Intake.objects.get().why
    visit = provided_for(visit)
    assert turn() == "waiting_visit"
    visit.make_ready(staff("nurse"), seen=visit.version)
    assert turn() == "ready"
    fail(visit)
    assert turn() == "waiting_visit"
    DayCheck.take(again(visit), staff("nurse"), found())
    again(visit).make_ready(staff("nurse"), seen=again(visit).version)
    Discharge.keep(again(visit), staff("nurse"), LEAVING, at=timezone.now())
    assert turn() == "waiting_ride"


@pytest.mark.parametrize("what", [decline, lapse, take_consent_back, fail, tell])
def test_nobody_stays_on_the_tab_of_the_ready_without_a_visit_that_is(what: Callable[[Visit], None]) -> None:
    visit = ready()
    assert turn() == "ready"
    what(visit)
    assert turn() != "ready"
