"""What every channel is: a name, and a way to deliver a message."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from monitor.alerts.compose import Message
from monitor.alerts.compose.safe import line


class Revealed(Protocol):
    """A secret that says what it is only when asked. Raises ConfigError where it is missing."""

    def reveal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """The other side took the message.

    ``detail`` is what it said; ``handle`` what an answer refers to; ``deferred`` are
    recipients to be tried again, ``refused`` those who will never get it.
    """

    detail: str
    handle: str = ""
    deferred: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Channel(Protocol):
    """Delivers one message at a time, in a thread of the dispatcher's."""

    @property
    def name(self) -> str:
        """As routes name it."""

    def deliver(self, message: Message) -> Receipt:
        """Raises DeliveryError, whose text holds no secret."""

    def check(self) -> str:
        """Tries the way there without sending anything; says what it found.

        Raises DeliveryError.
        """

    def abort(self) -> None:
        """Makes a delivery under way in another thread end soon."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """One line of at most 300 characters without any of the secrets, however encoded."""
    for secret in secrets:
        if len(secret) < 4:
            continue
        for form in (secret, quote(secret, safe=""), quote(secret), _base64(secret)):
            text = text.replace(form, "***")
    return line(text, 300)


def _base64(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode().rstrip("=")
