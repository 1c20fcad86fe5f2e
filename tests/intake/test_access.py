"""The look-up is the permission, and looking is recorded."""

from __future__ import annotations

import ast
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import Http404
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from clinic.errors import NotWrittenDown
from clinic.models import Event
from clinic.roles import Role
from intake.access import (
    NoSitting,
    OtherForm,
    alert_for_staff,
    intake_for_desk,
    intake_for_staff,
    intake_to_reopen,
    intakes_for_desk,
    intakes_for_staff,
    open_intake_of,
)
from intake.middleware import SittingMiddleware
from intake.models import Intake, SafetyAlert, Sitting
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN
from tests.preparing import ROOT

pytestmark = pytest.mark.django_db
CLINICIANS = ["nurse", "physician"]
OTHERS = sorted({role.value for role in Role} - set(CLINICIANS))


def visit(role=None, path="/staff/"):
    request = RequestFactory().get(path)
    request.user = staff(role) if role else AnonymousUser()
    return request


def at_the_form(token, data=None, settings=None):
    from django.conf import settings as site

    request = RequestFactory().get("/intake/") if data is None else RequestFactory().post("/intake/", data)
    request.COOKIES[site.SITTING_COOKIE_NAME] = token
    SittingMiddleware(lambda request: None)(request)
    return request


def test_a_browser_finds_the_intake_of_its_sitting():
    intake, _sitting, token = Intake.start("self")
    Intake.start("self")
    assert open_intake_of(at_the_form(token)) == intake


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "é" * 50])
def test_a_browser_without_a_sitting_finds_nothing(token):
    Intake.start("self")
    with pytest.raises(NoSitting):
        open_intake_of(at_the_form(token))


def test_a_sitting_that_ended_opens_nothing():
    _intake, sitting, token = Intake.start("self")
    sitting.end()
    with pytest.raises(NoSitting):
        open_intake_of(at_the_form(token))


def test_a_page_without_patients_looks_no_sitting_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert isinstance(at_the_form("x").sitting, SimpleLazyObject)


def test_a_form_of_another_intake_is_refused():
    mine, _sitting, _token = Intake.start("self")
    theirs, _sitting, token = Intake.start("other")
    assert open_intake_of(at_the_form(token, {"for": theirs.form_mark})) == theirs
    for form in ({"for": mine.form_mark}, {"for": ""}, {"for": str(theirs.pk)}, {"for": "é"}, {}):
        with pytest.raises(OtherForm):
            open_intake_of(at_the_form(token, form))


@pytest.mark.parametrize("role", CLINICIANS)
def test_a_clinician_opens_a_record_and_it_is_written_down(role):
    intake = sent(WELL_MAN)
    assert intake_for_staff(visit(role), intake.reference.lower()) == intake
    event = Event.objects.about(intake).get(action="record.read")
    assert (event.actor, event.role) == (staff(role), role)


def test_the_first_to_open_a_sent_form_begins_its_review():
    intake = sent(WELL_MAN)
    assert intake_for_staff(visit("nurse"), intake.reference).status == "in_review"
    intake_for_staff(visit("physician"), intake.reference)
    assert Event.objects.filter(action="review.begun").count() == 1


def test_opening_a_draft_leaves_it_a_draft():
    intake = filled({"mind.asq": {"1": "yes"}})
    assert intake_for_staff(visit("nurse"), intake.reference).status == "draft"


@pytest.mark.parametrize("role", [None, *OTHERS])
def test_nobody_else_finds_a_record_or_an_alert(role):
    intake = sent(COMPLEX)
    with pytest.raises(Http404):
        intake_for_staff(visit(role), intake.reference)
    with pytest.raises(Http404):
        alert_for_staff(visit(role), SafetyAlert.objects.first().pk)
    assert not Event.objects.filter(action__in=["record.read", "alert.read"]).exists()
    assert Intake.objects.get().status == "sent"


