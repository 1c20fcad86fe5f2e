"""Only the packages we locked are installed: each by exact version and hash, and pip itself by its hash."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.preparing import ROOT


def locked(name: str) -> dict[str, list[str]]:
    """Each locked package with its hashes."""
    text = re.sub(r"\\\n\s+", " ", (ROOT / name).read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    return {line.split()[0]: re.findall(r"--hash=sha256:([0-9a-f]{64})", line) for line in lines}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_locked_by_version_and_hash(name: str) -> None:
    packages = locked(name)
    assert len(packages) > 10
    assert [package for package, hashes in packages.items() if "==" not in package or not hashes] == []


def test_tests_run_on_the_versions_that_a_clinic_runs() -> None:
    assert set(locked("requirements.txt")) <= set(locked("requirements-dev.txt"))


def test_the_locks_name_no_place_to_fetch_from() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project that would install pip from its own wheel."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    wheel = next((tmp_path / "bin").glob("pip-*.whl"))
    told = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "lock.txt").write_text(f"pip @ {wheel.as_uri()} --hash=sha256:{told}\n")
    return tmp_path


def install(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-euc", ". bin/venv.sh; ready_venv lock.txt"], cwd=project, capture_output=True, text=True
    )


def test_an_honest_lock_is_installed_once(project: Path) -> None:
    first = install(project)
    assert first.returncode == 0, first.stderr
    assert "Installing" in first.stdout
    assert install(project).stdout == ""


def test_two_starts_at_once_install_once(project: Path) -> None:
    command = ["sh", "-euc", ". bin/venv.sh; ready_venv lock.txt"]
    starts = [subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [start.communicate()[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert "".join(said).count("Making .venv") == 1
    assert "".join(said).count("Installing") == 1
    assert "Another start is installing" in "".join(said)


def test_packages_of_another_python_are_installed_anew(project: Path) -> None:
    install(project)
    library = next((project / ".venv" / "lib").iterdir())
    library.rename(library.with_name("python3.9"))
    assert "Making .venv" in install(project).stdout
    assert install(project).stdout == ""


def test_an_interrupted_installation_says_so_and_is_taken_up_again(project: Path) -> None:
    command = ["sh", "-euc", ". bin/venv.sh; ready_venv lock.txt"]
    start = subprocess.Popen(
        command,
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert start.stdout
    first = start.stdout.readline()
    os.killpg(start.pid, signal.SIGINT)
    assert (first + start.stdout.read()).endswith("Clearway has ended.\n")
    assert start.wait(30) == 130
    assert install(project).returncode == 0


def test_a_folder_that_may_not_be_written_in_is_one_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = project / "python"
    python.write_text(
        f'#!/bin/sh\n[ "$2" = venv ] && echo "Errno 13" >&2 && exit 1\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    monkeypatch.setenv("PYTHON", str(python))
    done = install(project)
    assert done.returncode == 1
    said = f"Clearway cannot start: cannot make .venv in {project}; you may not write there, or the disk is full.\n"
    assert done.stderr == said


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("", "the disk is full, so free some space"),
        ("ERROR: [Errno 28] No space left on device", "the disk is full, so free some space"),
        ("WARNING: HTTPSConnectionPool(host=...): Max retries\nERROR: none", "so go online and start again"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\nmore", "so do not use it"),
        ("WARNING: one\nERROR: something else", "ERROR: something else"),
    ],
)
def test_why_packages_could_not_be_installed_is_said_in_a_few_words(
    project: Path, log: str, says: str
) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "pip.log").write_text(log)
    done = subprocess.run(
        ["sh", "-euc", ". bin/venv.sh; why_not"], cwd=project, capture_output=True, text=True
    )
    assert done.stdout.strip().endswith(says)


def test_a_wrong_hash_stops_the_installation(project: Path) -> None:
    lock = project / "lock.txt"
    lock.write_text(re.sub(r"sha256:.{64}", "sha256:" + "0" * 64, lock.read_text()))
    done = install(project)
    assert done.returncode == 1
    assert done.stderr.startswith("Clearway cannot start: the packages of lock.txt could not be installed;")
    assert "hash was locked" in done.stderr and done.stderr.count("\n") == 1
    assert not (project / ".venv" / "installed-lock.txt").exists()


def test_a_pip_that_is_not_ours_is_never_run(project: Path) -> None:
    wheel = next((project / "bin").glob("pip-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    done = install(project)
    assert done.returncode == 1
    assert "is not the one whose hash" in done.stderr


def test_the_oldest_python_we_promise_is_the_one_bin_run_asks_for() -> None:
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert promised == ">=3.11"
    assert "sys.version_info < (3, 11)" in (ROOT / "bin" / "venv.sh").read_text()
