"""The ledger: findings and judgements, which are only added to, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.model import Change, Standing, Timeline, TimelineEntry
from monitor.store.changes import ChangeStore, Moved
from monitor.store.claims import ClaimStore
from monitor.store.history import HistoryStore
from monitor.store.hits import HitStore
from monitor.store.reviews import ReviewStore
from monitor.store.watchlist import WatchlistStore

__all__ = ["LedgerStore", "Moved"]


class LedgerStore(WatchlistStore, HitStore, ClaimStore, ReviewStore, ChangeStore, HistoryStore):
    """Everything about facts in one place; each part has a file of its own."""

    def save_timeline(self, timeline: Timeline, now: datetime) -> Moved:
        """Replaces what was derived for a fact by a whole fold; says what that changed."""
        moved = self.save_all(timeline.fact, timeline.changes, now)
        self.save_standing(timeline.standing)
        self.save_entries(timeline.fact, timeline.entries)
        return moved

    def save_step(
        self,
        standing: Standing,
        entries: Sequence[TimelineEntry],
        changes: Sequence[Change],
        renamed: Sequence[tuple[str, str]],
        now: datetime,
    ) -> Moved:
        """Adds what one article did to the end of a fact's history; says what that changed."""
        moved = self.save_some(changes, renamed, now)
        self.save_standing(standing)
        self.add_entries(standing.fact, entries)
        for old, new in renamed:
            self.rename(standing.fact, old, new)
        return moved
