"""The education section."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Pages that admins edit, and their starting content. Knows nothing of patients."""

    name = "education"
    default_auto_field = "django.db.models.BigAutoField"
