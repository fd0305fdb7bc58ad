"""What there is by name: entities with their parts, facts, sources."""

from __future__ import annotations

from monitor.store.listings.sql import rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_NAMES = {
    "entity": "SELECT id, name FROM entities",
    "fact": "SELECT id, '' FROM facts",
    "source": "SELECT source, '' FROM articles UNION SELECT name, '' FROM sources",
}


def names(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    """The ids of all entities, facts or sources, also of former ones, each with its name."""
    return dict(rows(connection, _NAMES[kind], ()))


def has_source(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a source was polled or an article is from it: quick for one that there is."""
    sql = (
        "SELECT EXISTS (SELECT 1 FROM sources WHERE name = ?1)"
        " OR EXISTS (SELECT 1 FROM articles WHERE source = ?1)"
    )
    return any(found for (found,) in rows(connection, sql, [name]))


def parts_of(connection: sqlite3.Connection, entities: Sequence[str]) -> list[str]:
    """All that is part of some entities, without these themselves."""
    marks = ", ".join("?" * len(entities))
    sql = (
        f"WITH RECURSIVE family (id) AS (SELECT id FROM entities WHERE part_of IN ({marks}) UNION"
        " SELECT e.id FROM entities e JOIN family f ON e.part_of = f.id)"
        " SELECT id FROM family ORDER BY id"
    )
    found = [row[0] for row in rows(connection, sql, list(entities))]
    return [id_ for id_ in found if id_ not in entities]
