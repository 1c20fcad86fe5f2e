"""Every kind of message has a cause: an act that writes it."""

from __future__ import annotations

import pytest

from intake.models import Message, Proposal, Submission
from intake.wording.kinds import KINDS
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN
from tests.preparing import ROOT

BY_MAIL = WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"}
CODE = "\n".join(path.read_text() for path in sorted((ROOT / "intake" / "models").glob("*.py")))


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_writes_it(kind):
    assert f'"{kind}"' in CODE, f"nothing writes a message of kind {kind}: give it a cause, or take it out"


def decided(intake):
    last = intake.decisions.order_by("-at").first()
    proposal = Proposal("not_suitable", "Spoke with the patient and the cardiologist.")
    intake.decide(staff("physician"), proposal, on=Submission.newest(intake).pk, seen=last.pk if last else "")


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "state"), [("email", "waiting"), ("phone", "called_off"), ("none", "called_off")])
def test_who_sends_is_told_that_it_has_arrived_as_they_chose_and_nobody_has_to_call(chosen, state):
    intake = filled(BY_MAIL | {"about.contact_by": chosen})
    intake.submit()
    intake.submit()
    told = Message.objects.get(kind="received")
    assert told.state == state and not Message.objects.for_staff().exists()


@pytest.mark.django_db
def test_a_decision_says_that_there_is_news_and_not_what_it_is():
    intake = sent(BY_MAIL)
    decided(intake)
    decided(intake)
    first, second = Message.objects.filter(kind="decided_call_us").order_by("number")
    assert (first.state, second.state) == ("called_off", "waiting")
    subject, text = second.words()
    assert "There is news" in subject and "suitable" not in text and "/start/back/" in text


@pytest.mark.django_db
def test_who_wants_a_call_is_called_about_a_decision():
    decided(sent(BY_MAIL | {"about.contact_by": "phone"}))
    assert [each.kind for each in Message.objects.to_call()] == ["decided_call_us"]
