"""In a real browser, under the site's own policy: no text that tries to run a script, or to ask another host, does."""

from __future__ import annotations

from education.models import Page, Publication, Verdict, Version
from education.text.markup import clean
from tests.education.attacks import ATTACKS
from tests.education.writing import editor, written


def publish(slug: str, text: str) -> None:
    page = Page.objects.create(slug=slug)
    version = Version.write(
        page, written(title="x", text=text, promise_reason="A test of all words."), author=editor()
    )
    Verdict.give(version, editor("Second"), approved=True)
    Publication.publish(version, editor("Second"))


def test_no_attack_saved_as_a_page_runs_a_script_or_asks_another_host(live, page):
    """All attacks, as Markdown on one page each; the browser counts every call of `pwned` and every foreign request."""
    for number, attack in enumerate(ATTACKS):
        publish(f"attack-{number}", attack.replace("\0", ""))
    asked, calls = [], []
    page.expose_function("pwned", lambda: calls.append(page.url))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: calls.append(dialog.message))
    for number in range(len(ATTACKS)):
        page.goto(f"{live.url}/learn/attack-{number}/", wait_until="load")
        page.evaluate(
            "() => { for (const it of document.querySelectorAll('.learn-text *')) {"
            " it.dispatchEvent(new Event('mouseover')); it.dispatchEvent(new Event('focus')); } }"
        )
        assert (
            page.evaluate(
                "document.querySelectorAll('.learn-text :is(script, style, svg, iframe, form, object)').length"
            )
            == 0
        )
    assert calls == []
    assert [url for url in asked if not url.startswith(live.url)] == []


def test_no_attack_that_reached_the_table_as_html_runs_either(live, page):
    """What cleaning on showing is for: the attacks, cleaned as HTML and put into one page of the site's policy."""
    asked, calls = [], []
    page.expose_function("pwned", lambda: calls.append(page.url))
    page.on("request", lambda request: asked.append(request.url))
    html = "".join(f"<div>{clean(attack)}</div>" for attack in ATTACKS)
    page.route(
        "**/learn/cleaned/",
        lambda route: route.fulfill(body=f"<!doctype html><main>{html}</main>", content_type="text/html"),
    )
    page.goto(f"{live.url}/learn/cleaned/")
    assert (
        page.evaluate(
            "document.querySelectorAll('main :is(script, style, svg, math, iframe, form, object, embed)').length"
        )
        == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('main *')].flatMap(it => it.getAttributeNames()).filter(it => it.startsWith('on')).length"
        )
        == 0
    )
    assert calls == [] and [url for url in asked if not url.startswith(live.url)] == []
