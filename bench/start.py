"""How long bin/run takes from nothing to HTTP 200 (packages cached), and the next time.

    .venv/bin/python bench/start.py

Copies what git knows to an empty folder, so that nothing of this one is used. Ends with one JSON line.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOALS = {"first": 30.0, "next": 3.0}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clearway-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _copy_to(folder)
        took = {"first": _seconds_to_200(folder), "next": _seconds_to_200(folder)}
    for which, seconds in took.items():
        print(f"{which} start: {seconds:.1f} s (goal: {GOALS[which]:g} s)")
    print(json.dumps({"P12": {**took, "goal": GOALS}}))


def _copy_to(folder: Path) -> None:
    """Every file that git tracks, as it stands."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _seconds_to_200(folder: Path) -> float:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("CLEARWAY_", "DATABASE_", "DJANGO_"))}
    began = time.perf_counter()
    run = subprocess.Popen(
        [folder / "bin" / "run", "--port", str(port)], env=plain, stdout=subprocess.DEVNULL
    )
    while run.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.02)
    else:
        raise SystemExit("bin/run ended by itself.")
    took = time.perf_counter() - began
    run.send_signal(signal.SIGINT)
    run.wait()
    return round(took, 2)


if __name__ == "__main__":
    main()
