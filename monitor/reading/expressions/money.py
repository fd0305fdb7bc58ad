"""Money and shares: amounts in one currency (another beside it is the same amount), per cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Share
from monitor.reading.expressions.amount_words import AmountGrammar, amount_grammar
from monitor.reading.expressions.amounts import Number, read_number
from monitor.reading.expressions.bounds import bounds
from monitor.reading.expressions.elliptic import bare_amounts
from monitor.reading.expressions.formatting import format_value
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.languages import everywhere
from monitor.reading.text.tokens import Tokens, tokenise

_DOLLARS = {
    "AU": "AUD", "CA": "CAD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "US": "USD",
}  # fmt: skip
_DOLLAR_CURRENCIES = frozenset(_DOLLARS.values())
_BRACKETS = frozenset({"(", "（", "["})
_OPENING = frozenset({"(", "（", ",", "，", "/", "["})
_ABOUT_REACH = 4
_LEAST_BARE = 10**6


def _opens_same(word: str) -> bool:
    """Whether a sign or a word leads to the same amount told in another currency."""
    return word in _OPENING or word in everywhere("joining", "or")


def find_money(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every amount of money; two of them with brackets between are one with an alternative."""
    grammar = amount_grammar(language)
    tokens = tokenise(text)
    found: list[tuple[Expression, int, int]] = []
    done = 0
    for index in grammar.beginnings(tokens):
        if index >= done:
            more, done = _read_money(grammar, tokens, index, context)
            found += more
    merged = _merge(grammar, found, tokens)
    bare = bare_amounts(grammar, tokens, merged, least=_LEAST_BARE)
    return sorted([*merged, *bare], key=lambda each: each.start) if bare else merged


def _read_money(
    grammar: AmountGrammar, tokens: Tokens, index: int, context: ReadingContext
) -> tuple[list[tuple[Expression, int, int]], int]:
    before = grammar.at("currency", tokens, index)
    start = before[1] if before else index
    number = read_number(grammar, tokens, start)
    if number is None:
        return [], index + 1
    after = grammar.at("currency", tokens, number.last)
    if before is None and after is None:
        return _from_to(grammar, tokens, number, context)
    last = number.last
    sign = before[0] if before else ""
    if after and (not before or _same(before[0], after[0])):
        sign, last = (after[0] if sign in {"", "$", "¥"} else sign), after[1]
    currency, sure = _currency(sign, context)
    made = _money(grammar, tokens, number, (index if before else number.start, last), currency)
    expression = replace(made[0], sure=sure)
    if between := grammar.at("join-from", tokens, last):
        more, end = _read_money(grammar, tokens, between[1], context)
        if len(more) == 1:
            first = replace(expression, notes=(*expression.notes, "from-to: from"))
            second = replace(more[0][0], notes=(*more[0][0].notes, "from-to: to"))
            return [(first, made[1], last), (second, *more[0][1:])], end
    return [(expression, made[1], last)], last


def _from_to(
    grammar: AmountGrammar, tokens: Tokens, number: Number, context: ReadingContext
) -> tuple[list[tuple[Expression, int, int]], int]:
    """Of "from 11.3 billion to 12.1 billion roubles": the currency of the second."""
    between = grammar.at("join-from", tokens, number.last)
    if between is None:
        return [], number.last
    second = read_number(grammar, tokens, between[1])
    after = grammar.at("currency", tokens, second.last) if second else None
    if second is None or after is None or number.low is None or number.high is None:
        return [], number.last
    if number.factor == 1 and number.low < second.factor:
        low, high = number.low * second.factor, number.high * second.factor
        number = replace(number, low=low, high=high)
    currency, sure = _currency(after[0], context)
    found = []
    for each, last, note in ((number, number.last, "from"), (second, after[1], "to")):
        made, start = _money(grammar, tokens, each, (each.start, last), currency)
        notes = (*made.notes, f"from-to: {note}")
        found.append((replace(made, sure=sure, notes=notes), start, last))
    return found, after[1]


def _same(sign: str, name: str) -> bool:
    return sign == name or sign in {"$", "¥"}


def _currency(sign: str, context: ReadingContext) -> tuple[str, bool]:
    """The ISO code of a sign; a bare "$" is the country's dollar."""
    if sign == "$":
        hint = context.currency if context.currency in _DOLLAR_CURRENCIES else ""
        return hint or _DOLLARS.get(context.country.upper(), "USD"), True
    if sign == "¥":
        return ("JPY" if context.country.upper() == "JP" else "CNY"), True
    return sign, True


def _money(
    grammar: AmountGrammar, tokens: Tokens, number: Number, words: tuple[int, int], currency: str
) -> tuple[Expression, int]:
    start, last = words
    behind = grammar.at("bound-after", tokens, last) or ("", last)
    bounded = bounds(grammar, tokens, number, at=start, after=number.after or behind[0])
    last = behind[1]
    low, high = (None if end is None else float(end) for end in (bounded.low, bounded.high))
    value = Money(low, high, currency, about=bounded.about)
    place = tokens.starts[bounded.start], tokens.ends[last - 1]
    shown = replace(value, text=format_value(value))
    notes = ("per unit",) if _per_unit(grammar, tokens, bounded.start, last) else ()
    return Expression(*place, shown, _precision(low, high), "money", notes=notes), bounded.start


def _per_unit(grammar: AmountGrammar, tokens: Tokens, first: int, last: int) -> bool:
    """A price: $1,254/t, 110 долларов за килограмм, 每吨9.6万元."""
    if (per := grammar.at("per", tokens, last)) and grammar.at("unit", tokens, per[1]):
        return True
    return any(
        (per := grammar.at("per-before", tokens, at)) is not None and per[1] == first
        for at in range(max(0, first - 4), first)
    )


