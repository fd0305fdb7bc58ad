"""How far a milestone's date has moved, in a line below its timeline.

Says of listed changes what ``monitor.ledger.slips`` says of a timeline, without its imports.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Row = dict[str, Any]

_MOVES = ("slipped", "advanced")
_TELLING = {*_MOVES, "achieved", "first", "refined", "suspended", "resumed", "cancelled"}


def slip_line(changes: Iterable[Row]) -> str:
    """``slipped twice, 24 months later in all: 2027 -> 2029``; empty where nothing moved.

    ``changes`` are listed ones of one milestone, the oldest first.
    """
    telling = [row for row in changes if row["moved"] and row["verdict"] in _TELLING]
    if not telling:
        return ""
    first = last = telling[0]["old"] or telling[0]["new"]
    moves = []
    for row in telling:
        if row["state"] != "reverted":
            moves.append(_move(row["verdict"], last, row["new"]))
            last = row["new"]
    words = [f"{move} {_times(moves.count(move))}" for move in _MOVES if move in moves]
    if "achieved" in moves:
        words.append("achieved")
    if not words:
        return ""
    way = f"{first['text']} -> {last['text']}"
    return f"{', '.join(words)}{_distance(months_between(first, last))}: {way}"


def _move(verdict: str, old: Row, new: Row) -> str:
    """A correction's verdict is told against what it corrects; here, against what stood."""
    months = months_between(old, new)
    if verdict not in _MOVES or months is None:
        return verdict
    if _within(new, old) or _within(old, new):
        return ""
    return "slipped" if months > 0 else "advanced"


def _within(one: Row, other: Row) -> bool:
    """Whether an interval lies in another; days as text sort as they should."""
    early, late = one["earliest"] or "", one["latest"] or "9"
    return (other["earliest"] or "") <= early and late <= (other["latest"] or "9")


def months_between(old: Row, new: Row) -> float | None:
    """As in ``monitor.ledger.values``, of values as JSON."""
    for end in ("latest", "earliest"):
        if old.get(end) and new.get(end):
            return round(_months(new[end]) - _months(old[end]), 1)
    return None


def _months(day: str) -> float:
    from calendar import monthrange

    year, month, number = map(int, day.split("-"))
    return year * 12 + month + number / monthrange(year, month)[1]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _distance(months: float | None) -> str:
    if months is None:
        return ""
    if not months:
        return ", back where it was"
    count = f"{abs(months):g} month{'' if abs(months) == 1 else 's'}"
    return f", {count} {'later' if months > 0 else 'earlier'} in all"
