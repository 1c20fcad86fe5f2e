"""The patient's way, without JavaScript: start, sections, check, agree and sign, sent."""

import re

import pytest
from django.urls import reverse

from clinic.models import Event
from intake.models import Intake, SafetyAlert, Submission
from intake.questionnaire import SECTIONS, section_called
from tests.intake.posting import boxes
from tests.people import COMPLEX, LONG_HISTORY, TYPICAL, WELL_MAN, WELL_WOMAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(client):
    client.post(reverse("start"), {"for_whom": "self"})
    return client


def hidden(page, name):
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"(?! disabled)', page)


def fill(client, url, values, **more):
    """Answers one screen as it is shown, and presses Continue."""
    page = client.get(url).content.decode() if "page" not in more else more.pop("page")
    code = re.match(r"/intake/([a-z]+)/", url)[1]
    shown = hidden(page, "shown")
    posted = {name: hidden(page, name)[0] for name in ("for", "revision", "page")} | {
        "shown": shown,
        "seen": hidden(page, "seen"),
    }
    posted["after_help"] = hidden(page, "after_help")
    for question in section_called(code).questions:
        if question.name in shown:
            posted |= boxes(question, values)
    return client.post(url, posted | more)


def walk(client, values):
    """From the list of sections to the last page."""
    url = "/intake/about/"
    for _ in range(120):
        answer = fill(client, url, values)
        for _again in range(5):
            if answer.status_code != 200:
                break
            answer = fill(client, url, values, page=answer.content.decode())
        assert answer.status_code == 302, (
            url,
            answer.context["form"].errors,
            answer.context["form"].warnings,
        )
        url = answer.url
        if url == reverse("check_answers"):
            page = client.get(url)
            assert not page.context["missing"], page.context["missing"]
            url = reverse("section", args=["agree"])
        elif url == reverse("sent"):
            return client.get(url)
    raise AssertionError("the way did not end")


@pytest.mark.parametrize(
    "person",
    [WELL_MAN, WELL_WOMAN, TYPICAL, COMPLEX, LONG_HISTORY],
    ids=["man", "woman", "typical", "complex", "long history"],
)
def test_a_patient_fills_in_everything_and_sends_it(patient, person):
    page = walk(patient, person)
    intake = Intake.objects.get()
    assert intake.reference in page.content.decode()
    kept = intake.submissions.get().answers()
    blank = {
        code
        for code, value in person.items()
        if value is not None and code not in kept and not code.startswith("agree.")
    }
    assert not blank


def test_what_is_well_formed_is_kept_also_when_something_is_wrong(patient):
    values = WELL_MAN | {"about.phone": "12"}
    fill(patient, "/intake/about/", values)
    answer = fill(patient, "/intake/about/2/", values)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Write a phone number with its area code" in page
    assert 'value="12"' in page
    assert Intake.objects.get().answers()["about.first_name"] == "Tom"


