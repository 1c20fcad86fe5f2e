"""Editors at work in a real browser: two people, one page, a picture, a source; what readers see and when."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.roles import Role
from education.models import Draft, Page, Publication, Source, Version
from tests.education.writing import drawn, editor, published, written
from tests.journeys.axe import nothing_found
from tests.slow_line import holds_back

SLUG = "getting-ready"
PAGE = f"/staff/education/pages/{SLUG}/"
PASSWORD = "a long enough password"


@pytest.fixture
def page_of(live, desk):
    """A browser in which this person signed in."""

    def opened(name="Eli", role=Role.EDITOR, **how):
        editor(name, role)
        page = desk(**how)
        page.goto("/staff/account/login/")
        page.get_by_label(re.compile("mail", re.IGNORECASE)).fill(f"{name.lower()}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Education pages")).to_be_visible()
        return page

    return opened


@pytest.fixture
def content(live):
    """A glossary, a page that readers see, and one source."""
    Source.objects.create(key="KET-US", kind="published", title="Ketamine label", year="2024", read=True)
    glossary = Page.objects.create(slug="glossary", kind="glossary")
    version = Version.write(glossary, written(title="Words", text="### Dose\n\nHow much of it.\n", group=""))
    Publication.publish(version)
    return published(text="## Before\n\nDo not eat for six hours.\n\nDrink water.\n")


def write_at_the_end(page, words):
    """Types at the end of the text."""
    page.get_by_label("Text", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def tool(page, name):
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def in_the_preview(page):
    return page.frame_locator("iframe")


def test_what_was_typed_before_the_page_had_its_scripts_is_kept_when_they_come(page_of, content):
    eli = page_of()
    eli.goto(PAGE)
    scripts_come = holds_back(eli, "editor_keeps")
    eli.get_by_role("button", name="Change this page").click(no_wait_after=True)
    eli.get_by_label("Summary").fill("Typed on a slow line.")
    scripts_come()
    expect(eli.get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()
    assert Draft.objects.get().summary == "Typed on a slow line."


def test_a_page_is_changed_approved_appears_at_its_time_and_the_old_one_comes_back(page_of, phone, content, tmp_path):
    (tmp_path / "chair.png").write_bytes(drawn())
    eli = page_of()
    eli.goto(PAGE)
    eli.get_by_role("button", name="Change this page").click()
    text = eli.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("six hours", "eight hours"))
    write_at_the_end(eli, "\nIt rises for an hour")
    tool(eli, "Source")
    eli.get_by_role("searchbox", name="Find").fill("nothing like it")
    expect(eli.get_by_text("No source like this yet.")).to_be_visible()
    eli.get_by_text("Add a source that is not in the list").click()
    eli.get_by_label("Short name").fill("BMC20")
    eli.get_by_label("Title", exact=True).last.fill("A trial of many")
    eli.get_by_role("button", name="Add it and cite it").click()
    expect(text).to_have_value(re.compile(r"for an hour\[\[source BMC20\]\]"))
    tool(eli, "Picture")
    eli.get_by_label("A new picture").set_input_files(tmp_path / "chair.png")
    eli.get_by_role("button", name="Add it and put it in").click()
    expect(eli.get_by_text("Say what the picture shows")).to_be_visible()
    eli.get_by_label("What it shows").fill("A chair by a window")
    eli.get_by_role("button", name="Add it and put it in").click()
    expect(text).to_have_value(re.compile(r"!\[A chair by a window\]\(/learn/pictures/"))
    expect(eli.get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()
    shown = in_the_preview(eli).get_by_alt_text("A chair by a window")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 60
    expect(in_the_preview(eli).get_by_text("A trial of many")).to_be_visible()
    eli.get_by_label("What changed, and why").fill("Eight hours, as the policy says.")
    eli.get_by_role("button", name="Send for approval").click()
    expect(eli.get_by_role("heading", name="You cannot approve this version")).to_be_visible()
    expect(eli.get_by_role("button", name="Approve this version")).to_have_count(0)

    other = page_of("Other")
    expect(other.locator(".badge")).to_contain_text("1")
    other.get_by_role("link", name="Getting ready").first.click()
    other.get_by_role("link", name="See what changed since version 1").click()
    expect(other.locator("del", has_text="six")).to_be_visible()
    expect(other.locator("ins", has_text="eight")).to_be_visible()
    other.go_back()
    other.get_by_label("At a time that I choose").check(force=True)
    soon = timezone.localtime() + timedelta(seconds=4)
    other.get_by_label("Day and time").fill(f"{soon:%Y-%m-%dT%H:%M:%S}")
    reader = phone()
    other.get_by_role("button", name="Approve this version").click()
    expect(other.get_by_text("Approved. Readers see it from")).to_be_visible()
    reader.goto(f"/learn/{SLUG}/")
    if timezone.localtime() < soon - timedelta(seconds=1):
        expect(reader.get_by_text("six hours")).to_be_visible()
    time.sleep(max(0, (soon - timezone.localtime()).total_seconds()) + 0.1)
    reader.reload()
    expect(reader.get_by_text("eight hours")).to_be_visible()
    expect(reader.get_by_alt_text("A chair by a window")).to_be_visible()
    expect(reader.get_by_text("A trial of many")).to_be_visible()

    eli.goto(f"{PAGE}versions/1/")
    expect(eli.get_by_text("Readers then see version 1 instead of version 2.")).to_be_visible()
    eli.get_by_label("Why", exact=False).first.fill("Six was right.")
    eli.get_by_role("button", name="Bring it back").click()
    expect(eli.get_by_text("Readers see it now.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("six hours")).to_be_visible()


def test_without_a_script_an_editor_edits_looks_and_sends(page_of, content):
    eli = page_of(java_script_enabled=False)
    eli.goto(PAGE)
    eli.get_by_role("button", name="Change this page").click()
    expect(eli.get_by_role("toolbar")).to_be_hidden()
    eli.get_by_label("Text", exact=True).fill("## Before\n\nDo not eat for eight hours. It is a cure.\n")
    eli.get_by_role("button", name="Preview").click()
    expect(eli).to_have_url(re.compile("#preview$"))
    expect(in_the_preview(eli).get_by_text("eight hours")).to_be_visible()
    expect(eli.get_by_text("These words promise what nobody can:")).to_be_visible()
    eli.get_by_role("button", name="Send for approval").click()
    expect(eli.get_by_text("Change them, or say why they must stand.")).to_be_visible()
    eli.get_by_label("Text", exact=True).fill("## Before\n\nDo not eat for eight hours.\n")
    eli.get_by_role("button", name="Save the draft").click()
    expect(eli.get_by_text("Your draft is saved.")).to_be_visible()
    eli.get_by_role("button", name="Send for approval").click()
    expect(eli.get_by_text("Sent. A colleague reads it")).to_be_visible()
    assert Version.objects.get(number=2, page=content.page).text == "## Before\n\nDo not eat for eight hours.\n"


def test_the_tools_and_keys_write_the_text(page_of, content):
    eli = page_of()
    Draft.begin(content.page, editor())
    eli.goto(f"{PAGE}edit/")
    text = eli.get_by_label("Text", exact=True)

    def becomes(expected, *acts, start="words", chosen=True):
        text.fill(start)
        text.focus()
        eli.keyboard.press("Control+a" if chosen else "Control+End")
        for act in acts:
            eli.keyboard.press(act) if "+" in act or act == "Enter" else tool(eli, act)
        expect(text).to_have_value(expected)

    becomes("**words**", "Control+b")
    becomes("words", "Control+b", "Control+b")
    becomes("*words*", "Control+i")
    becomes("## words", "Heading")
    becomes("### words", "Control+Alt+2", "Heading")
    becomes("- a\n- b", "List", start="a\nb")
    becomes("a\nb", "List", "Control+Shift+8", start="a\nb")
    becomes("1. a\n2. b", "Numbered list", start="a\nb")
    becomes("> a\n> b", "Control+Shift+9", start="a\nb")
    becomes("- a\n- ", "Enter", start="- a", chosen=False)
    becomes("- a\n", "Enter", "Enter", start="- a", chosen=False)
    becomes("1. a\n2. ", "Enter", start="1. a", chosen=False)
    becomes("words", "Bold", "Control+z")
    for name, begins in (("Table", "| What |"), ("Myth", "> **Myth:**"), ("Why we say it", "> **Why we say")):
        text.fill("words")
        eli.keyboard.press("Control+End")
        tool(eli, name)
        assert text.input_value().startswith(f"words\n\n{begins}")
    text.fill("a dose")
    text.evaluate("box => box.setSelectionRange(2, 6)")
    tool(eli, "Term")
    eli.get_by_role("button", name="Dose", exact=True).click()
    expect(text).to_have_value("a [[term dose|dose]]")
    text.fill("home")
    eli.keyboard.press("Control+a")
    eli.keyboard.press("Control+k")
    eli.get_by_label("Where to").fill("javascript:alert(1)")
    eli.get_by_role("button", name="Put it in").click()
    expect(eli.get_by_text("Pick one of our pages, or write an address")).to_be_visible()
    eli.get_by_label("Where to").fill("/learn/getting-ready/")
    eli.get_by_role("button", name="Put it in").click()
    expect(text).to_have_value("[home](/learn/getting-ready/)")
    text.fill("")
    tool(eli, "Clinic fact")
    eli.get_by_role("button", name=re.compile("^phone")).click()
    tool(eli, "Drawing")
    eli.get_by_role("button", name="fasting", exact=True).click()
    expect(text).to_have_value("[[clinic phone]]\n\n[[drawing fasting]]\n")
    eli.keyboard.press("Control+s")
    expect(in_the_preview(eli).locator(".drawing")).to_be_visible()
    toolbar = eli.get_by_role("toolbar")
    toolbar.get_by_role("button", name="Heading").focus()
    eli.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Bold")).to_be_focused()
    eli.keyboard.press("End")
    expect(toolbar.get_by_role("button", name="Clinic fact")).to_be_focused()


def test_two_editors_on_one_page_and_two_windows_lose_nothing(page_of, content):
    eli, other = page_of(), page_of("Other")
    for page in (eli, other):
        page.goto(PAGE)
        page.get_by_role("button", name="Change this page").click()
    second = eli.context.new_page()
    second.goto(f"{PAGE}edit/")
    write_at_the_end(eli, "\nEli was here first.")
    expect(eli.get_by_text(re.compile("^Saved"))).to_be_visible()
    write_at_the_end(second, "\nThe second window.")
    expect(second.get_by_role("heading", name="You wrote on this draft in another window")).to_be_visible()
    expect(second.get_by_label("The other window")).to_have_value(re.compile("Eli was here first."))
    expect(second.get_by_label("Text", exact=True)).to_have_value(re.compile("The second window."))
    nothing_found(second)
    second.get_by_role("button", name="Go on with mine").click()
    expect(second.get_by_text(re.compile("^Saved"))).to_be_visible()
    second.get_by_role("button", name="Send for approval").click()
    expect(second.get_by_text("Sent. A colleague reads it")).to_be_visible()

    write_at_the_end(other, "\nOther was here.")
    other.get_by_role("button", name="Send for approval").click()
    expect(other.get_by_text("Eli sent version 2 while you wrote.")).to_be_visible()
    expect(other.locator("del", has_text="The second window")).to_be_visible()
    expect(other.get_by_label("Text", exact=True)).to_have_value(re.compile("Other was here."))
    nothing_found(other)
    other.get_by_role("button", name="Send for approval").click()
    expect(other.get_by_text("Sent. A colleague reads it")).to_be_visible()
    assert "Other was here." in Version.objects.get(page=content.page, number=3).text


def without_its_sandbox(route):
    """A preview in which axe may run, as nothing can in the real one."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={"content-type": answer.headers["content-type"]})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_editors_pages(page_of, content, scheme):
    published(text="It is a cure.\n\nDrink water.", promise_reason="It is the title of a law.")
    draft = Draft.begin(content.page, editor("Other"))
    rae = page_of("Rae", Role.MEDICAL_REVIEWER, color_scheme=scheme)
    Version.write(content.page, written(text="Waits."), author=editor())
    rae.goto(PAGE)
    nothing_found(rae)
    rae.get_by_role("button", name="Change this page").click()
    expect(rae.get_by_role("toolbar")).to_be_visible()
    nothing_found(rae)
    for opened in ("Source", "Picture", "Link"):
        tool(rae, opened)
        nothing_found(rae)
        rae.keyboard.press("Escape")
    for address in (
        "/staff/education/",
        "/staff/education/new/",
        "/staff/education/sources/",
        "/staff/education/pictures/",
        f"{PAGE}hide/",
        f"{PAGE}differences/?before=1&after=2",
        f"{PAGE}versions/1/",
        f"{PAGE}versions/3/",
        f"/staff/education/drafts/{draft.pk}/",
    ):
        rae.goto(address)
        nothing_found(rae)
    rae.route("**/shown/", without_its_sandbox)
    rae.goto(f"{PAGE}versions/3/shown/")
    nothing_found(rae)
    rae.goto("/staff/education/pictures/")
    rae.get_by_role("button", name="Add this picture").click()
    expect(rae.get_by_role("heading", name="There is a problem")).to_be_visible()
    nothing_found(rae)
    rae.set_viewport_size({"width": 390, "height": 844})
    for address in ("/staff/education/", PAGE, f"{PAGE}edit/", f"{PAGE}differences/?before=1&after=2"):
        rae.goto(address)
        nothing_found(rae)
        assert rae.evaluate("document.documentElement.scrollWidth") == 390
