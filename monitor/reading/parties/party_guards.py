"""What speaks against a name as a party by words that would make it one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.reading.parties.party_names import PartyName
from monitor.reading.parties.party_places import OBJECT
from monitor.reading.subjects.ownership import Owner
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

_SHARES_CHARS = 24
_PARTNER = 7.0  # words within which a minor share makes a name a partner's


class Guards:
    """Checks on one article; ``minor`` are the places of shares of less than a half."""

    def __init__(self, layout: Layout, minor: Sequence[tuple[int, int]]) -> None:
        self._layout = layout
        self._minor = minor

    def of_shares(self, mark: Found, side: str, attribute: str) -> bool:
        """Whether it is but a part of the shares that is bought or held, or talks that are left."""
        reach = mark.start, mark.end + _SHARES_CHARS
        if attribute == "offtaker":
            return side != "beside" and self._any_near("parties.equity", mark)
        if side == "left" and self._layout.any_within("parties.talk", *reach):
            return True
        return self._any_near("parties.minority", mark)

    def _any_near(self, tag: str, mark: Found) -> bool:
        span = mark.start, mark.end
        near = self._layout.within(tag, mark.start, mark.end + _SHARES_CHARS)
        return any(self._layout.gap(span, (one.start, one.end)) < OBJECT for one in near)

    def is_buyer(self, mark: Found, owner: Owner, name: PartyName) -> bool:
        """Whether a verb for giving away has what is given between itself and the name."""
        given = owner.place is not None and mark.end <= owner.place[0] < name.start
        return given and bool(
            self._layout.within("parties.owner-buyer", mark.start, mark.start + 1)
        )

    def partner(self, mark: Found, sentence: Sentence) -> bool:
        """Whether a minor share stands by, which makes the name a partner's."""
        low, high = self._layout.clause(mark.start, sentence, 1.2)
        return any(
            low <= at < high and self._layout.gap((at, end), (mark.start, mark.end)) < _PARTNER
            for at, end in self._minor
        )

    def awarded(
        self, mark: Found, sentence: Sentence, names: Callable[[int, int], list[int]]
    ) -> bool:
        """Whether it is work that goes to a name: "the contract for X has gone to"."""
        if self._layout.within("parties.transfer", mark.start, mark.end):
            return False
        start, _ = self._layout.clause(mark.start, sentence, 1.0)
        work = self._layout.any_within("parties.work", start, mark.start)
        return work is not None and not names(start, work.start)

    def only_part(self, mark: Found) -> bool:
        """Whether no more than a part is sold: "sold down to", "sold a slice"."""
        return bool(self._layout.within("parties.partly", mark.end, mark.end + 2))
