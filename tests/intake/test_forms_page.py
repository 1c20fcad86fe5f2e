"""Every screen as it is drawn: everything is asked, reads back, and says to everyone what it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template import engines
from django.test.signals import template_rendered

from intake.forms import SectionForm
from intake.questionnaire import ALL_QUESTIONS, SECTIONS, question_called, section_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Day, Instrument
from intake.questionnaire.truth import Truth
from intake.triage import RULES
from tests.intake.posting import boxes
from tests.people import COMPLEX, LONG_HISTORY, TYPICAL, WELL_MAN, WELL_WOMAN

PEOPLE = {"man": WELL_MAN, "woman": WELL_WOMAN, "typical": TYPICAL, "complex": COMPLEX, "long history": LONG_HISTORY}
PAGES = [(section, screen) for section in SECTIONS for screen in section.pages]
WOMAN = {"about.birth_date": "1980-01-01", "about.sex_at_birth": "female"}
IDS = [f"{section.code}-{screen.number}" for section, screen in PAGES]
FORM = engines["django"].from_string("{% load crispy_forms_filters %}{{ form|crispy }}")
VOID = {"input", "br"}


class Page(HTMLParser):
    """Each element of a page with its attributes, what stands around it, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open and self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        self.text.append(data)

    def controls(self):
        return [
            (tag, attrs, around)
            for tag, attrs, around in self.found
            if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
        ]


def posted(screen, values, answers) -> QueryDict:
    """What a browser posts when this person answers the screen."""
    data = QueryDict(mutable=True)
    data.setlist("shown", SectionForm(screen, answers=answers).visible_names)
    for question in screen.questions:
        for name, value in boxes(question, values).items():
            data.setlist(name, value if isinstance(value, list) else [value])
    return data


def draw(form: SectionForm) -> Page:
    return Page(FORM.render({"form": form}))


