"""The schema: created, migrated, refused."""

import sqlite3

import pytest

from monitor.errors import StoreError
from monitor.store import open_store
from monitor.store.database import Database, open_database
from monitor.store.schema import prepare, split


def schema(database):
    return [
        tuple(row)
        for row in database.rows(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
        )
    ]


def version(database):
    return database.value("PRAGMA user_version")


def add_notes(tables):
    tables["entities"].add_column("note", str)


def empty(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return Database(connection, str(path), read_only=False)


def test_a_fresh_database_is_the_migrated_one(store, tmp_path):
    """With no step so far both are version 1; the first step adds the old schema here."""
    fresh = empty(tmp_path / "fresh.db")
    prepare(fresh)
    assert schema(fresh) == schema(store.database)
    assert version(fresh) == version(store.database) == 1
    fresh.close()


def test_opening_again_changes_nothing(store, path):
    before = schema(store.database)
    with open_store(path) as again:
        assert schema(again.database) == before


def test_an_older_database_is_led_on(store):
    prepare(store.database, [add_notes])
    assert version(store.database) == 2
    assert store.database.rows("SELECT note FROM entities") == []


def test_a_migration_that_fails_leaves_everything_as_it_was(store):
    before = schema(store.database)

    def fail(tables):
        tables["entities"].add_column("other", str)
        tables.execute("SELECT nonsense")

    with pytest.raises(StoreError, match="could not be migrated"):
        prepare(store.database, [add_notes, fail])
    assert (version(store.database), schema(store.database)) == (1, before)


def test_a_newer_database_is_refused(store, path):
    store.database.execute("PRAGMA user_version = 7")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="newer monitor"):
            open_database(path, read_only=read_only)


def test_statements_are_split_where_they_end():
    script = "CREATE TABLE a (b); -- note; more\nCREATE TRIGGER t BEGIN\n SELECT 1;\nEND;\n"
    assert len(list(split(script))) == 2
    with pytest.raises(ValueError, match="middle"):
        list(split("CREATE TABLE"))
