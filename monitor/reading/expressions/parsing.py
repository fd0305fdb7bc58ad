"""What a person writes for a value, in any of the languages: "by the end of 2027"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from monitor.model import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    STAGES_BESIDE,
    Agreement,
    Kind,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Shift,
    Stage,
    Value,
)
from monitor.reading.expressions.dates import find_dates
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.expressions.money import find_money, find_shares
from monitor.reading.expressions.quantities import base_unit, convert, find_quantities
from monitor.reading.expressions.stages import find_agreements, find_stages
from monitor.reading.languages import codes, everywhere, load
from monitor.reading.text.detect import languages_for

_Finder = Callable[[str, str, ReadingContext], list[Expression]]
_STATES = (MilestoneState.DONE, MilestoneState.SUSPENDED, MilestoneState.CANCELLED)
_ISO = r"\d{4}-\d{2}-\d{2}"
_ISO_RANGE = re.compile(rf"({_ISO}) to ({_ISO})\Z")
_MONTHS_MOVED = re.compile(
    r"(?P<low>[\d,.]+)(?: to (?P<high>[\d,.]+))? months? (?P<way>later|earlier)\Z"
)
_BOTH_WAYS = re.compile(r"(?P<low>[\d,.]+) months? earlier to (?P<high>[\d,.]+) months? later\Z")
_IN_BRACKETS = re.compile(r"(?P<when>.*?) \((?P<moved>[^()]*(?:later|earlier))\)\Z")
_SIGNS = re.compile(r"[\s,.;:()%]*\Z")
_EXAMPLES = {
    Kind.MILESTONE: (
        '"2027", "Q3 2027", "first half of 2026", "by the end of 2027", "late 2028 to early 2029", '
        '"no earlier than 2030", "done 2026-09-14", "suspended"'
    ),
    Kind.QUANTITY: '"1,000", "up to 2,500 t/yr", "365,000 to 450,000", "120 million"',
    Kind.MONEY: '"6 billion", "RUB 11.3 billion", "1.7-1.8 billion"',
    Kind.SHARE: '"20%", "51 to 60%", "at least 25%"',
    Kind.PARTY: "an entity id or a name",
}


def parse_value(
    kind: Kind | str,
    text: str,
    *,
    unit: str = "",
    currency: str = "",
    published: date,
    country: str = "",
) -> Value:
    """A value from the words of a person; the text is kept with it.

    ``unit`` and ``currency`` are those of the fact: what an amount without one means, and
    what an amount in another unit of the same kind is converted to. Raises ValueError that
    says what would be understood.
    """
    kind = Kind(kind)
    plain = " ".join(text.split())
    if not plain:
        raise ValueError(f"an empty value; write for instance {_examples(kind)}")
    context = ReadingContext(published, country, currency, unit)
    value = _PARSERS[kind](plain, context)
    if value is None:
        raise ValueError(
            f"{plain!r} is not understood as a {kind}; write for instance {_examples(kind)}"
        )
    return value if isinstance(value, Party) else replace(value, text=plain)


def _examples(kind: Kind) -> str:
    if kind is Kind.STAGE:
        return "one of " + ", ".join((*STAGES, *STAGES_BESIDE))
    if kind is Kind.AGREEMENT:
        return "one of " + ", ".join((*AGREEMENTS, *AGREEMENTS_BESIDE))
    return _EXAMPLES[kind]


def _is_filler(text: str) -> bool:
    """Whether words beside a value say nothing: signs, or a small word like "in"."""
    return bool(_SIGNS.match(text)) or text.rstrip().lower() in everywhere("values", "filler")


@cache
def _states() -> tuple[tuple[str, MilestoneState], ...]:
    """Words for what has become of a plan."""
    words = ((load(code), state) for code in codes() for state in _STATES)
    return tuple((word, state) for each, state in words for word in each.phrases("values", state))


def _whole(text: str, find: _Finder, context: ReadingContext) -> Expression | None:
    """The one expression that the text is, apart from punctuation and small words."""
    for language in languages_for(text):
        found = find(text, language, context)
        if len(found) != 1:
            continue
        one = found[0]
        before, after = text[: one.start], text[one.end :]
        if _is_filler(before) and _is_filler(after):
            return one
        told = isinstance(one.value, Milestone) and one.value.shift is not None
        if told and not re.search(r"\d", before + after):
            return one
    return None


def _milestone(text: str, context: ReadingContext) -> Milestone | None:
    lowered = text.lower()
    for word, state in _states():
        if lowered == word:
            return Milestone(None, None, state)
        if lowered.startswith((f"{word} ", f"{word}: ", f"{word}, ")):
            rest = _milestone(text[len(word) :].lstrip(" :,"), context)
            return replace(rest, state=state) if rest else None
    if lowered == "open":
        return Milestone(None, None)
    if moved := _moved(text):
        return Milestone(None, None, shift=moved)
    if bracketed := _IN_BRACKETS.match(text):
        when, moved = _milestone(bracketed["when"], context), _moved(bracketed["moved"])
        return replace(when, shift=moved) if when and moved else None
    if days := _ISO_RANGE.match(text):
        return Milestone(date.fromisoformat(days[1]), date.fromisoformat(days[2]))
    found = _whole(text, find_dates, context)
    return found.value if found and isinstance(found.value, Milestone) else None


def _moved(text: str) -> Shift | None:
    def number(words: str) -> float:
        return float(words.replace(",", ""))

    if both := _BOTH_WAYS.match(text):
        return Shift(-number(both["low"]), number(both["high"]))
    found = _MONTHS_MOVED.match(text)
    if not found:
        return None
    low = number(found["low"])
    high = number(found["high"] or found["low"])
    return Shift(low, high) if found["way"] == "later" else Shift(-high, -low)


def _quantity(text: str, context: ReadingContext) -> Quantity | None:
    if unknown := re.fullmatch(r"(about )?(\S+) unknown", text):
        return Quantity(None, None, base_unit(unknown[2])[1], about=bool(unknown[1]))
    found = _whole(text, find_quantities, context)
    value = found.value if found else None
    if not isinstance(value, Quantity) and context.unit:
        value = _bare(text, context)
    if not isinstance(value, Quantity):
        return None
    if not context.unit or value.unit == context.unit:
        return value
    if value.unit == context.unit.partition("/")[0] or "/" not in value.unit:
        value = replace(value, unit=f"{value.unit}/{context.unit.partition('/')[2]}".rstrip("/"))
    return convert(value, context.unit)


def _bare(text: str, context: ReadingContext) -> Quantity | None:
    """A number alone counts in the fact's unit."""
    if context.unit == "%":
        share = _share(text, context)
        return Quantity(share.low, share.high, "%", about=share.about) if share else None
    found = _whole(f"{text} t", find_quantities, context)
    if not found or not isinstance(found.value, Quantity) or found.value.unit != "t":
        return None
    return replace(found.value, unit=context.unit)


