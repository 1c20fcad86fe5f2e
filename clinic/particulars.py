"""The one clinic that this installation serves, as patients read of it."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinic import environment
from clinic.crisis import PROFILES, CrisisProfile


@dataclass(frozen=True)
class Clinic:
    """Name, phone, hours and country of the clinic, and who answers there in a crisis."""

    name: str
    phone: str
    hours: str
    time_zone: str
    country: str
    crisis: CrisisProfile

    @property
    def phone_to_read(self) -> str:
        """The number as people of this country write it, without a space to break it at: (212) 555-0123."""
        number = phonenumbers.parse(self.phone, None)
        style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        if number.country_code == phonenumbers.country_code_for_region(self.country):
            style = phonenumbers.PhoneNumberFormat.NATIONAL
        return phonenumbers.format_number(number, style).replace(" ", "\u00a0")

    @property
    def phone_on_page(self) -> SafeString:
        """The same for a page, where a browser would break it behind a hyphen."""
        return format_html('<span class="as-one">{}</span>', self.phone_to_read)


def clinic_from_environment(*, demo: bool) -> Clinic:
    """A demo has an invented clinic; a real one has to say who it is."""

    def or_invented(value: str) -> str | None:
        return value if demo else None

    return Clinic(
        name=environment.text("CLEARWAY_CLINIC_NAME", or_invented("Lakeside Infusion Clinic")),
        phone=environment.phone("CLEARWAY_CLINIC_PHONE", or_invented("+12125550123")),
        hours=environment.text("CLEARWAY_CLINIC_HOURS", or_invented("Monday to Friday, 8 am to 5 pm")),
        time_zone=environment.time_zone("CLEARWAY_TIME_ZONE", or_invented("America/New_York")),
        country=environment.country("CLEARWAY_COUNTRY", or_invented("US")),
        crisis=PROFILES[environment.one_of("CLEARWAY_CRISIS_PROFILE", tuple(PROFILES), or_invented("us"))],
    )
