"""Dates as texts write them, as intervals of days, with their exact places.

The words are data (``languages/*.toml``); the grammar is one for all languages, which
differ in whether the year comes first. Nothing falls back to the bare year: words beside
it that are not understood make the expression unsure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from monitor.model import Milestone
from monitor.reading.expressions.dates.anchors import resolve_nearby
from monitor.reading.expressions.dates.calendar import fiscal_year_end, resolve_shift
from monitor.reading.expressions.dates.dateline import as_dateline, is_dateline
from monitor.reading.expressions.dates.fields import read_field
from monitor.reading.expressions.dates.grammar import grammar
from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.expressions.dates.relations import read_dated
from monitor.reading.expressions.dates.relative import (
    after_anchor,
    read_anaphor,
    read_counted,
    read_span,
)
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.expressions.numerals import is_number
from monitor.reading.languages import load
from monitor.reading.text.tokens import tokenise

__all__ = ["find_dates", "resolve_nearby", "resolve_shift"]

_DATELINE_WORDS = 60  # how far into a text its dateline may stand
_LENGTHS = frozenset({"unit", "duration"})
_REACH = 6  # words between a preposition or a count and what it belongs to


def find_dates(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every date and every move of a date, in the order of the text."""
    known = grammar(language)
    tokens = tokenise(text)
    cursor = Cursor(tokens, known, context)
    cursor.fiscal_end = fiscal_year_end(context.country) or _fiscal_end(text, language)
    found: list[Expression] = []
    done = 0
    for index in _beginnings(cursor):
        if index < done:
            continue
        expressions, last = _read(cursor, index, found)
        if expressions and index <= _DATELINE_WORDS and is_dateline(cursor, expressions[0], last):
            expressions = [as_dateline(expressions[0])]
        found += expressions
        done = max(done, cursor.impossible, last if expressions else 0)
    return found


def _beginnings(cursor: Cursor) -> list[int]:
    """Places where an expression may begin.

    What a date is made of begins one anywhere; words that may stand before it (a relation,
    a count) need such a word, or one for a length of time, close behind.
    """
    known, words = cursor.grammar, cursor.tokens.words
    numbers = set(cursor.tokens.numbers)
    telling = {at for at, word in enumerate(words) if word in known.telling}
    core = length = len(words) + _REACH + 1  # where the nearest of them stands
    places = []
    for index in sorted(telling | numbers, reverse=True):
        word = words[index]
        if word in known.lengths:
            length = index
        if word in known.cores or index in numbers:
            core = index
        elif min(core, length) - index > _REACH or word not in known.befores:
            continue
        if index in numbers or known.begins(cursor.tokens, index):
            places.append(index)
    places.reverse()
    return places


def _read(cursor: Cursor, index: int, before: list[Expression]) -> tuple[list[Expression], int]:
    try:
        word = cursor.tokens.words[index]
        roles = cursor.grammar.roles(word)
        one = read_span(cursor, index) if "span" in roles else None
        if one is None and (word in cursor.grammar.counts or not roles.isdisjoint(_LENGTHS)):
            one = read_counted(cursor, index)
        if one is None and is_number(word):
            one = read_counted(cursor, index)
        anchor = _anchor(before)
        cursor.year = _year(anchor)
        if one is None and "anaphor" in roles and not _part_follows(cursor, index):
            one = read_anaphor(cursor, index, anchor, before[-4:])
        if one is not None:
            return [after_anchor(one[0], anchor)], one[1]
        return read_dated(cursor, index) or ([], index + 1)
    except (ValueError, OverflowError):
        return [], index + 1


def _anchor(before: list[Expression]) -> Expression | None:
    """The last date before that has an interval."""
    for expression in reversed(before[-4:]):
        value = expression.value
        if isinstance(value, Milestone) and (value.earliest or value.latest):
            return expression
    return None


def _part_follows(cursor: Cursor, index: int) -> bool:
    """Whether a part of the year told follows it: 次年上半年."""
    return cursor.grammar.big_first and read_field(cursor, index) is not None


def _year(anchor: Expression | None) -> int:
    value = anchor.value if anchor else None
    first = (value.earliest or value.latest) if isinstance(value, Milestone) else None
    return first.year if first else 0


@lru_cache(maxsize=8)
def _fiscal_end(text: str, language: str) -> int:
    """The fiscal year's last month where the text shows the country."""
    for country, words in _fiscal_signs(language).items():
        if any(word in text for word in words):
            return fiscal_year_end(country)
    return 0


@cache
def _fiscal_signs(language: str) -> Mapping[str, tuple[str, ...]]:
    return load(language).groups("dates.fiscal-country")
