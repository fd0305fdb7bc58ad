"""Times as people type them: "last week", "3 days", "2025-09", "10 September 2025"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_UNITS = {"s": 0, "min": 0, "h": 0, "d": 1, "w": 7, "m": 30, "mo": 30, "y": 365}
_AGO = re.compile(
    r"(?:last |past )?(\d{1,4}|a|an|one|two|three|four|six) ?"
    r"(min(?:ute)?s?|h(?:our)?s?|d(?:ay)?s?|w(?:eek)?s?|mo(?:nth)?s?|m|y(?:ear)?s?)(?: ago)?"
)
_PERIOD = re.compile(r"(this|last|past) (week|month|quarter|year)")
_NAMED = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9}) ?(?:(\d{1,2}),? ?)?(\d{4})?")
_QUARTER = re.compile(r"q([1-4]) ?(\d{4})|(\d{4}) ?q([1-4])")
EXAMPLES = '"yesterday", "3 days", "last week", "monday", "2025-09", "Q3 2025", 2025-09-10'

Span = tuple[datetime, datetime]


def parse_when(text: str, now: datetime, zone: tzinfo, *, end: bool = False) -> datetime:
    """The instant in UTC that ``text`` names: the first of a period, or its last with ``end``.

    A distance ("3 days") is counted back from ``now``. Raises ValueError with examples.
    """
    local = now.astimezone(zone)
    words = " ".join(text.strip().lower().replace(",", " ").split())
    try:
        for parse in (_iso, _words, _distance, _quarter, _named):
            span = parse(words, local)
            if span:
                return span[end].astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text!r} is not a time; write {EXAMPLES}")


def parse_until(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A time to come: distances ("2 weeks") count forward. Raises ValueError with examples."""
    words = text.strip().lower().removeprefix("in ")
    match = _AGO.fullmatch(" ".join(words.split()))
    found = parse_when(text if not match else words, now, zone, end=True)
    instant = now + (now - found) if match else found
    if instant <= now:
        raise ValueError(f'{text!r} is not a time to come; write "2 weeks", 2027-01-31')
    return instant


def _days(first: date, days: int, zone: tzinfo | None) -> Span:
    start = datetime.combine(first, time(), zone)
    stop = datetime.combine(first + timedelta(days=days), time(), zone) - timedelta(seconds=1)
    return start, stop


def _months(year: int, month: int, count: int, zone: tzinfo | None) -> Span:
    last = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    first = date(year, month, 1)
    return _days(first, (last - first).days, zone)


def _iso(words: str, local: datetime) -> Span | None:
    if re.fullmatch(r"\d{4}", words):
        return _months(int(words), 1, 12, local.tzinfo)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", words):
        return _months(int(match[1]), int(match[2]), 1, local.tzinfo)
    if not re.match(r"\d{4}-\d\d-\d\d", words):
        return None
    if len(words) == 10:
        return _days(date.fromisoformat(words), 1, local.tzinfo)
    instant = datetime.fromisoformat(words.upper())
    instant = instant if instant.tzinfo else instant.replace(tzinfo=local.tzinfo)
    return instant, instant


def _words(words: str, local: datetime) -> Span | None:
    today = local.date()
    if words == "now":
        return local, local
    if words in {"today", "yesterday"}:
        return _days(today - timedelta(days=words == "yesterday"), 1, local.tzinfo)
    name = words.removeprefix("last ").removeprefix("on ")
    for index, day in enumerate(_DAYS):
        if name in {day, day[:3]}:
            back = (today.weekday() - index) % 7 or 7
            return _days(today - timedelta(days=back), 1, local.tzinfo)
    match = _PERIOD.fullmatch(words)
    return _period(match[1] == "this", match[2], local) if match else None


def _period(this: bool, unit: str, local: datetime) -> Span:
    """The period of the calendar where it is ``this`` one, else so many days up to now."""
    today = local.date()
    if not this:
        days = {"week": 7, "month": 30, "quarter": 91, "year": 365}[unit]
        return local - timedelta(days=days), local
    if unit == "week":
        return _days(today - timedelta(days=today.weekday()), 7, local.tzinfo)
    count = {"month": 1, "quarter": 3, "year": 12}[unit]
    return _months(today.year, (today.month - 1) // count * count + 1, count, local.tzinfo)


def _distance(words: str, local: datetime) -> Span | None:
    match = _AGO.fullmatch(words)
    if not match:
        return None
    count = _NUMBERS.get(match[1]) or int(match[1])
    unit = match[2]
    if unit.startswith("min"):
        back = timedelta(minutes=count)
    elif unit.startswith("h"):
        back = timedelta(hours=count)
    else:
        days = _UNITS["mo" if unit.startswith("m") else unit[0]]
        back = timedelta(days=count * days)
    return local - back, local - back


def _quarter(words: str, local: datetime) -> Span | None:
    match = _QUARTER.fullmatch(words)
    if not match:
        return None
    year, quarter = int(match[2] or match[3]), int(match[1] or match[4])
    return _months(year, quarter * 3 - 2, 3, local.tzinfo)


def _named(words: str, local: datetime) -> Span | None:
    match = _NAMED.fullmatch(words)
    if not match or (match[1] and match[3]):
        return None
    month = next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(match[2])), 0)
    if not month:
        return None
    day = int(match[1] or match[3] or 0)
    year = int(match[4] or 0) or local.year - ((month, day or 1) > (local.month, local.day))
    return (
        _days(date(year, month, day), 1, local.tzinfo)
        if day
        else _months(year, month, 1, local.tzinfo)
    )
