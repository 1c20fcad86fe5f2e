"""Changing the master key wraps data keys anew; every record still opens, sealed rows are not touched."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from clinic import encryption
from clinic.encryption import TamperedError, key_ring, master_key_of
from clinic.management.commands import rotate_keys
from intake.models import Intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A key folder of this test's own, beginning with the keys in use."""
    for file in settings.KEYS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings.KEYS = tmp_path
    yield tmp_path / "fields.keys"
    key_ring.cache_clear()
    encryption._cipher.cache_clear()


def with_a_new_key_first(ring: Path, name: str) -> None:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    ring.write_text(f"{name}:{key}\n{ring.read_text()}")
    key_ring.cache_clear()
    encryption._cipher.cache_clear()


def rotate() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


def three_intakes() -> list[Intake]:
    made = [Intake.start("self")[0] for _ in range(3)]
    for number, intake in enumerate(made):
        intake.identity = {"first_name": f"Person {number}"}
        intake.save(update_fields=["identity"])
    return made


def names() -> list[str]:
    encryption._cipher.cache_clear()
    return sorted(intake.identity["first_name"] for intake in Intake.objects.all())


def on_key(name: str) -> int:
    return sum(master_key_of(intake.wrapped_key) == name for intake in Intake.objects.all())


def test_a_new_master_key_wraps_every_data_key(ring: Path) -> None:
    three_intakes()
    with_a_new_key_first(ring, "k2")
    assert "3 wrapped anew, 0 left" in rotate()
    assert on_key("k2") == 3
    ring.write_text(ring.read_text().splitlines()[0] + "\n")
    key_ring.cache_clear()
    assert names() == ["Person 0", "Person 1", "Person 2"]


def test_a_second_run_finds_nothing_to_do(ring: Path) -> None:
    three_intakes()
    with_a_new_key_first(ring, "k2")
    rotate()
    assert "0 wrapped anew, 0 left" in rotate()


def test_a_run_that_was_stopped_goes_on_where_it_was(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    three_intakes()
    with_a_new_key_first(ring, "k2")
    monkeypatch.setattr(rotate_keys, "BATCH", 1)
    field = Intake._meta.get_field("wrapped_key")
    assert rotate_keys.Command()._next(field) == 1
    assert on_key("k2") == 1
    assert "2 wrapped anew, 0 left" in rotate()
    assert names() == ["Person 0", "Person 1", "Person 2"]


def test_a_key_whose_name_begins_like_another_is_another(ring: Path) -> None:
    three_intakes()
    with_a_new_key_first(ring, "k10")
    assert "3 wrapped anew" in rotate()
    with_a_new_key_first(ring, "k100")
    assert "3 wrapped anew" in rotate()
    with_a_new_key_first(ring, "k")
    assert "3 wrapped anew" in rotate()
    assert names() == ["Person 0", "Person 1", "Person 2"]


def test_what_was_sealed_before_stays_byte_by_byte(ring: Path) -> None:
    first = three_intakes()[0]
    before = bytes(Intake.objects.filter(pk=first.pk).values_list("identity", flat=True)[0].sealed)
    with_a_new_key_first(ring, "k2")
    rotate()
    assert bytes(Intake.objects.filter(pk=first.pk).values_list("identity", flat=True)[0].sealed) == before


def test_a_key_that_was_taken_out_too_early_stops_the_run(ring: Path) -> None:
    three_intakes()
    with_a_new_key_first(ring, "k2")
    ring.write_text(ring.read_text().splitlines()[0] + "\n")
    key_ring.cache_clear()
    with pytest.raises(TamperedError):
        rotate()
    assert on_key("k1") == 3
