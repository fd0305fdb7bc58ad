"""What dates are read into: their parts, and periods made of parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from monitor.reading.expressions.dates.calendar import Span
from monitor.reading.expressions.dates.grammar import Grammar
from monitor.reading.expressions.found import ReadingContext
from monitor.reading.text.record import record
from monitor.reading.text.tokens import Tokens


@record
class Field:
    """One part of a date, up to before word ``last``.

    ``kind`` is year, half, quarter, month, day, third, season, part, weekday, date, week,
    decade or unit; ``number`` its number, ``until`` that of the second of two ("third or
    fourth quarter"), ``word`` a part's or season's name. ``offset`` counts from now where
    the field is relative ("next quarter").
    """

    kind: str
    last: int
    number: int = 0
    until: int = 0
    word: str = ""
    offset: int | None = None
    fiscal: bool = False
    note: str = ""
    day: int = 0
    exact: date | None = None


class Cursor:
    """What all the readers of one text share.

    ``fiscal_end`` is the last month of the fiscal year, 0 where it is not known;
    ``impossible`` the end of the last date that cannot be (30 February); ``year`` that of the
    date read before, 0 where there is none.
    """

    __slots__ = (
        "_first",
        "_words",
        "context",
        "fiscal_end",
        "grammar",
        "impossible",
        "tokens",
        "year",
    )

    def __init__(
        self, tokens: Tokens, grammar: Grammar, context: ReadingContext, fiscal_end: int = 0
    ) -> None:
        self.tokens = tokens
        self.grammar = grammar
        self.context = context
        self.fiscal_end = fiscal_end
        self.impossible = 0
        self.year = 0
        self._words = tokens.words
        self._first = grammar.first

    def at(self, role: str, index: int) -> tuple[str, int] | None:
        """Value and end of the phrase in a role at a word; one without value is another word."""
        words = self._words
        if index >= len(words) or words[index] not in self._first[role]:
            return None
        item = self.grammar.at(role, self.tokens, index)
        return (item.value, item.last) if item is not None and item.value else None

    def word(self, index: int) -> str:
        words = self._words
        return words[index] if 0 <= index < len(words) else ""


@dataclass(slots=True)
class Period:
    """An interval with the words it was read from; ``fields`` allow it to be read anew."""

    span: Span
    start: int
    last: int
    precision: str
    fields: list[Field]
    parts: list[str]
    has_year: bool
    sure: bool = True
    notes: list[str] = field(default_factory=list)
    alternatives: list[Span] = field(default_factory=list)
