"""A limit lets exactly so many tries through, from however many workers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clinic.addresses import address_of, neighbourhood_of
from clinic.limits import Limit, allows, forget
from clinic.models import Tally

FIVE = Limit(at_most=5, minutes=15)


def test_sixty_tries_at_once_let_exactly_five_through(fresh_database: str) -> None:
    def four_tries(_: int) -> list[bool]:
        tries = [allows(FIVE, "sign_in", "nurse@clinic.example") for _ in range(4)]
        connection.close()
        return tries

    with ThreadPoolExecutor(15) as pool:
        tried = [each for tries in pool.map(four_tries, range(15)) for each in tries]
    assert len(tried) == 60
    assert tried.count(True) == 5


@pytest.mark.django_db
def test_a_limit_is_counted_by_what_and_by_whom() -> None:
    assert [allows(Limit(1, 15), "sign_in", "a") for _ in range(2)] == [True, False]
    assert allows(Limit(1, 15), "sign_in", "b")
    assert allows(Limit(1, 15), "come_back", "a")


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes_ago", "allowed"), [(14, False), (16, True)])
def test_a_limit_begins_anew_when_its_time_is_over(minutes_ago: int, allowed: bool) -> None:
    assert [allows(Limit(1, 15), "sign_in", "a") for _ in range(2)] == [True, False]
    Tally.objects.update(since=timezone.now() - timedelta(minutes=minutes_ago))
    assert allows(Limit(1, 15), "sign_in", "a") is allowed


@pytest.mark.django_db
def test_what_is_forgotten_is_counted_anew() -> None:
    assert [allows(Limit(1, 15), "sign_in", "a") for _ in range(2)] == [True, False]
    forget("sign_in", "a")
    assert allows(Limit(1, 15), "sign_in", "a")


@pytest.mark.django_db
def test_who_tried_is_not_kept_in_clear() -> None:
    allows(FIVE, "sign_in", "nurse@clinic.example")
    kept = Tally.objects.get()
    assert "nurse" not in kept.key and len(kept.key) == 64


@pytest.mark.parametrize(
    ("proxies", "claimed", "address"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "", None),
        (1, "<script>", None),
    ],
)
def test_an_address_is_what_our_outermost_proxy_saw(
    rf: object, settings: object, proxies: int, claimed: str, address: str | None
) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=claimed)  # type: ignore[attr-defined]
    assert address_of(request) == address


@pytest.mark.parametrize(
    ("address", "neighbourhood"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", "unknown"),
    ],
)
def test_one_subscriber_is_one_neighbourhood(rf: object, address: str, neighbourhood: str) -> None:
    assert neighbourhood_of(rf.get("/", REMOTE_ADDR=address)) == neighbourhood  # type: ignore[attr-defined]
