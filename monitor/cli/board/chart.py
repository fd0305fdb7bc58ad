"""The slip chart: what was said when, as SVG that needs nothing else. Pure.

Across runs the time of publication; upwards the date (or amount) that was said. A claim is
a bar over its interval, the standing value a line in steps. Where the line climbs, the
promise recedes; where it meets the dotted line of today, the day has come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import floor, log10

from monitor.model import Milestone, Money, Quantity, Share, TimelineEntry, Value

_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 10, 26


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said: on ``day`` (a number of days), from ``low`` to ``high``."""

    day: int
    low: float
    high: float
    moves: bool
    label: str
    verdict: str


def points_of(entries: Sequence[TimelineEntry], moved: Collection[str]) -> list[Point]:
    """The entries that can be drawn, in the order they were said; ``moved`` are change ids."""
    found = []
    for entry in entries:
        span = _span(entry.value)
        if span:
            label = f"{entry.at:%Y-%m-%d}: {entry.value.text or ''} ({entry.verdict})"
            day = entry.at.date().toordinal()
            moves = entry.change in moved or entry.evidence is None
            found.append(Point(day, *span, moves, label, entry.verdict.value))
    return sorted(found, key=lambda point: point.day)


def _span(value: Value) -> tuple[float, float] | None:
    low: float | None
    high: float | None
    if isinstance(value, Milestone):
        low = value.earliest.toordinal() if value.earliest else None
        high = value.latest.toordinal() if value.latest else None
    elif isinstance(value, Quantity | Money | Share):
        low, high = value.low, value.high
    else:
        return None
    ends = [end for end in (low, high) if end is not None]
    return (ends[0], ends[-1]) if ends else None


def slip_chart(
    entries: Sequence[TimelineEntry],
    moved: Collection[str],
    *,
    title: str,
    today: date,
    width: int = 640,
    height: int = 220,
) -> str:
    """An ``<svg>``; empty where there are fewer than two different things to show."""
    points = points_of(entries, moved)
    if len({(point.low, point.high) for point in points}) < 2:
        return ""
    dated = isinstance(entries[0].value, Milestone)
    scale = _Scale(points, today, width, height, dated=dated)
    parts = [
        (
            f'<svg class="chart" viewBox="0 0 {width} {height}" role="img"'
            f' aria-label="{escape(title)}">'
        ),
        f"<title>{escape(title)}</title>",
        *scale.grid(),
        *(_today_line(scale, today) if dated else ()),
        _steps(points, scale),
        *(_bar(point, scale) for point in sorted(points, key=lambda point: point.moves)),
        "</svg>",
    ]
    return "".join(parts)


class _Scale:
    """Days and values to places."""

    def __init__(
        self, points: list[Point], today: date, width: int, height: int, *, dated: bool
    ) -> None:
        self.width, self.height, self.dated = width, height, dated
        self.first = min(point.day for point in points)
        self.last = max(*(point.day for point in points), today.toordinal())
        self.low = min(point.low for point in points)
        self.high = max(point.high for point in points)
        margin = (self.high - self.low) * 0.06 or 1
        self.low, self.high = self.low - margin, self.high + margin

    def x(self, day: float) -> float:
        span = max(1, self.last - self.first)
        return _LEFT + 6 + (day - self.first) / span * (self.width - _LEFT - _RIGHT - 12)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM)

    def grid(self) -> list[str]:
        right, bottom = self.width - _RIGHT, self.height - _BOTTOM
        parts = []
        for value, text in self._levels():
            y = self.y(value)
            parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{right}"/>')
            parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
        for place, (day, text) in enumerate(_days(self.first, self.last, 5)):
            lesser = ' class="optional"' if place % 2 else ""
            parts.append(
                f'<text x="{self.x(day):.1f}" y="{bottom + 17}" text-anchor="middle"{lesser}>'
                f"{text}</text>"
            )
        parts.append(f'<path class="axis" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>')
        return parts

    def _levels(self) -> list[tuple[float, str]]:
        if self.dated:
            return [(day, text) for day, text in _days(int(self.low), int(self.high), 5)]
        raw = (self.high - self.low) / 4
        power = 10 ** floor(log10(raw))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
        level = floor(self.low / step) * step + step
        levels = []
        while level < self.high:
            levels.append((level, _amount(level)))
            level += step
        return levels


def _amount(value: float) -> str:
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _days(first: int, last: int, most: int) -> list[tuple[int, str]]:
    """Round days between two: years, else quarters, else months; a short time in even steps."""
    start, end = date.fromordinal(max(1, first)), date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if last - first < 75:
        step = (last - first) // most + 1
        return [(day, f"{date.fromordinal(day):%-d %b %Y}") for day in range(first, last + 1, step)]
    step = next((size for size in (1, 3, 6, 12, 24, 60) if months / size <= most), 120)
    found = []
    year, month = start.year, 1
    while (year, month) <= (end.year, end.month):
        day = date(year, month, 1).toordinal()
        if first <= day <= last:
            text = str(year) if step >= 12 else f"{date(year, month, 1):%b %Y}"
            found.append((day, text))
        month += step
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return found


def _today_line(scale: _Scale, today: date) -> list[str]:
    """Where the day said is the day of saying: what lies under it is overdue."""
    start = max(scale.first, scale.low)
    end = min(scale.last, scale.high)
    if start >= end:
        return []
    first, last = (scale.x(start), scale.y(start)), (scale.x(end), scale.y(end))
    return [f'<path class="now" d="M{first[0]:.1f} {first[1]:.1f}L{last[0]:.1f} {last[1]:.1f}"/>']


def _steps(points: list[Point], scale: _Scale) -> str:
    path, moving = "", [point for point in points if point.moves]
    for point in moving:
        x, y = scale.x(point.day), scale.y((point.low + point.high) / 2)
        path += f"H{x:.1f}V{y:.1f}" if path else f"M{x:.1f} {y:.1f}"
    if not path:
        return ""
    return f'<path class="standing" d="{path}H{scale.x(scale.last):.1f}"/>'


def _bar(point: Point, scale: _Scale) -> str:
    x, top, bottom = scale.x(point.day), scale.y(point.high), scale.y(point.low)
    if bottom - top < 6:
        middle = (top + bottom) / 2
        top, bottom = middle - 3, middle + 3
    kind = "moves" if point.moves else "repeats"
    return (
        f'<rect class="said {kind} {escape(point.verdict)}" x="{x - 3:.1f}" y="{top:.1f}" width="6"'
        f' height="{bottom - top:.1f}" rx="3"><title>{escape(point.label)}</title></rect>'
    )
