"""The store as one object: a part for each group of tables, imported when it is first used."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from monitor.store.articles import ArticleStore
    from monitor.store.database import Database
    from monitor.store.ledger import LedgerStore
    from monitor.store.outbox import Outbox
    from monitor.store.sources import SourceStore


def open_store(path: Path | str, *, read_only: bool = False) -> Store:
    """Opens the database and, unless ``read_only``, creates or migrates it.

    Raises StoreError, whose text is one sentence for people.
    """
    from monitor.store.database import open_database

    return Store(open_database(path, read_only=read_only))


class Store:
    """Everything that is remembered, one part for each group of tables."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def articles(self) -> ArticleStore:
        from monitor.store.articles import ArticleStore

        return ArticleStore(self.database)

    @cached_property
    def ledger(self) -> LedgerStore:
        from monitor.store.ledger import LedgerStore

        return LedgerStore(self.database)

    @cached_property
    def outbox(self) -> Outbox:
        from monitor.store.outbox import Outbox

        return Outbox(self.database)

    @cached_property
    def sources(self) -> SourceStore:
        from monitor.store.sources import SourceStore

        return SourceStore(self.database)

    def kept(self, name: str) -> bytes | None:
        """What was kept under a name to save time; it can always be made again."""
        content: bytes | None = self.database.value(
            "SELECT content FROM kept WHERE name = ?", (name,)
        )
        return content

    def keep(self, name: str, content: bytes) -> None:
        self.database.execute(
            "INSERT INTO kept VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET content = excluded.content",
            (name, content),
        )

    def tidy(self) -> None:
        """Housekeeping for once a day: what SQLite knows of its indexes, a shorter log."""
        self.database.execute("INSERT INTO search (search, rank) VALUES ('merge', 200)")
        self.database.execute("PRAGMA optimize")
        self.database.row("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
