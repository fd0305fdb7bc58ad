"""Due sources, fetched, read, and recorded. A failing source stops nobody else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.service.asking import Asking
from monitor.service.outcomes import Intake, PollOutcome, StoreDoor
from monitor.service.states import States
from monitor.service.taking import Taking
from monitor.sources.beside import Beside
from monitor.sources.http import PATIENCE, Fetcher
from monitor.sources.schedule import PACE, Pace

__all__ = ["PollOutcome", "Poller"]

_RECHECKS_PER_ROUND = 20
_MOST_SLOW = 8


class Poller:
    """Polls what is due. ``sources`` are the configured ones; those not enabled are left alone.

    Rounds may overlap: a source that is still being polled is left out of the next one.
    Long bodies are read ``beside``, by default in a thread. ``chance`` gives numbers in
    [0, 1) that spread polls apart; ``report`` is told each outcome as it comes.
    """

    def __init__(
        self,
        store: StoreDoor,
        sources: Iterable[SourceConfig],
        fetcher: Fetcher,
        pipeline: Intake,
        clock: Clock,
        *,
        beside: Beside | None = None,
        concurrency: int = 16,
        pace: Pace = PACE,
        chance: Callable[[], float] = random.random,
        report: Callable[[PollOutcome], None] | None = None,
    ) -> None:
        self._store = store
        self._sources = {source.name: source for source in sources if source.enabled}
        self._hosts = {n: urlsplit(source.url).netloc for n, source in self._sources.items()}
        self._states = States(store.sources, self._sources.values(), clock)
        beside = beside or Beside(0)
        self._taking = Taking(store, fetcher, pipeline, beside, clock)
        self._asking = Asking(
            self._states, fetcher, self._taking, beside, clock, pace=pace, chance=chance
        )
        self._clock = clock
        self._concurrency = concurrency
        self._report = report or (lambda _: None)
        self._busy: set[str] = set()
        self._rechecking = False

    async def poll_due(self) -> list[PollOutcome]:
        """Polls every source that is due now, then re-reads pages that are due for it.

        Raises StoreError where nothing can be recorded.
        """
        outcomes = await self._poll(self._states.due())
        await self.recheck_due()
        return outcomes

    async def poll_all(self) -> list[PollOutcome]:
        """Polls every enabled source, due or not, but for those whose servers forbade it:
        the ones that are gone, or asked us to stay away for a while.
        """
        self._states.write()
        unwilling = self._store.sources.unwilling(self._clock.now())
        unwilling -= {name for name in unwilling & set(self._sources) if self._is_fresh(name)}
        return await self._poll([name for name in self._sources if name not in unwilling])

    def _is_fresh(self, name: str) -> bool:
        """Whether nothing is known of the source at its address."""
        return self._states.of(name).polled is None

    async def recheck_due(self) -> int:
        """Re-reads pages that are due for it; returns how many articles had changed."""
        if self._rechecking:
            return 0
        self._rechecking = True
        try:
            return await self._taking.recheck(self._sources, _RECHECKS_PER_ROUND)
        finally:
            self._rechecking = False

    def next_due(self) -> datetime | None:
        """When the next source is due; None where there is none, or one is due at once."""
        due = self._store.sources.next_due(self._sources)
        if any(name not in due or due[name] is None for name in self._sources):
            return None
        return min((when for when in due.values() if when), default=None)

    async def _poll(self, names: Iterable[str]) -> list[PollOutcome]:
        """A worker takes one host after another, so that no host's queue holds up another's."""
        hosts: dict[str, list[SourceConfig]] = {}
        for name in names:
            if name not in self._busy:
                self._busy.add(name)
                source = self._sources[name]
                hosts.setdefault(self._hosts[name], []).append(source)
        waiting = iter(hosts.values())
        outcomes: list[PollOutcome] = []

        async def done(source: SourceConfig) -> None:
            try:
                with self._taking.together.under_way():
                    outcome = await self._asking.poll(source)
            finally:
                self._busy.discard(source.name)
            outcomes.append(outcome)
            self._report(outcome)

        async def work() -> None:
            for group in waiting:
                if len(group) == 1:
                    await done(group[0])
                else:
                    await _one_after_another([partial(done, source) for source in group])

        workers = [asyncio.create_task(work()) for _ in range(min(self._concurrency, len(hosts)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            self._busy -= {source.name for group in hosts.values() for source in group}
            self._states.write()
        return outcomes


async def _one_after_another(steps: Iterable[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Each step when the one before has ended, or has been slow for a while."""
    slow: set[asyncio.Task[None]] = set()
    try:
        for step in steps:
            task = asyncio.create_task(step())
            slow.add(task)
            await asyncio.wait({task}, timeout=PATIENCE)
            if len(slow) >= _MOST_SLOW:
                await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED)
            for ended in [task for task in slow if task.done()]:
                slow.discard(ended)
                ended.result()
        await asyncio.gather(*slow)
    finally:
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
