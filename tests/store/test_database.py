"""The door to SQLite: transactions, and one clear sentence for everything it refuses."""

import sqlite3
from contextlib import suppress

import pytest

from monitor.errors import StoreError
from monitor.store import open_store
from monitor.store.database import open_database


def count(database):
    return database.value("SELECT count(*) FROM reviews")


def add(database):
    database.execute(
        "INSERT INTO reviews (target, judgement, at, by, why) VALUES ('c1', 'accept', '', '', '')"
    )


def test_settings(store):
    database = store.database
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA foreign_keys") == 1
    assert database.value("PRAGMA synchronous") == 2


def test_a_transaction_is_all_or_nothing(store):
    with pytest.raises(ValueError), store.database.transaction():
        add(store.database)
        raise ValueError
    assert count(store.database) == 0
    with store.database.transaction():
        add(store.database)
    assert count(store.database) == 1


def test_a_part_that_fails_leaves_the_rest(store):
    with store.database.transaction():
        add(store.database)
        with pytest.raises(ValueError), store.database.transaction():
            add(store.database)
            raise ValueError
        with store.database.transaction():
            add(store.database)
    assert count(store.database) == 2


def test_the_outer_transaction_undoes_its_parts(store):
    with pytest.raises(ValueError), store.database.transaction():
        with store.database.transaction():
            add(store.database)
        raise ValueError
    assert count(store.database) == 0


def test_a_transaction_that_sqlite_undid_does_not_seem_committed(store):
    with pytest.raises(StoreError, match="undone"), store.database.transaction():
        store.database.connection.execute("ROLLBACK")


def test_writers_wait_and_then_say_who_is_in_the_way(store, path, monkeypatch):
    monkeypatch.setattr("monitor.store.connection.BUSY_SECONDS", 0.01)
    with open_store(path) as second, store.database.transaction():
        with pytest.raises(StoreError, match="locked by another program"):
            add(second.database)
        assert count(second.database) == 0


def test_readers_are_not_in_the_way(store, path):
    with open_store(path, read_only=True) as reader, store.database.transaction():
        add(store.database)
        assert count(reader.database) == 0


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda path: path.write_bytes(b"no database, but long enough" * 99), "not a database"),
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE t (a)"), "another program"),
    ],
)
def test_what_cannot_be_opened(path, prepare, sentence):
    prepare(path)
    with pytest.raises(StoreError, match=sentence):
        open_database(path)


def test_a_directory_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="nowhere does not exist"):
        open_database(tmp_path / "nowhere" / "monitor.db")


def test_reading_what_was_never_written(path):
    with pytest.raises(StoreError, match="nothing has been stored yet"):
        open_database(path, read_only=True)
    path.touch()
    with pytest.raises(StoreError, match="nothing has been stored yet"):
        open_database(path, read_only=True)


def test_a_damaged_file(store, path):
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 3] = b"\xff" * 4096 * 2
    path.write_bytes(content)
    with pytest.raises(StoreError), open_store(path) as opened:
        for table in ("articles", "versions", "hits", "claims", "reviews", "changes"):
            opened.database.rows(f"SELECT * FROM {table}")


def test_a_full_disk(store):
    pages = store.database.value("PRAGMA page_count")
    store.database.value(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="the disk is full"), store.database.transaction():
        for _ in range(9):
            store.database.execute(
                "INSERT INTO entities VALUES (hex(randomblob(99)), hex(randomblob(9999)), '', '', 1)"
            )
    assert store.database.value("SELECT count(*) FROM entities") == 0


def test_an_odd_name_can_be_read(tmp_path):
    path = tmp_path / "a#b ?100%.db"
    open_store(path).close()
    with open_store(path, read_only=True) as reader:
        assert count(reader.database) == 0
        with pytest.raises(StoreError, match="read-only"):
            add(reader.database)


def test_what_is_deferred_is_done_last_and_undone_with_its_part(tmp_path):
    database = open_database(tmp_path / "monitor.db")
    database.execute("CREATE TABLE said (word TEXT)")
    add = "INSERT INTO said VALUES (?)"
    with database.transaction():
        database.defer(add, ("kept",))
        with suppress(ZeroDivisionError), database.transaction():
            database.defer(add, ("taken back",))
            raise ZeroDivisionError
        database.execute(add, ("first",))
        assert database.value("SELECT count(*) FROM said") == 1
    database.defer(add, ("at once",))
    words = [row["word"] for row in database.rows("SELECT word FROM said ORDER BY rowid")]
    assert words == ["first", "kept", "at once"]


QUEUED = "INSERT INTO kept (name, content) VALUES (?, ?)"


def names(database):
    return [row["name"] for row in database.rows("SELECT name FROM kept ORDER BY rowid")]


def test_what_is_queued_is_there_for_the_next_statement(store):
    database = store.database
    with database.transaction():
        database.queue((QUEUED, ("a", b"")), key="a")
        database.queue((QUEUED, ("b", b"")))
        assert database.awaits("a")
        assert not database.awaits("b")
        assert database.peek("SELECT count(*) FROM kept") == 0
        assert names(database) == ["a", "b"]
        assert not database.awaits()
    database.queue((QUEUED, ("at once", b"")))
    assert names(database) == ["a", "b", "at once"]


def test_what_is_queued_is_undone_with_its_part(store):
    database = store.database
    with database.transaction():
        database.queue((QUEUED, ("before", b"")))
        with pytest.raises(ValueError), database.transaction():
            database.queue((QUEUED, ("in it", b"")), key="in it")
            raise ValueError
        assert not database.awaits()
        database.queue((QUEUED, ("after", b"")))
    assert names(database) == ["before", "after"]
    with pytest.raises(ValueError), database.transaction():
        database.queue((QUEUED, ("nothing", b"")), key="nothing")
        raise ValueError
    assert not database.awaits()
    assert names(database) == ["before", "after"]


def test_rows_are_queued_all_or_none(store):
    database = store.database
    with database.transaction():
        with pytest.raises(UnicodeEncodeError):
            database.queue((QUEUED, ("good", b"")), (QUEUED, ("half a \ud801", b"")), key="good")
        assert not database.awaits()
    assert names(database) == []


def test_what_sqlite_refuses_of_a_queue_undoes_the_transaction(store):
    with pytest.raises(StoreError), store.database.transaction():
        store.database.queue((QUEUED, ("twice", b"")))
        store.database.queue((QUEUED, ("twice", b"")))
    assert names(store.database) == []
