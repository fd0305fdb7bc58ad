"""What values say, and how what two of them say compares."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import get_args

from monitor.model import Milestone, Money, Quantity, Share, Value

_TOLD = {  # by kind of value what reads its fields but the words
    kind: attrgetter(*(one.name for one in fields(kind) if one.name != "text"), "kind")
    for kind in get_args(Value)
}


def bare(value: Value) -> tuple[object, ...]:
    """What a value says, without its words."""
    told: tuple[object, ...] = _TOLD[type(value)](value)
    return told


def ends_of(value: Value) -> tuple[float, float] | None:
    match value:
        case Milestone():
            low = value.earliest.toordinal() if value.earliest else float("-inf")
            high = value.latest.toordinal() if value.latest else float("inf")
            return low, high
        case Quantity() | Money() | Share():
            low = value.low if value.low is not None else float("-inf")
            high = value.high if value.high is not None else float("inf")
            return low, high
        case _:
            return None


def width(value: Value) -> float:
    ends = ends_of(value)
    return ends[1] - ends[0] if ends else 0.0


def contains(outer: Value, inner: Value) -> bool:
    a, b = ends_of(outer), ends_of(inner)
    return a is not None and b is not None and a[0] <= b[0] and b[1] <= a[1]


def compatible(a: Value, b: Value) -> bool:
    """Whether both may be true: one lies within the other."""
    return contains(a, b) or contains(b, a) or bare(a) == bare(b)
