"""Quantities: amounts of mass (and a few other units), of themselves or per time."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from monitor.model import Quantity
from monitor.reading.expressions.amount_words import AmountGrammar, amount_grammar
from monitor.reading.expressions.amounts import Number, read_number
from monitor.reading.expressions.bounds import bounds
from monitor.reading.expressions.elliptic import bare_amounts
from monitor.reading.expressions.formatting import format_value
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.expressions.numerals import is_number
from monitor.reading.text.joining import listing
from monitor.reading.text.tokens import BREAK, Tokens, tokenise

_BASE: dict[str, tuple[Decimal, str]] = {
    "t": (Decimal(1), "t"),
    "kt": (Decimal(1000), "t"),
    "Mt": (Decimal(10**6), "t"),
    "Gt": (Decimal(10**9), "t"),
    "kg": (Decimal("0.001"), "t"),
    "g": (Decimal("0.000001"), "t"),
    "short-ton": (Decimal("0.90718474"), "t"),
    "long-ton": (Decimal("1.0160469088"), "t"),
    "lb": (Decimal("0.00045359237"), "t"),
    "Mlb": (Decimal("453.59237"), "t"),
    "oz": (Decimal(1), "oz"),
    "koz": (Decimal(1000), "oz"),
    "Moz": (Decimal(10**6), "oz"),
    "km3": (Decimal(10**9), "m3"),
    "kW": (Decimal("0.001"), "MW"),
    "GW": (Decimal(1000), "MW"),
    "MWh": (Decimal("0.001"), "GWh"),
    "TWh": (Decimal(1000), "GWh"),
}
_TONNES_PER_OUNCE = Decimal("0.0000311034768")
_STOPS = frozenset(
    {".", ";", ":", "!", "?", BREAK, "(", ")", "。", "；", "：", "，", ",", "（", "）"}
)
_BACK_STOPS = frozenset({".", ";", "!", "?", BREAK, "。", "；", "！", "？", "，"})
_REACH = 8
_LIST_GAP = 50  # characters between the members of a list
_NO_LIST = re.compile(r"[.;:!?()。；：！？（）\n]|\d")


def base_unit(unit: str) -> tuple[Decimal, str]:
    """Factor and base of a unit: "kt/yr" -> (1000, "t/yr"); an unknown one is its own base."""
    mass, _, time = unit.partition("/")
    factor, base = _BASE.get(mass, (Decimal(1), mass))
    return factor, f"{base}/{time}" if time else base


def convert(value: Quantity, unit: str) -> Quantity | None:
    """The same amount in another unit; None where the two do not measure the same thing."""
    if value.unit == unit:
        return value
    have, base = base_unit(value.unit)
    want, other = base_unit(unit)
    ratio = have / want
    if base != other:
        metal = {base.split("/")[0], other.split("/")[0]}
        if metal != {"t", "oz"} or base.partition("/")[2] != other.partition("/")[2]:
            return None
        ratio = ratio * _TONNES_PER_OUNCE if base[0] == "o" else ratio / _TONNES_PER_OUNCE
    low, high = (_scaled(each, ratio) for each in (value.low, value.high))
    return replace(value, low=low, high=high, unit=unit)


def _scaled(amount: float | None, ratio: Decimal) -> float | None:
    return None if amount is None else float(Decimal(repr(float(amount))) * ratio)


def find_quantities(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every amount with a unit, in the order of the text."""
    del context
    grammar = amount_grammar(language)
    tokens = tokenise(text)
    found: list[Expression] = []
    done = 0
    for index in grammar.beginnings(tokens):
        if index >= done:
            expressions, done = _read(grammar, tokens, index)
            found += expressions
    found = _share_rate(found, text)
    bare = bare_amounts(grammar, tokens, found)
    return sorted([*found, *bare], key=lambda each: each.start) if bare else found


def _share_rate(found: list[Expression], text: str) -> list[Expression]:
    """In "2,500 t of one, 1,000 t of another and 50 t of a third a year" all are a year's."""
    shared = list(found)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        between = text[one.end : other.start]
        if (
            len(between) > _LIST_GAP
            or not listing("and").search(between)
            or _NO_LIST.search(between)
        ):
            continue
        value, rated = one.value, other.value
        if not isinstance(value, Quantity) or not isinstance(rated, Quantity):
            continue
        unit, _, time = rated.unit.partition("/")
        if time and "/" not in value.unit and value.unit == unit and not _told_before(other):
            value = replace(value, unit=rated.unit, text="")
            value = replace(value, text=format_value(value))
            shared[at] = replace(one, value=value, notes=(*one.notes, "rate of the list"))
    return shared


def _told_before(expression: Expression) -> bool:
    """Whether the time stands before the amount and so need not be that of its neighbours."""
    return "rate before" in expression.notes


