"""How each channel is doing: since when it fails, why, and when it is tried next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.store.database import Database
from monitor.wire import instant_from_json, instant_to_json


@dataclass(frozen=True, slots=True)
class ChannelState:
    """``failures`` counts those in a row; ``waiting`` the alerts that are due."""

    name: str
    failures: int = 0
    failing_since: datetime | None = None
    next_try: datetime | None = None
    last_sent: datetime | None = None
    error: str = ""
    waiting: int = 0


class ChannelStore:
    """A channel without a row has never been used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self, now: datetime) -> tuple[ChannelState, ...]:
        """Every channel that was ever tried."""
        rows = self._database.rows(
            "SELECT c.*, (SELECT count(*) FROM alerts a WHERE a.channel = c.name"
            " AND a.state = 'waiting' AND a.due <= ?) AS waiting FROM channels c ORDER BY name",
            (instant_to_json(now),),
        )
        return tuple(
            ChannelState(
                row["name"],
                row["failures"],
                instant_from_json(row["failing_since"]),
                instant_from_json(row["next_try"]),
                instant_from_json(row["last_sent"]),
                row["error"],
                row["waiting"],
            )
            for row in rows
        )

    def state(self, name: str, now: datetime) -> ChannelState:
        found = [state for state in self.states(now) if state.name == name]
        return found[0] if found else ChannelState(name)

    def worked(self, name: str, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO channels (name, last_sent) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
            " SET failures = 0, failing_since = NULL, next_try = NULL, error = '',"
            " last_sent = excluded.last_sent",
            (name, instant_to_json(now)),
        )

    def failed(self, name: str, now: datetime, next_try: datetime | None, error: str) -> None:
        """Nothing is sent through the channel before ``next_try``."""
        self._database.execute(
            "INSERT INTO channels (name, failures, failing_since, next_try, error)"
            " VALUES (?, 1, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET failures = failures + 1,"
            " failing_since = coalesce(failing_since, excluded.failing_since),"
            " next_try = excluded.next_try, error = excluded.error",
            (name, instant_to_json(now), instant_to_json(next_try), error),
        )
