"""Numbers with their ranges and multipliers, whatever they count."""

from __future__ import annotations

from decimal import Decimal

from monitor.reading.expressions.amount_words import AmountGrammar
from monitor.reading.expressions.numerals import amount, is_number
from monitor.reading.text.record import record
from monitor.reading.text.tokens import Tokens

_LARGEST = 10**18
_HIGHEST_NAME = 20
_SPACES = frozenset(" \u00a0\u2009\u202f\u2007'’")


@record
class Number:
    """A number or a range between words ``start`` and ``last``.

    ``factor`` is what its multipliers came to (thousand, million); an end that is None is
    open; ``worded``: written in letters; ``after``: a bound between number and unit (5000多吨).
    """

    low: Decimal | None
    high: Decimal | None
    start: int
    last: int
    factor: Decimal = Decimal(1)
    about: bool = False
    worded: bool = False
    after: str = ""


@record
class _One:
    value: Decimal
    last: int
    factor: Decimal = Decimal(1)
    worded: bool = False
    after: str = ""


def read_one(
    grammar: AmountGrammar, tokens: Tokens, index: int, *, alone: bool = False
) -> _One | None:
    """A number with its multipliers; ``alone``: without a second, smaller one behind it."""
    if (vague := grammar.at("vague", tokens, index - 1)) and vague[1] == index:
        return None
    plain = _digits(grammar, tokens, index)
    worded = plain is None
    if plain is not None:
        number, at = plain
    elif numeral := grammar.at("numeral", tokens, index):
        number, at = _more_words(grammar, tokens, Decimal(numeral[0]), numeral[1])
    elif (multiplier := grammar.at("multiplier", tokens, index)) and grammar.bare.at(tokens, index):
        return _One(Decimal(multiplier[0]), multiplier[1], Decimal(multiplier[0]), worded=True)
    else:
        return None
    more = grammar.at("half-more", tokens, at)
    if more and grammar.at("multiplier", tokens, more[1]):
        number, at = number + Decimal(more[0]), more[1]
    if tokens.word(at) == "-" and grammar.at("multiplier", tokens, at + 1):
        at += 1
    factor, after = Decimal(1), ""
    more_than = grammar.at("bound-after", tokens, at)
    if more_than and grammar.at("multiplier", tokens, more_than[1]):
        after, at = more_than
    for _ in range(2):
        multiplier = grammar.at("multiplier", tokens, at)
        unit = grammar.at("unit", tokens, at)
        if multiplier is None or (unit and unit[1] > multiplier[1]):
            break
        factor, at = factor * Decimal(multiplier[0]), multiplier[1]
        if more := grammar.at("half-more", tokens, at):
            number, at = number + Decimal(more[0]), more[1]
    if worded and factor == 1 and tokens.words[index] in grammar.articles:
        return None  # "a A$475 million raising": an article, not a number
    if number * factor > _LARGEST:
        return None
    if factor > 1 and not alone and (rest := _rest(grammar, tokens, at, factor)):
        return _One(number * factor + rest.value, rest.last, factor, worded)
    return _One(number * factor, at, factor, worded, after)


def _rest(grammar: AmountGrammar, tokens: Tokens, index: int, factor: Decimal) -> _One | None:
    """The «200 тыс.» of «1 млн 200 тыс. тонн», the 5000万 of 3亿5000万元."""
    if not is_number(tokens.word(index)):
        return None
    rest = read_one(grammar, tokens, index, alone=True)
    if rest is None or rest.value >= factor or rest.value < factor / 1000:
        return None
    counted = any(grammar.at(role, tokens, rest.last) for role in ("unit", "currency"))
    return rest if counted else None


def _more_words(
    grammar: AmountGrammar, tokens: Tokens, number: Decimal, at: int
) -> tuple[Decimal, int]:
    """forty-five, сорок пять, сто двадцать."""
    for _ in range(2):
        after = at + 1 if tokens.word(at) == "-" else at
        unit = grammar.at("numeral", tokens, after)
        room = 100 if number % 100 == 0 else 10 if number % 10 == 0 else 0
        if not unit or not room or number < 20 or not 1 < Decimal(unit[0]) < room:
            break
        number, at = number + Decimal(unit[0]), unit[1]
    return number, at


