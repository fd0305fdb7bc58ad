"""Bounds of amounts: up to, at least, about; and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

from monitor.reading.expressions.amount_words import AmountGrammar
from monitor.reading.expressions.amounts import Number
from monitor.reading.expressions.numerals import is_number
from monitor.reading.text.tokens import BREAK, Tokens

_STOPS = frozenset({".", ";", ":", "!", "?", BREAK})
_VERB_REACH = 8


def bounds(
    grammar: AmountGrammar,
    tokens: Tokens,
    number: Number,
    *,
    at: int | None = None,
    after: str = "",
) -> Number:
    """The number with the bound words before it (up to, at least, about).

    ``after`` is what was said behind it (吨以上).
    """
    start = number.start if at is None else at
    low, high, about = number.low, number.high, False
    for _ in range(4):
        found = (after, start) if after else _bound_before(grammar, tokens, start)
        after = ""
        if found is None:
            break
        kind, begin = found
        if kind == "most" and _changed(grammar, tokens, begin):
            break
        start = begin
        if kind == "about":
            about = True
        elif _opens_range(grammar, tokens, number, start):
            continue
        elif kind == "most":
            low = None
        elif kind == "least":
            high = None
    if start == number.start and about == number.about and (low, high) == (number.low, number.high):
        return number
    return replace(number, low=low, high=high, about=about, start=start)


def _changed(grammar: AmountGrammar, tokens: Tokens, start: int) -> bool:
    """The «до» of «выросла до 210 млрд» and «с 8 до 9 млрд» says what it became: no bound.

    So does the "up to" of "working up to 9,000 tonnes", where the verb stands right before it.
    """
    if grammar.at("join-from", tokens, start) is None:
        return False
    number = False
    for at in range(start - 1, max(-1, start - 1 - _VERB_REACH), -1):
        if tokens.words[at] in _STOPS:
            return False
        if (verb := grammar.at("change-verb", tokens, at)) and verb[0] != "beside":
            return True
        if verb and verb[1] == start:
            return True
        number = number or is_number(tokens.words[at])
        if number and grammar.at("range-before", tokens, at) == ("moving", at + 1):
            return True
    return False


def _opens_range(grammar: AmountGrammar, tokens: Tokens, number: Number, start: int) -> bool:
    """The «от» of «от 1 до 2 тыс. т» is no bound, nor the words of "keep within 1 to 2"."""
    return number.low != number.high and grammar.at("range-before", tokens, start) is not None


def _bound_before(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The longest bound phrase that ends right before a word."""
    for length in range(5, 0, -1):
        begin = index - length
        found = grammar.at("bound", tokens, begin) if begin >= 0 else None
        if found and found[1] == index:
            return found[0], begin
    return None
