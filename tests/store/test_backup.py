"""Backups: consistent while others write, atomic, checked."""

import errno

import pytest

from monitor.errors import StoreError
from monitor.store import open_store
from monitor.store.backup import backup
from tests.store_factories import article


def test_a_backup_is_a_whole_store(store, tmp_path):
    store.articles.save(article())
    target = tmp_path / "copy.db"
    assert backup(store.database, target) == target.stat().st_size
    with open_store(target, read_only=True) as copy:
        assert copy.articles.get("n1") == article()
    assert [each.name for each in tmp_path.glob("*copy*")] == ["copy.db"]


def test_what_another_writer_has_not_finished_is_left_out(store, path, tmp_path):
    store.articles.save(article(1))
    with open_store(path) as reader, store.database.transaction():
        store.articles.save(article(2))
        backup(reader.database, tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.articles.count() == 1


def test_an_earlier_backup_survives_a_failure(store, tmp_path, monkeypatch):
    target = tmp_path / "copy.db"
    backup(store.database, target)
    before = target.read_bytes()

    def full(path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("monitor.store.backup._flush", full)
    store.articles.save(article())
    with pytest.raises(StoreError, match="No space left"):
        backup(store.database, target)
    assert target.read_bytes() == before
    assert list(tmp_path.glob(".copy*")) == []


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("monitor.db", "the database itself"),
        (".", "is a directory"),
        ("nowhere/copy.db", "cannot be opened: the directory .* does not exist"),
    ],
)
def test_places_that_will_not_do(store, tmp_path, name, complaint):
    with pytest.raises(StoreError, match=complaint) as caught:
        backup(store.database, tmp_path / name)
    assert ".part" not in str(caught.value)
