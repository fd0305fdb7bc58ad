"""The schema: ``*.sql`` beside this file are the tables as they are today.

A fresh database gets them at once; an older one is led there step by step by
:mod:`monitor.store.migrations`. Both ways must end in the same schema.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from monitor.errors import StoreError
from monitor.store.connection import APPLICATION_ID
from monitor.store.database import Database

if TYPE_CHECKING:
    import sqlite_utils

Step = Callable[["sqlite_utils.Database"], None]


def prepare(database: Database, steps: Sequence[Step] | None = None) -> None:
    """Creates the tables in an empty database, or migrates an older one. All or nothing.

    ``steps``: the n-th leads from version n to n + 1; by default those of
    :mod:`monitor.store.migrations`. Raises StoreError for a newer schema.
    """
    if steps is None:
        from monitor.store.migrations import STEPS

        steps = STEPS
    newest = 1 + len(steps)
    if _version(database) == newest:
        return
    with database.transaction():
        version = _version(database)  # again: another process may have been first
        if version == 0:
            for statement in statements():
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        elif version < newest:
            _migrate(database, steps[version - 1 :])
        elif version > newest:
            raise _newer(database, version, newest)
        database.execute(f"PRAGMA user_version = {newest}")


def refuse_foreign(database: Database) -> None:
    """Raises StoreError where the file is another program's, or of a newer schema."""
    from monitor.store.migrations import STEPS

    version = _version(database)
    if version > 1 + len(STEPS):
        raise _newer(database, version, 1 + len(STEPS))
    if database.value("PRAGMA application_id") == APPLICATION_ID:
        return
    if database.value("SELECT count(*) FROM sqlite_schema"):
        raise StoreError(f"{database.path} is a database of another program")
    if database.read_only:
        raise StoreError(f"{database.path} is empty; nothing has been stored yet")


def statements() -> Iterator[str]:
    """Every statement of the schema, file by file in the order of their names."""
    folder = resources.files("monitor.store") / "schema"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    for name in names:
        yield from split((folder / name).read_text("utf-8"))


def split(script: str) -> Iterator[str]:
    """The statements of a script, triggers in one piece."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        raise ValueError(f"the script ends in the middle of a statement: {statement.strip()}")


def _version(database: Database) -> int:
    return int(database.value("PRAGMA user_version"))


def _newer(database: Database, version: int, newest: int) -> StoreError:
    return StoreError(
        f"{database.path} was written by a newer monitor (schema {version}, this one knows "
        f"{newest}); use the newer program"
    )


def _migrate(database: Database, steps: Sequence[Step]) -> None:
    import sqlite_utils

    tables = sqlite_utils.Database(
        database.connection, recursive_triggers=False, execute_plugins=False
    )
    try:
        for step in steps:
            step(tables)
    except sqlite3.Error as error:
        raise StoreError(f"{database.path} could not be migrated: {error}") from error
