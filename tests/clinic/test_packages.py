"""Only the packages we locked are installed: each by exact version and hash, and pip itself by its hash."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
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


def test_a_wrong_hash_stops_the_installation(project: Path) -> None:
    lock = project / "lock.txt"
    lock.write_text(re.sub(r"sha256:.{64}", "sha256:" + "0" * 64, lock.read_text()))
    done = install(project)
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
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
