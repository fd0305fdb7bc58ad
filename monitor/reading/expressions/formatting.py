"""Values as people read them, in English; ``parse_value`` reads every form back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from monitor.model import (
    Agreement,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Shift,
    Stage,
    Value,
)

_MONTH_NAMES = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SEASONS = {3: "spring", 6: "summer", 9: "autumn"}
LONGEST_RANGE = 30
"""Years; what spans more is told by its days, for in words it is rather a part of history."""
_SHOWN_DECIMALS = 3
_LARGEST_SCALED = Decimal(10**18)
_SOFT_QUARTERS = {1: "early", 10: "late"}
_MULTIPLIERS = (
    (Decimal(10**12), "trillion"),
    (Decimal(10**9), "billion"),
    (Decimal(10**6), "million"),
)


def format_value(value: Value) -> str:
    """A value in a few plain words: "Q3 2027", "up to 2,500 t/yr", "RUB 11.3 billion"."""
    match value:
        case Milestone():
            return format_milestone(value)
        case Quantity():
            return _format_amount(value.low, value.high, "", value.unit, about=value.about)
        case Money():
            return _format_amount(value.low, value.high, value.currency, "", about=value.about)
        case Share():
            return _format_amount(value.low, value.high, "", "%", about=value.about)
        case Stage() | Agreement():
            return value.stage
        case Party():
            return value.party


def format_milestone(value: Milestone, *, soft: bool = False) -> str:
    """``soft`` says "late 2027" for the interval that is also Q4 2027."""
    words = _format_interval(value.earliest, value.latest, soft=soft)
    if value.shift:
        moved = _format_shift(value.shift)
        words = f"{words} ({moved})" if words else moved
    if value.state is MilestoneState.EXPECTED:
        return words or "open"
    return f"{value.state.value} {words}".strip()


def _format_interval(earliest: date | None, latest: date | None, *, soft: bool) -> str:
    if earliest is None and latest is None:
        return ""
    if earliest is None and latest is not None:
        return f"by {_format_end(latest)}"
    if latest is None and earliest is not None:
        return f"no earlier than {_format_begin(earliest)}"
    assert earliest is not None
    assert latest is not None
    if earliest > latest or latest.year - earliest.year > LONGEST_RANGE:
        return f"{earliest} to {latest}"
    if (whole := _format_period(earliest, latest, soft=soft)) is not None:
        return whole
    if earliest.day == 1 and _ends_month(latest):
        first = f"{_MONTH_NAMES[earliest.month]} {earliest.year}"
        return f"{first} to {_MONTH_NAMES[latest.month]} {latest.year}"
    return f"{earliest} to {latest}"


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _format_end(day: date) -> str:
    if (day.month, day.day) == (12, 31):
        return f"end of {day.year}"
    if _ends_month(day):
        return f"end of {_MONTH_NAMES[day.month]} {day.year}"
    return day.isoformat()


def _format_begin(day: date) -> str:
    if (day.month, day.day) == (1, 1):
        return str(day.year)
    if day.day == 1:
        return f"{_MONTH_NAMES[day.month]} {day.year}"
    return day.isoformat()


def _format_period(first: date, last: date, *, soft: bool) -> str | None:
    if first == last:
        return first.isoformat()
    if first.day != 1 or not _ends_month(last):
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    year, month = first.year, first.month
    match months, month:
        case 1, _:
            return f"{_MONTH_NAMES[month]} {year}"
        case 12, 1:
            return str(year)
        case 6, 1:
            return f"first half of {year}"
        case 6, 7:
            return f"second half of {year}"
        case 4, 5:
            return f"mid-{year}"
        case 6, 10:
            return f"late {year} to early {year + 1}"
        case 3, (1 | 4 | 7 | 10):
            named = _SOFT_QUARTERS.get(month) if soft else None
            return f"{named} {year}" if named else f"Q{(month + 2) // 3} {year}"
        case 3, (3 | 6 | 9):
            return f"{_SEASONS[month]} {year}"
        case _:
            whole_years = month == 1 and last.month == 12
            return f"{year} to {last.year}" if whole_years else None


def _format_shift(shift: Shift) -> str:
    low, high = shift.low, shift.high
    if low < 0 < high:
        return f"{_months(-low)} earlier to {_months(high)} later"
    word = "earlier" if high <= 0 and low < 0 else "later"
    near, far = (0.0 - high, 0.0 - low) if word == "earlier" else (low, high)
    if near == far:
        return f"{_months(far)} {word}"
    return f"{_number(near)} to {_months(far)} {word}"


def _months(months: float) -> str:
    return f"{_number(months)} month{'' if months == 1 else 's'}"


def _number(amount: float) -> str:
    """Exact and without an exponent: 2,500 and 0.25."""
    number = Decimal(repr(float(amount)))
    if number == number.to_integral_value():
        return f"{int(number):,}"
    return f"{number:,f}"


def _scaled(amount: float, *, scale: bool) -> str:
    number = Decimal(repr(float(amount)))
    for multiplier, word in _MULTIPLIERS if scale else ():
        if (
            multiplier <= abs(number) < _LARGEST_SCALED
            and number % (multiplier / 10**_SHOWN_DECIMALS) == 0
        ):
            return f"{_plain(number / multiplier)} {word}"
    return _number(amount)


def _plain(number: Decimal) -> str:
    words = f"{number:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _format_amount(
    low: float | None, high: float | None, before: str, after: str, *, about: bool
) -> str:
    least = min((abs(end) for end in (low, high) if end is not None), default=0)
    scale = after != "%" and least >= _MULTIPLIERS[-1][0]

    def show(amount: float) -> str:
        words = _scaled(amount, scale=scale)
        unit = "%" if after == "%" else f" {after}" if after else ""
        return f"{before} {words}{unit}".strip()

    if low is None and high is None:
        words = f"{before or after} unknown".strip()
    elif low is None and high is not None:
        words = f"up to {show(high)}"
    elif high is None and low is not None:
        words = f"at least {show(low)}"
    else:
        assert low is not None
        assert high is not None
        words = show(low)
        if low != high:
            words = (
                f"{words.removesuffix(after).strip()} to {show(high).removeprefix(before).strip()}"
            )
    return f"about {words}" if about else words