def test_follow_ups_come_after_continue_without_being_an_error(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    answer = fill(patient, "/intake/heart/", {**WELL_MAN, "heart.high_bp": "yes"})
    page = answer.content.decode()
    assert "A few more questions came up" in page and "There is a problem" not in page


def test_an_answer_that_may_be_a_slip_is_asked_about_once_and_then_taken(patient):
    values = WELL_MAN | {"body.height": {"cm": 210, "in": {"unit": "cm"}}, "body.knows_bp": "no"}
    fill(patient, "/intake/about/", values)
    page = fill(patient, "/intake/body/", values).content.decode()
    assert "Look at this once more" in page and "Is this right?" in page
    assert fill(patient, "/intake/body/", values, page=page).status_code == 302


def test_thoughts_of_suicide_show_help_on_the_same_load_and_raise_an_alert(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    answer = fill(patient, "/intake/mind/3/", WELL_MAN | {"mind.asq": {"1": "yes"}})
    page = answer.content.decode()
    assert page.index("You are not in trouble") < page.index("<h1>")
    assert "988" in page
    assert SafetyAlert.objects.count() == 1
    fill(patient, "/intake/mind/3/", WELL_MAN, page=page)
    assert Intake.objects.waiting().get().alerts_open == 1


def test_the_list_counts_the_sections_as_each_section_does(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    fill(patient, "/intake/about/2/", WELL_MAN)
    count = patient.get("/intake/body/").context["count"]
    assert f"1 of {count} sections done" in patient.get("/intake/").content.decode()


def test_the_check_names_no_questionnaire_by_its_letters(patient):
    for section in SECTIONS:
        given = {code: value for code, value in TYPICAL.items() if code.startswith(section.code + ".")}
        Intake.objects.get().save_section(section, given, revision=0)
    page = patient.get("/intake/check/").content.decode()
    assert "Feeling tired or having little energy" in page
    assert not re.search("PHQ|GAD-|PTSD-5|ASQ|AUDIT|TAPS", page)


def test_help_is_shown_again_when_a_graver_answer_follows(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    wished = WELL_MAN | {"mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "no"}}
    page = fill(patient, "/intake/mind/3/", wished).content.decode()
    now = wished | {"mind.asq": wished["mind.asq"] | {"5": "yes"}, "mind.means": "no", "mind.someone_to_call": "yes"}
    answer = fill(patient, "/intake/mind/3/", now, page=page)
    page = answer.content.decode()
    assert page.index("You are not in trouble") < page.index("<h1>")
    assert "I am safe for now, go on" in page
    assert fill(patient, "/intake/mind/3/", now, page=page).status_code == 302


ACUTE = WELL_MAN | {
    "mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "no", "5": "yes"},
    "mind.means": "no",
    "mind.someone_to_call": "yes",
}


@pytest.mark.parametrize(("pressed", "action"), [("safe", "safety.goes_on"), ("call", "safety.wants_call")])
def test_who_has_thoughts_of_suicide_now_says_whether_to_go_on_or_that_a_call_is_needed(patient, pressed, action):
    fill(patient, "/intake/about/", WELL_MAN)
    page = fill(patient, "/intake/mind/3/", ACUTE).content.decode()
    assert 'name="safety" value="safe"' in page and "I called, or I need a call" in page
    answer = fill(patient, "/intake/mind/3/", ACUTE, page=page, safety=pressed)
    assert answer.status_code == 302
    assert Event.objects.about(Intake.objects.get()).filter(action=action).count() == 1


def test_nobody_else_is_asked_and_nothing_else_is_written_down(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/mind/3/").content.decode()
    assert 'name="safety"' not in page
    for pressed in ("call", "safe", "x" * 300):
        fill(patient, "/intake/mind/3/", WELL_MAN, safety=pressed)
    assert not Event.objects.filter(action__startswith="safety.").exists()


@pytest.mark.parametrize(
    ("ride", "told"),
    [
        ({"ride.way_home": "i_will_drive"}, True),
        ({"ride.way_home": "walk_or_bike"}, True),
        ({"ride.adult_home": "no"}, True),
        ({"ride.adult_home": "not_yet", "ride.way_home": "unsure"}, False),
        ({}, False),
    ],
)
def test_who_has_no_safe_way_home_is_asked_to_set_up_a_ride_before_sending(patient, ride, told):
    for section in SECTIONS:
        given = {code: value for code, value in (WELL_MAN | ride).items() if code.startswith(section.code + ".")}
        Intake.objects.get().save_section(section, given, revision=0)
    page = patient.get("/intake/check/").content.decode()
    assert ("Please set up a ride" in page) is told
    assert "No safe way home" not in page and "RIDE" not in page


def test_help_is_shown_also_when_the_page_has_errors(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    answer = fill(patient, "/intake/mind/", {"mind.harm_others": "yes"})
    page = answer.content.decode()
    assert "There is a problem" in page and "You are not in trouble" in page
    assert SafetyAlert.objects.count() == 1


def test_worsening_chest_pain_shows_the_emergency_number(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    answer = fill(patient, "/intake/heart/", WELL_MAN | {"heart.angina": "yes"})
    answer = fill(
        patient,
        "/intake/heart/",
        {"heart.angina": "yes", "heart.angina_worse": "yes"},
        page=answer.content.decode(),
    )
    assert "Chest pain now can be an emergency" in answer.content.decode()


def test_under_the_minimum_age_the_patient_is_asked_to_call(patient):
    child = WELL_MAN | {"about.birth_date": "2012-05-05"}
    fill(patient, "/intake/about/", child)
    answer = fill(patient, "/intake/about/2/", child)
    assert answer.url == reverse("please_call")
    assert "Please call us" in patient.get(answer.url).content.decode()
    assert patient.get("/intake/heart/").status_code == 302
    assert patient.post(reverse("please_call")).status_code == 409
    mark = hidden(patient.get(answer.url).content.decode(), "for")
    assert patient.post(reverse("please_call"), {"for": mark}).url == reverse("sent")
    assert [flag.words["code"] for flag in Intake.objects.get().flags.all()] == ["AGE-01"]


def test_steps_are_not_skipped(patient):
    assert patient.get("/intake/heart/").url == reverse("section", args=["about"])
    fill(patient, "/intake/about/", WELL_MAN)
    fill(patient, "/intake/agree/", WELL_MAN)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("section", [each.code for each in SECTIONS if each.code != "about"])
def test_no_later_step_takes_an_answer_before_the_first(patient, section):
    """Neither at *Continue* nor as an answer is given."""
    intake = Intake.objects.get()
    names = [question.name for question in section_called(section).questions]
    posted = {"for": intake.form_mark, "shown": names, **dict.fromkeys(names, "yes")}
    assert patient.post(f"/intake/{section}/", posted).url == reverse("section", args=["about"])
    assert patient.post(f"/intake/{section}/save/", posted).status_code == 409
    assert not intake.drafts.exists()


def test_answers_to_questions_of_another_screen_are_dropped_and_written_down(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/heart/").content.decode()
    posted = {name: hidden(page, name)[0] for name in ("for", "revision", "page")}
    strangers = {"shown": ["clot", "status", "asq.3", "made_up"], "clot": "no", "status": "decided", "asq.3": "yes"}
    patient.post("/intake/heart/save/", posted | strangers)
    intake = Intake.objects.get()
    assert intake.drafts.get(section="heart").answers() == {"heart.clot": "no"}
    assert Event.objects.get(action="answers.dropped").detail == "heart, 3 not asked there"
    fill(patient, "/intake/heart/", WELL_MAN)
    mind = patient.get("/intake/mind/3/").content.decode()
    fill(patient, "/intake/mind/3/", WELL_MAN, page=mind)
    assert Event.objects.filter(action="answers.dropped").count() == 1


def test_under_the_minimum_age_nothing_more_is_taken(patient):
    fill(patient, "/intake/about/", WELL_MAN | {"about.birth_date": "2012-05-05"})
    posted = {"for": Intake.objects.get().form_mark, "shown": ["clot"], "clot": "yes"}
    assert patient.post("/intake/heart/save/", posted).status_code == 409
    assert "heart.clot" not in Intake.objects.get().answers()


def test_the_page_says_saved_only_when_all_of_it_is(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    wrong = fill(patient, "/intake/about/2/", WELL_MAN | {"about.phone": "12"}).content.decode()
    assert 'data-state="saved"' not in wrong
    page = patient.get("/intake/eyes/").content.decode()
    fill(patient, "/intake/eyes/", WELL_MAN, page=page)
    clash = fill(patient, "/intake/eyes/", WELL_MAN | {"eyes.injury": "yes"}, page=page).content.decode()
    assert 'data-state="saved"' not in clash
    blank = fill(patient, "/intake/eyes/", {}, page=patient.get("/intake/eyes/").content.decode())
    assert 'data-state="saved"' in blank.content.decode()


def test_a_form_of_another_intake_is_refused(patient):
    page = patient.get("/intake/about/").content.decode()
    patient.post(reverse("start"), {"for_whom": "other"})
    answer = fill(patient, "/intake/about/", WELL_MAN, page=page)
    assert answer.status_code == 409
    assert all(not intake.answers() for intake in Intake.objects.all())


def test_twenty_presses_send_one_submission(patient):
    walk(patient, WELL_MAN)
    mark = Intake.objects.get().form_mark
    for _ in range(20):
        assert patient.post("/intake/agree/", {"for": mark, "shown": []}).url == reverse("sent")
    assert patient.post("/intake/heart/save/", {"for": mark, "shown": ["clot"], "clot": "yes"}).status_code == 409
    assert Submission.objects.count() == 1


def test_after_sending_no_page_shows_an_answer(patient):
    walk(patient, WELL_MAN | {"heart.heart_doctor": "Dr Canary"})
    for url in ("/intake/", "/intake/about/", "/intake/check/", "/intake/sent/", "/start/", "/"):
        page = patient.get(url, follow=True).content.decode()
        assert "Tom" not in page and "Springfield" not in page


def test_two_tabs_show_both_answers_to_the_same_question(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/eyes/").content.decode()
    fill(patient, "/intake/eyes/", WELL_MAN, page=page)
    answer = fill(patient, "/intake/eyes/", WELL_MAN | {"eyes.injury": "yes"}, page=page)
    text = answer.content.decode()
    assert answer.status_code == 200 and "In another window</span> No" in text
    fill(patient, "/intake/eyes/", WELL_MAN | {"eyes.injury": "yes"}, page=text)
    assert Intake.objects.get().answers()["eyes.injury"] == "yes"


def test_leaving_ends_the_sitting(patient):
    assert patient.post(reverse("leave")).status_code == 204
    assert patient.get("/intake/").url == reverse("start")


def test_a_section_page_takes_at_most_6_queries(patient, django_assert_max_num_queries):
    fill(patient, "/intake/about/", WELL_MAN)
    with django_assert_max_num_queries(6):
        patient.get("/intake/heart/")


def test_a_save_takes_at_most_10_queries(patient, django_assert_max_num_queries):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/heart/").content.decode()
    with django_assert_max_num_queries(10):
        fill(patient, "/intake/heart/", WELL_MAN, page=page)


def test_an_answer_is_kept_as_it_is_given(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/heart/").content.decode()
    posted = {name: hidden(page, name)[0] for name in ("for", "revision", "page")}
    url = reverse("save_answer", args=["heart"])
    reply = patient.post(url, posted | {"shown": ["high_bp"], "high_bp": "yes", "op": "a"}).json()
    assert "high_bp_controlled" in reply["visible"] and reply["revision"] == 1 and reply["help"] is None
    assert Intake.objects.get().answers()["heart.high_bp"] == "yes"
    clash = patient.post(url, posted | {"shown": ["high_bp"], "high_bp": "no", "op": "b"})
    assert clash.status_code == 409 and clash.json()["conflicts"] == ["high_bp"]


def test_an_answer_about_suicide_asks_for_help_at_once(patient):
    fill(patient, "/intake/about/", WELL_MAN)
    page = patient.get("/intake/mind/3/").content.decode()
    posted = {name: hidden(page, name)[0] for name in ("for", "revision", "page")}
    reply = patient.post(
        reverse("save_answer", args=["mind"]), posted | {"shown": ["asq", "asq.3"], "asq.3": "yes"}
    )
    assert reply.json()["help"] == "self"
    assert SafetyAlert.objects.count() == 1


def test_a_question_that_an_upgrade_brought_shows_as_new_and_the_rest_is_kept(patient):
    """As if the question about clots had been asked only since the patient answered the section."""
    intake = Intake.objects.get()
    for code in ("about", "heart"):
        answers = {key: value for key, value in WELL_MAN.items() if key.startswith(code + ".")}
        intake.save_section(section_called(code), answers | {"heart.clot": None} if code == "heart" else answers, revision=0)
    draft = intake.drafts.get(section="heart")
    draft.kept["known"].remove("heart.clot")
    draft.save()
    assert "New question" in patient.get("/intake/").content.decode()
    page = patient.get("/intake/heart/").content.decode()
    assert "New since you answered this section" in page and 'href="#id_clot"' in page
    assert "New since" not in patient.get("/intake/about/").content.decode()
    fill(patient, "/intake/heart/", WELL_MAN)
    assert "New question" not in patient.get("/intake/").content.decode()
    assert Intake.objects.get().answers()["heart.avm"] == "no"


@pytest.mark.parametrize(("said", "goes_to", "alerts"), [("yes", "help_now", 1), ("no", "sent", 0)])
def test_who_tells_of_danger_in_a_form_that_was_sent_meanwhile_is_shown_help_and_the_clinic_is_alerted(
    patient, said, goes_to, alerts
):
    Intake.objects.get().save_section(section_called("about"), about(WELL_MAN), revision=0)
    screens = [reverse("section_page", args=["mind", number]) for number in range(1, 4)]
    url, page = next((url, page) for url in screens if "asq.1" in (page := patient.get(url).content.decode()))
    posted = {name: hidden(page, name)[0] for name in ("for", "revision", "page")}
    Intake.objects.update(status="sent")
    answer = patient.post(url, posted | {"shown": hidden(page, "shown"), "asq.1": said})
    assert answer.status_code == 302 and answer.url == reverse(goes_to)
    now = Intake.objects.get()
    assert (now.alerts_open, SafetyAlert.objects.count()) == (alerts, alerts)
    assert "mind.asq" not in now.answers()


def about(values):
    return {code: value for code, value in values.items() if code.startswith("about.")}
