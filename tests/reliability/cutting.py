"""Stands between the site and PostgreSQL and cuts the line at COMMIT: before it arrives, or after it was done and before the reply."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
COMMIT = b"COMMIT\x00"


class CuttingLine:
    """A socket folder to use instead of the database's own. Every third COMMIT is cut, by turns before and after."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.database = database
        self.commits = 0
        self.cuts: Counter[str] = Counter()
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(folder / SOCKET))
        self.server.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def end(self) -> None:
        self.server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        """One connection. What comes from the site decides; what comes back is passed on."""
        with near, socket.socket(socket.AF_UNIX) as far:
            far.connect(str(self.database / SOCKET))
            silent = threading.Event()
            back = threading.Thread(target=self._pass_back, args=(far, near, silent), daemon=True)
            back.start()
            while data := _read(near):
                how = self._how(data)
                if how == "before":
                    break
                if how == "after":
                    silent.set()
                far.sendall(data)
                if how == "after":
                    back.join()
                    break
            _hang_up(near, far)

    def _how(self, data: bytes) -> str:
        if not data.endswith(COMMIT):
            return ""
        self.commits += 1
        if self.commits % 3:
            return ""
        how = "before" if self.commits % 2 else "after"
        self.cuts[how] += 1
        return how

    @staticmethod
    def _pass_back(far: socket.socket, near: socket.socket, silent: threading.Event) -> None:
        while data := _read(far):
            if silent.is_set():  # the database has done it, and nobody is told
                return
            near.sendall(data)


def _hang_up(*lines: socket.socket) -> None:
    for line in lines:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _read(line: socket.socket) -> bytes:
    try:
        return line.recv(65536)
    except OSError:
        return b""
