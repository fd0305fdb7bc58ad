"""Alerts and what became of them."""

from __future__ import annotations

import json

from monitor.store.listings.sql import order, rows, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    Json = dict[str, Any]

_WAITING = "l.state = 'waiting'"


def alerts(connection: sqlite3.Connection, **filters: Any) -> Iterator[Json]:
    """The newest first, each with its last attempt. ``waiting``: only those still to be sent."""
    columns = {
        "id": "l.id", "state": "l.state", "route": "l.route", "channel": "l.channel",
        "event": "l.event", "fact": "l.fact", "dated": "l.created",
        "entity": "(SELECT entity FROM facts WHERE id = l.fact)",
    }  # fmt: skip
    sorts = {
        "created": "l.created", "published": "l.created", "due": "l.due", "finished": "l.finished",
        "state": "l.state", "channel": "l.channel", "route": "l.route",
    }  # fmt: skip
    conditions, values = where(columns, filters, [], waiting=_WAITING)
    sql = (
        "SELECT l.id, l.event, l.route, l.channel, l.subjects, l.fact, l.created, l.due, l.state,"
        " l.note, l.attempts, l.subject, l.finished, l.details, d.at, d.outcome, d.detail"
        " FROM alerts l LEFT JOIN deliveries d ON d.id ="
        " (SELECT max(id) FROM deliveries WHERE alert = l.id)"
        f"{conditions}{order(sorts, filters, 'l.rowid DESC')}"
    )
    for row in rows(connection, sql, values):
        yield {
            "id": row[0],
            "event": row[1],
            "route": row[2],
            "channel": row[3],
            "subjects": json.loads(row[4]),
            "fact": row[5] or None,
            "created": row[6],
            "due": row[7],
            "state": row[8],
            "note": row[9],
            "attempts": row[10],
            "subject": row[11],
            "finished": row[12],
            "details": json.loads(row[13]),
            "last": {"at": row[14], "outcome": row[15], "detail": row[16]} if row[14] else None,
        }


def deliveries(connection: sqlite3.Connection, alert: str) -> Iterator[Json]:
    """Every attempt to send an alert, by its full id, the oldest first."""
    sql = "SELECT at, took, outcome, detail FROM deliveries WHERE alert = ? ORDER BY id"
    for at, took, outcome, detail in rows(connection, sql, (alert,)):
        yield {"at": at, "took": took, "outcome": outcome, "detail": detail}
