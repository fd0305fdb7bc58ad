"""One round by hand: what is due is polled, then what is due is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import Delivery
from monitor.service.assemble import Service
from monitor.service.poller import PollOutcome
from monitor.wire import instant_to_json


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a round. ``next_poll`` is when the next source is due."""

    polls: Sequence[PollOutcome]
    deliveries: Sequence[Delivery]
    next_poll: datetime | None

    @property
    def failed(self) -> bool:
        """Whether any poll or delivery did not do what it should."""
        return any(poll.state == "failed" for poll in self.polls) or any(
            delivery.outcome != "sent" for delivery in self.deliveries
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "polls": [
                {
                    "source": poll.source,
                    "state": poll.state,
                    "detail": poll.detail,
                    "reason": poll.reason,
                    "status": poll.status,
                    "new": poll.new,
                    "edited": poll.edited,
                    "hits": poll.hits,
                    "entries": poll.entries,
                    "seconds": poll.took,
                    "next_poll": instant_to_json(poll.next_poll),
                }
                for poll in self.polls
            ],
            "deliveries": [
                {
                    "alert": delivery.alert,
                    "at": instant_to_json(delivery.at),
                    "outcome": delivery.outcome,
                    "detail": delivery.detail,
                    "seconds": delivery.took,
                }
                for delivery in self.deliveries
            ],
            "next_poll": instant_to_json(self.next_poll),
        }


async def one_round(service: Service, *, everything: bool = False) -> Round:
    """Polls what is due (or ``everything``), looks after our health, sends what is due."""
    try:
        poller = service.poller
        polls = await (poller.poll_all() if everything else poller.poll_due())
        service.watch.look()
        deliveries = await service.dispatcher.send_due()
        return Round(polls, deliveries, poller.next_due())
    finally:
        await service.aclose()
