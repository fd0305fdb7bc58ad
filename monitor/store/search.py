"""The full-text index over everything stored; ``store.listings`` looks things up in it."""

from __future__ import annotations

from monitor.store.database import Database
from monitor.store.words import fold


class SearchStore:
    """The table ``search``: the newest version of each article, folded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rebuild(self) -> int:
        """Indexes every version anew; returns how many there are."""
        with self._database.transaction():
            self._database.execute("INSERT INTO search (search) VALUES ('delete-all')")
            return self._database.executemany(
                "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
                (
                    (row["number"], fold(row["title"]), fold(row["text"]))
                    for row in self._database.rows("SELECT number, title, text FROM versions")
                ),
            )
