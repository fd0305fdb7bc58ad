"""What the listings share: the connection, filters, order."""

from __future__ import annotations

import json
import sqlite3

from monitor.store.connection import APPLICATION_ID, connect, explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    Columns = Mapping[str, str]

ARTICLE = (
    "a.id, a.url, a.title, a.published, a.source, a.language, a.tier, a.seen, a.version, a.story"
)
ARTICLE_KEYS = (
    "id", "url", "title", "published", "source", "language", "tier", "seen", "version", "story",
)  # fmt: skip
BY_ARTICLE = {"source": "a.source", "language": "a.language", "tier": "a.tier", "article": "a.id"}
OF_ENTITY = "{fact} IN (SELECT id FROM facts WHERE entity IN ({{marks}}))"


def open_listings(path: str) -> sqlite3.Connection:
    """A read-only connection. Raises StoreError in one sentence."""
    try:
        connection = connect(path, read_only=True)
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    except sqlite3.Error as error:
        from monitor.errors import StoreError

        raise StoreError(explain(error, path)) from error
    if not ours:
        from monitor.errors import StoreError

        connection.close()
        raise StoreError(f"{path} is not a database of monitor")
    return connection


def rows(
    connection: sqlite3.Connection, sql: str, values: list[Any] | tuple[Any, ...]
) -> Iterator[tuple[Any, ...]]:
    try:
        yield from connection.execute(sql, values)
    except sqlite3.Error as error:
        from monitor.errors import StoreError

        path = connection.execute("PRAGMA database_list").fetchone()[2]
        raise StoreError(explain(error, path)) from error


def load(text: str | None) -> Any:
    return json.loads(text) if text else None


def reasons(text: str) -> list[str]:
    return [f"{rule}: {detail} ({weight:+.2f})" for rule, detail, weight in json.loads(text)]


def where(
    columns: Columns, filters: Mapping[str, Any], fixed: list[str], waiting: str = ""
) -> tuple[str, list[Any]]:
    """The WHERE clause of the filters that are given. Raises ValueError for one unknown."""
    conditions, values = list(fixed), []
    for name, value in filters.items():
        if value is None or value in ([], "", False) or name in ("limit", "offset", "sort"):
            continue
        if name == "waiting" and waiting:
            conditions.append(waiting)
        elif name == "since":
            conditions.append(f"{columns['dated']} >= ?")
            values.append(value)
        elif name == "until":
            conditions.append(f"{columns['dated']} <= ?")
            values.append(value)
        elif name not in columns:
            raise ValueError(f"there is no filter {name!r}; there are: {', '.join(columns)}")
        elif name.startswith("min_"):
            conditions.append(f"{columns[name]} >= ?")
            values.append(value)
        elif name == "id":
            conditions.append(f"{columns['id']} >= ? AND {columns['id']} < ?")
            values += [value, f"{value}~"]
        else:
            wanted = list(value) if isinstance(value, (list, tuple, set)) else [value]
            marks = ", ".join("?" * len(wanted))
            condition = (
                columns[name] if "{marks}" in columns[name] else f"{columns[name]} IN ({{marks}})"
            )
            conditions.append(condition.format(marks=marks))
            values += wanted
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


def order(
    sorts: Columns, filters: Mapping[str, Any], last: str, default: str = "-published"
) -> str:
    """ORDER BY and LIMIT. Raises ValueError for an order that there is not."""
    wanted = filters.get("sort") or default
    name = wanted.lstrip("-")
    if name not in sorts:
        raise ValueError(f"cannot sort by {name!r}; choose from: {', '.join(sorts)}")
    direction = " DESC" if wanted.startswith("-") else ""
    limit = int(filters.get("limit") or -1)
    offset = int(filters.get("offset") or 0)
    return f" ORDER BY {sorts[name]}{direction}, {last} LIMIT {limit} OFFSET {offset}"
