"""The one door to SQLite: connections, transactions, and its errors turned into ours.

A write-ahead log, so that people read while the daemon writes; foreign keys on; every
commit on the disk before it counts (``synchronous=FULL``), because an alert that was
sent and forgotten would be sent again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from monitor.errors import StoreError
from monitor.store.connection import connect, explain

_CACHE_KB = 16_000  # what several sources bring together is written once, not as it comes
_LOG_PAGES = 4_000  # 16 MB of log before it goes into the file: pages that change often go once
Row = sqlite3.Row
Parameters = Sequence[Any] | dict[str, Any]


class Database:
    """One connection, used by the thread that opened it.

    Every method raises StoreError where SQLite refuses. Outside of :meth:`transaction`
    each statement commits by itself.
    """

    def __init__(self, connection: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self.undone = 0  # how often a transaction, or a part of one, was rolled back
        self._depth = 0
        self._queue: dict[str, list[Parameters]] = {}
        self._queued: set[str] = set()
        self._deferred: list[tuple[str, Parameters]] = []
        self._door = _Door(path)

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Runs one statement; returns how many rows it changed."""
        self._settle()
        with self._door:
            return self.connection.execute(sql, parameters).rowcount

    def executemany(self, sql: str, parameters: Iterable[Parameters]) -> int:
        self._settle()
        with self._door:
            return self.connection.executemany(sql, parameters).rowcount

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Runs an INSERT; returns the new row's integer key."""
        self._settle()
        with self._door:
            return self.connection.execute(sql, parameters).lastrowid or 0

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        self._settle()
        with self._door:
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        self._settle()
        with self._door:
            found: Row | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    def iterate(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """Rows one by one, for results that should not stand in memory at once."""
        self._settle()
        with self._door:
            yield from self.connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. The lock is taken at once, so that what is read stays true.

        Inside another transaction it is a part of that: an error undoes the part, and
        the outer one commits or undoes everything.
        """
        begin, commit, undo = self._statements()
        self.execute(begin)
        self._depth += 1
        deferred = len(self._deferred)
        try:
            yield
            self._commit(commit)
        except BaseException:
            self._forget_queue()  # of this part alone: what came before it is written
            del self._deferred[deferred:]
            self.undone += 1
            if self.connection.in_transaction:
                with suppress(sqlite3.Error):
                    for statement in undo:
                        self.connection.execute(statement)
            raise
        finally:
            self._depth -= 1

    def queue(self, *inserts: tuple[str, Parameters], key: str = "") -> None:
        """Inserts rows before the next statement is run, or the transaction ends; at once outside.

        All of them or none: text that cannot be stored raises UnicodeEncodeError here. Many rows
        at a time cost half of what they cost one by one. The statements go in the order in which
        each was first given. ``key`` names what is inserted, for :meth:`awaits`.
        """
        for _, row in inserts:
            for value in row:
                if value.__class__ is str and not value.isascii():
                    value.encode()
        for sql, row in inserts:
            self._queue.setdefault(sql, []).append(row)
        if key:
            self._queued.add(key)
        if not self._depth:
            self._settle()

    def awaits(self, key: str = "") -> bool:
        """Whether what ``key`` names, or anything that has a key, is queued."""
        return key in self._queued if key else bool(self._queued)

    def peek(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None, as if nothing were queued."""
        with self._door:
            found = self.connection.execute(sql, parameters).fetchone()
        return None if found is None else found[0]

    def defer(self, sql: str, parameters: Parameters) -> None:
        """Executes a statement as the last thing of the outermost transaction; at once outside.

        For the full-text index, which writes itself out at the end of every inner part. What
        a part has deferred is undone with it.
        """
        if self._depth:
            self._deferred.append((sql, parameters))
        else:
            self.execute(sql, parameters)

    def stamp(self) -> tuple[int, int]:
        """Another value wherever what was read before may no longer be so.

        Because another connection has written, or because this one took a write back.
        """
        return int(self.value("PRAGMA data_version")), self.undone

    @property
    def in_transaction(self) -> bool:
        return self._depth > 0

    def _statements(self) -> tuple[str, str, tuple[str, ...]]:
        if not self._depth:
            return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
        name = f"part{self._depth}"
        undo = (f"ROLLBACK TO {name}", f"RELEASE {name}")
        return f"SAVEPOINT {name}", f"RELEASE {name}", undo

    def _commit(self, statement: str) -> None:
        if not self.connection.in_transaction:  # SQLite undoes it by itself when the disk fails
            raise StoreError(f"{self.path}: the transaction was undone by an earlier error")
        if self._depth == 1 and self._deferred:
            for sql, group in groupby(self._deferred, key=itemgetter(0)):
                self.executemany(sql, map(itemgetter(1), group))
            self._deferred.clear()
        self.execute(statement)

    def _settle(self) -> None:
        """Inserts what is queued. An error undoes the transaction that it is part of."""
        if not self._queue:
            return
        queue = self._queue
        self._queue = {}
        self._queued.clear()
        with self._door:
            for sql, rows in queue.items():
                self.connection.executemany(sql, rows)

    def _forget_queue(self) -> None:
        self._queue.clear()
        self._queued.clear()

    def close(self) -> None:
        """Closes; a writer first lets SQLite refresh what it knows of its indexes."""
        if not self.read_only:
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA optimize")
        with self._door:
            self.connection.close()


class _Door:
    """Turns SQLite's errors into ours, but for what is a mistake of ours."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.ProgrammingError):
            raise StoreError(explain(error, self._path)) from error


def open_database(path: Path | str, *, read_only: bool = False) -> Database:
    """Opens the database, and unless ``read_only`` creates or migrates it first.

    Raises StoreError: locked, read-only, full, damaged, not ours, or of a newer schema.
    """
    from monitor.store.schema import prepare, refuse_foreign

    if read_only and not Path(path).exists():
        raise StoreError(f"{path} does not exist; nothing has been stored yet")
    try:
        connection = connect(str(path), read_only=read_only)
    except sqlite3.Error as error:
        raise StoreError(explain(error, str(path))) from error
    connection.row_factory = sqlite3.Row
    database = Database(connection, str(path), read_only=read_only)
    try:
        refuse_foreign(database)
        if not read_only:
            database.row("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            database.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            database.row(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
            prepare(database)
    except BaseException:
        connection.close()
        raise
    return database
