"""Lighthouse on a phone: the index and three education pages, median of five runs each (P9).

    python -m bench.lighthouse

Needs node and npm, which fetch Lighthouse into a folder of its own, and Debian's Chromium. Prints the four figures of
each page and names every audit that failed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.servers import run, running

LIGHTHOUSE = "lighthouse@12"
CHROMIUM = os.environ.get("CLEARWAY_CHROMIUM", "/usr/bin/chromium")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
PATHS = ("/learn/", "/learn/what-is-ketamine/", "/learn/getting-ready/", "/learn/getting-home/")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 5


def main() -> None:
    """Prints a line a page, then all figures as JSON."""
    if not shutil.which("npm"):
        sys.exit("npm is missing; install Node.js to run Lighthouse.")
    figures: dict[str, int] = {}
    with running() as servers, tempfile.TemporaryDirectory(prefix="clearway-lighthouse-") as folder:
        run([sys.executable, "manage.py", "load_starting_content"], servers.environment)
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, LIGHTHOUSE], check=True)
        for path in PATHS:
            scores, failed = _median(Path(folder), f"http://localhost:{servers.clearway}{path}")
            figures |= {f"{path}_{name}": score for name, score in scores.items()}
            shown = ", ".join(f"{name} {score} (goal {WANTED[name]})" for name, score in scores.items())
            print(f"{path}: {shown}; failed: {', '.join(failed) or 'none'}")
    print(json.dumps(figures))


def _median(folder: Path, address: str) -> tuple[dict[str, int], list[str]]:
    """The median of each figure, and the audits that failed in any run."""
    reports = [_report(folder, address) for _ in range(RUNS)]
    scores = {
        name: round(100 * statistics.median(report["categories"][name]["score"] or 0 for report in reports))
        for name in WANTED
    }
    failed = {audit for report in reports for audit in _failed(report)}
    return scores, sorted(failed)


def _report(folder: Path, address: str) -> dict[str, Any]:
    told = subprocess.run(
        [
            str(folder / "node_modules" / ".bin" / "lighthouse"),
            address,
            "--quiet",
            "--output=json",
            f"--chrome-flags={FLAGS}",
            f"--only-categories={','.join(WANTED)}",
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True,
        check=True,
        text=True,
    )
    report: dict[str, Any] = json.loads(told.stdout)
    return report


def _failed(report: dict[str, Any]) -> list[str]:
    weighed = {
        each["id"] for name in WANTED for each in report["categories"][name]["auditRefs"] if each["weight"] > 0
    }
    audits = report["audits"]
    return [name for name in weighed if audits[name]["score"] is not None and audits[name]["score"] < 0.9]


if __name__ == "__main__":
    main()
