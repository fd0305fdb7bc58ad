"""Sources between polls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Rhythm, SeenEntry, SourceState
from monitor.store import Store, open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "monitor.db") as store:
        yield store


def entry(key: str, **changes: object) -> SeenEntry:
    given = {
        "source": "s", "key": key, "url": f"n.example/{key}", "title": f"title {key}",
        "fingerprint": b"f", "article": f"n{key}", "seen": NOW,
    }  # fmt: skip
    return SeenEntry(**{**given, **changes})


def test_a_state_comes_back_as_it_was_saved(store: Store) -> None:
    rhythm = Rhythm(3.5, 1.0, 40.0, tuple(float(n) for n in range(24)), 7.0)
    state = SourceState(
        "s", "http://s.example/", "http://t.example/", "T", 'W/"é"', "yesterday", b"\0\1", b"\2" * 32,
        polls=7, polled=NOW, next_poll=NOW, failures=2, status=503, reason="status", detail="x",
        gone=NOW, empty=3, window=20, fresh_for=1.5, closed="h1 d2", rhythm=rhythm,
    )  # fmt: skip
    store.sources.save(state)
    with open_store(store.database.path, read_only=True) as other:
        assert other.sources.state("s", "http://s.example/") == state
    assert store.sources.state("s") == state
    assert store.sources.state("s", "http://new.example/") == SourceState(
        "s", "http://new.example/"
    )
    assert store.sources.state("t", "u") == SourceState("t", "u")


def test_who_is_due_longest_first_and_the_failing_last(store: Store) -> None:
    def save(name: str, minutes: int, **changes: object) -> None:
        due = NOW + timedelta(minutes=minutes)
        store.sources.save(SourceState(name, "u", next_poll=due, **changes))

    save("late", -5)
    save("later", -60)
    save("failing", -90, failures=1)
    save("future", 5)
    save("gone", -5, gone=NOW)
    save("moved", 5)
    save("removed", -5)
    urls = dict.fromkeys(("late", "later", "failing", "future", "gone", "fresh"), "u") | {
        "moved": "v"
    }
    assert store.sources.due(NOW, urls) == ["fresh", "moved", "later", "late", "failing"]
    assert set(store.sources.next_due(urls)) == {"late", "later", "failing", "future", "moved"}
    assert store.sources.resume("gone")
    assert "gone" in store.sources.due(NOW, urls)
    assert not store.sources.resume("nobody")


def test_entries_are_found_by_key_address_and_title(store: Store) -> None:
    for number in range(1200):
        store.sources.mark_seen(entry(str(number)))
    store.sources.mark_seen(entry("1", source="other"))
    keys = [str(number) for number in range(1100)]
    assert len(store.sources.seen("s", "key", [*keys, "none", ""])) == 1100
    assert [e.key for e in store.sources.seen("s", "url", ["n.example/7"])] == ["7"]
    assert [e.key for e in store.sources.seen("s", "title", ["title 8"])] == ["8"]
    with pytest.raises(ValueError, match="fingerprint"):
        store.sources.seen("s", "fingerprint", [])


def test_an_entry_may_get_another_key(store: Store) -> None:
    store.sources.mark_seen(entry("1"))
    store.sources.mark_seen(entry("3"))
    store.sources.rename("s", "1", "2")
    store.sources.rename("s", "2", "3")
    assert {e.key for e in store.sources.seen("s", "key", ["1", "2", "3"])} == {"2", "3"}


def test_rechecks_come_in_order_and_for_configured_sources_only(store: Store) -> None:
    for key, minutes in (("1", -1), ("2", -5), ("3", 5)):
        store.sources.mark_seen(entry(key, recheck=NOW + timedelta(minutes=minutes)))
    store.sources.mark_seen(entry("4", source="removed", recheck=NOW - timedelta(hours=1)))
    assert [e.key for e in store.sources.rechecks(NOW, {"s"}, 9)] == ["2", "1"]


def test_old_entries_are_forgotten_where_the_source_still_speaks(store: Store) -> None:
    store.sources.save(SourceState("s", "u", succeeded=NOW))
    store.sources.mark_seen(entry("1", seen=NOW - timedelta(days=400)))
    store.sources.mark_seen(entry("2"))
    store.sources.mark_seen(entry("3", source="silent", seen=NOW - timedelta(days=400)))
    assert store.sources.forget(NOW - timedelta(days=365)) == 1
    left = store.database.rows("SELECT source, key FROM entries ORDER BY source")
    assert [tuple(row) for row in left] == [("s", "2"), ("silent", "3")]


def test_what_another_program_writes_is_seen(store: Store) -> None:
    store.sources.save(SourceState("s", "u", polls=1, polled=NOW, gone=NOW))
    assert store.sources.state("s").gone == NOW
    with open_store(store.database.path) as other:
        assert other.sources.resume("s")
    assert store.sources.state("s").gone is None


def test_what_was_undone_is_not_remembered(store: Store) -> None:
    store.sources.save(SourceState("s", "u", polls=1))
    with pytest.raises(ValueError), store.database.transaction():
        store.sources.save(SourceState("s", "u", polls=2))
        raise ValueError
    assert store.sources.state("s").polls == 1


def test_a_source_that_was_resumed_meanwhile_stays_so(store: Store) -> None:
    polled = SourceState("s", "u", polls=1, polled=NOW, next_poll=NOW + timedelta(hours=1))
    store.sources.save(polled)
    assert store.sources.resume("s")
    store.sources.save(polled, unless_resumed={"s"})
    assert store.sources.due(NOW, {"s": "u"}) == ["s"]
    store.sources.save(polled)
    assert store.sources.due(NOW, {"s": "u"}) == []
