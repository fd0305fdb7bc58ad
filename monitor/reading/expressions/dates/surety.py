"""How sure a date is: a bare year inside words that were not understood is not."""

from __future__ import annotations

from monitor.reading.expressions.dates.parts import Cursor, Period
from monitor.reading.text.tokens import BREAK

_HEAD_REACH = 3
_STOPS = frozenset(
    {
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        BREAK,
        ")",
        "]",
        "»",
        "”",
        "’",
        '"',
        "—",
        "-",
        "/",
        "。",
        "，",
        "；",
        "：",
        "、",
        "）",
        "？",
        "！",
        "」",
        "",
        "(",
        "（",
        "…",
        "|",
    }
)
_BEFORE = frozenset(
    {
        "",
        BREAK,
        "(",
        "（",
        ":",
        "：",
        "—",
        ",",
        "，",
        "。",
        ".",
        ";",
        "；",
        "-",
        "、",
        "«",
        "“",
        '"',
        "/",
    }
)


def surety(cursor: Cursor, relations: list[str], period: Period) -> tuple[bool, list[str]]:
    """Whether the words around leave no doubt, and what the doubts are."""
    doubts: list[str] = []
    if not period.sure:
        doubts.append("assumed")
    if _is_bare_year(period) and (doubt := _bare_year(cursor, relations, period)):
        doubts.append(doubt)
    worded = cursor.grammar.big_first  # 12月 can be nothing else
    if _is_bare_month(period) and not relations and not period.parts and not worded:
        doubts.append("month without a year")
    if _is_loose_part(cursor, period):
        doubts.append("belongs to a noun")
    if _is_loose_season(cursor, relations, period):
        doubts.append("season without a year")
    if period.precision == "day" and "month assumed" in period.notes:
        doubts.append("day without a month")
    return not doubts, doubts


def _is_bare_year(period: Period) -> bool:
    return (
        period.precision == "year"
        and not period.fields[0].fiscal
        and period.fields[0].note != "named"
        and "ends on a day" not in period.notes
        and not period.parts
        and len(period.fields) == 1
        and bool(period.fields[0].number)
    )


def _is_bare_month(period: Period) -> bool:
    return (
        period.precision == "month"
        and not period.has_year
        and len(period.fields) == 1
        and period.fields[0].offset is None
    )


def _is_loose_part(cursor: Cursor, period: Period) -> bool:
    """A half or quarter of something else than a year: the second half of the loan."""
    if period.precision not in {"half", "quarter"} or period.has_year:
        return False
    followed = cursor.word(period.last) in cursor.grammar.of_something
    return followed or cursor.word(period.last - 1) in cursor.grammar.needs_year


def _is_loose_season(cursor: Cursor, relations: list[str], period: Period) -> bool:
    """A season of no year that is not said to be a time: the winter road, 冬季施工."""
    if period.precision != "season" or period.has_year or len(period.fields) != 1:
        return False
    if period.fields[0].offset is not None:
        return False
    if cursor.word(period.start).endswith(cursor.grammar.adverbial):
        return False
    articled = cursor.word(period.start - 1) in cursor.grammar.determiners
    before = cursor.word(period.start - 2 if articled else period.start - 1)
    return not relations or before not in cursor.grammar.sure_before


def _bare_year(cursor: Cursor, relations: list[str], period: Period) -> str:
    """Empty when the year stands as a time of its own."""
    strong = [kind for kind in relations if kind not in {"in", "from", "around"}]
    if strong:
        return ""
    grammar = cursor.grammar
    if grammar.big_first:
        return "belongs to a noun" if cursor.at("not-head", period.last) else ""
    before = cursor.word(period.start - 1)
    if before in grammar.determiners:
        return "" if _head_follows(cursor, period.last) else "belongs to a noun"
    if _genitive(cursor, period) and before not in grammar.sure_before:
        return "" if _head_before(cursor, period.start) or relations else "belongs to a noun"
    if cursor.at("not-head", period.last):
        return "belongs to a noun"
    if relations or before in grammar.sure_before:
        return ""
    if (
        before in _BEFORE
        or _head_follows(cursor, period.last)
        or _head_before(cursor, period.start)
    ):
        return ""
    if _named_before(cursor, period.start):
        return "belongs to a name"
    if cursor.word(period.last) in _STOPS or period.fields[0].note == "worded":
        return ""
    return "unknown words beside the year"


def _named_before(cursor: Cursor, index: int) -> bool:
    """Vision 2030, the Olympics 2028: a capitalised word inside a sentence."""
    before = cursor.word(index - 1)
    if index < 2 or not before.isalpha() or cursor.word(index - 2) in _BEFORE - {"-"}:
        return False
    return cursor.tokens.raw(index - 1, index)[0].isupper()


def _genitive(cursor: Cursor, period: Period) -> bool:
    """«2027 года» hangs on the word before it."""
    words = cursor.tokens.words[period.start : period.last]
    return any(word in cursor.grammar.genitive for word in words)


def _head_follows(cursor: Cursor, index: int) -> bool:
    return any(
        cursor.at("head", at) is not None
        for at in range(index, index + _HEAD_REACH)
        if cursor.word(at) not in _STOPS
    )


def _head_before(cursor: Cursor, index: int) -> bool:
    return any(cursor.at("head", at) is not None for at in range(max(0, index - 2), index))
