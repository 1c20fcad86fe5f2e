"""Health data is encrypted before it reaches the database: AES-256-GCM, a data key for each record.

A sealed value is `1 | nonce (12) | ciphertext and tag`. Its table, column and row are associated data, so that it
cannot be moved. A record's data key is wrapped by a master key of the key ring: `key id | 0 | nonce | wrapped key`.
Changing the master key wraps data keys anew and touches no sealed row.
"""

from __future__ import annotations

import base64
import json
import os
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

FORMAT = b"\x01"
NONCE = 12


class TamperedError(Exception):
    """A sealed value does not open: it was changed, moved, or its key is not in the ring."""


@lru_cache(maxsize=4)
def key_ring(folder: Path) -> dict[str, AESGCM]:
    """Master keys by id; the first is the one new data keys are wrapped by."""
    lines = (folder / "fields.keys").read_text().split()
    return {name: AESGCM(base64.b64decode(key)) for name, _, key in (line.partition(":") for line in lines)}


def new_data_key() -> bytes:
    """A new record's own key, wrapped by the current master key."""
    return wrap(AESGCM.generate_key(256))


def wrap(data_key: bytes) -> bytes:
    """A data key, wrapped by the current master key."""
    name, master = next(iter(key_ring(settings.KEYS).items()))
    nonce = os.urandom(NONCE)
    return name.encode() + b"\x00" + nonce + master.encrypt(nonce, data_key, name.encode())


def unwrap(wrapped: bytes) -> bytes:
    """A record's data key."""
    name, _, rest = bytes(wrapped).partition(b"\x00")
    master = key_ring(settings.KEYS).get(name.decode(errors="replace"))
    if master is None:
        raise TamperedError("a data key is wrapped by a master key that is not in the ring")
    try:
        return master.decrypt(rest[:NONCE], rest[NONCE:], name)
    except (InvalidTag, ValueError) as broken:
        raise TamperedError("a data key does not open") from broken


def master_key_of(wrapped: bytes) -> str:
    """The id of the master key that wraps this data key."""
    return bytes(wrapped).partition(b"\x00")[0].decode(errors="replace")


@lru_cache(maxsize=2048)
def _cipher(wrapped: bytes) -> AESGCM:
    return AESGCM(unwrap(wrapped))


def _place(table: str, column: str, row: Any) -> bytes:
    return f"{table}|{column}|{row}".encode()


def seal(value: Any, wrapped_key: bytes, place: bytes) -> bytes:
    """A JSON-able value, sealed at its place."""
    nonce = os.urandom(NONCE)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return FORMAT + nonce + _cipher(bytes(wrapped_key)).encrypt(nonce, text, place)


def unseal(sealed: bytes, wrapped_key: bytes, place: bytes) -> Any:
    """The value, or TamperedError: never a blank."""
    sealed = bytes(sealed)
    if sealed[:1] != FORMAT:
        raise TamperedError("a sealed value has an unknown format")
    try:
        text = _cipher(bytes(wrapped_key)).decrypt(sealed[1 : NONCE + 1], sealed[NONCE + 1 :], place)
    except (InvalidTag, ValueError) as broken:
        raise TamperedError(f"a sealed value does not open at {place.decode()}") from broken
    return json.loads(text.decode())


def unseal_at(table: str, column: str, row: uuid.UUID, sealed: bytes, wrapped_key: bytes) -> Any:
    """The value of a column that was read without its model."""
    return unseal(sealed, wrapped_key, _place(table, column, row))


class WrappedKeyField(models.BinaryField):
    """A record's data key, wrapped; a new record gets a new one."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {"default": new_data_key, "editable": False}
        super().__init__(**usual | options)


class SealedField(models.BinaryField):
    """A JSON-able value that is ciphertext in the database and itself in Python.

    `key_from` names the row that holds the data key: a foreign key of this row, or `self`. Opened on first use.
    """

    _pyi_private_get_type: Any
    _pyi_private_set_type: Any

    def __init__(self, *, key_from: str = "intake", **options: Any) -> None:
        self.key_from = key_from
        super().__init__(**({"editable": False} | options))

    def deconstruct(self) -> Any:
        name, path, positional, options = super().deconstruct()
        if self.key_from != "intake":
            options["key_from"] = self.key_from
        return name, path, positional, options

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Opened(self))

    def from_db_value(self, value: bytes | None, *_: Any) -> _Closed | None:
        return None if value is None else _Closed(bytes(value))

    def pre_save(self, row: models.Model, add: bool) -> bytes | None:
        value = row.__dict__.get(self.attname)
        if isinstance(value, _Closed):
            return value.sealed
        return None if value is None else seal(value, self.wrapped_key(row), self.place(row))

    def wrapped_key(self, row: models.Model) -> bytes:
        """The wrapped data key of the record this row belongs to."""
        holder = row if self.key_from == "self" else getattr(row, self.key_from)
        field = next(each for each in holder._meta.concrete_fields if isinstance(each, WrappedKeyField))
        wrapped: bytes = getattr(holder, field.attname)
        return wrapped

    def place(self, row: models.Model) -> bytes:
        """Where this value belongs: table, column, row."""
        assert isinstance(row.pk, uuid.UUID), "a sealed row has its UUID before it is saved"
        return _place(self.model._meta.db_table, str(self.column), row.pk)


class _Closed:
    """A value as it came from the database, not opened yet."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed


class _Opened:
    """Opens a sealed value the first time it is read."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, _Closed):
            value = unseal(value.sealed, self.field.wrapped_key(row), self.field.place(row))
            row.__dict__[name] = value
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value
