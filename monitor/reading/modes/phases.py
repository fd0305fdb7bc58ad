"""Which stage of a staged project an amount is told of."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Fact, Kind, Scope
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout, Sentence


def scope_of(
    layout: Layout,
    sentence: Sentence,
    expression: Expression,
    fact: Fact,
    amounts: Sequence[tuple[int, int]] = (),
) -> Scope:
    """Whether a value is the whole project's, or that of a first or a later stage.

    ``amounts`` are the places of all of the text.
    """
    if fact.kind not in (Kind.QUANTITY, Kind.MONEY):
        return Scope.WHOLE
    narrow = fact.kind is Kind.MONEY or layout.structure.run_on
    low, high = layout.clause(expression.start, sentence, 1.0 if narrow else 2.0)
    span = (expression.start, expression.end)
    best: tuple[float, Scope] = (9.0, Scope.WHOLE)
    for tag, scope in (("phase-1", Scope.PHASE_1), ("later-phase", Scope.LATER_PHASE)):
        for mark in layout.within(f"subjects.{tag}", low, high):
            if any(span[1] <= at and end <= mark.start for at, end in amounts):
                continue  # "90,000 tonnes, of which 60,000 in the first phase"
            joined = layout.any_within("structure.soft", span[1], mark.start)
            joined = joined or layout.any_within("structure.hard", span[1], mark.start)
            if joined and any(mark.end <= at < sentence.end for at, _ in amounts):
                continue  # "600 at first, and later 1,200"
            best = min(best, (layout.gap((mark.start, mark.end), span), scope))
    return best[1]
