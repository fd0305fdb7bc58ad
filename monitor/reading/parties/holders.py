"""Whose share it is: the holder told in the clause of a share, where it is not the one tracked."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Fact
from monitor.reading.cues.cues import Cue, Cues
from monitor.reading.expressions.found import Expression
from monitor.reading.languages import load
from monitor.reading.parties.han_names import holder
from monitor.reading.text.layout import Layout, Sentence


def of_another(
    layout: Layout, cues: Cues, sentence: Sentence, expression: Expression, fact: Fact
) -> bool:
    """Whether a clause gives a share to somebody else: "Tarvo holds the other 30 per cent".

    Only where a watchlist names the holder it means.
    """
    if layout.structure.script != "Han" or not fact.cues:
        return False
    words = frozenset(load(layout.language).phrases("cues.stake", "strong"))
    if words.issuperset(fact.cues):
        return False
    start, _ = layout.clause(expression.start, sentence, 1.0)
    if _named(layout, cues.own(sentence), start, expression.end, words):
        return False
    generic = layout.within("subjects.company", start, expression.start)
    told = list(holder(layout.language).finditer(layout.content, start, expression.start))
    return any(not any(m.start <= one.start() < m.end for m in generic) for one in told)


def _named(layout: Layout, own: Sequence[Cue], start: int, end: int, words: frozenset[str]) -> bool:
    """Whether a clause names the holder that the watchlist means."""
    return any(
        start <= one.start < end and layout.content[one.start : one.end] not in words for one in own
    )
