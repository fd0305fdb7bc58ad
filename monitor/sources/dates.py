"""The dates that feeds and pages carry, as they are really written.

RFC 822 and ISO 8601 in all their misspellings, Russian and Chinese dates, Unix time.
feedparser reads MSK as UTC and drops the day of 年月日; so dates are read here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january янв января январь",
            "feb february фев февр февраля февраль",
            "mar march мар марта март",
            "apr april апр апреля апрель",
            "may мая май",
            "jun june июн июня июнь",
            "jul july июл июля июль",
            "aug august авг августа август",
            "sep sept september сен сент сентября сентябрь",
            "oct october окт октября октябрь",
            "nov november ноя нояб ноября ноябрь",
            "dec december дек декабря декабрь",
        ),
        1,
    )
    for name in names.split()
}
_ZONES = {
    "": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0,
    "cet": 1.0, "cest": 2.0, "met": 1.0, "mest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0,
    "мск": 3.0, "msd": 4.0, "sam": 4.0, "yekt": 5.0, "екб": 5.0, "omst": 6.0, "krat": 7.0,
    "novt": 7.0, "irkt": 8.0, "yakt": 9.0, "vlat": 10.0, "almt": 5.0, "ist": 5.5, "hkt": 8.0,
    "sgt": 8.0, "awst": 8.0, "cst+8": 8.0, "北京时间": 8.0, "jst": 9.0, "kst": 9.0, "acst": 9.5,
    "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "est": -5.0, "edt": -4.0,
    "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0,
    "hst": -10.0, "ast": -4.0, "adt": -3.0, "brt": -3.0, "art": -3.0, "nst": -3.5,
}  # fmt: skip
_LOCAL = {"ru": 3.0, "zh": 8.0}
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_TIME = (
    r"(?:[,T\s]*(?:(?:в|at)\s+)?(?P<half>上午|下午|晚上|凌晨|中午)?\s*"
    r"(?P<hour>\d{1,2})\s*[:：时点.](?P<minute>\d{2})(?:\s*[:：分.](?P<second>\d{2}))?"
    r"(?:[.,]\d+)?\s*秒?分?\s*(?P<ampm>[ap]\.?m\.?)?)?"
)
_ZONE = (
    r"\s*(?P<zone>\(?(?:UTC|GMT|MSK|МСК)?\s*[+-]\s*\d{1,2}:?\d{0,2}\)?"
    r"|\(?[A-Za-zА-Яа-я北京时间]{1,6}\)?)?"
)
_YEAR_FIRST = r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})"
_CHINESE = (
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*[（(]?(?:星期|周)[一二三四五六日天][)）]?)?"
)
_DAY_FIRST = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<name>[A-Za-zА-Яа-яё]{3,9})\.?,?[\s-]+"
    r"(?P<year>(?:\d{4}|\d{2})(?!\d))\s*(?:г\.?|года)?"
)
_MONTH_FIRST = r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
_CTIME = (
    r"(?P<name>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r":(?P<second>\d{2})\s+(?P<zone>[A-Z]{2,5}\s+)?(?P<year>\d{4})"
)
_COMPACT = (
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _YEAR_FIRST + _TIME + _ZONE,
        _CHINESE + _TIME + _ZONE,
        _DAY_FIRST + _TIME + _ZONE,
        _MONTH_FIRST + _TIME + _ZONE,
        _CTIME,
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?=.*\d\s*[ap]\.?m)" + _TIME + _ZONE,
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})" + _TIME + _ZONE,
        _COMPACT + _ZONE,
        r"(?P<year>\d{4})-(?P<month>\d{2})(?P<day>)\s*$",
    )
)
_TIME_FIRST = re.compile(r"^(\d{1,2}:\d{2}(?::\d{2})?)[,\s]+(.*\d{4}.*)$")
_USUAL = re.compile(  # as RFC 822 has it, in the capitals that everybody uses
    r"(?:[A-Z][a-z]{2}, )?(\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2})"
    r" (?:GMT|UTC|([+-])(\d{2})(\d{2}))"
)
_UNIX = re.compile(r"^\d{9,10}(?:\d{3})?(?:\.\d+)?$")


def parse_date(text: str, language: str = "") -> datetime | None:
    """The instant that ``text`` names, in UTC; None where it names none that can be.

    A time without a zone is taken as local to the ``language``'s newsrooms (Moscow,
    Beijing), otherwise as UTC.
    """
    if (usual := _USUAL.fullmatch(text)) and (found := _usual_instant(usual)):
        return found
    text = " ".join(text.split())[:100]
    if not text:
        return None
    if _UNIX.match(text):
        seconds = float(text)
        return _valid(datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), UTC))
    if match := _TIME_FIRST.match(text):
        text = f"{match[2]} {match[1]}"
    for form in _FORMS:
        if match := form.search(text):
            found = _instant(match.groupdict(), language)
            if found:
                return found
    return None


def _usual_instant(match: re.Match[str]) -> datetime | None:
    """None for what only looks like a date."""
    day, name, year, hour, minute, second, sign, hours, minutes = match.groups()
    month = _MONTHS.get(name.lower())
    if month is None or (hours is not None and int(hours) >= 14) or second > "59":
        return None
    try:
        when = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        if sign:
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            when = when + ahead if sign == "-" else when - ahead
    except (ValueError, OverflowError):
        return None
    return _valid(when)


def judge_date(when: datetime | None, text: str, now: datetime) -> tuple[datetime | None, str]:
    """The date as far as it can be believed, and otherwise why not. Never "now" instead."""
    if when is None:
        return None, f"date not understood: {text[:40]}" if text.strip() else "no date"
    if when > now + timedelta(hours=1):
        return None, f"date in the future: {when:%Y-%m-%d %H:%M}"
    return when, ""


def _instant(parts: dict[str, str | None], language: str) -> datetime | None:
    month = parts.get("month") or str(_MONTHS.get((parts.get("name") or "").lower(), ""))
    if not month:
        return None
    year = int(parts["year"] or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour, half = int(parts.get("hour") or 0), parts.get("half") or parts.get("ampm") or ""
    if half[:1].lower() in ("下", "晚", "p") and hour < 12:
        hour += 12
    elif half[:1].lower() in ("a", "凌", "上") and hour == 12:
        hour = 0
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    next_day = hour == 24 and minute == 0
    try:
        local = datetime(
            year, int(month), int(parts["day"] or 1), 0 if next_day else hour, minute,
            min(second, 59), tzinfo=_zone(parts, language),
        )  # fmt: skip
        return _valid(local.astimezone(UTC) + timedelta(days=next_day))
    except (ValueError, OverflowError):
        return None


def _zone(parts: dict[str, str | None], language: str) -> tzinfo:
    if not parts.get("hour"):
        return UTC
    text = (parts.get("zone") or "").strip("() ").lower()
    if match := re.search(r"([+-])\s*(\d{1,2}):?(\d{2})?$", text):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if len(match[2]) == 1 and match[3] is None and text[0] in "+-":
            minutes = int(match[2]) * 60
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    hours = _ZONES.get(text) if text else None
    if text == "cst" and language == "zh":
        hours = 8.0
    if hours is None:
        hours = _LOCAL.get(language, 0.0)
    return timezone(timedelta(hours=hours))


def _valid(when: datetime) -> datetime | None:
    return when.astimezone(UTC) if when >= _EARLIEST else None
