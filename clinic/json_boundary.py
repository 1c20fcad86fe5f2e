"""JSON without what Python lets through: NaN, infinities, numbers no column holds, hostile text, great depth."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, NoReturn

DEEPEST = 5
MOST_MEMBERS = 200
MOST_KEYS = 20
LONGEST_NUMBER = 15


def read_json(body: bytes, clean: Callable[[str], str]) -> Any:
    """The value, its texts cleaned; ValueError where it is not JSON that this site takes."""
    try:
        value = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_small)
    except RecursionError:
        raise ValueError("too deep") from None
    return _walk(value, clean, 0)


def _refuse(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number


def _small(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("too large")
    return int(text)


def _walk(value: Any, clean: Callable[[str], str], depth: int) -> Any:
    if isinstance(value, str):
        return clean(value)
    if not isinstance(value, (list, dict)):
        return value
    if depth >= DEEPEST or len(value) > (MOST_KEYS if isinstance(value, dict) else MOST_MEMBERS):
        raise ValueError("too deep, or too much")
    if isinstance(value, list):
        return [_walk(each, clean, depth + 1) for each in value]
    return {clean(name): _walk(each, clean, depth + 1) for name, each in value.items()}
