"""The only reader of time.

Everything else is told the time: pure code takes ``now`` as an argument, services
take a :class:`Clock`. Tests pass a clock of their own.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:  # importing typing would cost every listing 4 ms
    Protocol = object


class Clock(Protocol):
    """What services need of time."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, for measuring how long something took."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
