"""What the web server calls. It refuses a database that may lose an answer, before it serves anybody."""

import contextlib
import os

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = get_wsgi_application()

from clinic.checks import refuse_unsafe_database  # noqa: E402

# From a database that is away nobody can be served: every page says so until it is back.
with contextlib.suppress(OperationalError):
    refuse_unsafe_database()
