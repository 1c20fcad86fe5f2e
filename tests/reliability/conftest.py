"""The real site that these tests kill, cut off and shout at."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.site import Site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="clearway-kill-"))
    folder.chmod(0o755)
    site = Site(folder)
    yield site
    site.end()
    shutil.rmtree(folder, ignore_errors=True)
