"""The second period of a range or a move, and the year that one lends the other."""

from __future__ import annotations

from dataclasses import replace

from monitor.reading.expressions.dates.parts import Cursor, Field, Period
from monitor.reading.expressions.dates.periods import build, read_period
from monitor.reading.expressions.dates.relating import Related, read_relations


def read_second(cursor: Cursor, related: Related, first: Period) -> tuple[str, Period] | None:
    """The period after "to", "or", a dash; its year serves the first where that has none."""
    join = cursor.at("join", first.last)
    if not join:
        return None
    kind, at = join
    if kind == "and" and not {"between", "turn"}.intersection(related.kinds):
        return None
    if kind == "pair" and "from" not in related.kinds:
        return None
    if short := _short_second(cursor, first, at, kind):
        return kind, short
    inner = read_relations(cursor, at)
    dash = cursor.word(first.last) == "—" and not cursor.grammar.big_first
    if dash and inner.kinds:  # a dash between clauses
        return None
    if any(word in {"not-before", "after", "before", "between"} for word in inner.kinds):
        return None
    second = read_period(cursor, inner.last)
    if second is None or second.precision == "decade":
        return None
    if dash and not _alike(first, second):
        aside = cursor.word(first.start - 1) in cursor.grammar.instead
        apart = second.has_year and (second.span.first - first.span.last).days > _NEXT
        if aside or apart or not first.parts:
            return None
    if kind == "to" and "from" in related.kinds and cursor.word(first.last) != "-":
        kind = "pair" if not cursor.grammar.big_first else kind
    return kind, second


_NEXT = 100  # days between the parts of one stretch


def _alike(first: Period, second: Period) -> bool:
    """Whether both are months or both quarters, the first with no year: "July — September"."""
    return first.precision == second.precision in {"month", "quarter"} and not first.has_year


def _short_second(cursor: Cursor, first: Period, at: int, kind: str) -> Period | None:
    """The 28 of 2027-28 and of 2027/28."""
    word = cursor.word(at)
    year = next((each for each in first.fields if each.kind == "year" and each.number), None)
    mark = cursor.word(at - 1)
    if year is None or len(word) != 2 or not word.isdecimal() or mark not in {"-", "/"}:
        return None
    if kind not in {"to", "or"} or not cursor.tokens.glued(at) or year.fiscal:
        return None
    number = year.number // 100 * 100 + int(word)
    if mark == "/" and number == year.number + 1 and cursor.fiscal_end not in {0, 12}:
        return None
    if not year.number < number <= year.number + 20:
        return None
    last = at + 1
    if suffix := cursor.at("year-suffix", last):
        last = suffix[1]
    second = build(cursor, [Field("year", last, number)], [], at, last)
    if second is not None and mark == "/":
        second.sure = False
        second.notes.append("season or two years")
    return second


def borrow_year(cursor: Cursor, first: Period, second: Period) -> Period:
    """In "March or April 2027" the first takes the year of the second, or the one before."""
    year = next((each for each in second.fields if each.kind == "year"), None)
    if first.has_year or year is None:
        return first
    for lent in (year, replace(year, number=year.number - 1 if year.number else 0)):
        if not lent.number and lent.offset is None:
            continue
        fields = [*first.fields, lent]
        found = build(cursor, fields, first.parts, first.start, first.last)
        if found and found.span.first <= second.span.first:
            return found
    return first


def lend_year(cursor: Cursor, first: Period, second: Period) -> Period:
    """The second takes the year of the first where it has none."""
    return second if second.has_year else _same_year(cursor, first, second)


def _same_year(cursor: Cursor, first: Period, second: Period) -> Period:
    year = next((each for each in first.fields if each.kind == "year"), None)
    if year is None:
        return second
    found = build(cursor, [*second.fields, year], second.parts, second.start, second.last)
    return found if found and found.span.last >= first.span.first else second


def ordinal_pair(cursor: Cursor, related: Related) -> tuple[Period, Period] | None:
    """Of "from the second to the fourth quarter of 2027": both quarters, with one year."""
    if "from" not in related.kinds:
        return None
    if part := cursor.at("part", related.last):
        return _part_pair(cursor, related, part)
    first = cursor.at("ordinal", related.last)
    join = cursor.at("join", first[1]) if first and first[0].isdigit() else None
    if first is None or join is None or join[0] != "to":
        return None
    inner = read_relations(cursor, join[1])
    second = read_period(cursor, inner.last) if cursor.at("ordinal", inner.last) else None
    if second is None:
        return None
    unit = next((each for each in second.fields if each.kind in {"quarter", "half"}), None)
    if unit is None:
        return None
    number = replace(unit, number=int(first[0]), until=0)
    fields = [number if each is unit else each for each in second.fields]
    found = build(cursor, fields, second.parts, related.last, first[1])
    return (found, second) if found else None


def _part_pair(
    cursor: Cursor, related: Related, part: tuple[str, int]
) -> tuple[Period, Period] | None:
    """Of «с середины на конец 2028 года»: both parts of one year."""
    join = cursor.at("join", part[1])
    if not join or join[0] != "pair" or "-" in part[0]:
        return None
    second = read_period(cursor, read_relations(cursor, join[1]).last)
    if second is None or not second.parts:
        return None
    found = build(cursor, second.fields, [part[0]], related.last, part[1])
    return (found, second) if found else None
