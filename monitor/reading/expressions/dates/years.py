"""Years, fiscal years, decades and dates in digits."""

from __future__ import annotations

from datetime import date

from monitor.reading.expressions.dates.parts import Cursor, Field
from monitor.reading.expressions.numerals import whole

_NUMBERING = frozenset("№#$€£₽¥")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def read_year(cursor: Cursor, index: int, number: int) -> Field | None:
    if _counts(cursor, index):
        return None
    if index + 2 < len(cursor.tokens) and cursor.word(index + 1) in {"-", "/"}:
        ends = fiscal_year(cursor, number, index + 1)
        if ends.last > index + 1 and cursor.word(index + 1) == "/" and cursor.fiscal_end % 12:
            return ends
        if ends.last > index + 1 and (fiscal := cursor.at("fiscal", ends.last)):
            return Field("year", fiscal[1], ends.number, fiscal=True)
    if fiscal := cursor.at("fiscal", index + 1):
        return Field("year", fiscal[1], number, fiscal=True)
    decade = cursor.at("decade-suffix", index + 1) if number % 10 == 0 else None
    if decade and cursor.tokens.glued(index + 1):
        return Field("decade", decade[1], number)
    return _after_year(cursor, index + 1, number)


def _counts(cursor: Cursor, index: int) -> bool:
    """Whether a number like a year is an amount, a price or a number of something."""
    if cursor.grammar.counts_before(cursor.tokens, index + 1):
        return True
    dashed = cursor.word(index + 1) == "-" and cursor.word(index + 2)[:1].isdigit()
    if dashed and cursor.grammar.counts_before(cursor.tokens, index + 3):
        return True
    before = cursor.word(index - 1) if index else ""
    return before in _NUMBERING or (
        before == "." and index > 1 and cursor.word(index - 2) in {"no", "nos", "nr"}
    )


def _after_year(cursor: Cursor, at: int, number: int) -> Field | None:
    if suffix := cursor.at("year-suffix", at):
        return Field("year", suffix[1], number, note="worded")
    if cursor.grammar.year_needs_word:
        follows = cursor.at("letter", at) or cursor.at("join", at)
        if not follows or not cursor.tokens.glued(at):
            return None
    return Field("year", at, number)


def glued_year(cursor: Cursor, index: int, previous: Field) -> Field | None:
    """The 27 of 1H27, Q3'27 and 4Q2026."""
    if previous.kind not in {"quarter", "half"} or not cursor.word(index):
        return None
    marked = cursor.word(index) in {"'", "’", "/"}
    at = index + 1 if marked else index
    word = cursor.word(at)
    glued = cursor.tokens.glued(at) and (marked or cursor.tokens.glued(index))
    if not word.isdecimal() or len(word) not in {2, 4} or not glued:
        return None
    year = short_year(int(word), word)
    return Field("year", at + 1, year) if year else None


def short_year(number: int, word: str) -> int | None:
    if len(word) == 2 and word.isdecimal():
        return 2000 + number
    return number if FIRST_YEAR <= number <= LAST_YEAR and len(word) == 4 else None


def fiscal_year(cursor: Cursor, year: int, at: int) -> Field:
    """A fiscal year; "2026-27" and "2026/27" are the one that ends in the second year."""
    if cursor.word(at) in {"-", "/"} and cursor.tokens.glued(at):
        second = cursor.word(at + 1)
        number = whole(second) if second.isdecimal() and cursor.tokens.glued(at + 1) else None
        if number is not None and (number == (year + 1) % 100 or number == year + 1):
            return Field("year", at + 2, year + 1, fiscal=True)
    return Field("year", at, year, fiscal=True)


def read_fiscal(cursor: Cursor, index: int) -> Field | None:
    """Fiscal 2027, the financial year 2026-27, calendar 2026, the year 2027."""
    for role in ("fiscal", "calendar"):
        found = cursor.at(role, index)
        if not found:
            continue
        word = cursor.word(found[1])
        if not word or not word[0].isdigit():
            continue
        number = whole(word)
        year = short_year(number, word) if number is not None else None
        if year is None:
            continue
        if role == "fiscal":
            return fiscal_year(cursor, year, found[1] + 1)
        if len(word) == 4:
            return Field("year", found[1] + 1, year, note="named")
    return None


def numeric_date(cursor: Cursor, index: int) -> Field | None:
    """2026-09-14, 14.09.2026, 2026/9/14, 2026.9.14; the American order is not guessed."""
    word = cursor.word(index)
    pieces, last = word.split("."), index + 1
    if len(pieces) != 3:
        pieces = [word]
        mark = cursor.word(index + 1)
        if mark not in {"-", "/"} or cursor.word(index + 3) != mark or len(word) != 4:
            return None
        pieces = [word, cursor.word(index + 2), cursor.word(index + 4)]
        last = index + 5
        if not all(cursor.tokens.glued(at) for at in range(index + 1, index + 5) if at < last):
            return None
    if not all(piece.isdecimal() and len(piece) in {1, 2, 4} for piece in pieces):
        return None
    numbers = [int(piece) for piece in pieces]
    if len(pieces[0]) == 4:
        year, month, day = numbers
    elif len(pieces[2]) == 4:
        day, month, year = numbers
    else:
        return None
    try:
        return Field("date", last, exact=date(year, month, day))
    except ValueError:
        return None
