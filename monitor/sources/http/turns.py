"""Taking turns: one request at a time to each host, and a gap between two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from monitor.sources.http.address import is_public

PATIENCE = 3.0
"""Seconds after which a request that hangs no longer keeps the next one to its host waiting."""

_MANY = 1000


class _Host:
    """One request at a time, and a gap in seconds between one and the next."""

    __slots__ = ("free_at", "gap", "lock", "waiting")

    def __init__(self, gap: float) -> None:
        self.gap = gap
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.free_at = 0.0


class Turns:
    """Who may ask a host now. ``gap`` is in seconds, for public hosts only."""

    def __init__(self, gap: float, monotonic: Callable[[], float]) -> None:
        self._gap = gap
        self.monotonic = monotonic
        self._hosts: dict[tuple[str, int], _Host] = {}

    def turn(self, host: str, port: int) -> Turn:
        """One request at a time; the next one may start when this has ended or hangs."""
        state = self._hosts.get((host, port))
        if state is None:
            if len(self._hosts) > _MANY:
                self._forget_idle_hosts()
            state = self._hosts[host, port] = _Host(self._gap_of(host))
        return Turn(self, state)

    def _gap_of(self, host: str) -> float:
        try:
            return self._gap if is_public(host) else 0.0
        except ValueError:
            return 0.0 if host == "localhost" else self._gap

    def _forget_idle_hosts(self) -> None:
        now = self.monotonic()
        idle = [h for h, state in self._hosts.items() if not state.waiting and state.free_at < now]
        for host in idle:
            del self._hosts[host]


class Turn:
    """A turn to ask a host; to be used as ``async with``, once."""

    __slots__ = ("_host", "_timer", "_turns")

    def __init__(self, turns: Turns, host: _Host) -> None:
        self._turns = turns
        self._host = host
        self._timer: asyncio.TimerHandle | None = None
        host.waiting += 1

    async def __aenter__(self) -> None:
        host = self._host
        try:
            await host.lock.acquire()
        except BaseException:
            host.waiting -= 1
            raise
        try:
            wait = host.free_at - self._turns.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
        except BaseException:
            host.waiting -= 1
            host.lock.release()
            raise
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._let_the_next_one)

    async def __aexit__(self, *_: object) -> None:
        host = self._host
        host.free_at = self._turns.monotonic() + host.gap
        host.waiting -= 1
        if self._timer is not None:
            self._timer.cancel()
        self._let_the_next_one()

    def _let_the_next_one(self) -> None:
        if self._timer is not None:
            self._timer = None
            self._host.lock.release()
