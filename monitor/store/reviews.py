"""People's judgements: one more row each, never an update."""

from __future__ import annotations

import json
from datetime import datetime

from monitor.model import Judgement, Kind, Review, Value
from monitor.store.articles import as_text
from monitor.store.database import Database, Row
from monitor.store.values import dump
from monitor.wire import instant_from_json, value_from_json, value_to_json

_LAST = (
    "(SELECT nullif(r.judgement, 'undo') FROM reviews r WHERE r.target = t.id"
    " ORDER BY r.id DESC LIMIT 1)"
)
_TABLES = {"h": "hits", "c": "claims", "x": "changes"}


def _review_from_row(row: Row) -> Review:
    at = instant_from_json(row["at"])
    if at is None:
        raise ValueError(f"review {row['id']} has no time")
    value = value_from_json(Kind(row["kind"]), json.loads(row["value"])) if row["value"] else None
    return Review(
        row["id"], row["target"], Judgement(row["judgement"]), at, row["by"], row["why"], value
    )


class ReviewStore:
    """Judgements on hits, claims and changes, and what they concern."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def resolve(self, beginning: str) -> list[str]:
        """The ids of hits, claims and changes that begin so; one is what was meant.

        Or the one fact that is called exactly so.
        """
        if self._database.value("SELECT id FROM facts WHERE id = ?", (beginning,)):
            return [beginning]
        table = _TABLES.get(beginning[:1])
        if table is None or not beginning.isalnum():
            return []
        rows = self._database.rows(
            f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 20",
            (beginning, beginning + "~"),
        )
        return [row["id"] for row in rows]

    def fact_of(self, target: str) -> str | None:
        """The fact that a claim, a change or the fact itself is about; None for a hit."""
        for table, column in (("facts", "id"), ("claims", "fact"), ("changes", "fact")):
            found = self._database.value(f"SELECT {column} FROM {table} WHERE id = ?", (target,))
            if found:
                return str(found)
        return None

    def facts_concerned(self, target: str) -> set[str]:
        """The facts whose ledger a judgement on ``target`` may move."""
        fact = self.fact_of(target)
        if fact:
            return {fact}
        rows = self._database.rows(
            "SELECT DISTINCT c.fact FROM hits h JOIN facts f ON f.entity = h.entity"
            " JOIN claims c ON c.article = h.article AND c.fact = f.id"
            " WHERE h.id = ? OR h.resembles = ?",
            (target, target),
        )
        return {row["fact"] for row in rows}

    def add_review(
        self,
        target: str,
        judgement: Judgement,
        *,
        at: datetime,
        by: str = "",
        why: str = "",
        value: Value | None = None,
    ) -> Review:
        """Adds a judgement and notes it with its target. The ledger is folded by the caller."""
        number = self._database.insert(
            "INSERT INTO reviews (target, fact, judgement, kind, value, at, by, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                target,
                self.fact_of(target),
                judgement.value,
                value.kind.value if value else None,
                dump(value_to_json(value)) if value else None,
                as_text(at),
                by,
                why,
            ),
        )
        said = None if judgement is Judgement.UNDO else judgement.value
        for table in _TABLES.values():
            self._database.execute(f"UPDATE {table} SET review = ? WHERE id = ?", (said, target))
        self._pass_on(target, said)
        return Review(number, target, judgement, at, by, why, value)

    def _pass_on(self, target: str, said: str | None) -> None:
        """Hits set aside because they resemble ``target`` share its judgement.

        Unless a person judged them too.
        """
        self._database.execute(
            "UPDATE hits SET review = ? WHERE resembles = ?"
            " AND id NOT IN (SELECT target FROM reviews)",
            ("reject" if said == "reject" else None, target),
        )

    def reviews(self, fact: str, *, known_by: datetime | None = None) -> list[Review]:
        """The judgements that a fact's ledger is derived with, in their order.

        Those on the fact, its claims and changes, and those in force on hits of its entity.
        """
        rows = self._database.rows(
            "SELECT * FROM reviews WHERE at <= ? AND (fact = ? OR target IN"
            " (SELECT id FROM hits WHERE review IS NOT NULL AND entity ="
            "  (SELECT entity FROM facts WHERE id = ?))) ORDER BY id",
            (as_text(known_by) if known_by else "9999", fact, fact),
        )
        return [_review_from_row(row) for row in rows]

    def reviews_noted_wrongly(self) -> list[tuple[str, str | None, str | None, str | None]]:
        """Targets, their facts, the judgement noted with each, and the one that was last given."""
        found = []
        for table in _TABLES.values():
            fact = "NULL" if table == "hits" else "t.fact"
            rows = self._database.rows(
                f"SELECT t.id, {fact}, t.review, {_LAST} AS said FROM {table} t"
                " WHERE t.id IN (SELECT target FROM reviews) AND t.review IS NOT said"
            )
            found += [(row[0], row[1], row[2], row[3]) for row in rows]
        return found

    def note_reviews(self) -> None:
        """Notes with each target the judgement that was last given."""
        for table in _TABLES.values():
            self._database.execute(
                f"UPDATE {table} AS t SET review = {_LAST}"
                " WHERE t.id IN (SELECT target FROM reviews)"
            )
