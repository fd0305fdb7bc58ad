"""What became of alerts, and what people do about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from monitor.model import Alert, Delivery
from monitor.store.database import Database
from monitor.store.outbox_rows import (
    ToldEvent,
    alert_from_row,
    delivery_from_row,
    told_event_from_row,
)
from monitor.wire import instant_to_json


class OutboxHistory:
    """Every method raises StoreError where the database refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ---------------------------------------------------------------- looking

    def told_events(self, *events: str) -> tuple[ToldEvent, ...]:
        """The health events of these sorts that were delivered, oldest first."""
        marks = ", ".join("?" * len(events))
        rows = self._database.rows(
            "SELECT id, route, channel, event, subjects, handle, finished FROM alerts"
            f" WHERE event IN ({marks}) AND state = 'sent' ORDER BY finished, rowid",
            events,
        )
        return tuple(told_event_from_row(row) for row in rows)

    def first_planned(self, route: str, channel: str, facts: Iterable[str]) -> dict[str, Alert]:
        """By fact, the first alert about a change that was ever planned for them."""
        rows = self._database.rows(
            "SELECT * FROM alerts WHERE event = 'change' AND route = ? AND channel = ?"
            " AND fact IN (SELECT value FROM json_each(?)) ORDER BY created DESC, rowid DESC",
            (route, channel, json.dumps(list(facts))),
        )
        return {row["fact"]: alert_from_row(row) for row in rows}

    def refusals(self, alerts: Iterable[str]) -> int:
        """How often the most refused of these alerts was refused since it was last taken up."""
        found = self._database.value(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM deliveries d JOIN alerts a"
            " ON a.id = d.alert WHERE d.outcome = 'refused' AND d.at >= a.created"
            " AND a.id IN (SELECT value FROM json_each(?)) GROUP BY a.id)",
            (json.dumps(list(alerts)),),
        )
        return int(found or 0)

    def given_up(self, since: datetime) -> tuple[Alert, ...]:
        """Alerts that failed for good since then."""
        rows = self._database.rows(
            "SELECT * FROM alerts WHERE state = 'failed' AND finished >= ? ORDER BY finished",
            (instant_to_json(since),),
        )
        return tuple(alert_from_row(row) for row in rows)

    def counts(self, since: datetime) -> dict[str, int]:
        """How many alerts are waiting, and how many ended in each state since then."""
        rows = self._database.rows(
            "SELECT state, count(*) FROM alerts WHERE state = 'waiting' OR finished >= ?"
            " GROUP BY state",
            (instant_to_json(since),),
        )
        return {row[0]: row[1] for row in rows}

    # ---------------------------------------------------------------- people

    def find(self, beginning: str) -> tuple[Alert, ...]:
        """The alerts whose id begins so."""
        rows = self._database.rows(
            "SELECT * FROM alerts WHERE substr(id, 1, ?) = ? ORDER BY created, rowid",
            (len(beginning), beginning),
        )
        return tuple(alert_from_row(row) for row in rows)

    def deliveries(self, alert: str) -> tuple[Delivery, ...]:
        """Every attempt, oldest first."""
        rows = self._database.rows("SELECT * FROM deliveries WHERE alert = ? ORDER BY id", (alert,))
        return tuple(delivery_from_row(row) for row in rows)

    def retry(self, alert: str, now: datetime) -> bool:
        """Sends it again as soon as may be, whatever became of it; False where it is being sent.

        A message that was sent goes out again under the same name.
        """
        with self._database.transaction():
            changed = self._database.execute(
                "UPDATE alerts SET state = 'waiting', due = :now, created = CASE state"
                " WHEN 'waiting' THEN created ELSE :now END, note = '', finished = NULL,"
                " recipients = CASE state WHEN 'waiting' THEN recipients ELSE '[]' END,"
                " details = CASE state WHEN 'waiting' THEN details"
                " ELSE json_set(details, '$.again', json('true')) END"
                " WHERE id = :id AND leased_until <= :now",
                {"id": alert, "now": instant_to_json(now)},
            )
            if changed:
                self._database.execute(
                    "UPDATE channels SET next_try = NULL"
                    " WHERE name = (SELECT channel FROM alerts WHERE id = ?)",
                    (alert,),
                )
            return bool(changed)

    def drop(self, alert: str, now: datetime, why: str = "dropped by a person") -> bool:
        """Never sends it; False where it no longer waits or is being sent just now."""
        return bool(
            self._database.execute(
                "UPDATE alerts SET state = 'dropped', note = ?, finished = ?"
                " WHERE id = ? AND state IN ('waiting', 'failed') AND leased_until <= ?",
                (why, instant_to_json(now), alert, instant_to_json(now)),
            )
        )
