"""All finders of expressions behind one call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from monitor.model import Kind
from monitor.reading.expressions.dates import find_dates
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.expressions.money import find_money, find_shares
from monitor.reading.expressions.quantities import find_quantities
from monitor.reading.expressions.stages import find_agreements, find_stages

_FINDERS: dict[Kind, Callable[[str, str, ReadingContext], Sequence[Expression]]] = {
    Kind.MILESTONE: find_dates,
    Kind.QUANTITY: find_quantities,
    Kind.MONEY: find_money,
    Kind.SHARE: find_shares,
    Kind.STAGE: find_stages,
    Kind.AGREEMENT: find_agreements,
}


def find_all(
    text: str, language: str, context: ReadingContext, kinds: Collection[Kind]
) -> dict[Kind, Sequence[Expression]]:
    """The expressions of every kind asked for, in order of place."""
    return {kind: find(text, language, context) for kind, find in _FINDERS.items() if kind in kinds}
