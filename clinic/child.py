"""Programs that a demo starts: out of reach of the terminal's Ctrl-C, and ended when the demo is."""

from __future__ import annotations

import contextlib
import ctypes
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clinic.environment import stop

ROOT = Path(__file__).resolve().parent.parent
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DIE_WITH_PARENT = 1
_system = ctypes.CDLL(None)


def start(*words: str, **options: Any) -> subprocess.Popen[str]:
    """Start a Python program of ours. The kernel ends it when we are killed without having had a say."""
    command = [sys.executable, *words]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, process_group=0, preexec_fn=_end_with_parent, **options
    )


def end(program: subprocess.Popen[str]) -> None:
    """Ask a program to end, and wait until it has."""
    ignore_interrupts()
    program.terminate()
    program.wait()


def manage(*words: str) -> None:
    """Run one of our management commands to its end; what it refuses stops the start, in its own words."""
    program = start("manage.py", *words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, complaint = program.communicate()
    except KeyboardInterrupt:
        end(program)
        raise
    if program.returncode:
        stop(_sentence(complaint) or f"{complaint}\nmanage.py {words[0]} failed; the lines above say why.")
    sys.stderr.write(complaint)


def _sentence(complaint: str) -> str:
    """What a command said in words meant for people; empty where it broke down in another way."""
    if "No space left on device" in complaint or "DiskFull" in complaint:
        return "the disk is full; free some space."
    refused = re.search(r"^(?:Clearway cannot start|CommandError): (.+)", complaint, re.MULTILINE)
    if refused:
        return refused[1]
    return " ".join(re.findall(r"\(\w+\.E\d+\) (.+)", complaint))


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this is done: half a start of a database could not be ended."""
    asked: list[int] = []
    before = {ending: signal.getsignal(ending) for ending in ENDING}
    for ending, now in before.items():
        if now is not signal.SIG_IGN:
            signal.signal(ending, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        for ending, then in before.items():
            signal.signal(ending, then)
    if asked:
        raise KeyboardInterrupt


def ignore_interrupts() -> None:
    """The end has begun and is not disturbed."""
    for ending in ENDING:
        signal.signal(ending, signal.SIG_IGN)


def _end_with_parent() -> None:
    _system.prctl(DIE_WITH_PARENT, signal.SIGTERM)
