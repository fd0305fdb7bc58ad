"""Reading in processes beside this one, so that a long body holds up no other source.

Python does one thing at a time in a process, and the parsers hold on to that: in a thread
a feed of some megabytes would keep every other source waiting. A process of its own also
bounds what hostile input may take, in time and in memory, and knows none of our secrets.
On a machine with one core there is nothing to win by it, and a thread has to do.
"""

from __future__ import annotations

import asyncio
import os
import pickle
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from monitor.errors import MonitorError, ParseError
from monitor.sources.beside.process import Process

LONG_BODY = 128 << 10
"""Bytes from which a body is worth the way to another process and back."""
_MOST = 3
_IDLE = 120.0

P = ParamSpec("P")
T = TypeVar("T")


def spare_cores() -> int:
    """How many processes may read beside this one."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(_MOST, (mine or 1) - 1)


class Beside:
    """Runs functions elsewhere. ``workers`` is how many processes there may be, started when
    they are needed and ended when they are not; 0 means a thread. Nothing may take longer
    than ``seconds``.
    """

    def __init__(self, workers: int | None = None, *, seconds: float = 60.0) -> None:
        self._workers = spare_cores() if workers is None else workers
        self._seconds = seconds
        self._slots = asyncio.Semaphore(max(1, self._workers))
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``task``, a function that a module has, returns.

        Raises what it raises where that is a MonitorError, and otherwise ParseError: it
        failed, took too long or too much memory, or ended its process.
        """
        async with self._slots:
            process = await self._process()
            if process is None:
                return await asyncio.to_thread(partial(task, *args, **kwargs))
            self._busy.add(process)
            try:
                async with asyncio.timeout(self._seconds):
                    found: T | MonitorError = await process.ask(
                        pickle.dumps((task, args, kwargs), pickle.HIGHEST_PROTOCOL)
                    )
            except TimeoutError as error:
                process.end()
                raise ParseError(
                    f"reading it took more than {self._seconds:g} s", reason="too-slow"
                ) from error
            except BaseException:
                process.end()
                raise
            finally:
                self._busy.discard(process)
            self._rest(process)
            if isinstance(found, MonitorError):
                raise found
            return found

    async def _process(self) -> Process | None:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            process.end()
        if self._workers < 1:
            return None
        try:
            return await Process.start()
        except OSError:
            self._workers = 0  # not here, then
            return None

    def _rest(self, process: Process) -> None:
        self._idle.append(process)
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_IDLE, self._end_idle)

    def _end_idle(self) -> None:
        while self._idle:
            self._idle.pop().end()

    async def aclose(self) -> None:
        """Ends every process. It can be used again afterwards."""
        if self._timer:
            self._timer.cancel()
        self._end_idle()
        for process in self._busy:
            process.end()
