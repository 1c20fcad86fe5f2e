"""Screening: what we ask, what answers mean, what is kept, and who decides."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intakes, from the first page to a clinician's decision."""

    name = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A mistake in questions or rules stops the site from starting."""
        from intake import checks  # noqa: F401
