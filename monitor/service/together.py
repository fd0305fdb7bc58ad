"""Work of several sources in one transaction: a commit costs more than what is in it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from monitor.errors import StoreError
from monitor.store.database import Database

Step = Callable[[], None]
_MANY = 16
_WAIT = 0.1
_LONGEST = 0.2


class _Job:
    """The steps of one caller, who waits for ``done``."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps: Iterator[Step] = iter(steps)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def end(self, error: BaseException | None = None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


class Together:
    """Gathers for a moment what is to be written, and writes it at once.

    No transaction is long, though: others want to write too. What is left goes into the
    next one. ``monotonic`` is a clock in seconds.
    """

    def __init__(self, database: Database, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._monotonic = monotonic
        self._jobs: deque[_Job] = deque()
        self._timer: asyncio.Handle | None = None
        self._under_way = 0

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """While something may still come from somebody, others wait for it, but not for long."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            if self._jobs and self._all_are_here:
                self._soon()

    async def run(self, steps: Iterable[Step]) -> None:
        """Takes the steps one after another, each of which is whole by itself.

        Returns when all are committed. Raises what a step raised: StoreError undoes the
        transaction, for the others in it too; anything else ends only these steps.
        """
        job = _Job(steps)
        self._jobs.append(job)
        if self._all_are_here:
            self._write()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WAIT, self._write)
        try:
            await job.done
        finally:
            if job in self._jobs:
                self._jobs.remove(job)

    def _write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        begun: list[_Job] = []
        try:
            with self._database.transaction():
                ended = self._take_steps(begun)
        except BaseException as error:
            for job in begun:
                job.end(error)
            self._jobs = deque(job for job in self._jobs if job not in begun)
            if not isinstance(error, StoreError):
                raise
        else:
            for job, problem in ended:
                job.end(problem)
        if self._jobs:
            self._soon()

    @property
    def _all_are_here(self) -> bool:
        return len(self._jobs) >= min(self._under_way, _MANY)

    def _soon(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_soon(self._write)

    def _take_steps(self, begun: list[_Job]) -> list[tuple[_Job, Exception | None]]:
        """Takes steps until none is left or it takes too long; returns the jobs that ended."""
        until = self._monotonic() + _LONGEST
        ended: list[tuple[_Job, Exception | None]] = []
        while self._jobs and self._monotonic() <= until:
            job = self._jobs[0]
            if job not in begun:
                begun.append(job)
            try:
                step = next(job.steps, None)
                if step is not None:
                    step()
                    continue
                problem = None
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - it goes to whoever wanted the step
                problem = error
            self._jobs.popleft()
            ended.append((job, problem))
        return ended
