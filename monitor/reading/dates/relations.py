"""Relations and ranges: by, before, after, not before; "between A and B", "A or early B"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.model import Milestone
from monitor.reading.dates.calendar import Span
from monitor.reading.dates.fields import Cursor, Field
from monitor.reading.dates.periods import Period, build, read_period
from monitor.reading.dates.surety import surety
from monitor.reading.formatting import format_milestone
from monitor.reading.found import Expression
from monitor.reading.numerals import is_number, whole
from monitor.reading.tokens import BREAK

_WEAK = frozenset({"in", "around", "from"})
_CLAUSE_MARKS = frozenset({".", ";", ":", "!", "?", BREAK, ",", "(", ")", "。", "，", "；", "、"})
_NEGATION_REACH = 12
_VERB_REACH = 7


@dataclass(slots=True)
class Related:
    """Relation words before a period: which, and where the first that counts begins."""

    kinds: list[str] = field(default_factory=list)
    start: int = 0
    last: int = 0
    strong: int | None = None

    @property
    def kind(self) -> str:
        """The relation that decides; the rest are notes."""
        strong = [kind for kind in self.kinds if kind not in _WEAK]
        return strong[-1] if strong else self.kinds[-1] if self.kinds else ""


def read_relations(cursor: Cursor, index: int) -> Related:
    """Up to four relation words in a row."""
    related = Related(start=index, last=index)
    for _ in range(4):
        found = cursor.at("relation", related.last)
        if not found:
            break
        if found[0] not in _WEAK and related.strong is None:
            related.strong = related.last
        related.kinds.append(found[0])
        related.last = found[1]
    return related


def read_dated(cursor: Cursor, index: int) -> tuple[list[Expression], int] | None:
    """The expression that begins at a word, with its relation; None where there is none."""
    related = read_relations(cursor, index)
    period = read_period(cursor, related.last)
    if period is None:
        return None
    after = cursor.at("after-relation", period.last)
    if after and _after_fits(cursor, after):
        related.kinds.append(after[0])
        period.last = after[1]
        return _single(cursor, related, period)
    second = _read_second(cursor, related, period)
    if second is None:
        return _single(cursor, related, period)
    joined, other = second
    if joined == "pair":
        return _pair(cursor, period, other)
    after = cursor.at("after-relation", other.last)
    if after and _after_fits(cursor, after):
        related.kinds.append(after[0])
        other.last = after[1]
    return _range(cursor, related, period, other)


def _after_fits(cursor: Cursor, after: tuple[str, int]) -> bool:
    """«后» in «后续» and "on" in "on track" are other words; the words list keeps them out."""
    return bool(after[0]) and after[1] <= len(cursor.tokens)


def _read_second(cursor: Cursor, related: Related, first: Period) -> tuple[str, Period] | None:
    """The period after "to", "or", a dash; its year serves the first where that has none."""
    join = cursor.at("join", first.last)
    if not join:
        return None
    kind, at = join
    if kind == "and" and "between" not in related.kinds:
        return None
    if kind == "pair" and "from" not in related.kinds:
        return None
    if short := _short_second(cursor, first, at, kind):
        return kind, short
    inner = read_relations(cursor, at)
    if any(word in {"not-before", "after", "before", "between"} for word in inner.kinds):
        return None
    second = read_period(cursor, inner.last)
    if second is None or second.precision == "decade":
        return None
    if kind == "to" and "from" in related.kinds and cursor.word(first.last) != "-":
        kind = "pair" if not cursor.grammar.big_first else kind
    return kind, second


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


def _borrow_year(cursor: Cursor, first: Period, second: Period) -> Period:
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


def _lend_unit(cursor: Cursor, first: Period, second: Period) -> Period:
    """The second takes the year of the first where it has none."""
    return second if second.has_year else _same_year(cursor, first, second)


def _same_year(cursor: Cursor, first: Period, second: Period) -> Period:
    year = next((each for each in first.fields if each.kind == "year"), None)
    if year is None:
        return second
    found = build(cursor, [*second.fields, year], second.parts, second.start, second.last)
    return found if found and found.span.last >= first.span.first else second


def _pair(cursor: Cursor, first: Period, second: Period) -> tuple[list[Expression], int]:
    """What runs from A to B is a move, or a time that something takes: two values, no range."""
    first = _borrow_year(cursor, first, second)
    second = _lend_unit(cursor, first, second)
    found = []
    for period, note in ((first, "from-to: from"), (second, "from-to: to")):
        expression = _expression(cursor, Related(["in"], period.start), period, (note,))
        found.append(expression)
    return found, second.last


def _range(
    cursor: Cursor, related: Related, first: Period, second: Period
) -> tuple[list[Expression], int] | None:
    first = _borrow_year(cursor, first, second)
    second = _lend_unit(cursor, first, second)
    if second.span.last < first.span.first:
        return _single(cursor, related, first)
    whole_span = Period(
        Span(first.span.first, second.span.last),
        first.start,
        second.last,
        "range",
        first.fields,
        [],
        has_year=True,
        sure=first.sure and second.sure,
        notes=list(dict.fromkeys([*first.notes, *second.notes])),
    )
    if whole_span.span.last.year - whole_span.span.first.year > 30:
        return _single(cursor, related, first)
    return [_expression(cursor, related, whole_span, ())], second.last


def _single(cursor: Cursor, related: Related, period: Period) -> tuple[list[Expression], int]:
    return [_expression(cursor, related, period, ())], period.last


def _expression(
    cursor: Cursor, related: Related, period: Period, notes: tuple[str, ...]
) -> Expression:
    kind, more = _in_context(cursor, related, period)
    sure, doubts = surety(cursor, related.kinds, period)
    value = _bounded(kind, period.span, period)
    others = [_bounded(kind, span, period) for span in period.alternatives]
    if kind == "before" and "ambiguous-before" in more:
        others.append(_bounded("by", period.span, period))
    start = period.start
    if related.strong is not None and kind != "in":
        start = min(related.strong, start)
    tokens = cursor.tokens
    marks = [word for word in related.kinds if word in {"from", "around"}]
    return Expression(
        tokens.starts[start],
        tokens.ends[period.last - 1],
        value,
        period.precision,
        f"date:{kind or 'plain'}",
        sure,
        tuple(dict.fromkeys((*notes, *period.notes, *more, *marks, *doubts))),
        tuple(others),
    )


def _in_context(cursor: Cursor, related: Related, period: Period) -> tuple[str, list[str]]:
    """The relation after "not … before 2030" and "put off until 2029" have turned it round."""
    kind = related.kind
    notes: list[str] = []
    before = related.start
    if kind in {"before", "until"} and not cursor.grammar.big_first:
        if _nearby(cursor, before, cursor.grammar.negators):
            return "not-before", ["negated"]
        if kind == "until" and _shift_verb_before(cursor, before):
            return "in", ["moved to"]
    if kind in {"until", "by"} and cursor.grammar.big_first and _shift_verb_before(cursor, before):
        return "in", ["moved to"]
    if kind == "before" and cursor.grammar.big_first:
        if _negated_after(cursor, period.last):
            return "not-before", ["negated"]
        if period.precision != "part":
            notes.append("ambiguous-before")
        else:
            kind = "by"
    if kind == "before" and period.parts and period.parts[-1].startswith("end"):
        kind = "by"
    return kind, notes


def _nearby(cursor: Cursor, index: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands before, in the same clause."""
    for at in range(index - 1, max(-1, index - 1 - _NEGATION_REACH), -1):
        word = cursor.word(at)
        if word in words:
            return True
        if word in _CLAUSE_MARKS:
            return False
    return False


