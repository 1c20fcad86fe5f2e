"""What `bin/test --all` checks before the tests: style, types, migrations, and a production start."""

from __future__ import annotations

import subprocess
import sys

from tests import databases
from tests.clinic.test_environment import PRODUCTION
from tests.preparing import ROOT


def main() -> None:
    """Run every check, say which failed, and fail if one did."""
    name = databases.new()
    here = databases.environment_of(name)
    production = {**here, **PRODUCTION}
    del production["DJANGO_ALLOW_ASYNC_UNSAFE"]
    manage = [sys.executable, "manage.py"]
    checks = [
        ("style", [sys.executable, "-m", "ruff", "check", "."], here),
        ("types", [sys.executable, "-m", "mypy", "clinic", "intake", "education"], here),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], here),
        (
            "production start",
            [*manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
            production,
        ),
    ]
    failed = [what for what, command, environment in checks if not _holds(what, command, environment)]
    databases.drop(name)
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def _holds(what: str, command: list[str], environment: dict[str, str]) -> bool:
    print(f"Checking {what}: {' '.join(command[1:])}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


if __name__ == "__main__":
    main()
