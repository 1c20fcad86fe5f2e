"""Data never becomes a program, a path to a shell or a template; and the site itself calls nobody."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.preparing import ROOT

FILES = sorted(path for folder in ("clinic", "intake") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "yaml", "xml", "lxml", "jinja2", "code"}
NEVER_CALLED = {"eval", "exec", "compile", "__import__", "system", "popen", "mark_safe", "from_string", "Template"}
CALLS_OUT = {"urllib.request", "http.client", "requests", "httpx", "smtplib", "ftplib", "telnetlib", "socket"}
STARTS = {"clinic/start.py", "clinic/listening.py", "clinic/child.py", "clinic/database_home.py"}
"""What `bin/run` needs to start programs and to find its own port; the site imports none of them."""
SENDS = {"clinic/delivery.py"}
"""The one file that speaks to the mail server and to the gateway for text messages; only the worker sends."""

CLEANED = {"learn/page.html", "learn/handout.html", "education/shown.html"}
"""Where the text of an education page stands: cleaned when it was saved and again before it is shown."""
PLANTED = {
    "S102": "exec(input())",
    "S307": "eval(input())",
    "S301": "import pickle\npickle.loads(b'')",
    "S506": "import yaml\nyaml.load('')",
    "S602": "import subprocess\nsubprocess.run(input(), shell=True)",
    "S605": "import os\nos.system(input())",
    "S608": "table = input()\nquery = f'SELECT * FROM {table} WHERE id = 1'",
    "S308": "from django.utils.safestring import mark_safe\nmark_safe(input())",
    "S105": "password = 'a secret of somebody'",
}


def imported(tree: ast.AST) -> set[str]:
    found = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def called(tree: ast.AST) -> set[str]:
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {each.id for each in functions if isinstance(each, ast.Name)} | {
        each.attr
        for each in functions
        if isinstance(each, ast.Attribute) and not (isinstance(each.value, ast.Name) and each.value.id == "re")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_runs_what_it_reads_or_calls_out(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = imported(tree)
    assert not {name.split(".")[0] for name in names} & NEVER_IMPORTED
    assert not called(tree) & NEVER_CALLED
    place = str(path.relative_to(ROOT))
    if place not in STARTS:
        assert not names & ({"subprocess", "ctypes"} | (set() if place in SENDS else CALLS_OUT))


def test_the_site_imports_nothing_that_starts_programs() -> None:
    ask = "import django, sys; django.setup(); import clinic.urls; print(sorted(name for name in sys.modules if name in %r))"
    starts = {name.removesuffix(".py").replace("/", ".") for name in STARTS}
    done = subprocess.run([sys.executable, "-c", ask % starts], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_lets_text_through_as_markup(path: Path) -> None:
    said = path.read_text()
    if str(path.relative_to(ROOT / "templates")) in CLEANED:
        said = said.replace("{{ text.html|safe }}", "")
    for hole in ("|safe", "safeseq", "autoescape off", "{% debug", "javascript:", " style=", "<style", "srcdoc"):
        assert hole not in said, hole
    assert not [word for word in ("onclick=", "onload=", "onerror=", "onsubmit=", "onchange=") if word in said]


@pytest.mark.parametrize(("rule", "flaw"), PLANTED.items())
def test_the_check_of_style_finds_a_planted_flaw(rule: str, flaw: str) -> None:
    """`bin/test --all` runs it over everything; a check that finds nothing proves nothing."""
    words = [sys.executable, "-m", "ruff", "check", "--quiet", "--output-format=concise", "--stdin-filename"]
    done = subprocess.run([*words, "clinic/planted.py", "-"], input=flaw, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and rule in done.stdout
