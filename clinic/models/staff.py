"""A person who works in the clinic and signs in by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from clinic.roles import CLINICAL, ROLE_WORDS, Role


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff; there is no superuser."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Staff:
        """A new member of staff, active at once."""
        person = self.model(email=self.normalize_email(email).lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def clinicians(self) -> models.QuerySet[Staff]:
        """Nurses and physicians who work here now, by name."""
        return self.filter(is_active=True, role__in=CLINICAL).order_by("name", "pk")


class Staff(AbstractBaseUser):
    """One named person with one role."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(role.value, words) for role, words in ROLE_WORDS.items()])
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]
    objects = StaffManager()

    class Meta:
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="staff_has_a_role")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_clinical(self) -> bool:
        """Whether this person may read answers about health."""
        return self.role in CLINICAL

    @property
    def is_physician(self) -> bool:
        """Whether this person may decide over a STOP."""
        return self.role == Role.PHYSICIAN