def _negated_after(cursor: Cursor, index: int) -> bool:
    return any(cursor.at("after-negator", at) for at in range(index, index + 5))


def _shift_verb_before(cursor: Cursor, index: int, reach: int = _VERB_REACH) -> bool:
    for at in range(index - 1, max(-1, index - 1 - reach), -1):
        if cursor.word(at) in _CLAUSE_MARKS:
            return False
        if cursor.at("shift-verb", at):
            return True
    return False


def _bounded(kind: str, span: Span, period: Period) -> Milestone:
    soft = period.precision in {"part", "range"}
    earliest: date | None = span.first
    latest: date | None = span.last
    match kind:
        case "by" | "until":
            earliest, latest = None, span.last
        case "before":
            earliest, latest = None, _step(span.first, -1)
        case "after":
            earliest, latest = _step(span.last, 1), None
        case "not-before":
            earliest, latest = span.first, None
        case _:
            pass
    value = Milestone(earliest, latest)
    return replace(value, text=format_milestone(value, soft=soft))


def _step(day: date, days: int) -> date:
    return day + timedelta(days=days)


def small_number(word: str) -> int | None:
    """A count below 200, from digits or Chinese numerals."""
    number = whole(word) if is_number(word) else None
    return number if number is not None and number < 200 else None
