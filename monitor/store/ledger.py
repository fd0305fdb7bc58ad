"""The ledger: findings and judgements, which are only added to, and what follows from them."""

from __future__ import annotations

from monitor.store.findings import FindingStore
from monitor.store.history import HistoryStore, Moved
from monitor.store.reviews import ReviewStore

__all__ = ["LedgerStore", "Moved"]


class LedgerStore(FindingStore, ReviewStore, HistoryStore):
    """Everything about facts in one place; each part has a file of its own."""
