"""Django's command line: migrations and grants as the owner of the database, all else as the runtime role."""

import os
import sys

OWNERS_COMMANDS = {"migrate", "grant_runtime", "makemigrations", "showmigrations", "sqlmigrate"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNERS_COMMANDS:
        os.environ["CLEARWAY_DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
