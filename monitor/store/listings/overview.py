"""The whole store at a glance, in numbers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

_NUMBERS = {
    "articles": "SELECT count(*) FROM articles",
    "facts": "SELECT count(*) FROM facts WHERE tracked",
    "unconfirmed": "SELECT count(*) FROM changes"
    " WHERE state = 'unconfirmed' AND review IS NULL AND replaced_by IS NULL",
    "alerts_waiting": "SELECT count(*) FROM alerts WHERE state = 'waiting'",
    "alerts_overdue_since": "SELECT min(due) FROM alerts WHERE state = 'waiting' AND due < ?",
    "alerts_sent_at": "SELECT max(finished) FROM alerts WHERE state = 'sent'",
}


def overview(connection: sqlite3.Connection, now: str) -> dict[str, Any]:
    """Counts and times (RFC 3339 in UTC, None where there is none)."""
    return {
        name: connection.execute(sql, (now,) if "?" in sql else ()).fetchone()[0]
        for name, sql in _NUMBERS.items()
    }
