"""What a clinician asked, for the patient: a link that looking at does not use up, and just those questions, blank."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.models import Event
from intake.models import (
    InformationRequest,
    Intake,
    Reply,
    RequestLink,
    SafetyAlert,
    Sitting,
    Submission,
)
from intake.questionnaire import question_called, section_called
from intake.questionnaire.asked_again import may_be_asked_again
from intake.questionnaire.questions import Words
from tests.intake.filling import sent, staff
from tests.intake.posting import boxes
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "Your blood pressure was missing, and we need it before your visit."
BORN = boxes(question_called("about.birth_date"), WELL_MAN)
BORN_LATER = BORN | {"birth_date.year": "1999"}


def asked(*codes, own="", values=WELL_MAN):
    """A request, and the address of its link."""
    intake = sent(values)
    on = Submission.newest(intake).pk
    request, token = InformationRequest.ask(intake, staff("nurse"), codes, own, WHY, on=on)
    return request, reverse("more", args=[token])


def let_in(*codes, own="", values=WELL_MAN):
    """A browser that came in by the link, and the request."""
    request, link = asked(*codes, own=own, values=values)
    patient = Client()
    assert patient.post(link, boxes(question_called("about.birth_date"), values)).status_code == 303
    return patient, request


def posted(request, **boxes_):
    return {"for": request.form_mark, "revision": "9", **boxes_}


def plain(answer):
    """A page without what differs between any two: the tokens against cross-site posts."""
    said = re.sub(r'(name="csrfmiddlewaretoken" value|data-token)="[^"]*"', "", answer.content.decode())
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    cookies = {name: {**morsel, "value": ""} for name, morsel in answer.cookies.items()}
    return answer.status_code, said, headers, str({name: sorted(each) for name, each in cookies.items()})


def every_row():
    """All that stands in the database."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(model._meta.db_table)} AS t")
            found[model._meta.db_table] = sorted(row for (row,) in cursor.fetchall())
    return found


# The link


def test_looking_changes_nothing_and_looks_the_same_for_every_link():
    _request, valid = asked("heart.clot")
    _other, used = asked("heart.clot")
    assert Client().post(used, BORN).status_code == 303
    _third, expired = asked("heart.clot")
    RequestLink.objects.filter(request=_third).update(expires_at=timezone.now() - timedelta(seconds=1))
    _fourth, called_off = asked("heart.clot")
    _fourth.call_off(staff("nurse"))
    random = reverse("more", args=["A" * 43])
    before = every_row()
    pages = [plain(Client().get(link)) for link in (valid, used, expired, called_off, random)]
    assert all(page == pages[0] for page in pages) and pages[0][0] == 200
    for link in (valid, random):
        assert Client().head(link).status_code == 200
        assert Client().options(link).status_code == 405
    assert every_row() == before
    assert Client().post(valid, BORN).status_code == 303, "looking did not use it up"


def test_every_refusal_looks_the_same():
    _request, wrong = asked("heart.clot")
    _other, used = asked("heart.clot")
    Client().post(used, BORN)
    refusals = [
        plain(Client().post(wrong, BORN_LATER)),
        plain(Client().post(used, BORN_LATER)),
        plain(Client().post(reverse("more", args=["A" * 43]), BORN_LATER)),
    ]
    assert refusals[0][0] == 200 and all(each == refusals[0] for each in refusals)
    assert "That date does not open this link" in refusals[0][1]


def test_the_right_birth_date_leads_to_an_address_without_the_token():
    request, link = asked("heart.clot")
    patient = Client()
    answer = patient.post(link, BORN)
    assert (answer.status_code, answer["Location"]) == (303, reverse("reply"))
    token = link.split("/")[-2]
    followed = patient.get(answer["Location"], follow=True)
    assert followed.status_code == 200 and token not in followed.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    assert Sitting.objects.get(request=request).ended_at is None


def test_the_token_stands_in_no_page():
    _request, link = asked("heart.clot")
    token = link.split("/")[-2]
    for answer in (Client().get(link), Client().post(link, BORN_LATER), Client().post(link, {})):
        assert token not in answer.content.decode() + str(answer.headers)


