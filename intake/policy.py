"""What a clinic may set for itself: thresholds, hours and the ways home it accepts.

`Policy.bp_stop_systolic` is the named setting, for a condition to hold on to; `policy.bp_stop_systolic`, on one
policy, is its value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Setting(Generic[T]):
    """One thing a clinic may set: its default, unit, bounds, and on whose word the default stands."""

    def __init__(
        self, default: T, title: str, *, unit: str = "", between: tuple[float, float] | None = None, source: str
    ) -> None:
        self.default = default
        self.title = title
        self.unit = unit
        self.between = between
        self.source = source
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, policy: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, policy: Policy, owner: type) -> T: ...
    def __get__(self, policy: Policy | None, owner: type) -> Setting[T] | T:
        if policy is None:
            return self
        value: T = policy.changed.get(self.name, self.default)
        return value

    def __str__(self) -> str:
        return self.title


class Policy:
    """One clinic's policy: the defaults, and what this clinic changed. Never altered; a change is a new policy."""

    minimum_age = Setting(18, "minimum age", unit="years", between=(18, 25), source="Spravato US label: not under 18")
    bp_stop_systolic = Setting(
        180,
        "systolic stop line",
        unit="mm[Hg]",
        between=(140, 180),
        source="Swiss ketamine labels: over 180/100 at rest",
    )
    bp_stop_diastolic = Setting(
        100,
        "diastolic stop line",
        unit="mm[Hg]",
        between=(90, 110),
        source="Swiss ketamine labels: over 180/100 at rest",
    )
    refused_ways_home = Setting(
        ("i_will_drive", "walk_or_bike"), "refused ways home", source="UK Ketalar SmPC 4.4; AANA discharge statement"
    )
    ways_home_needing_review = Setting(
        ("taxi_or_rideshare_alone", "bus_or_train_alone", "unsure"),
        "ways home that need review",
        source="AANA discharge statement",
    )

    def __init__(self, **changed: Any) -> None:
        settings = self.settings()
        for name, value in changed.items():
            if name not in settings:
                raise ValueError(f"There is no policy setting called {name}.")
            bounds = settings[name].between
            if bounds and not bounds[0] <= value <= bounds[1]:
                raise ValueError(f"{settings[name].title} must be from {bounds[0]} to {bounds[1]}, not {value}.")
        self.changed: Mapping[str, Any] = dict(changed)

    @classmethod
    def settings(cls) -> dict[str, Setting[Any]]:
        """Every setting by name, in the order written."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Setting)}

    @property
    def version(self) -> str:
        """A short fingerprint of every value: two clinics with the same policy share it."""
        values = {name: getattr(self, name) for name in self.settings()}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


DEFAULT = Policy()
