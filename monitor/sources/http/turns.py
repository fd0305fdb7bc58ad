"""Taking turns: one request at a time to each host, and a gap between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from monitor.sources.http.address import is_public

PATIENCE = 3.0
"""Seconds after which a request that hangs no longer keeps the next one to its host waiting."""


@dataclass(slots=True)
class _Host:
    """One request at a time, and a gap between one and the next."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: float = 0.0


class _Once:
    """Calls something the first time that it is called itself."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def __call__(self) -> None:
        call, self._call = self._call, None
        if call:
            call()


class Turns:
    """Who may ask a host now. ``gap`` is in seconds, for public hosts only."""

    def __init__(self, gap: float, monotonic: Callable[[], float]) -> None:
        self._gap = gap
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """One request at a time; the next one may start when this has ended or hangs."""
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            await state.lock.acquire()
            release = _Once(state.lock.release)
            timer = None
            try:
                wait = state.free_at - self._monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                timer = asyncio.get_running_loop().call_later(PATIENCE, release)
                yield
            finally:
                if timer:
                    timer.cancel()
                state.free_at = self._monotonic() + self._gap_of(host)
                release()
        finally:
            state.waiting -= 1
            if not state.waiting and len(self._hosts) > 1000:
                self._forget_idle_hosts()

    def _gap_of(self, host: str) -> float:
        try:
            return self._gap if is_public(host.rpartition(":")[0] or host) else 0.0
        except ValueError:
            return 0.0 if host.split(":", maxsplit=1)[0] == "localhost" else self._gap

    def _forget_idle_hosts(self) -> None:
        now = self._monotonic()
        idle = [h for h, state in self._hosts.items() if not state.waiting and state.free_at < now]
        for host in idle:
            del self._hosts[host]
