"""Three values of truth: silence and *not sure* are neither a Yes nor a No."""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """What some answers say of a condition."""

    NO = 0
    CANNOT_TELL = 1
    YES = 2


def all_hold(truths: Iterable[Truth]) -> Truth:
    """*and*: only as true as its least true part."""
    least = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return truth
        if truth is Truth.CANNOT_TELL:
            least = truth
    return least


def any_holds(truths: Iterable[Truth]) -> Truth:
    """*or*: as true as its truest part."""
    most = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return truth
        if truth is Truth.CANNOT_TELL:
            most = truth
    return most


def at_least_hold(count: int, truths: Iterable[Truth]) -> Truth:
    """*at least count of*: as true as the count-th truest part."""
    ranked = sorted(truths, reverse=True)
    return ranked[count - 1] if 0 < count <= len(ranked) else Truth.NO
