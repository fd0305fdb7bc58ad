"""Connections with our settings, and SQLite's errors as sentences for people.

Imports sqlite3 and nothing else, because every listing starts here.
"""

from __future__ import annotations

import os.path
import sqlite3

BUSY_SECONDS = 5.0
APPLICATION_ID = int.from_bytes(b"mntr", "big")

_LOCKED = "{path} is locked by another program; stop it or try again"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
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
    folder = os.path.dirname(path) or "."  # noqa: PTH120 - pathlib costs the start 5 ms
    if os.path.isdir(path):  # noqa: PTH112 - as above
        return "it is a directory"
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        return f"the directory {folder} does not exist"
    there = os.path.exists(path)  # noqa: PTH110 - as above
    return "permission denied" if there else "it does not exist or may not be created"


def connect(path: str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode. Raises sqlite3.Error."""
    if not read_only:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    try:
        return _read_only(path, "mode=ro")
    except sqlite3.OperationalError:
        # A log cannot be opened where nothing may be written; without one nobody is writing.
        if not os.path.isfile(path) or os.path.exists(f"{path}-wal"):  # noqa: PTH110, PTH113 - as above
            raise
        return _read_only(path, "mode=ro&immutable=1")


def _read_only(path: str, how: str) -> sqlite3.Connection:
    name = os.path.abspath(path)  # noqa: PTH100 - as above
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