def _precision(low: float | None, high: float | None) -> str:
    return "bound" if low is None or high is None else "exact" if low == high else "range"


def _merge(
    grammar: AmountGrammar, found: list[tuple[Expression, int, int]], tokens: Tokens
) -> list[Expression]:
    """An amount in brackets in another currency is the amount before it."""
    merged: list[tuple[Expression, int, int]] = []
    for expression, start, last in found:
        if merged and _beside(grammar, merged[-1], expression, start, tokens):
            first, begin, _ = merged[-1]
            closing = tokens.word(last) in {")", "）", "]"}
            end = last + 1 if closing else last
            alternatives = (*first.alternatives, expression.value)
            whole = replace(first, end=tokens.ends[end - 1], alternatives=alternatives)
            merged[-1] = (whole, begin, end)
        else:
            merged.append((expression, start, last))
    return [expression for expression, _, _ in merged]


def _beside(
    grammar: AmountGrammar,
    previous: tuple[Expression, int, int],
    expression: Expression,
    start: int,
    tokens: Tokens,
) -> bool:
    first, _, last = previous
    if not 1 <= start - last <= _ABOUT_REACH or not _opens_same(tokens.word(last)):
        return False
    between = tokens.words[last + 1 : start]
    if tokens.word(last) not in _BRACKETS and not all(word in grammar.equal for word in between):
        return False
    if tokens.word(last) in {",", "，"} and not between:
        return False
    one, other = first.value, expression.value
    return isinstance(one, Money) and isinstance(other, Money) and one.currency != other.currency


def find_shares(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every percentage, and the fractions that stand for one ("half", "two thirds")."""
    del context
    grammar = amount_grammar(language)
    tokens = tokenise(text)
    found: list[Expression] = []
    done = 0
    for index in grammar.beginnings(tokens):
        one = _read_share(grammar, tokens, index) if index >= done else None
        if one is not None:
            found.append(one[0])
            done = one[1]
    return found


def _read_share(
    grammar: AmountGrammar, tokens: Tokens, index: int
) -> tuple[Expression, int] | None:
    if fraction := grammar.at("fraction", tokens, index):
        part, last = fraction
        share = Decimal(part)
        number = Number(share, share, index, last)
        whole = index == 0 and last == len(tokens)
        if not whole and not _of_something(grammar, tokens, last):
            return None
        return _share(grammar, tokens, number, last, sure=True)
    prefix = grammar.at("percent-before", tokens, index)
    number_at = prefix[1] if prefix else index
    found = read_number(grammar, tokens, number_at)
    if found is None:
        return None
    if shared := _split(grammar, tokens, index):
        return shared
    percent = grammar.at("percent", tokens, found.last)
    if not percent and tokens.word(found.last) == "-":
        percent = grammar.at("percent", tokens, found.last + 1)
    if prefix:
        return _share(grammar, tokens, replace(found, start=index), found.last, sure=True)
    if not percent:
        return _from_share(grammar, tokens, found)
    if percent[0] == "tenth" and found.low is not None and found.high is not None:
        found = replace(found, low=found.low * 10, high=found.high * 10)
    points = percent[0] == "points"
    return _share(grammar, tokens, found, percent[1], sure=not points, points=points)


def _of_something(grammar: AmountGrammar, tokens: Tokens, index: int) -> bool:
    """Whether a fraction is one of a stake or of a name: a fifth of the stock, of Alder Creek."""
    if grammar.at("stake", tokens, index) is not None:
        return True
    if tokens.word(index) not in grammar.of_name:
        return False
    last = index + 1
    while last < len(tokens) and tokens.raw(last, last + 1)[0].isupper():
        last += 1
    return last > index + 1 and tokens.word(last) not in {"'", "’"}


def _from_share(
    grammar: AmountGrammar, tokens: Tokens, number: Number
) -> tuple[Expression, int] | None:
    """The first of "from 51 to 75 per cent"."""
    between = grammar.at("join-from", tokens, number.last)
    second = read_number(grammar, tokens, between[1]) if between else None
    if second is None or not grammar.at("percent", tokens, second.last):
        return None
    if grammar.at("range-before", tokens, number.start - 1) is None or (number.high or 0) > 100:
        return None
    return _share(grammar, tokens, number, number.last, sure=True)


def _split(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[Expression, int] | None:
    """A 50/50 joint venture, a 70:30 partnership: the first of the two shares."""
    first, mark, second = (tokens.word(at) for at in (index, index + 1, index + 2))
    if mark not in {"/", ":", "-"} or not first.isdecimal() or not second.isdecimal():
        return None
    if len(first) > 2 or len(second) > 2 or int(first) + int(second) != 100:
        return None
    last = index + 4 if tokens.word(index + 3) == "-" else index + 3
    if grammar.at("split", tokens, last) is None:
        return None
    share = Decimal(int(first))
    return _share(grammar, tokens, Number(share, share, index, index + 3), index + 3, sure=True)


def _share(
    grammar: AmountGrammar,
    tokens: Tokens,
    number: Number,
    last: int,
    *,
    sure: bool,
    points: bool = False,
) -> tuple[Expression, int]:
    bounded = bounds(grammar, tokens, number)
    notes = ("percentage points",) if points else ()
    if plus := grammar.at("plus-one", tokens, last):
        last, notes = plus[1], (*notes, "plus one share")
    low, high = (None if end is None else float(end) for end in (bounded.low, bounded.high))
    value = Share(low, high, about=bounded.about)
    place = tokens.starts[bounded.start], tokens.ends[last - 1]
    words = replace(value, text=format_value(value))
    return Expression(*place, words, _precision(low, high), "share", sure, notes), last
