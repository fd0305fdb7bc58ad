"""One daemon for one database."""

import errno
import os

import pytest

from monitor.errors import StoreError
from monitor.service.lock import ProcessLock, holder_of


def test_a_second_one_is_refused_and_told_who_has_it(tmp_path):
    database = tmp_path / "monitor.db"
    with ProcessLock(database), pytest.raises(StoreError, match=f"process {os.getpid()}"):
        ProcessLock(database).__enter__()
    with ProcessLock(database) as lock:
        assert lock.path.name == "monitor.db-lock"


def test_a_lock_that_a_dead_process_left_is_no_hindrance(tmp_path):
    (tmp_path / "monitor.db-lock").write_text("999999\n")
    with ProcessLock(tmp_path / "monitor.db"):
        pass


def test_a_full_disk_does_not_keep_it_from_being_held(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with ProcessLock(tmp_path / "monitor.db"), pytest.raises(StoreError, match="already running"):
        ProcessLock(tmp_path / "monitor.db").__enter__()


def test_a_place_where_nothing_can_be_written(tmp_path):
    with pytest.raises(StoreError, match="cannot be created"):
        ProcessLock(tmp_path / "nowhere" / "monitor.db").__enter__()


def test_who_has_it_can_be_asked_without_taking_it(tmp_path):
    database = tmp_path / "monitor.db"
    assert holder_of(database) is None
    with ProcessLock(database) as lock:
        os.utime(lock.path, (0, 0))
        lock.beat()
        assert holder_of(database).process == os.getpid()
        assert holder_of(database).alive.year > 1970
    assert holder_of(database) is None
