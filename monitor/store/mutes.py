"""Mutes: nothing is told of a fact, an entity or a source until a time."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Mute
from monitor.store.database import Database
from monitor.store.outbox_rows import instant
from monitor.wire import instant_to_json

KINDS = ("fact", "entity", "source")


class MuteStore:
    """Alerts that a mute holds are told, as far as they still hold, when it ends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: str, target: str, until: datetime, now: datetime, why: str = "") -> Mute:
        """Mutes a fact, an entity with its parts, or a source, by id or name."""
        number = self._database.insert(
            "INSERT INTO mutes (kind, target, until, why, created) VALUES (?, ?, ?, ?, ?)",
            (kind, target, instant_to_json(until), why, instant_to_json(now)),
        )
        return Mute(number, kind, target, until, why)

    def current(self, now: datetime) -> tuple[Mute, ...]:
        """Those that have not ended."""
        rows = self._database.rows(
            "SELECT * FROM mutes WHERE until > ? ORDER BY until, id", (instant_to_json(now),)
        )
        return tuple(
            Mute(row["id"], row["kind"], row["target"], instant(row["until"]), row["why"])
            for row in rows
        )

    def end(self, target: str, now: datetime) -> int:
        """Ends every mute of a target now; what it held is due at once. Returns how many."""
        with self._database.transaction():
            ended = self._database.execute(
                "UPDATE mutes SET until = :now WHERE target = :target AND until > :now",
                {"target": target, "now": instant_to_json(now)},
            )
            if ended:
                self._database.execute(
                    "UPDATE alerts SET due = :now WHERE state = 'waiting' AND due > :now"
                    " AND json_extract(details, '$.held') LIKE '% is muted'",
                    {"now": instant_to_json(now)},
                )
            return ended
