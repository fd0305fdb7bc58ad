"""From the outbox to the channels, every outcome recorded.

Each channel is served on its own, message after message in the order of planning; a
delivery runs in a thread, so that a server that hangs holds up nothing else. Nothing is
sent inside a transaction, and nothing counts as sent before the other side took it.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.alerts.channels import Channel, Receipt
from monitor.alerts.compose import Material, Message, compose, compose_bare
from monitor.alerts.plan import Desk
from monitor.alerts.plan.batches import pick
from monitor.alerts.plan.routes import Names
from monitor.clock import Clock
from monitor.errors import DeliveryError, StoreError
from monitor.model import Alert, Batch, Delivery, Route, Watchlist
from monitor.service.delivering import deliver_in_thread
from monitor.service.holders import is_gone, own_holder
from monitor.service.material import Gathered, gather, told_records
from monitor.store import Store
from monitor.store.outbox import Picked

LEASE = timedelta(minutes=10)
DELIVER_WITHIN = 120.0
GIVE_UP_AFTER = timedelta(days=14)
REFUSALS = 5
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 1800.0
_REFUSED_WAIT = 900.0

_log = logging.getLogger("monitor.dispatcher")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A batch that is going out. ``told`` is what its routes will have been told."""

    batch: Batch
    gathered: Gathered
    message: Message
    at: datetime
    started: float

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Those that the message tells."""
        return tuple(a for a in self.batch.alerts if a.id not in self.gathered.settled)


def wait_after(failures: int, jitter: float) -> float:
    """Seconds until the next try after so many failures in a row; ``jitter`` is 0 to 1."""
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(failures - 1, 20))
    return wait * (0.9 + 0.2 * jitter)


class Dispatcher:
    """Sends what is due. :meth:`send_due` may be called while an earlier call still runs."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        routes: Sequence[Route],
        watchlist: Watchlist,
        clock: Clock,
        *,
        zone: tzinfo = UTC,
        templates: Mapping[str, str] | None = None,
        jitter: Callable[[], float] = random.random,
        deliver_within: float = DELIVER_WITHIN,
    ) -> None:
        self._store = store
        self._channels = channels
        self._routes = tuple(routes)
        self._names = Names(watchlist)
        self._clock = clock
        self._zone = zone
        self._templates = templates or {}
        self._jitter = jitter
        self._within = deliver_within
        self._holder = own_holder()
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[list[Delivery]]] = set()
        self._stopping = False

    async def send_due(self) -> list[Delivery]:
        """Sends everything that is due; returns the attempts made."""
        if self._stopping:
            return []
        now = self._clock.now()
        self._free_what_the_dead_held(now)
        free = [name for name in self._store.outbox.waiting_channels(now) if name not in self._busy]
        tasks = [asyncio.create_task(self._serve(name)) for name in free]
        self._tasks.update(tasks)
        try:
            results = await asyncio.gather(*tasks)
        finally:
            self._tasks.difference_update(tasks)
        return [delivery for result in results for delivery in result]

    async def stop(self, grace: float = 8.0) -> None:
        """Starts nothing more, and gives what is under way so many seconds to end."""
        self._stopping = True
        if not self._tasks:
            return
        _, pending = await asyncio.wait(set(self._tasks), timeout=grace)
        if not pending:
            return
        for channel in self._channels.values():
            channel.abort()
        _, pending = await asyncio.wait(pending, timeout=1.0)
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending, timeout=1.0)

    def _free_what_the_dead_held(self, now: datetime) -> None:
        for holder in self._store.outbox.holders():
            if holder != self._holder and is_gone(holder):
                count = self._store.outbox.release(holder, now)
                _log.warning("%d alerts were being sent when %s was stopped", count, holder)

    # ---------------------------------------------------------- one channel

    async def _serve(self, name: str) -> list[Delivery]:
        self._busy.add(name)
        deliveries: list[Delivery] = []
        try:
            while not self._stopping:
                attempt = self._next(name)
                if attempt is None:
                    break
                if attempt.alerts:
                    deliveries += await self._try(name, attempt)
        except StoreError as error:
            _log.error("cannot record what was sent by %s: %s", name, error)
        finally:
            self._busy.discard(name)
        return deliveries

    def _next(self, name: str) -> Attempt | None:
        """Leases the next message and composes it; settles what is not worth telling."""
        now = self._clock.now()
        mutes = self._store.outbox.mutes.current(now)
        desk = Desk(self._routes, self._names, self._zone, mutes=mutes)
        batches: list[Batch] = []

        def choose(due: Sequence[Alert], recent: Mapping[str, int]) -> Picked:
            picked = pick(due, desk, now, recent)
            if picked.batch is None:
                return Picked(held=picked.held)
            batches.append(picked.batch)
            return Picked(picked.batch.alerts, picked.batch.key, picked.held)

        if self._store.outbox.lease(name, now, self._holder, LEASE, choose) is None:
            return None
        gathered, message = self._compose(batches[-1], desk, now)
        if gathered.settled:
            self._store.outbox.settle(gathered.settled, self._holder, now)
        return Attempt(batches[-1], gathered, message, now, self._clock.monotonic())

    def _compose(self, batch: Batch, desk: Desk, now: datetime) -> tuple[Gathered, Message]:
        """A mistake of ours must not keep news from anybody: then it is told in bare words."""
        try:
            gathered = gather(self._store, batch, desk, now, self._templates)
            return gathered, _EMPTY if gathered.empty else compose(gathered.material)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is
            _log.exception("alert %s cannot be composed; it goes out in bare words", batch.key)
            material = Material(batch, (), now, self._zone)
            return Gathered(material, {}), compose_bare(material)

    async def _try(self, name: str, attempt: Attempt) -> list[Delivery]:
        channel = self._channels.get(name)
        if channel is None:
            text = f"{name} is no longer configured"
            unknown = DeliveryError(text, retryable=True, channel_wide=True)
            return self._failed(name, attempt, unknown)
        try:
            receipt = await deliver_in_thread(channel, attempt.message, self._within)
        except DeliveryError as error:
            return self._failed(name, attempt, error)
        return self._sent(name, attempt, receipt)

    # -------------------------------------------------------------- outcomes

    def _sent(self, name: str, attempt: Attempt, receipt: Receipt) -> list[Delivery]:
        now = self._clock.now()
        outcome = "partly" if receipt.deferred or receipt.refused else "sent"
        deliveries = self._deliveries(attempt, outcome, receipt.detail)
        retry_at = None
        if receipt.deferred and now - attempt.alerts[0].created < GIVE_UP_AFTER:
            tries = max(alert.attempts for alert in attempt.alerts) + 1
            retry_at = now + timedelta(seconds=wait_after(tries, self._jitter()))
        handle = attempt.message.reply_to or receipt.handle
        with self._store.database.transaction():
            self._store.outbox.channels.worked(name, now)
            self._store.outbox.sent(
                deliveries,
                self._holder,
                subject=attempt.message.subject,
                handle=handle,
                told=told_records(attempt.batch, attempt.gathered.material.news, now, handle),
                remaining=receipt.deferred,
                retry_at=retry_at,
            )
        for lost in receipt.refused:
            _log.error("%s will not get alert %s: refused for good", lost, attempt.message.id)
        _log.debug("sent by %s: %s", name, attempt.message.subject)
        return deliveries

    def _failed(self, name: str, attempt: Attempt, error: DeliveryError) -> list[Delivery]:
        now = self._clock.now()
        outcome = "unsure" if error.unsure else "failed" if error.retryable else "refused"
        deliveries = self._deliveries(attempt, outcome, str(error))
        outbox = self._store.outbox
        tries = max(alert.attempts for alert in attempt.alerts) + 1
        if not error.retryable:  # what failed for other reasons does not count
            tries = 1 + outbox.refusals(alert.id for alert in attempt.alerts)
        with self._store.database.transaction():
            failures = outbox.channels.state(name, now).failures + 1
            wait = timedelta(seconds=self._wait(error, failures if error.channel_wide else tries))
            if error.channel_wide:
                outbox.channels.failed(name, now, now + wait, str(error))
            lost = [d for d in deliveries if _hopeless(attempt, d.alert, error, tries, now)]
            kept = [d for d in deliveries if d not in lost]
            if kept:
                retry_at = now if error.channel_wide else now + wait
                outbox.put_back(kept, self._holder, retry_at, keep_batch=error.unsure)
            if lost:
                outbox.give_up(lost, self._holder, f"given up: {error}")
        level = logging.ERROR if lost else logging.DEBUG  # every attempt is recorded anyway
        ending = "given up" if lost else f"again in {wait.total_seconds():.0f} s"
        _log.log(level, "%s: %s: %s; %s", name, attempt.message.subject, error, ending)
        return deliveries

    def _wait(self, error: DeliveryError, failures: int) -> float:
        if error.retry_after is not None:
            return max(1.0, error.retry_after)
        if not error.retryable:
            return _REFUSED_WAIT * 4.0 ** min(failures - 1, 4)
        return wait_after(failures, self._jitter())

    def _deliveries(self, attempt: Attempt, outcome: str, detail: str) -> list[Delivery]:
        took = self._clock.monotonic() - attempt.started
        at = self._clock.now()
        return [Delivery(alert.id, at, took, outcome, detail) for alert in attempt.alerts]


def _hopeless(
    attempt: Attempt, alert_id: str, error: DeliveryError, tries: int, now: datetime
) -> bool:
    """Whether an alert was tried long enough: refused again and again, or for two weeks."""
    if not error.retryable and tries >= REFUSALS:
        return True
    alert = next(alert for alert in attempt.alerts if alert.id == alert_id)
    return now - alert.created > GIVE_UP_AFTER


_EMPTY = Message("", "", "", "", "", (), {}, datetime.min.replace(tzinfo=UTC))
