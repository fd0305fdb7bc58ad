"""What is remembered of sources, written several at a time: a commit waits for the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.model import SourceState
from monitor.sources.identity import without_userinfo
from monitor.store.sources import SourceStore

_TOGETHER = 256
_LONGEST = 1.0


class States:
    """The states of the configured sources, as the last poll left them.

    What a poll left is kept here and written with that of others: at the latest when a
    round ends or the next one begins. A crash before that costs a repeated request, no
    entry: those are written when they are read, and states after them. So does a source that
    somebody resumes while it is being polled, or before that is written: what was kept of it
    is dropped then, and it is polled again.
    """

    def __init__(self, store: SourceStore, sources: Iterable[SourceConfig], clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._urls = {source.name: without_userinfo(source.url) for source in sources}
        self._unknown: set[str] | None = None
        self._unwritten: dict[str, SourceState] = {}
        self._wanted: set[str] = set()  # at once, when their last poll began
        self._since = 0.0

    @property
    def urls(self) -> Mapping[str, str]:
        """The configured address of each source, without its secrets."""
        return self._urls

    def due(self) -> list[str]:
        """The sources that are due now. Raises StoreError where nothing can be written."""
        self.write()
        if self._unknown is None:
            self._unknown = self._store.unknown(self._urls)
        return self._store.due(self._clock.now(), self._urls, self._unknown)

    def of(self, name: str) -> SourceState:
        """The state of a source; a fresh one where nothing is known of it at its address."""
        if unwritten := self._unwritten.get(name):
            return unwritten
        state = self._store.state(name, self._urls[name])
        if state.next_poll is None:
            self._wanted.add(name)
        else:
            self._wanted.discard(name)
        return state

    def keep(self, state: SourceState) -> None:
        """Remembers what a poll left. May raise StoreError."""
        now = self._clock.monotonic()
        if not self._unwritten:
            self._since = now
        self._unwritten[state.name] = state
        if len(self._unwritten) >= _TOGETHER or now - self._since > _LONGEST:
            self.write()

    def write(self) -> None:
        """Writes what was kept. Raises StoreError, and has it still then."""
        if not self._unwritten:
            return
        due_later = self._unwritten.keys() - self._wanted
        self._store.save(*self._unwritten.values(), unless_resumed=due_later)
        if self._unknown:
            self._unknown -= self._unwritten.keys()
        self._unwritten.clear()
