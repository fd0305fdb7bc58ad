"""States of sources that wait to be written, and people who write meanwhile."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.types import SourceConfig
from monitor.service.states import States
from monitor.store import Store, open_store
from tests.service_factories import StillClock
from tests.store_factories import NOW

URL = "https://s.example/feed"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


@pytest.fixture
def states(store: Store) -> States:
    return States(store.sources, [SourceConfig(name="s", url=URL)], StillClock())


def poll(states: States) -> None:
    """What a poll leaves that says that the source is gone for good."""
    state = states.of("s")
    states.keep(state.but(url=URL, polls=state.polls + 1, polled=NOW, gone=NOW, next_poll=None))


def poll_well(states: States) -> None:
    state = states.of("s")
    later = NOW + timedelta(hours=1)
    states.keep(state.but(url=URL, polls=state.polls + 1, polled=NOW, gone=None, next_poll=later))


def resume(store: Store) -> None:
    """As another process does it."""
    with open_store(store.database.path) as other:
        assert other.sources.resume("s")


def test_a_state_that_waits_does_not_undo_a_resumption(store: Store, states: States) -> None:
    poll_well(states)
    states.write()
    poll(states)
    resume(store)
    assert states.due() == ["s"]
    assert states.of("s").gone is None


def test_a_poll_of_a_resumed_source_counts(store: Store, states: States) -> None:
    poll(states)
    states.write()
    assert states.due() == []
    resume(store)
    assert states.due() == ["s"]
    poll_well(states)
    assert states.due() == []
    assert store.sources.state("s").polls == 2
