"""Programs beside a demo end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clinic import child

SLEEPING = ("-c", "import time; time.sleep(600)")


def test_an_interrupt_in_the_middle_of_a_start_forgets_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    really = child.start

    def interrupted(*words: str, **options: object) -> subprocess.Popen[str]:
        started.append(really(*words, **options))
        os.kill(os.getpid(), signal.SIGINT)
        return started[0]

    monkeypatch.setattr(child, "start", interrupted)
    before = {ending: signal.getsignal(ending) for ending in child.ENDING}
    company = child.Company()
    try:
        with pytest.raises(KeyboardInterrupt):
            company.start(*SLEEPING)
        company.end()
    finally:
        for ending, then in before.items():
            signal.signal(ending, then)
        started[0].kill()
    assert started[0].wait(10) == -signal.SIGTERM


def test_a_company_ends_what_still_runs_and_waits_for_it() -> None:
    before = {ending: signal.getsignal(ending) for ending in child.ENDING}
    company = child.Company()
    done, first, second = company.start("-c", ""), company.start(*SLEEPING), company.start(*SLEEPING)
    done.wait()
    try:
        company.end()
    finally:
        for ending, then in before.items():
            signal.signal(ending, then)
    assert [done.returncode, first.returncode, second.returncode] == [0, -signal.SIGTERM, -signal.SIGTERM]


def test_a_program_whose_parent_is_killed_at_once_ends(tmp_path: Path) -> None:
    """Also in the moment in which the kernel does not know yet whom it goes with."""
    born = tmp_path / "lives"
    parents_program = f"""
import os, signal, sys, time
from clinic import child

class Late:
    def prctl(self, *words):
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(0.5)
        return system.prctl(*words)

system, child._system = child._system, Late()
child.start("-c", "import sys; open(sys.argv[1], 'w')", "{born}")
"""
    parent = subprocess.run([sys.executable, "-c", parents_program], cwd=child.ROOT, check=False)
    assert parent.returncode == -signal.SIGKILL
    time.sleep(2)
    assert not born.exists()