def test_a_date_that_is_none_is_asked_for_again_and_costs_no_try():
    _request, link = asked("heart.clot")
    for wrong in ({}, {"birth_date.day": "31", "birth_date.month": "2", "birth_date.year": "1980"}):
        page = Client().post(link, wrong)
        assert page.status_code == 200 and "There is a problem" in page.content.decode()
    assert RequestLink.objects.get().tries == 0


def test_five_wrong_dates_and_the_right_one_is_refused_too():
    _request, link = asked("heart.clot")
    for _ in range(5):
        Client().post(link, BORN_LATER)
    assert Client().post(link, BORN).status_code == 200
    assert not Sitting.objects.exclude(request=None).exists()


def test_a_browser_that_comes_in_leaves_the_form_it_had_open():
    _intake, _sitting, token = Intake.start("self")
    _request, link = asked("heart.clot")
    patient = Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    patient.post(link, BORN)
    assert Sitting.of(token) is None and patient.cookies[settings.SITTING_COOKIE_NAME].value != token


# The form


def test_only_what_was_asked_is_on_the_form_blank_with_the_reason():
    patient, _request = let_in("heart.clot", "about.phone", own="Who is your dentist?")
    first = patient.get(reverse("reply"), follow=True)
    assert first.redirect_chain[-1][0] == reverse("reply_page", args=[1])
    page = first.content.decode()
    assert WHY in page and "Best phone number" in page and "May we leave a voice message" not in page
    assert WELL_MAN["about.phone"][-4:] not in page
    last = patient.get(reverse("reply_page", args=[3])).content.decode()
    assert "Who is your dentist?" in last and "3 of 3" in last
    assert patient.get(reverse("reply_page", args=[4])).status_code == 404


def test_a_reply_is_given_checked_and_sent():
    patient, request = let_in("heart.clot", own="Who is your dentist?")
    one, two = reverse("reply_page", args=[1]), reverse("reply_page", args=[2])
    assert "Choose an answer" in patient.post(one, posted(request, shown="clot")).content.decode()
    answer = patient.post(one, posted(request, shown="clot", clot="no"))
    assert answer["Location"] == two
    missing = patient.get(reverse("check_reply")).content.decode()
    assert "1 question still needs an answer" in missing and "Send my answers" not in missing
    answer = patient.post(two, posted(request, shown="reply", reply="Dr Molar"))
    assert answer["Location"] == reverse("check_reply")
    check = patient.get(reverse("check_reply")).content.decode()
    assert "Dr Molar" in check and "Send my answers" in check
    assert patient.post(reverse("check_reply"), {}).status_code == 409, "a form carries the mark of its request"
    answer = patient.post(reverse("check_reply"), posted(request))
    assert answer["Location"] == reverse("reply_sent")
    assert patient.post(reverse("check_reply"), posted(request))["Location"] == reverse("reply_sent")
    assert Submission.objects.count() == 2
    done = patient.get(reverse("reply_sent")).content.decode()
    assert request.intake.reference in done and "Dr Molar" not in done


def test_an_answer_is_kept_as_it_is_given_and_opens_its_follow_ups():
    patient, request = let_in("heart.high_bp")
    told = patient.post(reverse("save_reply"), posted(request, page="1", shown="high_bp", high_bp="yes")).json()
    assert "high_bp_controlled" in told["visible"] and told["saved_at"]
    assert Reply(InformationRequest.objects.get()).given() == {"heart.high_bp": "yes"}
    answer = patient.post(reverse("reply_page", args=[1]), posted(request, shown="high_bp", high_bp="yes"))
    assert "A few more questions came up" in answer.content.decode()


def test_one_answer_on_one_screen_changes_no_other():
    patient, request = let_in("heart.clot")
    patient.post(
        reverse("reply_page", args=[1]),
        posted(request, shown=["clot", "stroke", "high_bp"], clot="no", stroke="yes", high_bp="yes"),
    )
    assert Reply(InformationRequest.objects.get()).given() == {"heart.clot": "no"}
    assert Event.objects.filter(action="answers.dropped").count() == 1


