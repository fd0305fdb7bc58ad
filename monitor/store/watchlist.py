"""What is tracked, and with what terms each fact's ledger was derived."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Fact, Policy, Watchlist
from monitor.store.database import Database
from monitor.store.values import dump, dump_value
from monitor.wire import instant_from_json, instant_to_json


class WatchlistStore:
    """The tables ``entities`` and ``facts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_watchlist(self, watchlist: Watchlist, at: datetime) -> None:
        """Writes down what is tracked from ``at`` on; what no longer is stays, marked so."""
        self._database.execute("UPDATE entities SET tracked = 0")
        self._database.execute("UPDATE facts SET tracked = 0")
        self._database.executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET"
            " name = excluded.name, kind = excluded.kind, part_of = excluded.part_of, tracked = 1",
            [(each.id, each.name, each.kind.value, each.part_of) for each in watchlist.entities],
        )
        self._database.executemany(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, 1, '', ?)"
            " ON CONFLICT (id) DO UPDATE SET entity = excluded.entity,"
            " attribute = excluded.attribute, kind = excluded.kind,"
            " believed = excluded.believed, as_of = excluded.as_of, source = excluded.source,"
            " tracked = 1",
            [
                (
                    fact.id,
                    fact.entity,
                    fact.attribute,
                    fact.kind.value,
                    dump_value(fact.value),
                    fact.as_of.isoformat() if fact.as_of else None,
                    fact.source,
                    instant_to_json(at),
                )
                for fact in watchlist.facts
            ],
        )

    def terms(self) -> dict[str, str]:
        """By fact, the terms (configured belief, policy) that its ledger was derived with."""
        return {row["id"]: row["terms"] for row in self._database.rows("SELECT * FROM facts")}

    def listening(self) -> dict[str, datetime]:
        """By fact, since when news of it would have been noticed."""
        rows = self._database.rows("SELECT id, listening FROM facts WHERE tracked")
        return {row["id"]: since for row in rows if (since := instant_from_json(row["listening"]))}

    def save_terms(self, fact: str, terms: str) -> None:
        self._database.execute("UPDATE facts SET terms = ? WHERE id = ?", (terms, fact))


def terms_of(fact: Fact, policy: Policy, rules: str) -> str:
    """Everything but the claims that a fact's ledger is derived from."""
    return dump([dump_value(fact.value), str(fact.as_of), fact.kind.value, repr(policy), rules])
