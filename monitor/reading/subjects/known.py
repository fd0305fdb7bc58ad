"""What is known of an article before its values are attached."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.model import Fact, Kind, Milestone, Value
from monitor.reading.cues.cues import Cue, Cues
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.ownership import Ownership
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

_OWN = 5  # characters from a rival to a date of its own
_OLD_DAYS = 1200  # a date this old is not the one that a plan replaces


def _start(one: Expression) -> int:
    return one.start


@dataclass(frozen=True, slots=True)
class Known:
    """One article laid out, its cues and subjects, and the facts in play by their ids.

    ``dates`` are those of the text, ``amounts`` the places of its quantities, ``sums`` those
    of its money.
    """

    layout: Layout
    cues: Cues
    ownership: Ownership
    facts: Mapping[str, Fact]
    published: date
    dates: Sequence[Expression] = ()
    amounts: Sequence[tuple[int, int]] = ()
    sums: Sequence[tuple[int, int]] = ()

    def is_past(self, value: Value) -> bool:
        """Whether a date had passed when the article came out."""
        return (
            isinstance(value, Milestone)
            and value.latest is not None
            and value.latest <= self.published
        )

    def dates_within(self, start: int, end: int) -> Sequence[Expression]:
        """The dates that begin in a stretch of the text."""
        low = bisect_left(self.dates, start, key=_start)
        return self.dates[low : bisect_left(self.dates, end, low, key=_start)]

    def kind_of(self, cue: Cue) -> Kind | None:
        """The kind of the fact that a watchlist's own cue is of."""
        fact = self.facts.get(cue.fact)
        return fact.kind if fact else None

    def alone(self, sentence: Sentence, expression: Expression) -> bool:
        """Whether a sentence speaks of nothing else that a date may belong to."""
        value = expression.value
        latest = value.latest if isinstance(value, Milestone) else None
        if latest and (self.published - latest).days > _OLD_DAYS:
            return False
        low, high = self.layout.clause(expression.start, sentence, 2.0)
        if any(
            self.layout.any_within(tag, low, high) for tag in ("subjects.object", "subjects.other")
        ):
            return False
        return all(
            self._has_date(mark, expression)
            for mark in self.layout.within("structure.dates", low, high)
        )

    def _has_date(self, mark: Found, expression: Expression) -> bool:
        """Whether a rival has another date right behind it: "since 2019"."""
        return any(
            one.start != expression.start and mark.start <= one.start < mark.end + _OWN
            for one in self.dates
        )