def test_thoughts_of_suicide_in_a_reply_show_help_at_once_and_alert_before_it_is_sent():
    patient, request = let_in("mind.asq")
    one = reverse("reply_page", args=[1])
    items = {f"asq.{number}": "no" for number in range(1, 5)} | {"asq.1": "yes"}
    shown = ["asq", *items]
    page = patient.post(one, posted(request, shown=shown, **items)).content.decode()
    assert '<div data-told="self"' in page and "You are not in trouble" in page
    alert = SafetyAlert.objects.get()
    assert alert.on_draft and Submission.objects.count() == 1
    acute = posted(request, shown=[*shown, "asq.5"], **items, **{"asq.5": "yes"})
    page = patient.post(one, acute).content.decode()
    assert "I am safe for now, go on" in page
    patient.post(one, acute | {"safety": "safe", "after_help": ["SAFE-01", "SAFE-02"]})
    assert Intake.objects.get().help_answered().action == "safety.goes_on"
    told = patient.post(reverse("save_reply"), acute | {"page": "1"}).json()
    assert told.get("help") == "self"


def test_an_earlier_answer_about_suicide_shows_no_help_while_nothing_is_said_again():
    told_before = WELL_MAN | {"mind.harm_others": "yes"}
    patient, request = let_in("mind.harm_others", "mind.eating", values=told_before)
    one = reverse("reply_page", args=[1])
    page = patient.post(one, posted(request, shown=["harm_others", "eating"], eating="no")).content.decode()
    assert '<div data-told="' not in page


def test_no_page_shows_anything_that_the_patient_said_before():
    """Every box is marked in what was sent; everything that can be asked again is asked again."""
    birds = {
        code: "Canáry7731"
        for code in COMPLEX
        if not code.endswith(".other") and isinstance(question_called(code), Words) and not code.startswith("agree.")
    }
    values = COMPLEX | birds
    intake = sent(values)
    on = Submission.newest(intake)
    codes = [each.code for _s, found in may_be_asked_again(intake.read(on.answers())) for each in found]
    request, token = InformationRequest.ask(intake, staff("nurse"), codes, "Anything else?", WHY, on=on.pk)
    patient = Client()
    link = reverse("more", args=[token])
    assert patient.post(link, boxes(question_called("about.birth_date"), values)).status_code == 303
    addresses = ["/", "/start/", "/intake/", "/intake/check/", "/intake/sent/", "/intake/about/", "/intake/mind/"]
    addresses += [link, "/reply/", "/reply/check/", "/reply/sent/"]
    addresses += [f"/reply/{number}/" for number in range(1, len(request.blank().screens) + 1)]
    assert len(addresses) > 25 and len(birds) > 5
    for address in addresses:
        said = patient.get(address, follow=True).content.decode()
        assert "Canáry7731" not in said, address
        ticked = re.findall(r"<input[^>]* checked", said)
        assert all('.unit"' in box for box in ticked), "only the unit that everybody is offered first"
        for box in re.findall(r"<input(?![^>]*type=\"(?:radio|checkbox|hidden)\")[^>]*>", said):
            is_everybodys = "country-name" in box  # the clinic's own country stands there for everybody
            assert 'value="' not in box or 'value=""' in box or is_everybodys, box


def test_a_browser_at_a_request_opens_nothing_else_and_another_does_not_open_the_request():
    patient, request = let_in("heart.clot")
    for address in ("/intake/", "/intake/about/", "/intake/check/", "/intake/sent/"):
        answer = patient.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("reply_page", args=[1]), address
    _sitting, token = Sitting.begin(request.intake)
    other = Client()
    other.cookies[settings.SITTING_COOKIE_NAME] = token
    for address in ("/reply/", "/reply/1/", "/reply/check/", "/reply/sent/"):
        assert other.get(address)["Location"] == reverse("sent"), address
    assert other.post("/reply/save/", posted(request, page="1", shown="clot", clot="no")).status_code == 409
    assert "We need a little more from you" in other.get(reverse("sent")).content.decode()


def test_a_request_that_is_called_off_while_it_is_answered_says_so():
    patient, request = let_in("heart.clot")
    with_form = posted(request, shown="clot", clot="no")
    InformationRequest.objects.get().call_off(staff("nurse"))
    assert patient.post(reverse("reply_page", args=[1]), with_form)["Location"].startswith(reverse("start"))
    _sitting, token = Sitting.begin(request.intake, request)
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    page = patient.get(reverse("reply"), follow=True).content.decode()
    assert "We do not need this answer any more" in page
    assert patient.post(reverse("save_reply"), with_form | {"page": "1"}).status_code == 409


