"""What staff type to find somebody: a reference, an e-mail, a phone, a last name, a last name with birth date.

All but the reference are looked up by blind index; what was typed is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import phonenumbers
from django.utils.translation import gettext as _

from clinic.blind_index import blind

LONGEST = 120
DATE = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<a>\d{1,2})(?P<sign>[/.])(?P<b>\d{1,2})[/.](?P<c>\d{4})"
)
PHONE = re.compile(r"[+(]?[\d\s()./-]{6,}")
BY = {
    "email_index": _("e-mail"),
    "phone_index": _("phone"),
    "last_name_index": _("last name"),
    "last_name_birth_index": _("last name and birth date"),
}


@dataclass(frozen=True)
class Search:
    """One thing to look up: in which column, by which blind index."""

    column: str
    index: str


class NothingToFind(ValueError):
    """What was typed finds nobody, whoever there is; the message says what to type instead."""


def searches_for(typed: str, country: str) -> list[Search]:
    """What to look up, the likeliest first. Several where a last name may have several words."""
    text = " ".join(typed.split())[:LONGEST]
    if "@" in text:
        return [Search("email_index", blind("email", text))]
    if PHONE.fullmatch(text) and not DATE.fullmatch(text):
        return [Search("phone_index", blind("phone", _number(text, country)))]
    born = DATE.search(text)
    if born is None:
        return [Search("last_name_index", blind("last_name", name)) for name in _last_names(text)]
    day = _day(born, country)
    names = list(_last_names(" ".join(DATE.sub(" ", text).replace(",", " ").split())))
    if not names:
        raise NothingToFind(_("A birth date alone finds nobody. Write the last name before it."))
    return [
        Search("last_name_birth_index", blind("last_name_and_birth_date", f"{name}|{day.isoformat()}"))
        for name in names
    ]


def _last_names(text: str) -> Iterator[str]:
    """The whole, then without its first words: *Mary van der Berg*, *van der Berg*, *der Berg*, *Berg*."""
    words = text.replace(",", " ").split()
    for start in range(min(len(words), 4)):
        yield " ".join(words[start:])


def _number(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise NothingToFind(_("This is no phone number. Write it with its area code.")) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _day(found: re.Match[str], country: str) -> date:
    """2027-01-31; 31.1.2027; 1/31/2027 in the United States, 31/1/2027 elsewhere."""
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
        if found["sign"] == "/" and country == "US":
            return date(year, first, second)
        return date(year, second, first)
    except ValueError:
        raise NothingToFind(_("This day is in no calendar. Write it as year-month-day, such as 1988-04-12.")) from None
