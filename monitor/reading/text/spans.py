"""Places in a text, asked for without going through all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]


class Spans:
    """Places as (start, end), in order; they may overlap."""

    __slots__ = ("_reach", "_starts", "places")

    def __init__(self, places: Iterable[Span]) -> None:
        self.places = sorted(places)
        self._starts = [start for start, _ in self.places]
        self._reach = list(accumulate((end for _, end in self.places), max))

    def within(self, start: int, end: int) -> list[Span]:
        """Those that begin in a stretch."""
        low = bisect_left(self._starts, start)
        return self.places[low : bisect_left(self._starts, end, low)]

    def overlap(self, start: int, end: int) -> bool:
        """Whether any has a character in common with a stretch."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start

    def cover(self, start: int, end: int) -> bool:
        """Whether any holds a whole stretch."""
        before = bisect_left(self._starts, start + 1)
        return before > 0 and self._reach[before - 1] >= end


class Taken:
    """Places that are taken one after another, with what has taken them."""

    __slots__ = ("_cells",)
    _SIZE = 64  # characters; most names are shorter

    def __init__(self) -> None:
        self._cells: dict[int, list[tuple[int, int, int]]] = {}

    def take(self, start: int, end: int, who: int) -> None:
        for cell in range(start // self._SIZE, max(start, end - 1) // self._SIZE + 1):
            self._cells.setdefault(cell, []).append((start, end, who))

    def by(self, start: int, end: int) -> set[int]:
        """Who has a character of a stretch."""
        cells = range(start // self._SIZE, max(start, end - 1) // self._SIZE + 1)
        return {
            who
            for cell in cells
            for low, high, who in self._cells.get(cell, ())
            if low < end and start < high
        }
