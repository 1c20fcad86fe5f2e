"""Sealed values: they open where they were written and nowhere else, and what was changed is never a blank."""

from __future__ import annotations

import base64
import secrets
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from clinic.blind_index import blind
from clinic.encryption import (
    TamperedError,
    _place,
    key_ring,
    master_key_of,
    new_data_key,
    seal,
    unseal,
    unwrap,
)
from intake.models import Intake
from intake.questionnaire.about import About

HERE = _place("intake_draft", "kept", "row one")
VALUE = {"about.first_name": "Zoë 🌱", "scores": [1, 2.5, None, True], "long": "x" * 5000}


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Path:
    """A key ring of this test's own, with one key, k1."""
    settings.KEYS = tmp_path
    put_in_ring(tmp_path, "k1")
    return tmp_path


def put_in_ring(folder: Path, *names: str) -> None:
    """Write a ring of these keys, first the current one; a key keeps its bytes as long as its name stands in it."""
    ring = folder / "fields.keys"
    known = dict(line.split(":", 1) for line in ring.read_text().split()) if ring.exists() else {}
    new = {name: known.get(name) or base64.b64encode(secrets.token_bytes(32)).decode() for name in names}
    ring.write_text("".join(f"{name}:{key}\n" for name, key in new.items()))
    key_ring.cache_clear()


# A value by itself


def test_a_value_opens_as_it_was_sealed() -> None:
    key = new_data_key()
    assert unseal(seal(VALUE, key, HERE), key, HERE) == VALUE


def test_the_same_value_never_looks_the_same_twice() -> None:
    key = new_data_key()
    assert len({seal("yes", key, HERE) for _ in range(1000)}) == 1000


def test_a_sealed_value_holds_no_word_of_what_was_said() -> None:
    sealed = seal(VALUE, new_data_key(), HERE)
    assert b"first_name" not in sealed and "Zoë".encode() not in sealed


def test_a_change_of_any_single_byte_is_noticed() -> None:
    key = new_data_key()
    sealed = seal({"yes": True}, key, HERE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(TamperedError):
            unseal(bytes(changed), key, HERE)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20, 28, 29])
def test_a_value_cut_short_is_noticed(length: int) -> None:
    key = new_data_key()
    with pytest.raises(TamperedError):
        unseal(seal("a rather long answer", key, HERE)[:length], key, HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        _place("intake_submission", "kept", "row one"),
        _place("intake_draft", "identity", "row one"),
        _place("intake_draft", "kept", "row two"),
    ],
    ids=["another table", "another column", "another row"],
)
def test_a_value_does_not_open_elsewhere(elsewhere: bytes) -> None:
    key = new_data_key()
    with pytest.raises(TamperedError):
        unseal(seal(VALUE, key, HERE), key, elsewhere)


def test_a_value_does_not_open_with_another_records_key() -> None:
    with pytest.raises(TamperedError):
        unseal(seal(VALUE, new_data_key(), HERE), new_data_key(), HERE)


# Data keys and the master keys that wrap them


def test_a_change_of_any_single_byte_of_a_wrapped_key_is_noticed() -> None:
    wrapped = new_data_key()
    for position in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[position] ^= 1
        with pytest.raises(TamperedError):
            unwrap(bytes(changed))


def test_a_wrapped_key_holds_nothing_of_the_data_key() -> None:
    wrapped = new_data_key()
    assert unwrap(wrapped) not in wrapped
    assert len(unwrap(wrapped)) == 32


def test_a_data_key_of_a_master_key_that_is_gone_does_not_open(keys: Path) -> None:
    wrapped = new_data_key()
    put_in_ring(keys, "k2")
    with pytest.raises(TamperedError, match="not in the ring"):
        unwrap(wrapped)


def test_another_key_under_an_old_name_opens_nothing(keys: Path) -> None:
    wrapped = new_data_key()
    (keys / "fields.keys").write_text("")
    put_in_ring(keys, "k1")
    with pytest.raises(TamperedError):
        unwrap(wrapped)


def test_a_new_master_key_in_front_wraps_new_data_keys_and_old_ones_still_open(keys: Path) -> None:
    old = new_data_key()
    plain = unwrap(old)
    put_in_ring(keys, "k2", "k1")
    assert master_key_of(new_data_key()) == "k2"
    assert unwrap(old) == plain


# Rows in the database


def begun(name: str) -> Intake:
    intake = Intake.start("self")[0]
    intake.save_section(About, {"about.first_name": name}, revision=0)
    return intake


