"""Dates as texts write them, as intervals of days, with their exact places.

The words are data (``languages/*.toml``); the grammar is one for all languages, which
differ in whether the year comes first. Nothing falls back to the bare year: words beside
it that are not understood make the expression unsure.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.model import Milestone
from monitor.reading.dates.calendar import fiscal_year_end, resolve_shift
from monitor.reading.dates.fields import Cursor
from monitor.reading.dates.grammar import grammar
from monitor.reading.dates.relations import read_dated
from monitor.reading.dates.relative import read_anaphor, read_counted, read_span
from monitor.reading.found import Expression, ReadingContext
from monitor.reading.languages import load
from monitor.reading.numerals import is_number
from monitor.reading.tokens import tokenise

__all__ = ["find_dates", "resolve_shift"]


def find_dates(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every date and every move of a date, in the order of the text."""
    known = grammar(language)
    tokens = tokenise(text)
    cursor = Cursor(tokens, known, context)
    cursor.fiscal_end = fiscal_year_end(context.country) or _fiscal_end(text, language)
    found: list[Expression] = []
    starters, words = known.starters, tokens.words
    index, length = 0, len(words)
    while index < length:
        word = words[index]
        if word not in starters and not is_number(word):
            index += 1
            continue
        expressions, last = _read(cursor, index, found)
        found += expressions
        index = max(last, index + 1)
    return found


def _read(cursor: Cursor, index: int, before: list[Expression]) -> tuple[list[Expression], int]:
    try:
        for reader in (read_span, read_counted):
            if one := reader(cursor, index):
                return [one[0]], one[1]
        if one := read_anaphor(cursor, index, _anchor(before)):
            return [one[0]], one[1]
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


@lru_cache(maxsize=8)
def _fiscal_end(text: str, language: str) -> int:
    """The fiscal year's last month where the text shows the country."""
    signs = load(language).groups("dates.fiscal-country")
    for country, words in signs.items():
        if any(word in text for word in words):
            return fiscal_year_end(country)
    return 0