def _money(text: str, context: ReadingContext) -> Money | None:
    if unknown := re.fullmatch(r"(about )?([A-Z]{3}) unknown", text):
        return Money(None, None, unknown[2], about=bool(unknown[1]))
    found = _whole(text, find_money, context)
    if found and isinstance(found.value, Money):
        options = (found.value, *found.alternatives)
        wanted = [
            each
            for each in options
            if isinstance(each, Money) and each.currency == context.currency
        ]
        return wanted[0] if wanted else found.value
    if context.currency:
        found = _whole(f"{text} {context.currency}", find_money, context)
    return found.value if found and isinstance(found.value, Money) else None


def _share(text: str, context: ReadingContext) -> Share | None:
    if text in {"% unknown", "about % unknown"}:
        return Share(None, None, about=text.startswith("about"))
    for words in (text, f"{text}%", f"{text} stake"):
        found = _whole(words, find_shares, context)
        if found and isinstance(found.value, Share):
            return found.value
    return None


def _stage(text: str, context: ReadingContext) -> Stage | None:
    if text.lower() in {*STAGES, *STAGES_BESIDE}:
        return Stage(text.lower())
    found = _whole(text, find_stages, context)
    return found.value if found and isinstance(found.value, Stage) else None


def _agreement(text: str, context: ReadingContext) -> Agreement | None:
    if text.lower() in {*AGREEMENTS, *AGREEMENTS_BESIDE}:
        return Agreement(text.lower())
    found = _whole(text, find_agreements, context)
    return found.value if found and isinstance(found.value, Agreement) else None


def _party(text: str, context: ReadingContext) -> Party:
    del context
    return Party(text, text)


_PARSERS: dict[Kind, Callable[[str, ReadingContext], Value | None]] = {
    Kind.MILESTONE: _milestone,
    Kind.QUANTITY: _quantity,
    Kind.MONEY: _money,
    Kind.SHARE: _share,
    Kind.STAGE: _stage,
    Kind.AGREEMENT: _agreement,
    Kind.PARTY: _party,
}
