"""Amounts that leave out what they count: "11.3 billion roubles, up from 8.6 billion"."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Quantity
from monitor.reading.expressions.amount_words import AmountGrammar
from monitor.reading.expressions.amounts import Number, read_number
from monitor.reading.expressions.bounds import bounds
from monitor.reading.expressions.formatting import format_value
from monitor.reading.expressions.found import Expression
from monitor.reading.text.tokens import BREAK, Tokens

_STOPS = frozenset(
    {"", ".", ",", ";", ":", "!", "?", ")", "(", "»", "”", '"', "—", BREAK}
    | set("。，；：！？）（、”」")
)
_NEIGHBOURS = 4
_FARTHEST = 600  # characters
_SCALES = (1, 10**3, 10**6, 10**9)
_AGAINST = 4  # the same for amounts that are set against each other
_LIKE = 30  # how many times larger or smaller an amount of the same thing may be


def bare_amounts(
    grammar: AmountGrammar, tokens: Tokens, found: Sequence[Expression], *, least: int = 0
) -> list[Expression]:
    """Numbers beside amounts of the same paragraph and of the like size, taken as the same.

    ``least``: the multiplier that they must at least have.
    """
    if not found:
        return []
    more = []
    one_kind = least > 0 and len({_counted(each) for each in found}) == 1
    for number in _bare(grammar, tokens, found):
        start = tokens.starts[number.start]
        if _set_against(grammar, tokens, number):
            scaled = _as_scaled(number, _nearest(tokens, found, start, None))
            if scaled:
                more.append(_like(grammar, tokens, *scaled))
                continue
        if not _written_out(tokens, number):
            continue
        model = _nearest(tokens, found, start, number, anywhere=one_kind)
        if model is not None and number.factor >= least:
            more.append(_like(grammar, tokens, number, model))
    return more


def _counted(expression: Expression) -> str:
    """The currency or the unit of an amount."""
    value = expression.value
    if isinstance(value, Money):
        return value.currency
    return value.unit if isinstance(value, Quantity) else ""


def _set_against(grammar: AmountGrammar, tokens: Tokens, number: Number) -> bool:
    """Whether a number follows words that set it against another: "rather than ten"."""
    start = bounds(grammar, tokens, number).start
    for length in range(1, 4):
        found = grammar.at("against", tokens, start - length)
        if found and found[1] == start:
            return True
    return False


def _as_scaled(number: Number, model: Expression | None) -> tuple[Number, Expression] | None:
    """The number in the thousands or millions of the amount that it is set against."""
    value = model.value if model else None
    if model is None or not isinstance(value, Money | Quantity) or not number.high:
        return None
    other = Decimal(repr(value.high or value.low or 0))
    for scale in _SCALES:
        size = number.high * scale
        if other and Decimal(1) / _AGAINST <= size / other <= _AGAINST:
            low = number.low * scale if number.low is not None else None
            return replace(number, low=low, high=size), model
    return None


def _bare(grammar: AmountGrammar, tokens: Tokens, found: Sequence[Expression]) -> Iterator[Number]:
    """Numbers that nothing is said to count and that are written as amounts are."""
    spans = iter(sorted((each.start, each.end) for each in found))
    start, end = next(spans)
    done = 0
    for index in grammar.beginnings(tokens):
        at = tokens.starts[index]
        while at >= end:
            start, end = next(spans, (len(tokens.text), len(tokens.text) + 1))
        if index < done or start <= at:
            continue
        number = read_number(grammar, tokens, index)
        if number and _stands_alone(grammar, tokens, number):
            yield number
        done = number.last if number else done


def _stands_alone(grammar: AmountGrammar, tokens: Tokens, number: Number) -> bool:
    following = tokens.word(number.last)
    if following not in _STOPS and following not in grammar.after_bare:
        return False
    before = tokens.word(number.start - 1)
    odd = before in {"№", "#", "$", "-", "/"}
    return not odd and grammar.at("percent", tokens, number.last) is None


def _written_out(tokens: Tokens, number: Number) -> bool:
    """Whether a number is written as amounts are: with a multiplier, or thousands apart."""
    raw = tokens.raw(number.start, number.last)
    if not raw[:1].isdigit():
        return False
    grouped = number.last - number.start > 1 or "," in raw or "." in raw
    return number.factor > 1 or (grouped and (number.high or 0) >= 1000)


def _nearest(
    tokens: Tokens,
    found: Sequence[Expression],
    start: int,
    number: Number | None,
    *,
    anywhere: bool = False,
) -> Expression | None:
    """The nearest amount of the like size in the same paragraph, of the few on either side.

    ``anywhere``: in other paragraphs too, where all amounts are of one kind.
    """
    at = bisect(found, start, key=lambda each: each.start)
    best, distance = None, _FARTHEST
    for each in found[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
        value = each.value
        if not isinstance(value, Money | Quantity):
            continue
        other = value.high or value.low or 0
        size = float(number.high or 0) if number else other
        if not other or not 1 / _LIKE <= size / other <= _LIKE:
            continue
        first, last = sorted((start, each.start))
        if last - first < distance and (anywhere or "\n\n" not in tokens.text[first:last]):
            best, distance = each, last - first
    return best


def _like(grammar: AmountGrammar, tokens: Tokens, number: Number, model: Expression) -> Expression:
    bounded = bounds(grammar, tokens, number)
    low, high = (None if end is None else float(end) for end in (bounded.low, bounded.high))
    value = model.value
    assert isinstance(value, Money | Quantity)
    value = replace(value, low=low, high=high, about=bounded.about)
    place = tokens.starts[bounded.start], tokens.ends[bounded.last - 1]
    kind = "currency" if isinstance(value, Money) else "unit"
    return Expression(
        *place,
        replace(value, text=format_value(value)),
        "bound" if low is None or high is None else "exact" if low == high else "range",
        f"{kind} of the amount beside it",
        sure=isinstance(value, Money),
        notes=(f"{kind} assumed",),
    )
