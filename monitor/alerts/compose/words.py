"""How a change is said: headlines, values, distances, times. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from monitor.alerts.compose.message import News
from monitor.alerts.compose.safe import line
from monitor.ledger.values import Comparison, compare
from monitor.model import (
    ChangeState,
    Item,
    Milestone,
    Money,
    Party,
    Quantity,
    Share,
    Tier,
    Value,
    Verdict,
)
from monitor.reading.values import format_value

_VERBS = {
    Verdict.FIRST: "first given",
    Verdict.RESTATED: "restated",
    Verdict.REFINED: "narrowed",
    Verdict.LOOSENED: "loosened",
    Verdict.SLIPPED: "slips",
    Verdict.ADVANCED: "comes forward",
    Verdict.ACHIEVED: "achieved",
    Verdict.RAISED: "raised",
    Verdict.LOWERED: "lowered",
    Verdict.PROGRESSED: "moves up",
    Verdict.SET_BACK: "falls back",
    Verdict.SUSPENDED: "suspended",
    Verdict.RESUMED: "resumed",
    Verdict.CANCELLED: "cancelled",
    Verdict.REPLACED: "changes",
    Verdict.DISPUTED: "disputed",
    Verdict.STALE: "older report",
}

_SENTENCES = {
    Verdict.FIRST: "The first value for this fact.",
    Verdict.REFINED: "More exact than before, and within what was believed.",
    Verdict.LOOSENED: "Less exact than before.",
    Verdict.SLIPPED: "It is to happen later than was believed.",
    Verdict.ADVANCED: "It is to happen earlier than was believed.",
    Verdict.ACHIEVED: "It has happened.",
    Verdict.RAISED: "The figure went up.",
    Verdict.LOWERED: "The figure went down.",
    Verdict.PROGRESSED: "One or more steps further.",
    Verdict.SET_BACK: "One or more steps back.",
    Verdict.SUSPENDED: "It has been put on hold.",
    Verdict.RESUMED: "It goes on again.",
    Verdict.CANCELLED: "It has been given up.",
    Verdict.REPLACED: "Somebody else than was believed.",
    Verdict.DISPUTED: "A lesser or older voice says otherwise; what is believed stays as it was.",
}

_COMPARED = {
    Comparison.LATER: Verdict.SLIPPED,
    Comparison.EARLIER: Verdict.ADVANCED,
    Comparison.REFINES: Verdict.REFINED,
    Comparison.LOOSENS: Verdict.LOOSENED,
    Comparison.HIGHER: Verdict.RAISED,
    Comparison.LOWER: Verdict.LOWERED,
    Comparison.PROGRESSED: Verdict.PROGRESSED,
    Comparison.SET_BACK: Verdict.SET_BACK,
}
_WIDTHS = frozenset({Verdict.REFINED, Verdict.LOOSENED})
"""Verdicts on how exact a value is, of which a distance says nothing."""

_TIERS = {Tier.OFFICIAL: "official source", Tier.PRESS: "press", Tier.OTHER: "other source"}


def headline(news: News, names: Mapping[str, str]) -> str:
    """The news in one line: "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year)"."""
    item = news.item
    text = f"{line(news.entity.name, 80)}: {attribute(news.fact.attribute)} {movement(news, names)}"
    if item.change.state is ChangeState.UNCONFIRMED and item.change.verdict is not Verdict.DISPUTED:
        text = f"{text} [unconfirmed]"
    return text if item.kind == "news" else f"{item.kind.capitalize()}: {text}"


def verdict(item: Item) -> Verdict:
    """How the new value stands to what the reader believes, which may not be the step before."""
    said, before = item.change.verdict, item.before
    if item.kind not in {"news", "corrected"} or before is None or said not in _COMPARED.values():
        return said
    old = item.change.old
    if old is not None and compare(old, before) is Comparison.SAME:
        return said
    return _COMPARED.get(compare(before, item.change.new), said)


def movement(news: News, names: Mapping[str, str]) -> str:
    """Verb, old and new value, and how far: "slips 2027 → 2028 (+1 year)"."""
    change, before, how = news.item.change, news.item.before, verdict(news.item)
    new = say(change.new, names)
    verb = _VERBS[how]
    if news.item.kind in {"confirmed", "withdrawn"}:
        before = change.old
    old = say(before, names) if before is not None else ""
    match how:
        case Verdict.FIRST:
            return f"{verb}: {new}"
        case Verdict.ACHIEVED:
            expected = bare(before) if old else ""
            same = expected == bare(change.new)
            ending = f" ({'as expected' if same else f'expected {expected}'})" if expected else ""
            return f"{verb} {bare(change.new)}{ending}"
        case Verdict.SUSPENDED | Verdict.CANCELLED:
            return f"{verb} (was {old})" if old else verb
        case Verdict.DISPUTED:
            return f"{verb}: {old} or {new}?" if old else f"{verb}: {new}?"
    far = "" if how in _WIDTHS else distance(before, change.new)
    return f"{verb} {old} → {new}" + (f" ({far})" if far else "") if old else f"{verb}: {new}"


def sentence(how: Verdict) -> str:
    """The verdict in plain words."""
    return _SENTENCES.get(how, "")


def attribute(name: str) -> str:
    return line(name.replace("-", " "), 60)


def tier(value: Tier) -> str:
    return _TIERS[value]


def say(value: Value | None, names: Mapping[str, str]) -> str:
    """A value for people; a party by its name."""
    if value is None:
        return "nothing known"
    if isinstance(value, Party):
        return line(names.get(value.party, value.party), 80)
    return line(format_value(value), 120)


def bare(value: Value | None) -> str:
    """A milestone's time without its state; other values as they are said."""
    if isinstance(value, Milestone):
        plain = Milestone(value.earliest, value.latest)
        return format_value(plain) if value.earliest or value.latest else ""
    return say(value, {})


