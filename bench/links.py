"""Whether asking for a link tells if there is a form, and whether guesses at once are counted.

    python -m bench.links

300 interleaved pairs of an address that is on a form and one that is on none: the answers are compared byte for byte
once what is drawn anew each time is taken out, and the times by Mann-Whitney. Then 60 wrong birth dates on one link
from 4 processes at once: 5 are counted. Ends with one line of JSON; exit code 1 where one does not hold.
"""

from __future__ import annotations

import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from urllib.parse import urlencode

from bench.servers import ROOT, Browser, free_port, hidden, running, serve, wait_for

PAIRS = 300
WARM_UP = 10
MOST_Z = 4.0
GUESSES, PROCESSES, COUNTED = 60, 4, 5
DRAWN_ANEW = re.compile(r"[A-Za-z0-9]{64}")
PREPARE = """
import django
django.setup()
from intake.models import Intake, ReturnLink
from intake.questionnaire import section_called
from tests.people import WELL_MAN
about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
for n in range(%d):
    intake, _sitting, _token = Intake.start("self")
    intake.save_section(section_called("about"), about | {"about.email": f"known{n}@example.org"}, revision=0)
intake.refresh_from_db()
print(ReturnLink.make(intake, intake.email_index))
"""
COUNT = "import django; django.setup(); from intake.models import ReturnLink; print(ReturnLink.objects.get().tries)"


def main() -> None:
    """Prints what was found, then all as one line."""
    with running() as servers:
        environment = servers.environment | {"CLEARWAY_PROXIES": "1"}
        port = free_port()
        server = serve(["--config", "clinic/gunicorn_conf.py", "clinic.wsgi"], port, environment)
        try:
            wait_for(port, "/healthz")
            token = asked(PREPARE % (PAIRS + WARM_UP), environment)
            told = pairs(port)
            with ProcessPoolExecutor(PROCESSES) as pool:
                list(pool.map(guess, [port] * PROCESSES, [token] * PROCESSES, range(PROCESSES)))
            told["guesses_counted"] = int(asked(COUNT, environment))
        finally:
            server.terminate()
            server.wait()
    print(json.dumps({"L1": told}))
    if not (told["identical"] and abs(told["z"]) < MOST_Z and told["guesses_counted"] == COUNTED):
        raise SystemExit(1)


def asked(program: str, environment: dict[str, str]) -> str:
    """The last line that a program of the site prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def pairs(port: int) -> dict[str, float]:
    """Known and unknown in turn, each first in every second pair; from a network of its own each time."""
    browser = Browser(port)
    fields = {"csrfmiddlewaretoken": hidden(browser.get("/start/back/")[1], "csrfmiddlewaretoken")[0]}
    took: dict[str, list[float]] = {"known": [], "other": []}
    answers: set[str] = set()
    for n in range(PAIRS + WARM_UP):
        for who in ("known", "other") if n % 2 else ("other", "known"):
            seconds, answer = one(browser, fields | {"reach": f"{who}{n}@example.org"}, n)
            answers.add(answer)
            if n >= WARM_UP:
                took[who].append(seconds)
    medians = {who: statistics.median(times) * 1000 for who, times in took.items()}
    print(f"medians: known {medians['known']:.2f} ms, unknown {medians['other']:.2f} ms; {len(answers)} answers differ")
    z = mann_whitney(took["known"], took["other"])
    return {"z": round(z, 2), "pairs": PAIRS, "identical": len(answers) == 1, **medians}


def one(browser: Browser, fields: dict[str, str], n: int) -> tuple[float, str]:
    """How long one wish took, and the whole answer without what is drawn anew."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
        "X-Forwarded-For": f"10.{n // 250}.{n % 250}.1",
    }
    began = time.perf_counter()
    browser.connection.request("POST", "/start/back/", urlencode(fields), headers)
    reply = browser.connection.getresponse()
    body = reply.read().decode()
    seconds = time.perf_counter() - began
    return seconds, DRAWN_ANEW.sub("", f"{reply.status}\n{told_by(reply)}\n{body}")


def told_by(reply: http.client.HTTPResponse) -> str:
    """Every header but the time of day."""
    return "\n".join(f"{name}: {value}" for name, value in reply.getheaders() if name != "Date")


def guess(port: int, token: str, which: int) -> None:
    """One process's share of wrong birth dates."""
    browser = Browser(port)
    where = f"/back/{token}/"
    mark = hidden(browser.get(where)[1], "csrfmiddlewaretoken")[0]
    for n in range(GUESSES // PROCESSES):
        born = [("birth_date.month", "1"), ("birth_date.day", str(n + 1)), ("birth_date.year", str(1950 + which))]
        status, _page = browser.post(where, [("csrfmiddlewaretoken", mark), *born])
        assert status == 200, status


def mann_whitney(first: list[float], second: list[float]) -> float:
    """How many standard deviations the sum of ranks lies from what chance gives; no two times are equal."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(at for at, (_value, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(first), len(second)
    return float((ranks - n * (n + m + 1) / 2) / (n * m * (n + m + 1) / 12) ** 0.5)


if __name__ == "__main__":
    main()
