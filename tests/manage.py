"""Run a manage.py command on the test database: `python -m tests.manage makemigrations --check`."""

import runpy
import sys

from tests.preparing import ROOT

if __name__ == "__main__":
    sys.argv[0] = "manage.py"
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")