@pytest.mark.parametrize("reference", ["", "AAAA-AAAA", "AAAA", "../../etc", "é" * 8])
def test_a_record_that_does_not_exist_is_not_found(reference):
    with pytest.raises(Http404):
        intake_for_staff(visit("physician"), reference)


@pytest.mark.parametrize("role", ["front_desk", *CLINICIANS])
def test_the_front_desk_opens_a_card_and_it_is_written_down(role):
    intake = sent(WELL_MAN)
    assert intake_for_desk(visit(role), intake.reference) == intake
    assert Event.objects.about(intake).filter(action="card.read", role=role).exists()
    assert Intake.objects.get().status == "sent"


@pytest.mark.parametrize("role", [None, "education_editor", "administrator"])
def test_nobody_else_opens_a_card(role):
    intake = sent(WELL_MAN)
    with pytest.raises(Http404):
        intake_for_desk(visit(role), intake.reference)


def test_who_gave_no_name_has_no_card():
    intake = filled({"mind.asq": {"1": "yes"}})
    with pytest.raises(Http404):
        intake_for_desk(visit("front_desk"), intake.reference)


@pytest.mark.parametrize("role", CLINICIANS)
def test_a_clinician_opens_an_alert_and_it_is_written_down(role):
    intake = filled({"mind.asq": {"1": "yes"}})
    assert alert_for_staff(visit(role), SafetyAlert.objects.get().pk).intake == intake
    assert Event.objects.about(intake).filter(action="alert.read", role=role).exists()
    with pytest.raises(Http404):
        alert_for_staff(visit(role), uuid.uuid4())


@pytest.mark.parametrize(
    ("listed", "action", "may"),
    [
        (intakes_for_staff, "queue.read", CLINICIANS),
        (intakes_for_desk, "desk.read", ["front_desk", *CLINICIANS]),
    ],
)
def test_a_list_of_patients_is_for_some_roles_and_is_written_down(listed, action, may):
    sent(WELL_MAN)
    for role in (None, *sorted(Role)):
        before = Event.objects.filter(action=action).count()
        if role in may:
            assert listed(visit(role)).count() == 1
        else:
            with pytest.raises(Http404):
                listed(visit(role))
        assert Event.objects.filter(action=action).count() == before + (role in may)


@pytest.mark.parametrize("role", [None, "education_editor", "administrator"])
def test_nobody_else_opens_a_form_again(role):
    intake = filled({"about.first_name": "Ida"})
    with pytest.raises(Http404):
        intake_to_reopen(visit(role), intake.reference)
    assert intake_to_reopen(visit("front_desk"), intake.reference) == intake


VIEWS = sorted((ROOT / "intake" / "views").rglob("*.py"))


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_no_view_looks_anything_up_by_itself(path):
    """Only `intake/access/` asks for intakes; a view follows what it was given."""
    tree = ast.parse(path.read_text())
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not asked & {"objects", "_default_manager", "raw", "get_model"}
    assert not named & {"get_object_or_404", "get_list_or_404", "connection"}


@pytest.mark.parametrize("look_up", [intake_for_staff, intake_for_desk])
def test_what_cannot_be_written_down_is_not_shown(look_up):
    intake = sent(WELL_MAN)

    def refuse(execute, sql, params, many, context):
        if "INSERT INTO clinic_event" in sql:
            raise DatabaseError("permission denied for table clinic_event")
        return execute(sql, params, many, context)

    with pytest.raises(NotWrittenDown), connection.execute_wrapper(refuse):
        look_up(visit("nurse"), intake.reference)
    assert Intake.objects.get().status == "sent"


def test_being_here_is_noticed():
    _intake, _sitting, token = Intake.start("self")
    before = Sitting.objects.get().started_at.replace(year=2020)
    Sitting.objects.update(started_at=before)
    with pytest.raises(NoSitting):
        open_intake_of(at_the_form(token))