def _read(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[list[Expression], int]:
    number = read_number(grammar, tokens, index)
    if number is None or _odd(grammar, tokens, index):
        return [], index + 1
    unit_at = number.last + 1 if tokens.word(number.last) == "-" else number.last
    unit = grammar.at("unit", tokens, unit_at)
    if unit is None:
        return _pair(grammar, tokens, number)
    return [_expression(grammar, tokens, number, unit)], unit[1]


def _odd(grammar: AmountGrammar, tokens: Tokens, index: int) -> bool:
    """Money is not a quantity."""
    return any(
        (found := grammar.at("currency", tokens, index - back)) and found[1] == index
        for back in (1, 2, 3)
        if index >= back
    )


def _pair(grammar: AmountGrammar, tokens: Tokens, number: Number) -> tuple[list[Expression], int]:
    """Of "from 1,000 to 1,500 t": the first has the unit (and the multiplier) of the second."""
    between = grammar.at("join-from", tokens, number.last)
    second = read_number(grammar, tokens, between[1]) if between else None
    unit = grammar.at("unit", tokens, second.last) if second else None
    if second is None or unit is None or number.low is None or number.high is None:
        return [], number.last
    if number.factor == 1 and number.low < second.factor:
        low, high = number.low * second.factor, number.high * second.factor
        number = replace(number, low=low, high=high)
    other = _expression(grammar, tokens, second, unit, ("from-to: to",))
    first = _expression(grammar, tokens, number, (unit[0], number.last), ("from-to: from",))
    if isinstance(first.value, Quantity) and isinstance(other.value, Quantity):
        value = replace(first.value, unit=other.value.unit, text="")
        first = replace(first, value=replace(value, text=format_value(value)))
    return [first, other], unit[1]


def _expression(
    grammar: AmountGrammar,
    tokens: Tokens,
    number: Number,
    unit: tuple[str, int],
    notes: tuple[str, ...] = (),
) -> Expression:
    name, last = unit
    behind = grammar.at("bound-after", tokens, last) or ("", last)
    last = behind[1]
    if "from-to: to" not in notes:
        number = bounds(grammar, tokens, number, after=number.after or behind[0])
    rate, end, seen = _rate(grammar, tokens, last)
    more = list(notes)
    if "/" not in name and rate:
        name, last = f"{name}/{rate}", end
    elif "/" not in name and (before := _rate_before(grammar, tokens, number.start)):
        name = f"{name}/{before}"
        more.append("rate before")
    if seen:
        more.append(seen)
    if grammar.at("ore", tokens, unit[1]) or _ore_before(grammar, tokens, number.start):
        more.append("ore")
    sized = grammar.at("class", tokens, last) is not None
    if sized:
        more.append("a size, not an amount")
    last = _without_full_stop(tokens, last)
    factor, base = base_unit(name)
    low, high = (None if end is None else float(end * factor) for end in (number.low, number.high))
    value = Quantity(low, high, base, about=number.about)
    return Expression(
        tokens.starts[number.start],
        tokens.ends[last - 1],
        replace(value, text=format_value(value)),
        "bound" if low is None or high is None else "exact" if low == high else "range",
        "quantity",
        sure=not sized,
        notes=tuple(more),
    )


def _ore_before(grammar: AmountGrammar, tokens: Tokens, index: int) -> bool:
    """Of 处理矿石300万吨: ore, not product."""
    return any(grammar.at("ore-before", tokens, at) for at in range(max(0, index - 5), index))


def _without_full_stop(tokens: Tokens, last: int) -> int:
    """The end without a dot that ends the sentence rather than the abbreviation."""
    if tokens.word(last - 1) != "." or last < 2:
        return last
    following = tokens.text[tokens.starts[last]] if last < len(tokens) else ""
    ends = not following or following.isupper() or tokens.newline_before(last)
    return last - 1 if ends or following in '«“"' else last


def _rate(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[str, int, str]:
    """Per what time: right behind the unit, or behind what is counted ("t of REO a year")."""
    for at in range(index, index + _REACH):
        word = tokens.word(at)
        if found := grammar.at("rate", tokens, at):
            return found[0], found[1], ""
        if not word or word in _STOPS or is_number(word) or word in grammar.rate_blockers:
            break
    return "", index, ""


def _rate_before(grammar: AmountGrammar, tokens: Tokens, index: int) -> str:
    """Per what time, said before the number: annual capacity of, 年产, ежегодно."""
    for at in range(index - 1, max(-1, index - 1 - grammar.reach), -1):
        word = tokens.word(at)
        if word in _BACK_STOPS:
            break
        found = grammar.at("rate-before", tokens, at)
        split = tokens.word(at - 1) in grammar.rate_splits or (
            word in grammar.rate_splits and is_number(tokens.word(at - 1))
        )
        if found and not split:
            return found[0]
    return ""
