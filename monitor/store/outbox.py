"""The outbox: alerts that wait, every attempt to send them, and what each route was told.

An alert is planned in the transaction that records its change, leased by one process at
a time, and only then sent, outside of any transaction. What is not known to have arrived
is sent again under the same name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.errors import StoreError
from monitor.model import Alert, Delivery, Told
from monitor.store.channels import ChannelStore
from monitor.store.database import Database
from monitor.store.mutes import MuteStore
from monitor.store.outbox_history import OutboxHistory
from monitor.store.outbox_rows import alert_from_row, told_from_row, write_told
from monitor.wire import instant_to_json

PickBatch = Callable[[Sequence[Alert], Mapping[str, int]], "Picked"]
"""Chooses, from what waits for a channel and the messages of the last hour by route."""


@dataclass(frozen=True, slots=True)
class Picked:
    """``send`` go out now as one message named ``batch``; ``held`` get a later due time."""

    send: tuple[Alert, ...] = ()
    batch: str = ""
    held: tuple[Alert, ...] = ()


class Outbox(OutboxHistory):
    """Every method raises StoreError where the database refuses."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.channels = ChannelStore(database)
        self.mutes = MuteStore(database)

    # -------------------------------------------------------------- planning

    def plan(self, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
        """Takes alerts in; those whose key it knows are left out. Returns the new ones.

        One that was settled, so that nobody was told, is news again.
        """
        with self._database.transaction():
            return tuple(alert for alert in alerts if self._insert(alert))

    def _insert(self, alert: Alert) -> bool:
        return bool(
            self._database.execute(
                "INSERT INTO alerts (id, key, route, channel, event, subjects, fact, details,"
                " created, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET state = 'waiting', created = excluded.created,"
                " due = excluded.due, details = excluded.details, note = '', finished = NULL,"
                " batch = '' WHERE alerts.state = 'settled'",
                (
                    alert.id,
                    alert.key,
                    alert.route,
                    alert.channel,
                    alert.event,
                    json.dumps(alert.subjects),
                    alert.fact,
                    json.dumps(dict(alert.details), ensure_ascii=False),
                    instant_to_json(alert.created),
                    instant_to_json(alert.due),
                ),
            )
        )

    def told(
        self, route: str | None = None, *, facts: Iterable[str] | None = None
    ) -> dict[tuple[str, str, str], Told]:
        """What was last told, by (route, channel, fact); of one route and some facts, or all."""
        rows = self._database.rows(
            "SELECT * FROM told WHERE (:route IS NULL OR route = :route) AND (:facts IS NULL"
            " OR fact IN (SELECT value FROM json_each(:facts)))",
            {"route": route, "facts": None if facts is None else json.dumps(list(facts))},
        )
        return {(row["route"], row["channel"], row["fact"]): told_from_row(row) for row in rows}

    def rename_change(self, old: str, new: str) -> None:
        """What is planned or was told of a change counts for the one that tells it now."""
        self._database.execute("UPDATE told SET change = ? WHERE change = ?", (new, old))
        self._database.execute(
            "UPDATE alerts SET subjects = replace(subjects, ?, ?) WHERE state = 'waiting'"
            " AND event = 'change' AND instr(subjects, ?)",
            (f'"{old}"', f'"{new}"', f'"{old}"'),
        )

    # --------------------------------------------------------------- sending

    def waiting_channels(self, now: datetime) -> tuple[str, ...]:
        """Channels with something to send now that may be tried now."""
        rows = self._database.rows(
            "SELECT DISTINCT channel FROM alerts a WHERE state = 'waiting' AND due <= :now"
            " AND leased_until <= :now AND NOT EXISTS (SELECT 1 FROM channels c"
            "  WHERE c.name = a.channel AND c.next_try > :now) ORDER BY channel",
            {"now": instant_to_json(now)},
        )
        return tuple(row["channel"] for row in rows)

    def lease(
        self, channel: str, now: datetime, holder: str, lasting: timedelta, pick: PickBatch
    ) -> Picked | None:
        """Takes what goes into the channel's next message, for this holder alone.

        None where nothing is ready. ``pick`` is called under the write lock.
        """
        with self._database.transaction():
            due = self._due(channel, now)
            if not due:
                return None
            picked = pick(due, self._recent(channel, now))
            for alert in picked.held:
                self._database.execute(
                    "UPDATE alerts SET due = ?, details = ? WHERE id = ?",
                    (
                        instant_to_json(alert.due),
                        json.dumps(dict(alert.details), ensure_ascii=False),
                        alert.id,
                    ),
                )
            for alert in picked.send:
                self._database.execute(
                    "UPDATE alerts SET leased_by = ?, leased_until = ?, batch = ?,"
                    " attempts = attempts + 1 WHERE id = ?",
                    (holder, instant_to_json(now + lasting), picked.batch, alert.id),
                )
            return picked if picked.send else None

    def _due(self, channel: str, now: datetime) -> list[Alert]:
        rows = self._database.rows(
            "SELECT * FROM alerts WHERE state = 'waiting' AND channel = :channel"
            " AND due <= :now AND leased_until <= :now AND NOT EXISTS (SELECT 1 FROM channels c"
            "  WHERE c.name = :channel AND c.next_try > :now) ORDER BY created, rowid",
            {"channel": channel, "now": instant_to_json(now)},
        )
        return [alert_from_row(row) for row in rows]

    def _recent(self, channel: str, now: datetime) -> dict[str, int]:
        rows = self._database.rows(
            "SELECT route, count(DISTINCT batch) FROM alerts WHERE state = 'sent'"
            " AND channel = ? AND finished > ? GROUP BY route",
            (channel, instant_to_json(now - timedelta(hours=1))),
        )
        return {row[0]: row[1] for row in rows}

    def holders(self) -> tuple[str, ...]:
        """Who holds leases, alive or not."""
        rows = self._database.rows(
            "SELECT DISTINCT leased_by FROM alerts WHERE state = 'waiting' AND leased_by != ''"
        )
        return tuple(row[0] for row in rows)

    def release(self, holder: str, now: datetime) -> int:
        """Frees what a holder that is gone had leased; nobody knows whether it was sent."""
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT id FROM alerts WHERE state = 'waiting' AND leased_by = ?", (holder,)
            )
            for row in rows:
                self.record(Delivery(row["id"], now, 0.0, "interrupted", "the sender was stopped"))
            return self._database.execute(
                "UPDATE alerts SET leased_by = '', leased_until = ''"
                " WHERE state = 'waiting' AND leased_by = ?",
                (holder,),
            )

    def sent(
        self,
        deliveries: Iterable[Delivery],
        holder: str,
        *,
        subject: str = "",
        handle: str = "",
        told: Iterable[Told] = (),
        remaining: Sequence[str] = (),
        retry_at: datetime | None = None,
    ) -> None:
        """A message was taken. With ``remaining`` recipients it goes to those at ``retry_at``."""
        with self._database.transaction():
            for delivery in deliveries:
                self.record(delivery)
                if retry_at is not None:
                    self._update(
                        delivery.alert,
                        holder,
                        "leased_by = '', leased_until = '', due = ?, recipients = ?, subject = ?",
                        (instant_to_json(retry_at), json.dumps(list(remaining)), subject),
                    )
                    continue
                columns = "subject = ?, handle = ?"
                self._update(delivery.alert, holder, columns, (subject, handle))
                self._finish(delivery.alert, holder, "sent", delivery.at)
            for record in told:
                write_told(self._database, record)

    def settle(self, reasons: Mapping[str, str], holder: str, now: datetime) -> None:
        """Nothing is left to tell of these alerts (by id, with the reason)."""
        with self._database.transaction():
            for alert, why in reasons.items():
                self._finish(alert, holder, "settled", now, note=why)

    def put_back(
        self,
        deliveries: Iterable[Delivery],
        holder: str,
        retry_at: datetime,
        *,
        keep_batch: bool,
    ) -> None:
        """An attempt failed: again at ``retry_at``; the same message where nobody knows."""
        batch = "" if keep_batch else ", batch = ''"
        with self._database.transaction():
            for delivery in deliveries:
                self.record(delivery)
                self._update(
                    delivery.alert,
                    holder,
                    f"leased_by = '', leased_until = '', due = ?{batch}",
                    (instant_to_json(retry_at),),
                )

    def give_up(self, deliveries: Iterable[Delivery], holder: str, why: str) -> None:
        """No further attempt, until a person asks for one."""
        with self._database.transaction():
            for delivery in deliveries:
                self.record(delivery)
                self._finish(delivery.alert, holder, "failed", delivery.at, note=why)

    def record(self, delivery: Delivery) -> None:
        """One attempt, kept for good."""
        self._database.execute(
            "INSERT INTO deliveries (alert, at, took, outcome, detail) VALUES (?, ?, ?, ?, ?)",
            (
                delivery.alert,
                instant_to_json(delivery.at),
                round(delivery.took, 3),
                delivery.outcome,
                delivery.detail,
            ),
        )

    def _finish(self, alert: str, holder: str, state: str, at: datetime, *, note: str = "") -> None:
        columns = "state = ?, finished = ?, leased_by = '', leased_until = '', note = ?"
        self._update(alert, holder, columns, (state, instant_to_json(at), note))

    def _update(self, alert: str, holder: str, columns: str, values: tuple[Any, ...]) -> None:
        """Raises StoreError where somebody else has taken the alert over meanwhile."""
        changed = self._database.execute(
            f"UPDATE alerts SET {columns} WHERE id = ? AND state = 'waiting' AND leased_by = ?",
            (*values, alert, holder),
        )
        if not changed:
            raise StoreError(f"alert {alert} is no longer held by {holder}")