def _digits(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    word = tokens.word(index)
    if not is_number(word):
        return None
    joined, last = _spaced(tokens, index)
    if last > index + 1:
        number = Decimal(joined.replace(",", "."))
        return number, last
    scaled = grammar.at("multiplier", tokens, last) is not None
    found = amount(word, comma_decimal=grammar.comma_decimal, scaled=scaled)
    return None if found is None else (found, last)


def _spaced(tokens: Tokens, index: int) -> tuple[str, int]:
    """Groups of three parted by a space: 1 400 000, 2 500,5."""
    word = tokens.words[index]
    last = index + 1
    if not word.isdecimal() or len(word) > 3 or word.startswith("0"):
        return word, last
    if tokens.glued(index) and tokens.word(index - 1).isalpha():
        return word, last  # the 3 of "Q3 500 t"
    words = [word]
    while last < len(tokens.words) and len(words) < 6:
        following = tokens.words[last]
        head = following.split(",")[0]
        if not (head.isdecimal() and len(head) == 3 and _one_space(tokens, last)):
            break
        if following != head and not following.replace(",", "", 1).isdecimal():
            break
        words.append(following)
        last += 1
        if following != head:
            break
    return "".join(words), last


def _one_space(tokens: Tokens, index: int) -> bool:
    between = tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
    return between in _SPACES or between.startswith("&")


def read_number(grammar: AmountGrammar, tokens: Tokens, index: int) -> Number | None:
    """A number or a range: 1,400–1,500; from 1 to 1.5 thousand; 30万至35万; 10-12 thousand."""
    key = (grammar.code, index)
    if key not in tokens.memo:
        tokens.memo[key] = _read_number(grammar, tokens, index)
    found = tokens.memo[key]
    return found if isinstance(found, Number) else None


def _read_number(grammar: AmountGrammar, tokens: Tokens, index: int) -> Number | None:
    first = read_one(grammar, tokens, index)
    if first is None:
        return None
    last, after = _between(grammar, tokens, first.last)
    after = after or first.after
    one = Number(
        first.value, first.value, index, last, first.factor, worded=first.worded, after=after
    )
    if _names_something(grammar, tokens, index, first):
        return one
    kind = _before(grammar, tokens, index)
    join = _join_at(grammar, tokens, first.last, between=kind == "between", moving=kind == "moving")
    second = read_one(grammar, tokens, join) if join is not None else None
    if second is None or second.worded != first.worded:
        return one
    if kind == "by" and first.factor > 1:
        return one  # "raised by $300 million to $1.4 billion"
    if _differ(grammar, tokens, first.last, second.last):
        return one
    low = first.value * (second.factor if first.factor == 1 else 1)
    if low > second.value:
        low = first.value
    if low > second.value:
        return one
    last, after = _between(grammar, tokens, second.last)
    return Number(low, second.value, index, last, second.factor, worded=first.worded, after=after)


def _names_something(grammar: AmountGrammar, tokens: Tokens, index: int, number: _One) -> bool:
    """Whether a number is a name's: the 1 of "takes Phase 1 to 18,000 tonnes"."""
    if index == 0 or number.factor > 1 or number.value > _HIGHEST_NAME:
        return False
    return grammar.at("label", tokens, index - 1) == ("name", index)


def _differ(grammar: AmountGrammar, tokens: Tokens, one: int, other: int) -> bool:
    """Whether two numbers count different things: "fell 12% to 81,000 tonnes"."""
    shares = [grammar.at("percent", tokens, at) is not None for at in (one, other)]
    return shares[0] and not shares[1]


def _between(grammar: AmountGrammar, tokens: Tokens, index: int) -> tuple[int, str]:
    """A bound between the number and its unit: 5000多吨."""
    found = grammar.at("bound-after", tokens, index)
    if found and (grammar.at("unit", tokens, found[1]) or grammar.at("currency", tokens, found[1])):
        return found[1], found[0]
    return index, ""


def _before(grammar: AmountGrammar, tokens: Tokens, index: int) -> str:
    """Whether "between" or "from" stands before the number (its currency may come first)."""
    for back in (1, 2, 3, 4):
        found = grammar.at("range-before", tokens, index - back)
        if found and (found[1] == index or grammar.at("currency", tokens, found[1])):
            return found[0]
        if found and grammar.at("bound", tokens, found[1]):
            return found[0]
    return ""


def _join_at(
    grammar: AmountGrammar, tokens: Tokens, index: int, *, between: bool, moving: bool
) -> int | None:
    """Where the second number of a range begins; the unit may stand after the first too.

    Two numbers after "from" are a move, not a range, unless a dash joins them.
    """
    at = index
    for role in ("percent", "unit", "currency"):
        found = grammar.at(role, tokens, at)
        rate = grammar.at("rate", tokens, found[1]) if found and role == "unit" else None
        last = rate[1] if rate else found[1] if found else at
        if found and grammar.at("join", tokens, last):
            at = last
            break
    join = grammar.at("join", tokens, at)
    if join is None or (join[0] == "and" and not between):
        return None
    if moving and tokens.word(at) not in {"-", "—"}:
        return None
    after = join[1]
    if currency := grammar.at("currency", tokens, after):
        after = currency[1]
    return after
