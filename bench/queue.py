"""The queue with very many intakes beside a thousand (P5), and beside a bare project's list (P6).

    python -m bench.queue                 1,000 and 100,000 intakes
    python -m bench.queue --million       1,000, 100,000 and 1,000,000: under 20 GB and 20 minutes

P5: the queue's first, 200th and filtered page, each search and the counts / the same with a thousand intakes (there,
the 200th page is the last). Requests in turn, CPU of server and PostgreSQL; then the statements alone, by time.
P6: the queue's first page / a bare Django list of 25 rows, both with a session (two statements on the bare side). Then
how many statements each page takes, and how the database answers them: no plan may scan the intakes. `bench/many.py`
says what is built.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Side, in_turn, load, told
from bench.servers import ROOT, Browser, Servers, free_port, run, running, serve, wait_for
from clinic.embedded_database import OWNER, RUNTIME, SUPERUSER, EmbeddedDatabase

SMALL = 1_000
SEARCHES = {
    "email": "probe@example.org",
    "phone": "+12025550100",
    "last_name": "Probe",
    "last_name_birth": "Probe 1984-06-02",
}
FILTER = "flag=BP-02&reason=depression"
GOAL = 1.5


@dataclass
class Built:
    """One database full of intakes, with a site on it."""

    count: int
    environment: dict[str, str]
    port: int
    pid: int
    about: dict[str, float]
    pages: dict[str, str]
    cookie: str


def main() -> None:
    """Prints each figure, then all as JSON."""
    sizes = [SMALL, 100_000, *([1_000_000] if "--million" in sys.argv else [])]
    figures: dict[str, float] = {}
    with running() as servers, built(servers, sizes) as sites:
        small = sites[0]
        for site in sites[1:]:
            figures |= beside(site, small, servers)
            figures |= asked(site, small)
        figures |= beside_bare(sites[-1], servers)
        figures |= {f"{name}_{site.count}": value for site in sites for name, value in site.about.items()}
        figures |= planned(sites[-1])
    print(json.dumps(figures | {"load": load()}))


@contextmanager
def built(servers: Servers, sizes: list[int]) -> Iterator[list[Built]]:
    """A database and a site for each size; the sites end afterwards."""
    database = EmbeddedDatabase(Path(servers.environment["CLEARWAY_VAR"]))
    database.start()
    started: list[subprocess.Popen[bytes]] = []
    sites = []
    try:
        for count in sizes:
            name = f"intakes_{count}"
            database.make_database(name)
            here = servers.environment | {
                "DATABASE_URL": database.url(RUNTIME, name),
                "DATABASE_OWNER_URL": database.url(OWNER, name),
                "ADMIN_URL": database.url(SUPERUSER, name),
            }
            for words in (["migrate", "--verbosity=0"], ["grant_runtime"]):
                run([sys.executable, "manage.py", *words], here)
            about = json.loads(said(["-m", "bench.many", str(count)], here))
            print(f"{count:,} intakes: {about['seconds']} s, {about['bytes'] / 1e9:.2f} GB")
            port = free_port()
            started.append(serve(["--config", "clinic/gunicorn_conf.py", "clinic.wsgi"], port, here))
            wait_for(port, "/healthz")
            told_of = json.loads(said(["-m", "bench.asking", "begin", FILTER], here))
            sites.append(Built(count, here, port, started[-1].pid, about, told_of["pages"], told_of["cookie"]))
        yield sites
    finally:
        for server in started:
            server.terminate()
            server.wait()
        database.stop()


def said(words: list[str], environment: dict[str, str]) -> str:
    """The last line that a command of ours says."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.splitlines()[-1]


def beside(site: Built, small: Built, servers: Servers) -> dict[str, float]:
    """P5, as whole requests."""
    figures: dict[str, float] = {}
    for name in site.pages:
        ours, theirs = (page(each, each.pages[name], servers) for each in (site, small))
        in_turn(ours, theirs, batch=4)
        figures |= told(f"P5_{site.count}_{name}", ours, theirs, GOAL)
    for name, typed in SEARCHES.items():
        ours, theirs = (search(each, typed, servers) for each in (site, small))
        in_turn(ours, theirs, batch=2)
        figures |= told(f"P5_{site.count}_search_{name}", ours, theirs, GOAL)
    return figures


def page(site: Built, path: str, servers: Servers) -> Side:
    """One page of a site, asked for again and again."""
    browser = Browser(site.port, {"staff": site.cookie})

    def ask() -> int:
        status, body = browser.get(path)
        assert status == 200 and body.count("queue-link") == 25, (status, path, body.count("queue-link"))
        return len(body)

    return Side(f"{site.count} intakes", ask, (site.pid, servers.database_pid))


def search(site: Built, typed: str, servers: Servers) -> Side:
    """A search: posted, then what was found."""
    browser = Browser(site.port, {"staff": site.cookie})
    token = browser.get("/staff/search/")[1].partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    def ask() -> int:
        status, _ = browser.post("/staff/search/", [("csrfmiddlewaretoken", token), ("q", typed)])
        assert status == 302, status
        status, body = browser.get("/staff/search/")
        assert status == 200 and "queue-link" in body, (status, typed)
        return len(body)

    return Side(f"{site.count} intakes", ask, (site.pid, servers.database_pid))


def asked(site: Built, small: Built) -> dict[str, float]:
    """P5, as statements alone, in turn: p50 of each with what Django adds, the best of three, and their ratio."""
    times: list[list[dict[str, float]]] = [[], []]
    for _ in range(3):
        for found, each in zip(times, (site, small), strict=True):
            found.append(json.loads(said(["-m", "bench.asking", "time", FILTER], each.environment)))
    figures = {}
    for name in times[0][0]:
        ours, theirs = (min(each[name] for each in found) for found in times)
        ratio = round(ours / theirs, 2)
        print(f"  {name}: {ours:.2f} ms / {theirs:.2f} ms = {ratio}")
        figures[f"statement_{site.count}_{name}"] = ratio
    return figures


def beside_bare(site: Built, servers: Servers) -> dict[str, float]:
    """P6: each with its session, as a list for staff has one; then, for information, without one on the bare side."""
    bare, stranger = Browser(servers.bare), Browser(servers.bare)
    bare.get("/form/1/")
    assert "sessionid" in bare.cookies
    theirs, without = (
        Side("bare", lambda browser=browser: len(browser.get("/list/")[1]), (servers.bare_pid, servers.database_pid))  # type: ignore[misc]
        for browser in (bare, stranger)
    )
    ours = page(site, site.pages["first"], servers)
    in_turn(ours, theirs, without)
    return told("P6_queue", ours, theirs, GOAL) | told("P6_queue_beside_a_list_without_session", ours, without, GOAL)


def planned(site: Built) -> dict[str, float]:
    """How the database answers each page, and how many statements it takes."""
    found = json.loads(said(["-m", "bench.asking", "plans", FILTER], site.environment))
    for name, plan in found["plans"].items():
        print(f"\n{name}\n{plan}")
    scans = [name for name, plan in found["plans"].items() if "Seq Scan on intake_intake" in plan]
    sorts = [name for name, plan in found["plans"].items() if "Sort" in plan and not name.startswith("search_")]
    print(f"\nPlans that scan the intakes: {', '.join(scans) or 'none'}; that sort: {', '.join(sorts) or 'none'}")
    print("Statements a page: " + ", ".join(f"{name} {count}" for name, count in found["statements"].items()))
    counted = {f"statements_{name}": count for name, count in found["statements"].items()}
    return {"scans": len(scans), "sorts": len(sorts), **counted}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    main()
