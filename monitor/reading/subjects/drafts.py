"""A claim in the making, and which facts a value and its cue can be of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from monitor.model import Fact, Milestone, Money, Quantity, Scope, Share, Value
from monitor.reading.cues.cues import MEANS, SUPPORT, Cue
from monitor.reading.cues.modes import Mode
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.ownership import Owner
from monitor.reading.text.layout import Sentence
from monitor.reading.text.record import record
from monitor.reading.vocabulary import ATTRIBUTES

_DOLLARS = frozenset({"AUD", "CAD", "NZD", "SGD", "HKD"})
_DOLLAR_NAMED = re.compile(r"[A-Za-z]\s?\$")
_SIGNS = {"C$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD"}


@record
class Draft:
    """A claim in the making: everything that was found out about one value.

    ``told``: in how many places the text gives the value; ``rivals``: how many other values
    it asserts of the fact; ``past``: how it stands where the text gives another value that is
    not told of a time gone by; ``new``: whether it is told as what holds now.
    """

    fact: Fact
    value: Value
    mode: Mode
    scope: Scope
    sentence: Sentence
    start: int
    end: int
    cue: Cue
    owner: Owner
    cost: float
    margin: float
    sure: bool
    notes: tuple[str, ...] = ()
    told: int = 1
    rivals: int = 0
    past: Mode | None = None
    new: bool = False


def fits(fact: Fact, cue: Cue, own_here: Mapping[str, Cue]) -> float | None:
    """What it costs to take a cue as announcing a fact."""
    attribute = cue.attribute
    if fact.cues:
        if fact.id not in own_here:
            return None
        if cue.fact:
            return 0.0 if cue.fact == fact.id else None
        if fact.attribute in ATTRIBUTES:
            return 0.2 if _means(attribute, fact.attribute) is not None else None
        return 0.2 if attribute in SUPPORT[fact.kind] else None
    if cue.fact:
        return None
    return _means(attribute, fact.attribute)


def _means(cue: str, attribute: str) -> float | None:
    for meant, cost in MEANS.get(cue, ((cue, 0.0),)):
        if meant == attribute:
            return cost
    return None


def _yearly(cue: Cue, fact: Fact) -> bool:
    """Whether a cue lets an amount without "a year" count as one."""
    if fact.attribute == "output":
        return cue.attribute in ("capacity", "output")
    return not cue.weak and cue.attribute in ("capacity", fact.attribute)


def fitted(value: Value, fact: Fact, cue: Cue) -> Value | None:
    """The value as one of the fact: its unit, its currency. None where it cannot be."""
    match value:
        case Quantity():
            if not fact.unit or value.unit == fact.unit:
                return value
            yearly = fact.unit.removesuffix("/yr")
            if value.unit == yearly and fact.unit.endswith("/yr"):
                named = _yearly(cue, fact) or bool(cue.fact)
                return replace(value, unit=fact.unit) if named else None
            return None
        case Money():
            same = not fact.currency or value.currency == fact.currency
            return value if same else None
        case Milestone() | Share():
            return value
        case _:
            return None


def in_dollars(content: str, expression: Expression, fact: Fact) -> Value:
    """The amount in the fact's currency where it is told in two.

    A bare "$" beside a project counted in another dollar is that dollar.
    """
    value = expression.value
    if not isinstance(value, Money):
        return value
    if fact.currency and value.currency != fact.currency:
        for other in expression.alternatives:
            if isinstance(other, Money) and other.currency == fact.currency:
                return other
    text = content[expression.start : expression.end]
    if "$" not in text or _DOLLAR_NAMED.search(text):
        return value
    signed = {code for sign, code in _SIGNS.items() if sign in content}
    own = fact.currency in {"USD", "AUD"} or fact.currency in _DOLLARS - signed
    return replace(value, currency=fact.currency) if own else value
