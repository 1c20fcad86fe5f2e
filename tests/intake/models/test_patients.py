"""A person, matched to their intakes by clinicians; two records of one person merged, and parted again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from intake.models import Intake, Matching, MatchKind, Merge, NotAllowed, Patient, Unmerge
from intake.models.likeness import alike_to
from intake.models.patient import told_by
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

ABOUT = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
WHY = "Same photo card, seen today."


def intake_of(**other: Any) -> Intake:
    return filled(ABOUT | {f"about.{name}": value for name, value in other.items()})


def patient_of(**other: Any) -> Patient:
    return Patient.confirmed(staff("nurse"), told_by(intake_of(**other)))


@pytest.mark.django_db
class TestLikeness:
    @pytest.mark.parametrize(
        ("told", "agreeing"),
        [
            ({}, ["Name", "Birth date", "E-mail", "Phone"]),
            ({"first_name": "TOM ", "last_name": "exámple"}, ["Name", "Birth date", "E-mail", "Phone"]),
            ({"birth_date": "1988-04-13"}, ["Name", "E-mail", "Phone"]),
            ({"last_name": "Married"}, ["Birth date", "E-mail", "Phone"]),
            ({"phone": "+12025550199", "email": "other@example.org"}, ["Name", "Birth date"]),
            ({"last_name": "Other", "birth_date": "1970-01-01", "email": "x@example.org"}, ["Phone"]),
        ],
    )
    def test_a_patient_is_suggested_with_what_agrees(self, told: dict[str, str], agreeing: list[str]) -> None:
        known = patient_of(email="tom@example.org")
        (found,) = alike_to(intake_of(**{"email": "tom@example.org", **told}))
        assert (found.patient.pk, found.agreeing) == (known.pk, agreeing)

    def test_who_shares_nothing_but_a_birth_date_or_a_first_name_is_not_suggested(self) -> None:
        patient_of(email="tom@example.org")
        assert alike_to(intake_of(last_name="Other", phone="+12025550199")) == []

    def test_nothing_told_suggests_nobody(self) -> None:
        patient_of()
        assert alike_to(Intake.start("self")[0]) == []

    def test_what_is_not_known_of_one_is_neither_agreeing_nor_different(self) -> None:
        patient_of()
        (found,) = alike_to(intake_of(email="tom@example.org"))
        email = next(part for part in found.parts if part.label == "E-mail")
        assert (email.told, email.kept, email.agrees, email.differs) == ("tom@example.org", "", False, False)

    def test_most_alike_comes_first(self) -> None:
        namesake = patient_of(birth_date="1950-01-01", phone="+12025550199")
        same = patient_of()
        assert [each.patient.pk for each in alike_to(intake_of())] == [same.pk, namesake.pk]

    def test_who_was_merged_is_found_as_the_survivor(self) -> None:
        away, here = patient_of(phone="+12025550101"), patient_of(last_name="Married", phone="+12025550102")
        Merge.of(away, here, staff("nurse"), WHY)
        found = alike_to(intake_of(phone="+12025550101"))
        assert [each.patient.pk for each in found] == [here.pk]


@pytest.mark.django_db
class TestMatching:
    def test_an_intake_starts_without_a_patient_and_gets_one_only_from_a_clinician(self) -> None:
        patient_of()
        assert sent(WELL_MAN).patient is None
        for role in ("front_desk", "education_editor", "administrator"):
            with pytest.raises(NotAllowed):
                Matching.make(intake_of(), staff(role), told_by(intake_of()))

    def test_a_new_patient_is_as_it_was_confirmed_and_encrypted(self) -> None:
        intake = intake_of()
        row = Matching.make(intake, staff("nurse"), told_by(intake) | {"about.first_name": "Thomas"})
        assert (row.kind, intake.patient.name, intake.name) == (MatchKind.MADE, "Thomas Example", "Tom Example")
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM intake_patient AS t")
            assert "Thomas" not in str(cursor.fetchall()) and b"Thomas".hex() not in str(cursor.fetchall())
        assert [event.action for event in intake.patient.events()] == ["patient.made", "match.made"]

    @pytest.mark.parametrize("code", ["about.first_name", "about.last_name", "about.birth_date"])
    def test_a_patient_has_at_least_a_name_and_a_birth_date(self, code: str) -> None:
        intake = intake_of()
        with pytest.raises(NotAllowed, match="Write the"):
            Matching.make(intake, staff("nurse"), told_by(intake) | {code: " "})
        assert not Patient.objects.exists() and Intake.objects.get().patient is None

    def test_pressing_twice_is_one_match(self) -> None:
        intake, patient = intake_of(), patient_of()
        first = Matching.match(intake, staff("nurse"), patient)
        again = Matching.match(Intake.objects.get(pk=intake.pk), staff("physician"), patient)
        assert first.pk == again.pk and Matching.objects.count() == 1

    def test_another_match_needs_the_first_undone_and_says_whose_it_is(self) -> None:
        intake, patient, other = intake_of(), patient_of(), patient_of(first_name="Tim")
        Matching.match(intake, staff("nurse"), patient)
        with pytest.raises(NotAllowed, match="Nurse Example matched this form with Tom Example"):
            Matching.match(intake, staff("physician"), other)
        Matching.undo(intake, staff("physician"), "The brother, not he.", patient=patient.pk)
        Matching.match(intake, staff("physician"), other)
        kinds = [row.kind for row in Matching.objects.filter(intake=intake).order_by("at")]
        assert kinds == ["matched", "undone", "matched"]
        assert Intake.objects.get(pk=intake.pk).patient == other
        assert Patient.objects.filter(pk=patient.pk).exists()

    def test_an_undo_says_why_and_of_what(self) -> None:
        intake, patient = intake_of(), patient_of()
        Matching.match(intake, staff("nurse"), patient)
        with pytest.raises(NotAllowed, match="in a sentence"):
            Matching.undo(intake, staff("nurse"), "wrong", patient=patient.pk)
        with pytest.raises(NotAllowed, match="changed"):
            Matching.undo(intake, staff("nurse"), "The brother, not he.", patient=patient_of().pk)
        assert Intake.objects.get(pk=intake.pk).patient == patient

    def test_nobody_is_matched_with_a_patient_who_was_merged(self) -> None:
        away, here = patient_of(), patient_of()
        Merge.of(away, here, staff("nurse"), WHY)
        with pytest.raises(NotAllowed, match="merged"):
            Matching.match(intake_of(), staff("nurse"), away)


@pytest.mark.django_db
class TestCorrecting:
    def test_what_stood_before_is_kept(self) -> None:
        patient = patient_of()
        patient.correct(staff("nurse"), patient.person | {"about.last_name": "Married"}, version=1)
        kept = Patient.objects.get(pk=patient.pk)
        assert (kept.name, kept.version) == ("Tom Married", 2)
        assert [each["person"]["about.last_name"] for each in kept.earlier] == ["Example"]
        assert kept.events().get().detail == "last_name"
        assert [each.patient.pk for each in alike_to(intake_of(last_name="Married", phone="+12025550177"))] == [kept.pk]

    def test_a_correction_of_something_older_is_refused(self) -> None:
        patient = patient_of()
        patient.correct(staff("nurse"), patient.person | {"about.last_name": "Married"}, version=1)
        with pytest.raises(NotAllowed, match="after you opened"):
            patient.correct(staff("physician"), patient.person | {"about.phone": "+12025550102"}, version=1)

    def test_the_front_desk_corrects_nobody(self) -> None:
        patient = patient_of()
        with pytest.raises(NotAllowed):
            patient.correct(staff("front_desk"), patient.person, version=1)


def everything() -> dict[str, list[Any]]:
    """Every patient, and whose each intake is."""
    patients = Patient.objects.order_by("pk")
    return {
        "patients": [(each.pk, dict(each.person), each.earlier, each.version, each.survivor_id) for each in patients],
        "intakes": list(Intake.objects.order_by("pk").values_list("pk", "patient")),
    }


@pytest.mark.django_db
class TestMerging:
    def test_a_merge_and_its_undoing_lose_nothing(self) -> None:
        away, here = patient_of(), patient_of(first_name="Thomas")
        for patient in (away, away, here):
            Matching.match(intake_of(), staff("nurse"), patient)
        before = everything()
        merge = Merge.of(away, here, staff("nurse"), WHY)
        assert set(here.family()) == {away.pk, here.pk}
        assert Patient.objects.get(pk=away.pk).standing() == here
        assert everything()["intakes"] == before["intakes"]
        merge.undo(staff("physician"), "Two brothers, both came today.")
        assert everything() == before
        assert here.family() == [here.pk]
        assert Unmerge.objects.get().merge == merge
        assert [event.action for event in here.events()][-2:] == ["patient.merged", "patient.unmerged"]

    def test_merges_follow_on_one_another_and_each_is_undone_alone(self) -> None:
        first, second, third = patient_of(), patient_of(), patient_of()
        lower = Merge.of(first, second, staff("nurse"), WHY)
        Merge.of(second, third, staff("nurse"), WHY)
        assert Patient.objects.get(pk=first.pk).standing() == third
        lower.undo(staff("nurse"), "Two people after all.")
        assert Patient.objects.get(pk=first.pk).standing() == first
        assert set(third.family()) == {second.pk, third.pk}

    def test_no_merge_goes_round_in_a_circle(self) -> None:
        first, second = patient_of(), patient_of()
        Merge.of(first, second, staff("nurse"), WHY)
        for pair in ((second, first), (first, second), (first, first)):
            with pytest.raises(NotAllowed):
                Merge.of(*pair, staff("nurse"), WHY)

    def test_only_clinicians_merge_and_say_why(self) -> None:
        first, second = patient_of(), patient_of()
        with pytest.raises(NotAllowed, match="Only a nurse"):
            Merge.of(first, second, staff("front_desk"), WHY)
        with pytest.raises(NotAllowed, match="in a sentence"):
            Merge.of(first, second, staff("nurse"), "same")
        merge = Merge.of(first, second, staff("nurse"), WHY)
        with pytest.raises(NotAllowed, match="Only a nurse"):
            merge.undo(staff("front_desk"), "Two people after all.")
        with pytest.raises(NotAllowed, match="in a sentence"):
            merge.undo(staff("nurse"), "no")

    def test_a_merge_is_undone_once(self) -> None:
        merge = Merge.of(patient_of(), patient_of(), staff("nurse"), WHY)
        merge.undo(staff("nurse"), "Two people after all.")
        with pytest.raises(NotAllowed, match="already"):
            Merge.objects.get().undo(staff("nurse"), "Two people after all.")

    def test_who_was_parted_can_be_merged_again(self) -> None:
        first, second = patient_of(), patient_of()
        Merge.of(first, second, staff("nurse"), WHY).undo(staff("nurse"), "Two people after all.")
        Merge.of(first, second, staff("nurse"), WHY)
        assert Merge.objects.count() == 2 and set(second.family()) == {first.pk, second.pk}


def at_once(*presses: Any) -> list[str]:
    """What each of several people was told who pressed at the same time: the refusal, or nothing."""

    def alone(press: Any) -> str:
        try:
            press()
        except NotAllowed as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(alone, presses))


def test_of_two_clinicians_who_match_at_once_one_is_told_of_the_other(fresh_database: str) -> None:
    intake, first, second = intake_of(), patient_of(), patient_of(first_name="Tim")
    nurse, physician = staff("nurse"), staff("physician")
    told = at_once(
        lambda: Matching.match(Intake.objects.get(pk=intake.pk), nurse, first),
        lambda: Matching.match(Intake.objects.get(pk=intake.pk), physician, second),
    )
    assert sorted(bool(sentence) for sentence in told) == [False, True]
    assert Matching.objects.filter(intake=intake).count() == 1
    assert Intake.objects.get(pk=intake.pk).patient == Matching.objects.get(intake=intake).patient


def test_two_who_make_a_patient_of_one_intake_at_once_make_one(fresh_database: str) -> None:
    intake, nurse = intake_of(), staff("nurse")
    press = lambda: Matching.make(Intake.objects.get(pk=intake.pk), nurse, told_by(intake))  # noqa: E731
    assert sum(not sentence for sentence in at_once(press, press, press)) == 1
    assert Patient.objects.count() == 1


def test_two_merges_at_once_in_opposite_ways_are_one(fresh_database: str) -> None:
    first, second, nurse = patient_of(), patient_of(), staff("nurse")
    told = at_once(lambda: Merge.of(first, second, nurse, WHY), lambda: Merge.of(second, first, nurse, WHY))
    assert sorted(bool(sentence) for sentence in told) == [False, True]
    assert Merge.objects.count() == Patient.objects.exclude(survivor=None).count() == 1
