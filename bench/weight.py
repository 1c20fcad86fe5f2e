"""What a patient's page weighs, compressed: the first visit with everything it brings, and a repeat page (P8).

    python -m bench.weight

Pages are compressed as the proxy in front does (gzip, level 6); styles, scripts and fonts as they are served. A page's
own files are followed: linked styles, module scripts and what they import, the font.
"""

from __future__ import annotations

import gzip
import http.client
import json
import posixpath
import re

from bench.save import patient
from bench.servers import Servers, running

FIRST, REPEAT = 60_000, 12_000
PATHS = (
    "/",
    "/start/",
    "/intake/",
    "/intake/about/",
    "/intake/heart/",
    "/intake/mind/2/",
    "/intake/check/",
    "/help-now/",
)


def main() -> None:
    """Prints each page, then the heaviest as JSON."""
    with running() as servers:
        browser = patient(servers)
        first, repeat = {}, {}
        for path in PATHS:
            status, page = browser.get(path)
            assert status == 200, (path, status)
            repeat[path] = len(gzip.compress(page.encode(), 6))
            first[path] = repeat[path] + sum(brought_by(servers, page).values())
            print(f"{path:>20}: first visit {first[path]:>6} bytes, repeat {repeat[path]:>6} bytes")
    worst, again = max(first.values()), max(repeat.values())
    print(f"heaviest: first {worst} (goal {FIRST}), repeat {again} (goal {REPEAT})")
    print(
        json.dumps({"P8_first": worst, "P8_first_goal": FIRST, "P8_repeat": again, "P8_repeat_goal": REPEAT})
    )


def brought_by(servers: Servers, page: str) -> dict[str, int]:
    """Every file a page brings, with its bytes on the wire."""
    waiting = re.findall(r'<link[^>]+href="(/static/[^"]+)"', page) + re.findall(
        r'<script[^>]+src="(/static/[^"]+)"', page
    )
    weights: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        if path in weights:
            continue
        weights[path], text = fetch(servers, path)
        named = re.findall(r'url\("?\'?([^"\')]+)', text) + re.findall(r'(?:from|import)\s*"([^"]+)"', text)
        waiting += [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), each))
            for each in named
            if "data:" not in each
        ]
    return weights


def fetch(servers: Servers, path: str) -> tuple[int, str]:
    """Bytes on the wire, and the text of a style or script."""
    connection = http.client.HTTPConnection("127.0.0.1", servers.clearway)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    reply = connection.getresponse()
    body = reply.read()
    assert reply.status == 200, (path, reply.status)
    plain = gzip.decompress(body) if reply.headers.get("Content-Encoding") == "gzip" else body
    return len(body), plain.decode() if path.endswith((".css", ".js")) else ""


if __name__ == "__main__":
    main()
