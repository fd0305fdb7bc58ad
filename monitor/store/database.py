"""The one door to SQLite: connections, transactions, and its errors turned into ours.

A write-ahead log, so that people read while the daemon writes; foreign keys on; every
commit on the disk before it counts (``synchronous=FULL``), because an alert that was
sent and forgotten would be sent again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from monitor.errors import StoreError

BUSY_SECONDS = 5.0
APPLICATION_ID = int.from_bytes(b"mntr", "big")

Row = sqlite3.Row
Parameters = Sequence[Any] | dict[str, Any]

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "{path} is locked by another program; stop it or try again",
    sqlite3.SQLITE_LOCKED: "{path} is locked by another program; stop it or try again",
    sqlite3.SQLITE_READONLY: "{path} cannot be written: the file or its directory is read-only",
    sqlite3.SQLITE_PERM: "{path} cannot be used: permission denied",
    sqlite3.SQLITE_FULL: "{path} cannot grow: the disk is full",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged; put a backup in its place",
    sqlite3.SQLITE_NOTADB: "{path} is not a database",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened: {why}",
    sqlite3.SQLITE_IOERR: "{path} cannot be read or written: the disk failed",
}


def explain(error: sqlite3.Error, path: str) -> str:
    """One sentence on what is wrong and, where something helps, what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SENTENCES.get(code & 0xFF) if code is not None else None
    if sentence is None:
        return f"{path}: the database refused: {error}"
    return sentence.format(path=path, why=_why_not_opened(path))


def _why_not_opened(path: str) -> str:
    file = Path(path)
    if file.is_dir():
        return "it is a directory"
    if not file.parent.is_dir():
        return f"the directory {file.parent} does not exist"
    return "permission denied" if file.exists() else "it does not exist or may not be created"


class Database:
    """One connection, used by the thread that opened it.

    Every method raises StoreError where SQLite refuses. Outside of :meth:`transaction`
    each statement commits by itself.
    """

    def __init__(self, connection: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self._depth = 0

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Runs one statement; returns how many rows it changed."""
        with self._door():
            return self.connection.execute(sql, parameters).rowcount

    def executemany(self, sql: str, parameters: Iterable[Parameters]) -> int:
        with self._door():
            return self.connection.executemany(sql, parameters).rowcount

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Runs an INSERT; returns the new row's integer key."""
        with self._door():
            return self.connection.execute(sql, parameters).lastrowid or 0

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        with self._door():
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        with self._door():
            found: Row | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    def iterate(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """Rows one by one, for results that should not stand in memory at once."""
        with self._door():
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
        try:
            yield
            self._commit(commit)
        except BaseException:
            if self.connection.in_transaction:
                with suppress(sqlite3.Error):
                    for statement in undo:
                        self.connection.execute(statement)
            raise
        finally:
            self._depth -= 1

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
        self.execute(statement)

    def close(self) -> None:
        """Closes; a writer first lets SQLite refresh what it knows of its indexes."""
        if not self.read_only:
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA optimize")
        with self._door():
            self.connection.close()

    @contextmanager
    def _door(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a mistake of ours, not of the database
        except sqlite3.Error as error:
            raise StoreError(explain(error, self.path)) from error


def connect(path: Path | str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with our settings. Raises sqlite3.Error."""
    if not read_only:
        connection = sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    try:
        return _read_only(path, "mode=ro")
    except sqlite3.OperationalError:
        # A log cannot be opened where nothing may be written; without one nobody is writing.
        if not Path(path).is_file() or Path(f"{path}-wal").exists():
            raise
        return _read_only(path, "mode=ro&immutable=1")


def _read_only(path: Path | str, how: str) -> sqlite3.Connection:
    name = str(Path(path).absolute())
    for letter, escape in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        name = name.replace(letter, escape)
    connection = sqlite3.connect(
        f"file:{name}?{how}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_database(path: Path | str, *, read_only: bool = False) -> Database:
    """Opens the database, and unless ``read_only`` creates or migrates it first.

    Raises StoreError: locked, read-only, full, damaged, not ours, or of a newer schema.
    """
    from monitor.store.schema import prepare, refuse_foreign

    if read_only and not Path(path).exists():
        raise StoreError(f"{path} does not exist; nothing has been stored yet")
    try:
        connection = connect(path, read_only=read_only)
    except sqlite3.Error as error:
        raise StoreError(explain(error, str(path))) from error
    connection.row_factory = sqlite3.Row
    database = Database(connection, str(path), read_only=read_only)
    try:
        refuse_foreign(database)
        if not read_only:
            database.row("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            prepare(database)
    except BaseException:
        connection.close()
        raise
    return database
