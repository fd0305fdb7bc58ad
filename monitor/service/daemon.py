"""The daemon: ticks that ask the store what is due, until it is told to stop.

A tick that comes late, or not at all, loses nothing: what is due stands in the database.
Everything that writes runs in one thread; only waiting (for servers, for mail) overlaps.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, timedelta
from types import FrameType
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.clock import SystemClock
from monitor.config import Config
from monitor.errors import MonitorError
from monitor.service.assemble import Service, assemble
from monitor.service.lock import ProcessLock
from monitor.service.outlook import outlook
from monitor.service.poller import PollOutcome
from monitor.service.systemd import notify, watchdog_seconds

POLL_EVERY = timedelta(seconds=10)
SEND_EVERY = timedelta(seconds=3)
LOOK_EVERY = timedelta(minutes=5)
TIDY_EVERY = timedelta(hours=24)
KEEP_ENTRIES = timedelta(days=400)
STOP_WITHIN = 10.0
PULSE = 30.0

_log = logging.getLogger("monitor.daemon")


def run(config: Config) -> int:
    """Polls, judges and tells until SIGTERM or SIGINT; returns the exit status.

    Raises StoreError where the database cannot be used or another daemon has it.
    """
    lock = ProcessLock(config.database)
    with lock, assemble(config, report=log_poll) as service:
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(Daemon(service, lock.beat).run())
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()
    _log.info("stopped")
    _leave_threads_behind()
    return 0


def _leave_threads_behind() -> None:
    """Ends the process where a thread still waits, say for a name server that is silent."""
    here = threading.current_thread()
    if any(not each.daemon and each is not here for each in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)


def log_poll(outcome: PollOutcome) -> None:
    """One line for each poll that brought or broke something."""
    if outcome.state == "unchanged" or (outcome.state == "new" and not outcome.new):
        _log.debug("%s: %s", outcome.source, outcome.detail)
    elif outcome.state == "new":
        _log.info(
            "%s: %d new, %d edited, %d hits",
            outcome.source, outcome.new, outcome.edited, outcome.hits,
        )  # fmt: skip
    else:
        _log.warning("%s: %s", outcome.source, outcome.detail)


class Daemon:
    """The ticks of one service."""

    def __init__(self, service: Service, beat: Callable[[], None]) -> None:
        self._service = service
        self._beat = beat
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._said: dict[str, str] = {}
        self._ticked = 0.0

    async def run(self) -> None:
        """Ticks until a signal comes, then ends what is under way."""
        stop = asyncio.Event()
        restore = _on_signal(asyncio.get_running_loop(), stop)
        try:
            self._start()
            pulse = asyncio.create_task(self._pulse())
            await stop.wait()
            notify("STOPPING=1")
            _log.info("stopping")
            pulse.cancel()
            await self._stop()
        finally:
            restore()

    def _start(self) -> None:
        service = self._service
        for line in outlook(service):
            _log.info("%s", line)
        self._every(POLL_EVERY, "poll", self._poll)
        self._every(SEND_EVERY, "send", self._send)
        self._every(LOOK_EVERY, "look", self._look)
        self._every(TIDY_EVERY, "tidy", self._tidy)
        self._scheduler.start()
        notify("READY=1")

    async def _stop(self) -> None:
        """Polls are given up, for they will be repeated; deliveries may end."""
        self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            if task.get_name() != "send":
                task.cancel()
        await self._service.dispatcher.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._service.aclose()

    def _every(
        self, interval: timedelta, name: str, work: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """A tick starts its work and does not wait for it: rounds may overlap."""

        async def tick() -> None:
            self._ticked = self._service.clock.monotonic()
            task = asyncio.create_task(self._guarded(name, work()), name=name)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._scheduler.add_job(
            tick,
            IntervalTrigger(seconds=int(interval.total_seconds()), timezone=UTC),
            id=name,
            next_run_time=SystemClock().now(),
        )

    async def _guarded(self, name: str, work: Awaitable[None]) -> None:
        """What goes wrong in a tick is logged, the same thing once, and tried again."""
        try:
            await work
        except MonitorError as error:
            if self._said.get(name) != str(error):
                _log.error("%s: %s", name, error)
            self._said[name] = str(error)
        except Exception:  # noqa: BLE001 - a mistake of ours must not end the others' ticks
            _log.exception("%s: unexpected failure", name)
        else:
            if self._said.pop(name, None):
                _log.info("%s: works again", name)

    async def _poll(self) -> None:
        await self._service.poller.poll_due()

    async def _send(self) -> None:
        for delivery in await self._service.dispatcher.send_due():
            level = logging.INFO if delivery.outcome == "sent" else logging.WARNING
            _log.log(level, "alert %s: %s %s", delivery.alert, delivery.outcome, delivery.detail)

    async def _look(self) -> None:
        self._service.watch.look()

    async def _tidy(self) -> None:
        store = self._service.store
        forgotten = store.sources.forget(self._service.clock.now() - KEEP_ENTRIES)
        store.tidy()
        _log.debug("%d old entries forgotten", forgotten)

    async def _pulse(self) -> None:
        """Signs of life, also for systemd; and ticks again after the machine's clock went back."""
        every = watchdog_seconds()
        while True:
            notify("WATCHDOG=1")
            self._beat()
            await asyncio.sleep(min(every or PULSE, PULSE))
            if self._service.clock.monotonic() - self._ticked > PULSE + 2 * POLL_EVERY.seconds:
                _log.warning("the clock went back; all that is due is looked for now")
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=SystemClock().now())


def _on_signal(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> Callable[[], None]:
    """SIGTERM and SIGINT set ``stop``; whatever is under way then has STOP_WITHIN seconds.

    A second signal ends the process at once. Nothing is lost either way: what was not
    committed is done again by the next start. Returns what puts the old handlers back.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            os._exit(1)
        timer = threading.Timer(STOP_WITHIN, _give_up)
        timer.daemon = True
        timer.start()
        loop.call_soon_threadsafe(stop.set)

    before = {each: signal.signal(each, handle) for each in (signal.SIGTERM, signal.SIGINT)}

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    return restore


def _give_up() -> None:
    _log.error("not stopped within %d seconds; what was under way will be repeated", STOP_WITHIN)
    logging.shutdown()
    os._exit(1)
