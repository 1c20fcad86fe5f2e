"""Each floor of the house imports only from the floors below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preparing import ROOT

FLOORS = {
    "clinic": 0,
    "intake.questionnaire": 1,
    "intake.policy": 1,
    "intake.visiting": 2,
    "intake.wording": 1,
    "intake.triage": 2,
    "intake.models": 3,
    "intake.migrations": 3,
    "intake.apps": 4,
    "intake.access": 4,
    "intake.forms": 4,
    "intake.charts": 1,
    "intake.checks": 4,
    "intake.figures": 4,
    "intake.handbook": 4,
    "intake.states": 4,
    "intake.middleware": 4,
    "intake.pages": 4,
    "intake.tasks": 4,
    "intake.views": 5,
    "intake.templatetags": 5,
    "intake.demo": 5,
    "intake.management": 5,
    "intake.urls": 6,
    "intake.staff_urls": 6,
    "clinic.urls": 6,
    "education.text": 1,
    "education.facts": 2,
    "education.redraw": 1,
    "education.models": 3,
    "education.migrations": 3,
    "education.apps": 4,
    "education.starting": 4,
    "education.shelf": 4,
    "education.standing": 4,
    "education.appearance": 4,
    "education.pages": 4,
    "education.forms": 4,
    "education.templatetags": 5,
    "education.views": 5,
    "education.management": 5,
    "education.urls": 6,
    "education.staff_urls": 6,
}
PLAIN_PYTHON = (
    "intake.charts",
    "intake.questionnaire",
    "intake.policy",
    "intake.triage",
    "intake.visiting",
    "intake.wording",
    "education.text",
)
STRANGERS = {"intake": "education", "education": "intake"}
FILES = sorted(path for folder in ("clinic", "intake", "education") for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> int | None:
    """The floor of the longest name that this one begins with; None for what is not ours."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if (floor := FLOORS.get(".".join(parts[:length]))) is not None:
            return floor
    return None


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write the whole name of a module"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_imports_only_from_below(path: Path) -> None:
    here = name_of(path)
    floor = floor_of(here)
    assert floor is not None or here in STRANGERS, f"{here} stands on no floor; name it in FLOORS"
    for module in imports(path):
        other = floor_of(module)
        assert other is None or floor is None or other <= floor, f"{here} imports {module} from a floor above"
        stranger = STRANGERS.get(here.partition(".")[0])
        assert not stranger or module.partition(".")[0] != stranger, f"{here} knows nothing of {module}"
        if here.startswith(PLAIN_PYTHON):
            assert not module.startswith("django"), f"{here} is plain Python, and imports {module}"
        if here.startswith("clinic") and here != "clinic.urls":
            assert not module.startswith(("intake", "education")), f"{here} knows nothing of {module}"


def test_the_longest_name_decides_the_floor() -> None:
    assert floor_of("intake.triage.rules") == 2
    assert floor_of("intake.models.flag") == 3
    assert floor_of("django.db") is None
