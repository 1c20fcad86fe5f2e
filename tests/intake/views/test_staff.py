"""What staff see and do: the queue, the record, the decision, the alert, the front desk."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from clinic.models import Event
from intake.forms.settling import SettleForm
from intake.models import (
    Acknowledgement,
    Changed,
    Decision,
    InformationRequest,
    Intake,
    Measure,
    Proposal,
    Resolution,
    SafetyAlert,
    Submission,
    Triage,
)
from intake.questionnaire import section_called
from intake.views.staff import settling
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
REASON = "Spoke with the patient and the prescriber today."


@pytest.fixture
def sign_in(client):
    def as_role(role):
        client.force_login(staff(role))
        return client

    return as_role


def test_the_record_shows_flags_with_words_reasons_and_sources(sign_in):
    intake = sent(COMPLEX)
    page = sign_in("physician").get(reverse("record", args=[intake.reference])).content.decode()
    for words in (
        "High blood pressure not controlled",
        "It is not being treated",
        "Ketalar US label",
        "not yet read",
    ):
        assert words in page
    assert "Zzyzx tea" in page and "not recognised" in page
    assert "Jo Sampel" in page and "differs from the legal name" in page
    assert "PHQ-9" in page and "severe" in page
    assert Event.objects.about(intake).filter(action="record.read").count() == 1


def test_the_record_takes_at_most_40_queries(sign_in, django_assert_max_num_queries):
    intake = sent(COMPLEX)
    nurse = sign_in("nurse")
    with django_assert_max_num_queries(40):
        nurse.get(reverse("record", args=[intake.reference]))


def test_a_record_that_does_not_exist_is_not_found(sign_in):
    assert sign_in("nurse").get(reverse("record", args=["AAAA-AAAA"])).status_code == 404


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_who_is_no_clinician_finds_no_record(sign_in, role):
    intake = sent(WELL_MAN)
    client = sign_in(role)
    assert client.get(reverse("record", args=[intake.reference])).status_code == 404
    assert not Event.objects.filter(action="record.read").exists()


def test_a_nurse_clears_a_patient_without_grave_flags(sign_in):
    intake = sent(WELL_MAN)
    nurse = sign_in("nurse")
    form = {"outcome": "cleared", "reason": REASON, "submission": str(intake.submissions.get().pk)}
    answer = nurse.post(reverse("decide", args=[intake.reference]), form, follow=True)
    assert "Cleared for treatment" in answer.content.decode()
    assert Decision.objects.get().by.role == "nurse"


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "after today"), (367, "Defer for a year at most, so that the patient is not forgotten.")]
)
def test_a_date_that_nobody_can_be_deferred_to_is_told_beside_it_and_all_else_kept(sign_in, days, sentence):
    intake = sent(WELL_MAN)
    until = (timezone.localdate() + timedelta(days=days)).isoformat()
    form = {"outcome": "deferred", "reason": REASON, "until": until, "submission": str(intake.submissions.get().pk)}
    answer = sign_in("nurse").post(reverse("decide", args=[intake.reference]), form)
    page = answer.content.decode()
    assert sentence in str(answer.context["form"].errors["until"]) and sentence in page
    assert REASON in page and f'value="{until}"' in page


def test_a_nurse_cannot_decide_over_a_stop(sign_in):
    intake = sent(COMPLEX)
    nurse = sign_in("nurse")
    form = {"outcome": "not_suitable", "reason": REASON, "submission": str(intake.submissions.get().pk)}
    answer = nurse.post(reverse("decide", args=[intake.reference]), form)
    assert answer.status_code == 403 and "A physician has to decide" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_physician_clears_over_a_stop_with_a_reason_for_each(sign_in):
    intake = sent(COMPLEX)
    physician = sign_in("physician")
    for alert in SafetyAlert.objects.all():
        alert.close(staff("physician"), "assessed", "Assessed by phone, no danger.")
    url = reverse("decide", args=[intake.reference])
    form = {"outcome": "cleared", "reason": REASON, "submission": str(intake.submissions.get().pk)}
    answer = physician.post(url, form)
    assert answer.status_code == 200 and "Say why, in a sentence." in answer.content.decode()
    assert REASON in answer.content.decode()
    grave = [flag for flag in intake.flags.all() if flag.level == 4 or flag.safety]
    form |= {f"override_{flag.pk}": "Measured again: 128/80." for flag in grave}
    page = physician.post(url, form, follow=True).content.decode()
    assert page.count("Measured again: 128/80.") == len(grave)


def test_a_decision_on_answers_that_changed_is_refused(sign_in):
    intake = sent(WELL_MAN)
    form = {"outcome": "cleared", "reason": REASON, "submission": "3f0c1c5e-0000-4000-8000-000000000000"}
    answer = sign_in("nurse").post(reverse("decide", args=[intake.reference]), form)
    assert "Read the new ones" in answer.content.decode()


@pytest.mark.parametrize(
    ("raised_by", "now"),
    [
        ({"mind.asq": {"1": "yes"}}, {"mind.asq": {"1": "no"}}),
        ({"mind.phq9": {"9": "3"}}, {"mind.phq9": {"9": "0"}}),
        ({"mind.harm_others": "yes"}, {"mind.harm_others": "no"}),
    ],
    ids=["a line of the ASQ", "a line of the PHQ-9", "a question"],
)
def test_an_alert_shows_what_was_answered_differently_since(sign_in, raised_by, now):
    intake = filled(raised_by)
    nurse = sign_in("nurse")
    url = reverse("alert", args=[SafetyAlert.objects.get().pk])
    assert "Answered differently since" not in nurse.get(url).content.decode()
    intake.save_section(section_called("mind"), now, revision=1)
    assert "Answered differently since" in nurse.get(url).content.decode()


def test_an_alert_is_acknowledged_and_closed_with_a_disposition(sign_in):
    intake = filled(
        {
            "about.first_name": "Ida",
            "about.last_name": "Draft",
            "about.phone": "+12025550143",
            "mind.asq": {"1": "yes", "2": "no"},
        }
    )
    nurse = sign_in("nurse")
    alert = SafetyAlert.objects.get()
    url = reverse("alert", args=[alert.pk])
    page = nurse.get(url).content.decode()
    assert "have you wished you were dead" in page and "+12025550143" in page
    page = nurse.post(url, {"act": "acknowledge"}, follow=True).content.decode()
    since = date_format(localtime(Acknowledgement.objects.get().at), "D j M, H:i")
    assert f"is dealing with it since {since}" in page
    answer = nurse.post(url, {"act": "close", "kind": "safety_plan", "note": "Made a plan with the patient."})
    assert "date on which someone follows up" in answer.content.decode()
    nurse.post(
        url, {"act": "close", "kind": "assessed", "note": "Called. No thoughts now, sister is with her."}
    )
    assert not Intake.objects.waiting().exists()
    actions = set(Event.objects.about(intake).values_list("action", flat=True))
    assert {"alert.raised", "alert.read", "alert.acknowledged", "alert.closed"} <= actions


def alert_page(sign_in, code):
    alert = next(
        alert for alert in SafetyAlert.objects.select_related("intake") if alert.words["code"] == code
    )
    return sign_in("nurse").get(reverse("alert", args=[alert.pk])).content.decode()


SUICIDE = {
    "mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "yes", "5": "no"},
    "mind.attempt_when": "over_12_months",
    "mind.self_harm": "yes",
    "mind.means": "no",
    "mind.someone_to_call": "no",
    "mind.bipolar": "type1",
    "contacts.emergency_ok": "yes",
    "about.address": {"street": "1 Elm Street", "city": "Springfield"},
}


def test_an_alert_tells_of_attempts_means_and_who_is_there_and_of_no_other_answer(sign_in):
    filled(SUICIDE)
    page = alert_page(sign_in, "SAFE-02")
    for told in (
        "May we talk with this person if we are worried about your safety?",
        "1 Elm Street",
        "More than 12 months ago",
        "Have you hurt yourself on purpose in the last year",
        "Can you easily get to a gun",
        "Is there someone you can call when things get hard?",
    ):
        assert told in page, told
    assert "bipolar" not in page


def test_an_alert_about_chest_pain_tells_nothing_of_the_mind(sign_in):
    filled(SUICIDE | {"heart.angina": "yes", "heart.angina_worse": "yes"})
    page = alert_page(sign_in, "CV-04")
    assert "gun" not in page and "hurt yourself" not in page


def test_an_alert_says_that_the_patient_pressed_for_a_call(sign_in):
    intake = filled({"mind.asq": {"1": "yes", "5": "yes"}})
    assert "I called, or I need a call" not in alert_page(sign_in, "SAFE-01")
    intake.answer_help(wants_call=True)
    assert "“I called, or I need a call”" in alert_page(sign_in, "SAFE-01")
    intake.answer_help(wants_call=False)
    assert "“I am safe for now, go on”" in alert_page(sign_in, "SAFE-01")


@pytest.mark.parametrize(
    ("answers", "code", "clock"),
    [
        ({"mind.asq": {"1": "yes", "5": "yes"}}, "SAFE-01", "within 5 minutes"),
        ({"mind.phq9": {"9": "3"}}, "SAFE-03", "within 5 minutes"),
        ({"mind.harm_others": "yes"}, "SAFE-05", "within 5 minutes"),
        ({"mind.asq": {"1": "yes"}}, "SAFE-02", "within 30 minutes"),
        ({"mind.phq9": {"9": "1"}}, "SAFE-03", "within 30 minutes"),
        ({"mind.phq9": {"9": "1"}, "mind.means": "yes"}, "SAFE-04", "within 30 minutes"),
        (
            {"mind.phq9": {"9": "rather_not_say"}, "mind.means": "yes"},
            "SAFE-04",
            "the same day, within 8 hours",
        ),
        ({"mind.harm_others": "rather_not_say"}, "SAFE-05", "the same day, within 8 hours"),
    ],
)
def test_an_alert_says_how_fast_to_look_and_to_call(sign_in, answers, code, clock):
    filled(answers)
    assert clock in alert_page(sign_in, code)


def record_page(sign_in, intake):
    return sign_in("nurse").get(reverse("record", args=[intake.reference])).content.decode()


def test_a_record_does_not_say_that_every_rule_was_told_when_a_caution_was_not(sign_in):
    page = record_page(sign_in, sent(WELL_MAN | {"body.pulse": 70, "mind.psychosis_family": "unsure"}))
    assert "Every rule that can call for a review could be told from the answers." in page


def test_who_was_asked_nothing_is_not_said_to_have_nothing(sign_in):
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    page = record_page(sign_in, sent(about | {"about.birth_date": "2015-01-01"}))
    assert "Nothing was asked after “About you”." in page
    assert "Every rule that can call" not in page and "No medicine was listed" not in page and "none known" not in page


def test_the_front_desk_sees_contact_and_ride_and_no_clinical_answer(sign_in):
    intake = sent(COMPLEX)
    desk = sign_in("front_desk")
    assert desk.get(reverse("queue")).status_code == 302
    pages = desk.get(reverse("desk")).content.decode()
    pages += desk.get(reverse("desk_record", args=[intake.reference])).content.decode()
    assert "Jo Sample" in pages and "A clinician is needed" in pages and "Taxi or ride-share, alone" in pages
    for clinical in ("184", "suicid", "Xanax", "aneurysm", "PHQ", "depress", "hypertens"):
        assert clinical.lower() not in pages.lower(), clinical


def test_the_front_desk_reads_what_to_arrange_for_the_day(sign_in):
    spanish = {"about.language": "es", "about.interpreter": "yes", "prepare.access": ["walking"]}
    sent(WELL_MAN)
    sent(WELL_MAN | spanish)
    rows = sign_in("front_desk").get(reverse("desk")).context["rows"]
    assert [row["needs"] for row in rows] == ["", "Interpreter: Spanish; Walking"]
    assert {row["phone"] for row in rows} == {"+1 202-555-0143"}


def test_a_run_of_saves_is_one_line_of_the_history(sign_in):
    intake = filled({"mind.asq": {"1": "yes"}})
    for name in ("Ida", "Ivy", "Iris"):
        intake.save_section(section_called("about"), {"about.first_name": name}, revision=0)
    history = sign_in("nurse").get(reverse("record", args=[intake.reference])).context["history"]
    assert [line["act"] for line in history] == [
        "Read the record",
        "Saved answers, 3 times",
        "A safety alert was raised",
        "Saved answers",
        "Started the form",
    ]


def test_who_was_asked_of_no_allergies_is_not_said_to_have_none(sign_in):
    heads = [
        sign_in("nurse").get(reverse("record", args=[intake.reference])).context["allergies_in_short"]
        for intake in (sent(WELL_MAN), sent({**WELL_MAN, "about.birth_date": "2012-05-05"}))
    ]
    assert heads == ["none known", "not asked"]


def test_an_allergy_that_was_asked_about_by_itself_stands_in_the_head_although_none_was_listed(sign_in):
    told = {"allergy.ketamine": "yes", "allergy.latex": "yes", "allergy.benzethonium": "no"}
    heads = [
        sign_in("nurse").get(reverse("record", args=[sent(WELL_MAN | given).reference])).context
        for given in (told, {"allergy.ketamine": "unsure"})
    ]
    assert [head["allergies_in_short"] for head in heads] == [
        "ketamine or Spravato, latex, tape or skin cleaners",
        "ketamine or Spravato (not sure)",
    ]
    assert heads[0]["allergies"] == ["ketamine or Spravato", "latex, tape or skin cleaners"]
    assert "I have no known allergies" in heads[0]["none_listed"], "what was said beside it is still read"


def test_who_was_asked_for_more_is_not_offered_to_be_decided_on(sign_in):
    intake, nurse = sent(WELL_MAN), sign_in("nurse")
    record, decide = reverse("record", args=[intake.reference]), reverse("decide", args=[intake.reference])
    assert f'class="button" href="{decide}"' in nurse.get(record).content.decode()
    InformationRequest.ask(intake, staff("nurse"), ["heart.clot"], "", "We need to be sure.", on=Submission.newest(intake).pk)
    page = nurse.get(record).content.decode()
    assert f'href="{decide}"' not in page and "You can decide once they have answered" in page


def test_the_ride_is_ticked_before_a_decision_only_where_the_patient_has_somebody(sign_in):
    for said, done in (("yes", True), ("no", False), ("not_yet", False)):
        intake = sent(WELL_MAN | {"ride.adult_home": said})
        points = sign_in("nurse").get(reverse("record", args=[intake.reference])).context["checklist"]
        (ride,) = [point for point in points if point["url"].endswith("#ride")]
        assert ride["done"] is done and "Ride home, as the patient told it:" in ride["words"]


def test_an_idle_form_is_opened_again_by_its_reference(sign_in):
    intake = filled({"about.first_name": "Ida"})
    desk = sign_in("front_desk")
    form = {"reference": intake.reference.lower().replace("-", " "), "how_checked": "call"}
    answer = desk.post(reverse("reopen"), form)
    code = answer.context["code"]
    assert code and Intake.come_back(intake.reference, code) is not None


def test_a_form_that_was_sent_is_not_opened_again(sign_in):
    intake = sent(WELL_MAN)
    answer = sign_in("nurse").post(reverse("reopen"), {"reference": intake.reference, "how_checked": "known"})
    assert "has been sent" in answer.content.decode()


def test_a_nurse_can_take_back_what_a_physician_cleared_over_a_stop_but_not_clear_it_anew(sign_in):
    intake = sent(WELL_MAN | {"body.systolic": 190})
    on = intake.submissions.get().pk
    over = {flag.pk: REASON for flag in intake.flags.all() if flag.is_grave}
    last = intake.decide(staff("physician"), Proposal("cleared", REASON, overrides=over, aware=True), on=on)
    nurse, url = sign_in("nurse"), reverse("decide", args=[intake.reference])
    assert "Only a physician can clear over them anew" in nurse.get(url).content.decode()
    form = {"reason": REASON, "submission": str(on), "seen": str(last.pk), "aware": "on"}
    refused = nurse.post(url, form | {"outcome": "cleared"}).content.decode()
    assert "A physician has to decide this one" in refused and REASON in refused
    nurse.post(url, form | {"outcome": "not_suitable"})
    assert [each.outcome for each in Decision.objects.order_by("at")] == ["cleared", "not_suitable"]


def test_who_decides_past_flags_is_asked_again_when_the_rules_were_weighed_again_meanwhile(sign_in):
    """The tick was made for the flags that stood there, not for one that a measured fact has raised since."""
    intake = sent(WELL_MAN | {"heart.rhythm": "yes", "heart.rhythm_kind": ["afib"]})
    physician, url = sign_in("physician"), reverse("decide", args=[intake.reference])
    opened = physician.get(url).context["form"].initial
    Measure.take(intake, staff("nurse"), "blood_pressure", {"systolic": 166, "diastolic": 96}, at=timezone.now())
    form = {name: str(value) for name, value in opened.items()} | {"outcome": "cleared", "reason": REASON, "aware": "on"}
    refused = physician.post(url, form)
    page = refused.content.decode()
    assert "The rules were weighed again" in page and REASON in page and not Decision.objects.exists()
    assert "checked" not in page.partition('name="aware"')[2].partition(">")[0]
    again = form | {"weighed": refused.context["form"]["weighed"].value()}
    physician.post(url, again)
    assert len(Decision.objects.get().left_open) == 2


def test_what_a_colleague_settled_meanwhile_is_not_settled_again_along_with_the_flag_above_it():
    intake = sent(COMPLEX)
    flags = Triage.newest(intake).all_flags()
    flag = next(each for each in flags if settling._below(flags, each))
    below = settling._below(flags, flag)
    Resolution.settle(below[0], staff("physician"), "confirmed", "It holds: seen in the letter of the cardiologist.")
    request = RequestFactory().post("/")
    request.user = staff("physician")
    data = {"outcome": "not_an_issue", "reason": REASON, "also": [str(each.pk) for each in below]}
    form = SettleForm(data, flag=flag, folded=below, role="physician")
    assert form.is_valid(), form.errors
    with pytest.raises(Changed):
        settling._settle(request, flag, below, form)
    assert [each.outcome for each in Resolution.objects.all()] == ["confirmed"]


def test_what_a_nurse_wrote_of_a_decision_stays_before_them_when_a_stop_was_raised_meanwhile(sign_in):
    intake = sent(WELL_MAN)
    nurse, url = sign_in("nurse"), reverse("decide", args=[intake.reference])
    form = {name: str(value) for name, value in nurse.get(url).context["form"].initial.items()}
    Measure.take(intake, staff("nurse"), "blood_pressure", {"systolic": 192, "diastolic": 118}, at=timezone.now())
    page = nurse.post(url, form | {"outcome": "cleared", "reason": REASON})
    assert page.status_code == 403 and "What you wrote" in page.content.decode() and REASON in page.content.decode()


def test_what_was_written_of_a_flag_stays_when_the_rules_were_weighed_again(sign_in):
    intake = sent(COMPLEX)
    flag = Triage.newest(intake).all_flags()[-1]
    nurse, url = sign_in("nurse"), reverse("settle", args=[intake.reference, flag.pk])
    intake.weigh_again(staff("physician"))
    page = nurse.post(url, {"outcome": "plan", "reason": REASON})
    now = next(each for each in Triage.newest(intake).all_flags() if each.mark == flag.mark)
    assert page.status_code == 409 and REASON in page.content.decode()
    assert reverse("settle", args=[intake.reference, now.pk]) in page.content.decode()
    assert not Resolution.objects.exists()


def test_what_was_written_to_a_patient_stays_when_a_colleague_asked_first(sign_in):
    intake = sent(WELL_MAN)
    nurse, url = sign_in("nurse"), reverse("ask", args=[intake.reference])
    InformationRequest.ask(
        intake, staff("physician"), [], "Which heart tablet?", "We need it before we book.", on=intake.submissions.get().pk
    )
    form = {"act": "ask", "own": "Who comes with you?", "why": REASON, "submission": str(intake.submissions.get().pk)}
    page = nurse.post(url, form).content.decode()
    assert "What you wrote" in page and REASON in page and "Who comes with you?" in page
    assert intake.requests.count() == 1


def test_what_was_noted_of_a_call_stays_when_the_alert_was_closed_meanwhile(sign_in):
    alert = sent(COMPLEX).alerts.first()
    alert.close(staff("physician"), "assessed", REASON)
    form = {"act": "call", "call-result": "reached", "call-note": "Her sister is with her until tonight."}
    page = sign_in("nurse").post(reverse("alert", args=[alert.pk]), form).content.decode()
    assert "What you wrote" in page and "Her sister is with her until tonight." in page


def test_a_settled_flag_says_how_many_folded_under_it_are_not(sign_in):
    intake = sent(COMPLEX)
    flags = Triage.newest(intake).all_flags()
    above = next(each for each in flags if settling._below(flags, each))
    Resolution.settle(above, staff("physician"), "not_an_issue", REASON)
    page = sign_in("nurse").get(reverse("record", args=[intake.reference])).content.decode()
    card = page.partition(f'id="flag-{above.pk}"')[2].partition("</summary>")[0]
    assert '<details class="more" open>' in card and f"{len(settling._below(flags, above))} not settled" in card


def test_what_confirmed_means_is_said_as_it_is_for_this_flag(sign_in):
    intake = sent(COMPLEX)
    nurse = sign_in("nurse")
    for flag in intake.triages.get().flags.all():
        flag.intake = intake
        page = nurse.get(reverse("settle", args=[intake.reference, flag.pk])).content.decode()
        assert ("goes on standing in the way of clearing" in page) == flag.stands_in_the_way
        assert ("It does not stand in the way of clearing" in page) != flag.stands_in_the_way
    assert {flag.stands_in_the_way for flag in intake.triages.get().flags.all()} == {True, False}
