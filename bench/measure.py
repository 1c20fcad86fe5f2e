"""Measures two servers side by side in one run: requests in turn, CPU from /proc, ratios of medians with their range.

CPU is the server's and PostgreSQL's together, for every process below the given ones, in nanoseconds from
`/proc/PID/task/TID/schedstat`, so that short requests can be told apart. Time is printed beside it, for information.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS, DROPPED = 65, 5


def family(*roots: int) -> list[int]:
    """The given processes and all below them."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def cpu(pids: Iterable[int]) -> int:
    """Nanoseconds of CPU these processes have used so far, their threads counted."""
    used = 0
    for pid in pids:
        for task in _tasks(pid):
            try:
                used += int(Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()[0])
            except OSError:
                continue
    return used


def _tasks(pid: int) -> list[str]:
    try:
        return [task.name for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []


@dataclass
class Side:
    """One of the two things measured: how to ask it once, and whose CPU counts."""

    name: str
    ask: Callable[[], int]
    roots: tuple[int, ...]
    cpu_ms: list[float] = field(default_factory=list)
    time_ms: list[float] = field(default_factory=list)
    bytes: int = 0

    def round(self, batch: int) -> None:
        """Asks `batch` times and keeps the mean."""
        pids = family(*self.roots)
        before, started = cpu(pids), time.perf_counter()
        for _ in range(batch):
            self.bytes = self.ask()
        self.time_ms.append((time.perf_counter() - started) * 1000 / batch)
        self.cpu_ms.append((cpu(pids) - before) / 1e6 / batch)


def in_turn(*sides: Side, batch: int = 8, rounds: int = ROUNDS) -> None:
    """Asks the sides in turn, in a new order every round; the first rounds are dropped."""
    for _ in range(rounds):
        for side in random.sample(sides, len(sides)):
            side.round(batch)
    for side in sides:
        del side.cpu_ms[:DROPPED], side.time_ms[:DROPPED]


def ratio(ours: list[float], theirs: list[float], *, samples: int = 1000) -> tuple[float, float, float]:
    """The ratio of medians, with the 95 % range from resampling pairs."""
    pairs = list(zip(ours, theirs, strict=True))
    chooser = random.Random(1)
    found = []
    for _ in range(samples):
        again = chooser.choices(pairs, k=len(pairs))
        found.append(statistics.median(a for a, _b in again) / statistics.median(b for _a, b in again))
    found.sort()
    middle = statistics.median(ours) / statistics.median(theirs)
    return round(middle, 3), round(found[int(samples * 0.025)], 3), round(found[int(samples * 0.975)], 3)


def told(name: str, ours: Side, theirs: Side, goal: float) -> dict[str, float]:
    """Prints one comparison and returns its figures."""
    middle, low, high = ratio(ours.cpu_ms, theirs.cpu_ms)
    slower, _, _ = ratio(ours.time_ms, theirs.time_ms)
    print(
        f"{name}: CPU {statistics.median(ours.cpu_ms):.2f} ms / {statistics.median(theirs.cpu_ms):.2f} ms = "
        f"{middle} [{low}, {high}], goal {goal}; time p50 {statistics.median(ours.time_ms):.1f} / "
        f"{statistics.median(theirs.time_ms):.1f} ms, p95 {p95(ours.time_ms):.1f} / {p95(theirs.time_ms):.1f} ms; "
        f"{ours.bytes} / {theirs.bytes} bytes"
    )
    return {
        name: middle,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_goal": goal,
        f"{name}_time": slower,
        f"{name}_cpu_ms": round(statistics.median(ours.cpu_ms), 3),
    }


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[int(len(values) * 0.95) - 1]


def load() -> float:
    """The machine's load average over the last minute; above 3 a run should be repeated."""
    return round(os.getloadavg()[0], 2)
