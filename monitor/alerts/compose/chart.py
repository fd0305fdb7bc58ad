"""The slip chart: when something was said across, what it promised up. Pure.

The picture that project people call a milestone trend: a level line is a promise kept, a
rising one slips, and where it meets the dotted diagonal the day has come. Amounts are drawn
the same way. :func:`chart` lays it out as shapes, which :mod:`~monitor.alerts.compose.svg`
writes as SVG and :mod:`~monitor.alerts.compose.png` paints for mail programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from monitor.alerts.compose.message import News
from monitor.model import (
    ASSERTED,
    NEVER_TOLD,
    ChangeState,
    Milestone,
    Money,
    Quantity,
    Share,
    Value,
    Verdict,
)

WIDTH, HEIGHT = 500, 220
LEFT, RIGHT, TOP, BOTTOM = 60, 14, 12, 32
_OPEN_DAYS = 120.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

COLOURS = {
    "axis": (123, 135, 148, 255),
    "grid": (123, 135, 148, 56),
    "today": (123, 135, 148, 190),
    "band": (47, 129, 217, 52),
    "line": (47, 129, 217, 255),
    "claim": (123, 135, 148, 200),
    "whisker": (123, 135, 148, 110),
    "news": (229, 99, 45, 255),
    "newsband": (229, 99, 45, 64),
}
"""Red, green, blue and opacity, chosen to be seen on white and on near black."""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """``anchor``: start, middle or end. ``y`` is the middle of the letters."""

    x: float
    y: float
    text: str
    anchor: str
    colour: str = "axis"


Shape = Rect | Line | Dot | Label


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes in the order of painting, in a frame of ``width`` by ``height``."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Point:
    """What was said on a day (as an ordinal), as an interval on the upright axis."""

    day: float
    low: float
    high: float
    news: bool = False

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def chart(news: News, now: datetime, title: str) -> Chart | None:
    """None where there is nothing to draw: one value only, or one that is no number."""
    steps = _steps(news)
    said = _said(news)
    if len(steps) < 2:
        return None
    return draw(steps, said, _day(now), title, dates=isinstance(news.item.change.new, Milestone))


def draw(
    steps: Sequence[Point], said: Sequence[Point], today: float, title: str, *, dates: bool
) -> Chart:
    """``steps`` are the values that stood, oldest first; ``said`` everything claimed."""
    days = [p.day for p in (*steps, *said)] + [today]
    until = max(days) + max(0.07 * (max(days) - min(days)), 3.0)  # room for what stands now
    across = _Scale.around([*days, until], LEFT, WIDTH - RIGHT, 0.02)
    ends = [end for p in (*steps, *said) for end in (p.low, p.high)]
    up = _Scale.around(ends, HEIGHT - BOTTOM, TOP, 0.10)
    shapes: list[Shape] = []
    shapes += _axes(across, up, dates=dates)
    if dates:
        shapes += _diagonal(across, up)
    shapes += _stood(steps, until, across, up)
    shapes += [_whisker(p, across, up) for p in said if p.high > p.low]
    shapes += [Dot(across(p.day), up(p.middle), 2.6, "claim") for p in said]
    for step in steps:
        colour = "news" if step.news else "line"
        shapes.append(Dot(across(step.day), up(step.middle), 5 if step.news else 4, colour))
    return Chart(WIDTH, HEIGHT, tuple(shapes), title)


# ------------------------------------------------------------------ the points


def _steps(news: News) -> list[Point]:
    """What stood: the configured belief, then every change that moved it and still holds."""
    fact = news.fact
    points: list[Point] = []
    if fact.value is not None and fact.as_of:
        points += _point(fact.value, fact.as_of.toordinal())
    for change in news.history:
        moved = change.verdict not in NEVER_TOLD and change.verdict is not Verdict.DISPUTED
        if moved and change.state is not ChangeState.REVERTED:
            latest = change.id == news.item.change.id
            points += _point(change.new, _day(change.published), news=latest)
    return sorted(points, key=lambda point: point.day)


def _said(news: News) -> list[Point]:
    return [
        point
        for entry in news.said
        if entry.claim.modality in ASSERTED
        for point in _point(entry.claim.value, _day(entry.article.dated))
    ]


def _point(value: Value, day: float, *, news: bool = False) -> list[Point]:
    """The value as an interval; an open end is drawn a little way, and none if both are."""
    low: float | None
    high: float | None
    match value:
        case Milestone():
            low = float(value.earliest.toordinal()) if value.earliest else None
            high = float(value.latest.toordinal()) if value.latest else None
            reach = _OPEN_DAYS
        case Quantity() | Money() | Share():
            low, high = value.low, value.high
            reach = 0.0
        case _:
            return []
    if low is None and high is None:
        return []
    low = high - reach if low is None and high is not None else low
    high = low + reach if high is None and low is not None else high
    return [Point(day, low or 0.0, high or 0.0, news)]


def _day(at: datetime) -> float:
    utc = at.astimezone(UTC)
    return utc.date().toordinal() + (utc.hour * 60 + utc.minute) / 1440


# ------------------------------------------------------------------ the layout


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to points of the drawing."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, end: float, margin: float) -> _Scale:
        low, high = min(values), max(values)
        room = max((high - low) * margin, 15.0 if high > 500_000 else abs(high) * 0.05, 1e-6)
        return cls(low - room, high + room, start, end)

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def _axes(across: _Scale, up: _Scale, *, dates: bool) -> Iterable[Shape]:
    upright = _date_ticks(up.low, up.high, 5) if dates else _amount_ticks(up.low, up.high)
    for value, text in upright:
        y = up(value)
        yield Line(LEFT, y, WIDTH - RIGHT, y, "grid")
        yield Label(LEFT - 8, y, text, "end")
    yield Line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "grid", 1.5)
    for value, text in _date_ticks(across.low, across.high, 7):
        x = across(value)
        yield Line(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 4, "axis")
        yield Label(x, HEIGHT - BOTTOM + 15, text, "middle")


def _diagonal(across: _Scale, up: _Scale) -> Iterable[Shape]:
    """Where the promised day is the day of the report."""
    low, high = max(across.low, up.low), min(across.high, up.high)
    if low < high:
        yield Line(across(low), up(low), across(high), up(high), "today", 1.5, dashed=True)


def _stood(steps: Sequence[Point], until: float, across: _Scale, up: _Scale) -> Iterable[Shape]:
    for place, step in enumerate(steps):
        end = steps[place + 1].day if place + 1 < len(steps) else until
        left, right = across(step.day), across(end)
        y, colour = up(step.middle), "news" if step.news else "line"
        if step.high > step.low:
            top = up(step.high)
            band = "newsband" if step.news else "band"
            yield Rect(left, top, max(right - left, 1.0), max(up(step.low) - top, 1.0), band)
        yield Line(left, y, right, y, colour, 2.5)
        if place + 1 < len(steps):
            yield Line(right, y, right, up(steps[place + 1].middle), "line", 1.5)


def _whisker(point: Point, across: _Scale, up: _Scale) -> Shape:
    x = across(point.day)
    return Line(x, up(point.low), x, up(point.high), "whisker", 1.0)


def _date_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Years where there are enough of them, else halves, quarters or months."""
    first = date.fromordinal(max(1, int(low)))
    last = date.fromordinal(min(date.max.toordinal(), int(high)))
    months = (last.year - first.year) * 12 + last.month - first.month
    steps: tuple[int, ...] = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
    step = next((s for s in steps if months / s <= most), 2400)
    step = 12 if months >= 18 and step < 12 else step
    ticks: list[tuple[float, str]] = []
    index = first.year * 12 + first.month - 1
    index += -index % step
    while index <= last.year * 12 + last.month - 1 and index // 12 <= 9998:
        day = date(index // 12, index % 12 + 1, 1)
        if low <= day.toordinal() <= high:
            text = str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day:%y}"
            ticks.append((float(day.toordinal()), text))
        index += step
    if not ticks:
        middle = date.fromordinal(int((low + high) / 2)) + timedelta(0)
        ticks.append((float(middle.toordinal()), middle.isoformat()))
    return ticks


def _amount_ticks(low: float, high: float) -> list[tuple[float, str]]:
    span = high - low
    power = 10.0 ** len(str(int(span))) / 100 if span >= 1 else 0.01
    step = next(power * f for f in (1, 2, 5, 10, 20, 50, 100) if span / (power * f) <= 5)
    scale, unit = _unit(max(abs(low), abs(high)))
    start = -(-low // step) * step
    count = int((high - start) / step) + 1
    ticks = [start + place * step for place in range(count)]
    return [(tick, f"{tick / scale:,.10g}{unit}") for tick in ticks if low <= tick <= high]


def _unit(highest: float) -> tuple[float, str]:
    for scale, unit in ((1e9, " bn"), (1e6, " m")):
        if highest >= scale:
            return scale, unit
    return 1.0, ""