@pytest.mark.parametrize("state", ["blank", "filled", "wrong", "conflict"])
@pytest.mark.parametrize(("section", "screen"), PAGES, ids=IDS)
def test_every_screen_says_what_each_control_is(section, screen, state):
    answers = Answers(COMPLEX if state == "filled" else WOMAN)
    form = SectionForm(screen, answers=answers)
    if state == "wrong":
        data = QueryDict(mutable=True)
        data.setlist("shown", form.visible_names)
        form = SectionForm(screen, data, answers=answers)
        required = [each for each in form.asking if each.required and each.name in form.shown]
        assert len(form.summary) == len(required)
    if state == "conflict":
        form = SectionForm(screen, answers=answers, conflicts={each.code: (None, None) for each in screen.questions})
    html = draw(form)
    ids = [attrs["id"] for _tag, attrs, _around in html.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    described = " ".join(attrs.get("aria-describedby", "") for _tag, attrs, _around in html.found).split()
    assert set(described) <= set(ids)
    assert {target for target, _label, _sentence in form.summary} <= set(ids)
    labelled = [attrs["for"] for tag, attrs, _around in html.found if tag == "label"]
    for _tag, attrs, around in html.controls():
        assert labelled.count(attrs["id"]) == 1, attrs
        if attrs.get("type") in ("radio", "checkbox") and "value" in attrs and "acknowledge" not in attrs["id"]:
            assert "fieldset" in around or attrs["type"] == "checkbox"
    if state == "wrong":
        for each in form.questions:
            assert not each.errors or f"id_{each.name}_error" in ids


@pytest.mark.parametrize(("section", "screen"), PAGES, ids=IDS)
def test_no_answer_about_health_is_offered_to_the_browser_to_remember(section, screen):
    tokens = {
        attrs.get("autocomplete")
        for _tag, attrs, _around in draw(SectionForm(screen, answers=Answers({}))).controls()
        if attrs.get("type") not in ("radio", "checkbox")
    }
    assert tokens <= {"off"} or section.code == "about"


@pytest.mark.parametrize(("section", "screen"), PAGES, ids=IDS)
def test_no_page_carries_a_script_a_style_or_a_handler(section, screen):
    for tag, attrs, _around in draw(SectionForm(screen, answers=Answers(COMPLEX))).found:
        assert tag not in ("script", "style") and not [name for name in attrs if name.startswith("on") or name == "style"]


def test_every_question_is_drawn_with_its_words():
    for section, screen in PAGES:
        html = draw(SectionForm(screen, answers=Answers({})))
        text = re.sub(r"\s+", " ", " ".join(html.text))
        drawn = {attrs.get("data-question") for _tag, attrs, _around in html.found}
        for question in screen.questions:
            if isinstance(question, Day) and question.today:
                continue
            assert question.name in drawn
            words = [item.item.text for item in question.items] if isinstance(question, Instrument) else [question.label]
            assert all(each in text for each in words), (section.code, question.name)


@pytest.mark.parametrize("person", PEOPLE)
def test_what_a_patient_posts_on_every_screen_reads_back_as_it_was_given(person):
    values, read = PEOPLE[person], {}
    for section, screen in PAGES:
        answers = Answers(values)
        if answers.asks_section(section) is not Truth.YES:
            continue
        form = SectionForm(screen, posted(screen, values, answers), answers=Answers({**values}))
        assert not form.errors, (section.code, form.errors)
        read |= {code: value for code, value in form.well_formed().items() if value is not None}
    for code, value in values.items():
        if code in read and not code.startswith(("agree.", "medicines.none")):
            assert read[code] == value or (isinstance(value, dict) and value.items() <= read[code].items()), code
    asked = [each for each in ALL_QUESTIONS if Answers(values).asks(each) is Truth.YES and values.get(each.code) is not None]
    assert {each.code for each in asked if not (isinstance(each, Day) and each.today)} <= set(read)


def test_every_question_and_every_line_of_an_instrument_is_asked_of_someone_here_and_answered():
    """What these people post reads back as given (above); here: nothing that we ask is left out."""
    answered = set()
    for values in PEOPLE.values():
        answers = Answers(values)
        for question in ALL_QUESTIONS:
            if answers.asks(question) is not Truth.YES or values.get(question.code) is None:
                continue
            answered.add(question.code)
            if isinstance(question, Instrument):
                answered |= {each.code for each in question.items if answers.of(each) is not None}
    lines = {each.code for question in ALL_QUESTIONS if isinstance(question, Instrument) for each in question.items}
    today = {each.code for each in ALL_QUESTIONS if isinstance(each, Day) and each.today}
    assert answered == {each.code for each in ALL_QUESTIONS} - today | lines


def test_a_screen_takes_no_template_for_each_question():
    rendered = []
    template_rendered.connect(lambda sender, **_: rendered.append(sender.name), weak=False, dispatch_uid="count")
    try:
        screen = max((screen for _section, screen in PAGES), key=lambda screen: len(screen.questions))
        FORM.render({"form": SectionForm(screen, answers=Answers(COMPLEX))})
    finally:
        template_rendered.disconnect(dispatch_uid="count")
    assert len(screen.questions) > 12
    assert rendered[1:] == ["clearway/uni_form.html", "clearway/questions.html"]


def test_of_a_blank_address_only_what_is_needed_is_marked():
    screen = section_called("about").pages[1]
    data = QueryDict(mutable=True)
    data.setlist("shown", ["address"])
    html = draw(SectionForm(screen, data, answers=Answers(WOMAN)))
    wrong = {attrs["name"] for _tag, attrs, _around in html.controls() if attrs.get("aria-invalid") == "true"}
    assert wrong == {"address.street", "address.city"}


def test_only_what_an_answer_on_the_same_screen_opens_is_a_follow_up():
    found = {
        f"{section.code}.{each.name}"
        for section, screen in PAGES
        for each in SectionForm(screen, answers=Answers({})).questions
        if each.follow_up
    }
    assert {"heart.high_bp_controlled", "body.systolic", "contacts.main_doctor_name"} <= found
    assert found.isdisjoint({"medicines.taken", "reason.antidepressants_tried", "heart.high_bp"})


def test_a_canary_typed_into_any_box_is_escaped():
    canary = '"><img src=x onerror=alert(1)>'
    for section, screen in PAGES:
        empty = draw(SectionForm(screen, answers=Answers(WOMAN)))
        data = QueryDict(mutable=True)
        data.setlist("shown", [question.name for question in screen.questions])
        for _tag, attrs, _around in empty.controls():
            data[attrs["name"]] = canary
        html = draw(SectionForm(screen, data, answers=Answers(WOMAN)))
        assert not [tag for tag, _attrs, _around in html.found if tag == "img"], section.code


def test_help_can_open_at_once_where_an_answer_calls_for_it():
    """The section page carries the crisis help of *mind* and *heart* ready to open."""
    codes = {code for rule in RULES if rule.safety for code in rule.when.reads()}
    assert {question_called(code).section.code for code in codes} == {"mind", "heart"}
