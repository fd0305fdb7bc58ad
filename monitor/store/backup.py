"""A consistent copy of the database while others use it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.connection import explain
from monitor.store.database import Database


def backup(database: Database, target: Path) -> int:
    """Copies everything to ``target`` and returns its size in bytes.

    The copy is checked and then takes the place of ``target`` in one step: whatever goes
    wrong, an earlier backup there is untouched. It is one file, without a log beside it.
    Raises StoreError.
    """
    if target.exists() and target.samefile(database.path):
        raise StoreError(f"{target} is the database itself; choose another place for the copy")
    if target.is_dir():
        raise StoreError(f"{target} is a directory; name the file that the copy should be")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _copy(database, part, target.name)
        _flush(part)
        os.replace(part, target)  # noqa: PTH105 - the name says what it does
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return target.stat().st_size


def _copy(database: Database, part: Path, name: str) -> None:
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            # In one step: with others writing meanwhile, many small ones begin again and again.
            database.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(explain(error, str(part)).replace(part.name, name)) from error
    if found != "ok":
        raise StoreError(f"the copy of {database.path} is damaged: {found}")


def _flush(path: Path) -> None:
    """Waits until what was written stands on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
