"""Amounts that leave out what they count: "11.3 billion roubles, up from 8.6 billion"."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.model import Money, Quantity
from monitor.reading.amount_words import AmountGrammar
from monitor.reading.amounts import Number, read_number
from monitor.reading.bounds import bounds
from monitor.reading.formatting import format_value
from monitor.reading.found import Expression
from monitor.reading.tokens import BREAK, Tokens

_STOPS = frozenset(
    {"", ".", ",", ";", ":", "!", "?", ")", "(", "»", "”", '"', "—", BREAK}
    | set("。，；：！？）（、”」")
)
_NEIGHBOURS = 4
_FARTHEST = 600  # characters
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
    for number in _bare(grammar, tokens, found):
        start = tokens.starts[number.start]
        model = _nearest(tokens, found, start, number)
        if model is not None and number.factor >= least:
            more.append(_like(grammar, tokens, number, model))
    return more


def _bare(grammar: AmountGrammar, tokens: Tokens, found: Sequence[Expression]) -> Iterator[Number]:
    """Numbers that nothing is said to count and that are written as amounts are."""
    spans = iter(sorted((each.start, each.end) for each in found))
    start, end = next(spans)
    done = 0
    for index in tokens.numbers:
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
    if before in {"№", "#", "$", "-", "/"} or grammar.at("percent", tokens, number.last):
        return False
    raw = tokens.raw(number.start, number.last)
    grouped = number.last - number.start > 1 or "," in raw or "." in raw
    return number.factor > 1 or (grouped and (number.high or 0) >= 1000)


def _nearest(
    tokens: Tokens, found: Sequence[Expression], start: int, number: Number
) -> Expression | None:
    """The nearest amount of the like size in the same paragraph, of the few on either side."""
    at = bisect(found, start, key=lambda each: each.start)
    best, distance = None, _FARTHEST
    for each in found[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
        value = each.value
        if not isinstance(value, Money | Quantity):
            continue
        size, other = float(number.high or 0), value.high or value.low or 0
        if not other or not 1 / _LIKE <= size / other <= _LIKE:
            continue
        first, last = sorted((start, each.start))
        if last - first < distance and "\n\n" not in tokens.text[first:last]:
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
