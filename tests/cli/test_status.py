"""Whether the daemon is alive: what a probe asks, and what a person reads."""

import json
import os

import pytest

from monitor.service.lock import ProcessLock


def test_no_daemon_is_no_success(world):
    result = world.say("status")
    assert result.status == 1
    assert "stopped" in result.out
    assert " tracked, 1 change to be confirmed" in result.out


@pytest.mark.parametrize(("age", "state", "status"), [(20, "running", 0), (3600, "hanging", 1)])
def test_a_daemon_has_to_give_signs_of_life(world, age, state, status):
    with ProcessLock(world.path / "world.db") as lock:
        lock.beat()
        beat = lock.path.stat().st_mtime - age
        os.utime(lock.path, (beat, beat))
        result = world.say("status", "--json")
    found = json.loads(result.out)
    assert (found["state"], result.status) == (state, status)
    assert found["process"] == os.getpid()


def test_it_fits_a_narrow_terminal(world, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, world.say("status").out.splitlines())) <= 40
