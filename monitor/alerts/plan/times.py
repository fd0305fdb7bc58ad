"""When a route may speak: digests and quiet hours in local time, daylight saving and all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WINDOW = re.compile(
    r"(?:(?P<days>[a-z]+(?:-[a-z]+)?)\s*)?(?:(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d))?"
)


@dataclass(frozen=True, slots=True)
class Mode:
    """``rhythm``: now, hourly, daily or weekly; ``day`` is 0 for Monday."""

    rhythm: str
    at: time = time(0)
    day: int = 0

    @property
    def digest(self) -> bool:
        return self.rhythm != "now"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of quiet on the days on which it starts; it ends on the next day if need be."""

    days: frozenset[int]
    start: time
    end: time


def parse_mode(text: str) -> Mode:
    """Raises ValueError saying what would be understood."""
    words = text.strip().lower().split()
    match words:
        case [] | ["now"]:
            return Mode("now")
        case ["hourly"]:
            return Mode("hourly")
        case ["daily", clock]:
            return Mode("daily", _clock(clock))
        case ["weekly", day, clock]:
            return Mode("weekly", _clock(clock), _day(day))
    raise ValueError(
        f'"{text}" is no mode; write "now", "hourly", "daily 08:00" or "weekly mon 08:00"'
    )


def parse_quiet(text: str) -> tuple[Window, ...]:
    """``22:00-07:00``, ``sat-sun``, or several parted by commas: ``mon-fri 20:00-07:00, sat-sun``.

    Raises ValueError saying what would be understood.
    """
    windows = tuple(_window(part) for part in text.split(",") if part.strip())
    start = datetime(2024, 1, 1, tzinfo=UTC)
    end = quiet_until(windows, start, UTC)
    if end and end - start > timedelta(days=7):
        raise ValueError(f'"{text}" leaves no time in which anything could be told')
    return windows


def next_slot(mode: Mode, after: datetime, zone: tzinfo) -> datetime:
    """The first time a digest is due after an instant; the instant itself for "now".

    A local time that the clocks skip counts as the time they jump to, one that comes
    twice as the first of the two.
    """
    if not mode.digest:
        return after
    if mode.rhythm == "hourly":
        local = after.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        return local.astimezone(UTC) + timedelta(hours=1)
    day = after.astimezone(zone).date()
    for offset in range(9):
        date = day + timedelta(days=offset)
        if mode.rhythm == "weekly" and date.weekday() != mode.day:
            continue
        slot = datetime.combine(date, mode.at, zone).astimezone(UTC)
        if slot > after:
            return slot
    raise AssertionError("a week has every day")


def quiet_until(windows: tuple[Window, ...], now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet that covers ``now`` ends; None where nothing is quiet now.

    Windows that touch are one: Friday night runs on into a quiet Saturday.
    """
    end = now
    for _ in range(15):
        longer = _one_window(windows, end, zone)
        if longer is None:
            break
        end = longer
    return end if end > now else None


def _one_window(windows: tuple[Window, ...], now: datetime, zone: tzinfo) -> datetime | None:
    today = now.astimezone(zone).date()
    for date in (today - timedelta(days=1), today):
        for window in windows:
            if date.weekday() not in window.days:
                continue
            last = date if window.start < window.end else date + timedelta(days=1)
            start = datetime.combine(date, window.start, zone).astimezone(UTC)
            end = datetime.combine(last, window.end, zone).astimezone(UTC)
            if start <= now < end:
                return end
    return None


def _window(text: str) -> Window:
    found = _WINDOW.fullmatch(text.strip().lower())
    if not found or not (found["days"] or found["start"]):
        raise ValueError(
            f'"{text.strip()}" is no quiet time; write "22:00-07:00", "sat-sun" or '
            '"mon-fri 20:00-07:00", several parted by commas'
        )
    start = _clock(found["start"]) if found["start"] else time(0)
    end = _clock(found["end"]) if found["end"] else time(0)
    return Window(_days(found["days"]), start, end)


def _days(text: str | None) -> frozenset[int]:
    if not text:
        return frozenset(range(7))
    first, _, last = text.partition("-")
    start = _day(first)
    length = (_day(last) - start) % 7 if last else 0
    return frozenset((start + offset) % 7 for offset in range(length + 1))


def _day(text: str) -> int:
    names = _LONG if len(text) > 3 else DAYS
    if text not in names:
        raise ValueError(f'"{text}" is no day; write one of {", ".join(DAYS)}')
    return names.index(text)


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is no time of day; write it like 08:00')
    return time(int(found[1]), int(found[2]))