def test_a_form_of_one_request_does_not_answer_another():
    patient, request = let_in("heart.clot")
    other, _link = asked("heart.clot")
    answer = patient.post(reverse("reply_page", args=[1]), posted(other, shown="clot", clot="yes"))
    assert answer.status_code == 409 and not Reply(InformationRequest.objects.get(pk=request.pk)).given()


# What staff do


@pytest.fixture
def nurse(client):
    client.force_login(staff("nurse"))
    return client


def test_a_clinician_asks_gives_the_link_once_and_reads_before_and_after(nurse):
    intake = sent(WELL_MAN | {"heart.clot": "unsure"})
    where = reverse("ask", args=[intake.reference])
    page = nurse.get(where + "?code=heart.clot&code=nonsense").content.decode()
    assert page.count(" checked") == 1 and "Not sure" in page
    form = {"act": "ask", "codes": ["heart.clot"], "own": "", "why": WHY, "submission": str(intake.submissions.get().pk)}
    shown = nurse.post(where, form).content.decode()
    link = re.search(r"http://testserver(/more/[\w-]{43}/)", shown).group(1)
    again = nurse.get(where).content.decode()
    assert link not in again and "The link works until" in again
    record = nurse.get(reverse("record", args=[intake.reference])).content.decode()
    assert link not in record and WHY in record and "waiting for the patient" in record
    patient = Client()
    patient.post(link, BORN)
    request = InformationRequest.objects.get()
    patient.post(reverse("reply_page", args=[1]), posted(request, shown="clot", clot="no"))
    patient.post(reverse("check_reply"), posted(request))
    record = nurse.get(reverse("record", args=[intake.reference])).content.decode()
    panel = record[record.index('id="requests"') :]
    assert panel.index("Not sure") < panel.index("Now:") and "submission 2" in panel
    assert "Ask for more" in panel


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"codes": []}, "Tick at least one question"),
        ({"why": ""}, "Say in a sentence why you ask"),
        ({"why": "short"}, "Say in a sentence why you ask"),
        ({"codes": ["about.birth_date"]}, "was not asked of this patient"),
        ({"submission": "00000000-0000-0000-0000-000000000001"}, "The answers changed"),
    ],
)
def test_what_is_not_fully_said_is_asked_for_and_nothing_typed_is_lost(nurse, changed, said):
    intake = sent(WELL_MAN)
    form = {"act": "ask", "codes": ["heart.clot"], "own": "", "why": WHY, "submission": intake.submissions.get().pk}
    page = nurse.post(reverse("ask", args=[intake.reference]), form | changed).content.decode()
    assert said in page and "There is a problem" in page
    assert changed.get("why", WHY) in page and (" checked" in page or "codes" in changed)
    assert not InformationRequest.objects.exists()


def test_a_new_link_and_calling_off(nurse):
    request, link = asked("heart.clot")
    where = reverse("ask", args=[request.intake.reference])
    shown = nurse.post(where, {"act": "link"}).content.decode()
    newer = re.search(r"http://testserver(/more/[\w-]{43}/)", shown).group(1)
    assert newer != link and Client().post(link, BORN).status_code == 200
    page = nurse.post(where, {"act": "call_off"}, follow=True).content.decode()
    assert "Called off" in page and Client().post(newer, BORN).status_code == 200
    assert nurse.post(where, {"act": "call_off"}).status_code == 200, "nothing is asked any more: the form to ask"


def test_a_draft_is_asked_nothing(nurse):
    intake, _sitting, _token = Intake.start("self")
    assert nurse.get(reverse("ask", args=[intake.reference])).status_code == 404


def test_what_could_not_be_told_leads_to_asking_just_that(nurse):
    intake = sent(WELL_MAN | {"heart.clot": "unsure"})
    record = nurse.get(reverse("record", args=[intake.reference])).content.decode()
    links = re.findall(r'href="(/staff/intakes/[^"]+/ask/\?code=[^"]+)"', record)
    assert links
    for link in links:
        assert " checked" in nurse.get(link.replace("&amp;", "&")).content.decode(), link


def test_kind_words_stand_before_hard_questions_here_too():
    patient, _request = let_in("mind.psychosis_told")
    assert section_called("mind").kindness in patient.get("/reply/1/").content.decode()
