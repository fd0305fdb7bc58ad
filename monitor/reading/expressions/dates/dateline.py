"""The day in a dateline ("MOSCOW, Sept 12 —", 3月10日电) says when it was written, no more."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Milestone
from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.expressions.found import Expression

_NEAR = 3  # days from publication
_LONGEST_PLACE = 60  # characters before the day
_AFTER = frozenset({"-", "—", "(", ".", ":", "/"})


def is_dateline(cursor: Cursor, expression: Expression, last: int) -> bool:
    """A day near publication at the head of a paragraph, behind a place and before a dash."""
    value, text = expression.value, cursor.tokens.text
    if expression.precision != "day" or not isinstance(value, Milestone) or not value.earliest:
        return False
    if abs((value.earliest - cursor.context.published).days) > _NEAR:
        return False
    before = text[: expression.start].rpartition("\n\n")[2]
    if len(before) > _LONGEST_PLACE or not _ends(cursor, last):
        return False
    told = before.rstrip()
    return not told or told.endswith((",", "(", "，", "（", "/", "-", "—"))


def _ends(cursor: Cursor, at: int) -> bool:
    return cursor.word(at) in _AFTER or cursor.word(at) in cursor.grammar.dateline


def as_dateline(expression: Expression) -> Expression:
    return replace(expression, sure=False, notes=(*expression.notes, "dateline"))
