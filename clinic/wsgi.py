"""What the web server calls. It refuses a start that must not be, before it serves anybody."""

import os

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
django.setup()

from clinic.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
# The workers that are forked from here make connections of their own.
connection.close()
connection.close_pool()  # type: ignore[attr-defined]

application = get_wsgi_application()
