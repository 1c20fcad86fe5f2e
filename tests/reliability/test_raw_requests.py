"""Requests that no browser sends, to the real web server: each is refused, nothing is said back, nothing is logged of it."""

from __future__ import annotations

import socket

import pytest

from tests.reliability.site import Site

CANARY = "canary7731"
FORM = "Content-Type: application/x-www-form-urlencoded"
REQUESTS = {
    "no HTTP": f"<b>{CANARY}\r\n\r\n",
    "another version": f"GET /{CANARY} HTTP/9.9\r\n\r\n",
    "a method in small letters": f"get{CANARY} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header without a name": f"GET / HTTP/1.1\r\nHost: localhost\r\n: {CANARY}\r\n\r\n",
    "a broken header": f"GET / HTTP/1.1\r\nHost: localhost\r\n<{CANARY}>: x\r\n\r\n",
    "NUL in a header": f"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: {CANARY}\x00\r\n\r\n",
    "a folded header": f"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n {CANARY}\r\n\r\n",
    "a long address": f"GET /{CANARY}{'a' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a long header": f"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: {CANARY}{'a' * 90000}\r\n\r\n",
    "many headers": "GET / HTTP/1.1\r\nHost: localhost\r\n" + f"X-A: {CANARY}\r\n" * 200 + "\r\n",
    "two hosts": f"GET / HTTP/1.1\r\nHost: localhost\r\nHost: {CANARY}.example\r\n\r\n",
    "another host": f"GET / HTTP/1.1\r\nHost: {CANARY}.example\r\n\r\n",
    "an address of another host": f"GET http://{CANARY}.example/ HTTP/1.1\r\nHost: {CANARY}.example\r\n\r\n",
    "no host": f"GET /{CANARY} HTTP/1.1\r\n\r\n",
    "two lengths": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\na={CANARY}",
    "length and chunks": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na={CANARY[:3]}\r\n0\r\n\r\n",
    "a negative length": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: -5\r\n\r\n{CANARY}",
    "NUL in the address": f"GET /%00{CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a made-up method": f"CANARY /{CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TRACE": f"TRACE / HTTP/1.1\r\nHost: localhost\r\nX-A: {CANARY}\r\n\r\n",
    "a body cut short": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: 900\r\n\r\na={CANARY}",
    "too large a body": f"POST /start/ HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: 900000\r\n\r\n{CANARY}",
}


def said_to(site: Site, request: str) -> str:
    """All that comes back, once the sender has nothing more to say."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        line.sendall(request.encode("latin-1"))
        line.shutdown(socket.SHUT_WR)
        pieces = []
        try:
            while piece := line.recv(65536):
                pieces.append(piece)
        except ConnectionResetError:  # it hung up on what was left unread
            pass
    return b"".join(pieces).decode("latin-1")


@pytest.mark.parametrize("what", REQUESTS)
def test_what_no_browser_sends_is_refused_without_an_echo(site: Site, what: str) -> None:
    answer = said_to(site, REQUESTS[what])
    status = int(answer.split(" ")[1])
    assert 400 <= status < 500, answer[:200]
    assert CANARY not in answer and "\r\nServer:" not in answer
    for header in ("Content-Security-Policy: ", "Cache-Control: no-store", "X-Content-Type-Options: nosniff"):
        assert f"\r\n{header}" in answer, answer[:900]
    assert "911" in answer
    assert said_to(site, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").endswith("ok")


def test_nothing_of_it_is_in_the_log(site: Site) -> None:
    for request in REQUESTS.values():
        said_to(site, request)
    assert site.log.stat().st_size
    assert CANARY.lower() not in site.log.read_text().lower()
