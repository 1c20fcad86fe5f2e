"""Where a demo listens: found without asking anybody, and told as a browser needs it."""

from __future__ import annotations

import socket
from typing import NoReturn

import pytest

from clinic import listening
from clinic.listening import Listening
from tests.running import a_free_port


def test_this_computer_is_found_where_no_file_and_no_server_knows_localhost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    port = a_free_port()
    here = Listening.at("localhost", port)
    assert (here.bind, here.here) == (f"127.0.0.1:{port}", f"http://localhost:{port}")
    assert here.itself == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("host", "address", "here", "itself"),
    [
        ("localhost", "127.0.0.1", "http://localhost:80", "http://127.0.0.1:80"),
        ("127.0.0.1", "127.0.0.1", "http://localhost:80", "http://127.0.0.1:80"),
        ("127.0.0.2", "127.0.0.2", "http://127.0.0.2:80", "http://127.0.0.2:80"),
        ("clinic-pc", "192.0.2.7", "http://clinic-pc:80", "http://192.0.2.7:80"),
        ("::1", "::1", "http://[::1]:80", "http://[::1]:80"),
        ("0.0.0.0", "0.0.0.0", "http://localhost:80", "http://127.0.0.1:80"),
        ("::", "::", "http://localhost:80", "http://[::1]:80"),
    ],
)
def test_the_address_shown_is_one_that_answers(host: str, address: str, here: str, itself: str) -> None:
    listening = Listening(host, 80, address)
    assert (listening.here, listening.itself) == (here, itself)
    assert here.removeprefix("http://").removesuffix(":80") in listening.names


def test_a_phone_nearby_gets_an_address_only_where_it_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_own_address", lambda: "192.0.2.7")
    everywhere = Listening("0.0.0.0", 8000, "0.0.0.0")
    assert everywhere.elsewhere == "http://192.0.2.7:8000"
    assert "192.0.2.7" in everywhere.names and "0.0.0.0" not in everywhere.names
    only_here = Listening("localhost", 8000, "127.0.0.1")
    assert only_here.elsewhere == ""
    assert "192.0.2.7" not in only_here.names


def test_without_a_network_there_is_no_address_for_a_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "ANY_OTHER", ("256.0.0.1", 9))
    assert Listening("0.0.0.0", 8000, "0.0.0.0").elsewhere == ""
