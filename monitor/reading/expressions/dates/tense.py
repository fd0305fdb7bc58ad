"""Whether the words around a date speak of what is to come or of what was.

Only used to choose the year of "in March" or "in the second half".
"""

from __future__ import annotations

from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.text.tokens import BREAK

_STOPS = frozenset({".", ";", "!", "?", BREAK, "。", "；", "！", "？", "，"})
_NEAR, _FAR, _AHEAD = 7, 14, 7
_SHORTEST_STEM = 3


def direction(cursor: Cursor, first: int, last: int) -> int:
    """1 for the future, -1 for the past, 0 where nothing tells; what stands before counts more."""
    if _since(cursor, first):
        told = cursor.at("tense", first - 1)
        return -1 if told and told[0] == "past" else 0
    return (
        told_before(cursor, first, _NEAR)
        or _nearest(cursor, range(last, last + _AHEAD))
        or told_before(cursor, first, _FAR)
    )


def told_before(cursor: Cursor, first: int, reach: int = _NEAR) -> int:
    """What the words before tell, without those after."""
    return _nearest(cursor, range(first - 1, first - 1 - reach, -1))


def _since(cursor: Cursor, first: int) -> bool:
    """Since June, «с июля»: the tense of the sentence is another matter."""
    relation = cursor.at("relation", first - 1)
    return relation is not None and relation[0] == "from"


def _nearest(cursor: Cursor, places: range) -> int:
    for at in places:
        if places.step > 0 and cursor.word(at) == ",":
            return 0  # ", the company said" tells of the saying
        told = _told(cursor, at)
        if told is None:
            return 0
        if told:
            return told
    return 0


def _told(cursor: Cursor, index: int) -> int | None:
    """What one word tells; None at the end of the sentence."""
    word = cursor.word(index) if index >= 0 else ""
    if not word or word in _STOPS:
        return None
    if found := cursor.at("tense", index):
        return 1 if found[0] == "future" else -1
    grammar = cursor.grammar
    if len(word) <= _SHORTEST_STEM + 1 or cursor.at("shift-verb", index):
        return 0
    if word.endswith(grammar.past_endings):
        before = cursor.at("tense", index - 1) if index else None
        return 1 if before and before[0] == "future" else -1  # «будет запущена»
    return 1 if word.endswith(grammar.future_endings) else 0
