"""What the strict content policy would refuse, or a reader would miss, is not in any page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
ERRORS = ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"]


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_no_inline_style_script_or_handler(page: Path) -> None:
    html = page.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_loads_nothing_from_another_host(page: Path) -> None:
    assert not re.search(r"""(src|<link[^>]*href)=["'](https?:)?//""", page.read_text())


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_carries_crisis_help(code: str) -> None:
    html = (TEMPLATES / f"{code}.html").read_text()
    assert "_help.html" in html or "_bare.html" in html
    assert "_help.html" in (TEMPLATES / "_bare.html").read_text()


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_page_for_an_outage_asks_for_no_url_and_no_collected_file(code: str) -> None:
    for html in ((TEMPLATES / f"{code}.html").read_text(), (TEMPLATES / "_bare.html").read_text()):
        assert "{% url" not in html and "{% static" not in html
