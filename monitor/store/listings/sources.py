"""How each source is doing."""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace

from monitor.store.health import expected_hours, judge
from monitor.store.listings.sql import rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    Json = dict[str, Any]

_INSTANTS = (
    "polled", "succeeded", "new_at", "failing_since", "gone", "rolled", "certificate_ends",
)  # fmt: skip
_COLUMNS = (
    *_INSTANTS, "name", "url", "next_poll", "failures", "detail", "empty", "window", "status",
    "reason", "moved_to", "away_until",
)  # fmt: skip


def sources(connection: sqlite3.Connection, now: datetime) -> Iterator[Json]:
    """By name: those that were polled, whether or not they are still configured."""
    counts = dict(rows(connection, "SELECT source, count(*) FROM entries GROUP BY source", ()))
    sql = f"SELECT {', '.join(_COLUMNS)}, rhythm FROM sources ORDER BY name"
    for row in rows(connection, sql, ()):
        known = dict(zip(_COLUMNS, row[:-1], strict=True))
        items, _, hours, _, gap = json.loads(row[-1])
        state: Any = SimpleNamespace(
            **{**known, **{key: _instant(known[key]) for key in _INSTANTS}},
            rhythm=SimpleNamespace(items=items, hours=hours, gap=gap),
        )
        word, since, detail = judge(state, now)
        yield {
            "name": state.name,
            "url": state.url,
            "state": word,
            "since": since.strftime("%Y-%m-%dT%H:%M:%SZ") if since else None,
            "detail": detail,
            "succeeded": known["succeeded"],
            "new_at": known["new_at"],
            "next_poll": known["next_poll"],
            "failures": state.failures,
            "expected_hours": expected_hours(state.rhythm),
            "entries": counts.get(state.name, 0),
            "polled": known["polled"],
            "status": state.status,
            "reason": state.reason,
            "moved_to": state.moved_to,
            "away_until": known["away_until"],
            "rolled": known["rolled"],
            "certificate_ends": known["certificate_ends"],
        }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