def distance(old: Value | None, new: Value | None) -> str:
    """How far a value moved: "+1 year", "−3 to 9 months", "+20 %"; empty where that is unclear."""
    match old, new:
        case Milestone(), Milestone():
            return _time_distance(old, new)
        case (Quantity(), Quantity()) if old.unit == new.unit:
            return _percent(old, new)
        case (Money(), Money()) if old.currency == new.currency:
            return _percent(old, new)
        case Share(), Share():
            return _points(old, new)
    return ""


def _time_distance(old: Milestone, new: Milestone) -> str:
    moves: list[float] = []
    if old.earliest and new.earliest:
        moves.append(_months(old.earliest, new.earliest))
    if old.latest and new.latest and new.latest < date.max and old.latest < date.max:
        day = timedelta(days=1)
        moves.append(_months(old.latest + day, new.latest + day))
    if not moves or min(moves) < 0 < max(moves):
        return ""
    near, far = min(moves, key=abs), max(moves, key=abs)
    sign = "−" if far < 0 else "+"
    if abs(far) < 0.02:
        return ""
    if abs(far) - abs(near) < max(0.2, 0.05 * abs(far)):
        return sign + _span(abs(far))
    if abs(near) < 0.5:
        return f"up to {sign}{_span(abs(far))}"
    return f"{sign}{_range(abs(near), abs(far))}"


def _months(start: date, end: date) -> float:
    return (end.year - start.year) * 12 + end.month - start.month + (end.day - start.day) / 30.44


def _span(months: float) -> str:
    if months < 0.9:
        days = max(1, round(months * 30.44))
        return _count(round(days / 7), "week") if days >= 14 else _count(days, "day")
    whole = round(months)
    years, rest = divmod(whole, 12)
    if not rest:
        return _count(years, "year")
    return f"{_count(years, 'year')} {_count(rest, 'month')}" if years else _count(rest, "month")


def _range(near: float, far: float) -> str:
    low, high = round(near), round(far)
    if low == high:
        return _span(far)
    if low % 12 == 0 and high % 12 == 0 and low:
        return f"{low // 12} to {_count(high // 12, 'year')}"
    return f"{low} to {_count(high, 'month')}"


def _percent(old: Quantity | Money, new: Quantity | Money) -> str:
    moves = [
        (after - before) / abs(before) * 100
        for before, after in ((old.low, new.low), (old.high, new.high))
        if before and after is not None
    ]
    return _signed(moves, " %")


def _points(old: Share, new: Share) -> str:
    moves = [
        after - before
        for before, after in ((old.low, new.low), (old.high, new.high))
        if before is not None and after is not None
    ]
    return _signed(moves, " points")


def _signed(moves: list[float], unit: str) -> str:
    if not moves or min(moves) < 0 < max(moves):
        return ""
    near, far = min(moves, key=abs), max(moves, key=abs)
    if abs(far) < 0.05:
        return ""
    if near >= 400 and unit == " %":
        low, high = (f"{1 + move / 100:,.0f}" for move in (near, far))
        return f"×{high}" if low == high else f"×{low} to ×{high}"
    sign = "−" if far < 0 else "+"
    low, high = _figure(abs(near)), _figure(abs(far))
    return f"{sign}{high}{unit}" if low == high else f"{sign}{low} to {high}{unit}"


def _figure(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 10 else f"{amount:.1f}".removesuffix(".0")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def instant(at: datetime, zone: tzinfo) -> str:
    """In the reader's zone: "24 Nov 2026, 09:12 GMT"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def day(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def verb(how: Verdict) -> str:
    return _VERBS[how]
