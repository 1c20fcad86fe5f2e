"""The clinic's floor as a Django app: staff, sessions, events, encryption."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Nothing clinical lives here."""

    name = "clinic"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks of a safe start."""
        from clinic import checks  # noqa: F401
