"""With the database away every page says so and nothing hangs; when it is back so is the site, without a restart."""

from __future__ import annotations

import http.client
import time

from tests.reliability.site import Site

AWAY_FOR = 16
BEGIN = """
import django
django.setup()
from intake.models import Intake
print(Intake.start("self")[2])
"""


def ask(site: Site, path: str, token: str, method: str = "GET") -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    headers = {"Cookie": f"sitting={token}; staff={'a' * 40}; csrf={'a' * 32}", "X-CSRFToken": "a" * 32}
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    said = reply.read().decode()
    connection.close()
    return reply.status, reply.headers, said


def test_the_site_outlives_its_database(site: Site) -> None:
    token = site.tell(BEGIN).strip()
    assert ask(site, "/intake/", token)[0] == 200
    site.take_database_away()
    gone = time.monotonic()
    while time.monotonic() < gone + AWAY_FOR:
        for method, path in (("GET", "/intake/"), ("POST", "/intake/about/save/"), ("GET", "/staff/"), ("GET", "/readyz")):
            began = time.monotonic()
            status, headers, said = ask(site, path, token, method)
            assert status == 503, (path, status)
            assert headers["Retry-After"] and headers["Cache-Control"] == "no-store"
            assert "911" in said and "Traceback" not in said and "psycopg" not in said
            assert time.monotonic() - began < 8
        assert ask(site, "/help-now/", "")[0] == ask(site, "/healthz", "")[0] == 200
    site.database.start()
    back = time.monotonic()
    while ask(site, "/intake/", token)[0] != 200:
        assert time.monotonic() - back < 5, "the site does not come back"
        time.sleep(0.1)
    assert site.web.poll() is None
