"""Programs that a demo starts: out of reach of the terminal's Ctrl-C, and ended when the demo is."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
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
    with_us = functools.partial(_end_with_parent, os.getpid())
    return subprocess.Popen(command, cwd=ROOT, text=True, process_group=0, preexec_fn=with_us, **options)


def end(program: subprocess.Popen[str]) -> None:
    """Ask a program to end, and wait until it has."""
    ignore_interrupts()
    program.terminate()
    program.wait()


class Company:
    """The programs that run beside us until we end. Ctrl-C in the middle of a start forgets none of them."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Start one that is ended with the others."""
        with undisturbed():
            program = start(*words, **options)
            self._running = [other for other in self._running if other.poll() is None] + [program]
        return program

    def end(self) -> None:
        """Ask each to end, the youngest first, and wait until it has."""
        for program in reversed(self._running):
            end(program)


def manage(*words: str) -> None:
    """Run one of our management commands to its end; what it refuses stops the start, in its own words."""
    company = Company()
    try:
        program = company.start("manage.py", *words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, complaint = program.communicate()
    except KeyboardInterrupt:
        company.end()
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


def _end_with_parent(parent: int) -> None:
    _system.prctl(DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent:  # killed before the kernel knew
        os._exit(1)