def read(intake: Intake) -> dict[str, Any]:
    return Intake.objects.get(pk=intake.pk).answers()


@pytest.mark.django_db
def test_what_a_patient_writes_is_nowhere_in_the_database_in_clear() -> None:
    begun("Canarybird")
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert "intake_draft" in tables
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)} AS t WHERE t::text ILIKE %s", ["%Canary%"])
            assert cursor.fetchone() == (0,), table
            in_bytes = "%" + b"Canary".hex() + "%"
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)} AS t WHERE t::text LIKE %s", [in_bytes])
            assert cursor.fetchone() == (0,), table


@pytest.mark.django_db
def test_answers_of_one_patient_put_into_the_row_of_another_do_not_open() -> None:
    one, other = begun("Ana"), begun("Ben")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_draft SET kept = (SELECT kept FROM intake_draft WHERE intake_id = %s) WHERE intake_id = %s",
            [other.pk, one.pk],
        )
    with pytest.raises(TamperedError):
        read(one)
    assert read(other)["about.first_name"] == "Ben"


@pytest.mark.django_db
def test_answers_and_key_of_one_patient_put_together_into_the_rows_of_another_do_not_open() -> None:
    one, other = begun("Ana"), begun("Ben")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_draft SET kept = (SELECT kept FROM intake_draft WHERE intake_id = %s) WHERE intake_id = %s",
            [other.pk, one.pk],
        )
        cursor.execute(
            "UPDATE intake_intake SET wrapped_key = (SELECT wrapped_key FROM intake_intake WHERE id = %s) WHERE id = %s",
            [other.pk, one.pk],
        )
    with pytest.raises(TamperedError):
        read(one)


@pytest.mark.django_db
def test_a_draft_hung_onto_another_patients_intake_does_not_open() -> None:
    one, other = begun("Ana"), Intake.start("self")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_draft SET intake_id = %s WHERE intake_id = %s", [other.pk, one.pk])
    with pytest.raises(TamperedError):
        read(other)


@pytest.mark.django_db
def test_an_emptied_answer_is_noticed_and_not_read_as_blank() -> None:
    one = begun("Ana")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_draft SET kept = ''::bytea WHERE intake_id = %s", [one.pk])
    with pytest.raises(TamperedError):
        read(one)


@pytest.mark.django_db
def test_a_row_that_is_saved_without_being_read_keeps_its_sealed_value() -> None:
    one = begun("Ana")
    draft = one.drafts.get()
    draft.save()
    assert read(one)["about.first_name"] == "Ana"


@pytest.mark.django_db
def test_changing_the_master_key_touches_wrapped_keys_and_no_answer(keys: Path) -> None:
    intakes = [begun(name) for name in ("Ana", "Ben", "Cleo")]
    sealed = sorted(bytes(row) for row in stored("intake_draft", "kept"))
    put_in_ring(keys, "k2", "k1")
    said = rotated()
    assert {master_key_of(row) for row in stored("intake_intake", "wrapped_key")} == {"k2"}
    assert sorted(bytes(row) for row in stored("intake_draft", "kept")) == sealed
    put_in_ring(keys, "k2")
    assert [read(intake)["about.first_name"] for intake in intakes] == ["Ana", "Ben", "Cleo"]
    assert "3 wrapped anew" in said
    assert "0 wrapped anew" in rotated()


def stored(table: str, column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [row[0] for row in cursor.fetchall()]


def rotated() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


# Blind indexes


def test_a_blind_index_is_the_same_for_two_ways_of_writing_a_name() -> None:
    assert blind("last_name", "  Núñez-O’Hara ") == blind("last_name", "nunez-o’hara")


def test_a_blind_index_differs_by_purpose_and_holds_nothing_to_read() -> None:
    found = blind("email", "ana@example.org")
    assert found != blind("phone", "ana@example.org")
    assert len(found) == 32 and int(found, 16)


def test_a_blind_index_needs_the_key(keys: Path) -> None:
    values = set()
    for letter in "ab":
        folder = keys / letter
        folder.mkdir()
        (folder / "index.key").write_text(base64.b64encode(letter.encode() * 32).decode())
    from django.conf import settings

    for letter in "ab":
        settings.KEYS = keys / letter
        values.add(blind("email", "ana@example.org"))
    assert len(values) == 2


def test_there_is_no_blind_index_on_a_birth_date_alone() -> None:
    with pytest.raises(ValueError, match="no blind index"):
        blind("birth_date", "1990-01-01")
    assert blind("email", "  ") == ""
