"""A generic webhook: JSON by POST, signed, with a delivery id that stays the same."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Protocol

from monitor.alerts.channels.channel import Receipt, Revealed
from monitor.alerts.channels.posting import post, refusal
from monitor.alerts.channels.slack import reveal
from monitor.alerts.compose import Message


class WebhookSettings(Protocol):
    """What ``[alerts.webhook]`` gives."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str | Revealed: ...
    @property
    def secret(self) -> Revealed | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, str | Revealed]]: ...


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """What ``X-Monitor-Signature`` holds: HMAC-SHA256 over the timestamp, a dot and the body."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


class WebhookChannel:
    """The receiver tells a repeat by ``X-Monitor-Delivery``."""

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.name

    def deliver(self, message: Message) -> Receipt:
        url = reveal(self._settings.url, "the webhook's address")
        form = {**message.json, "text": message.text}
        body = json.dumps(form, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Monitor-Delivery": message.id,
        }
        secrets: list[str] = []
        for name, value in self._settings.headers:
            headers[name] = reveal(value, f"the webhook's header {name}")
            secrets += [] if isinstance(value, str) else [headers[name]]
        if self._settings.secret is not None:
            secret = reveal(self._settings.secret, "the webhook's secret")
            timestamp = str(int(message.at.timestamp()))
            headers["X-Monitor-Timestamp"] = timestamp
            headers["X-Monitor-Signature"] = sign(secret, timestamp, body)
            secrets.append(secret)
        answer = post(url, body, headers=headers, secrets=secrets, now=message.at)
        if not 200 <= answer.status < 300:
            raise refusal(answer, "the webhook")
        return Receipt(f"{answer.status} {answer.text}".strip())

    def check(self) -> str:
        """A webhook cannot be tried without posting."""
        reveal(self._settings.url, "the webhook's address")
        if self._settings.secret is not None:
            reveal(self._settings.secret, "the webhook's secret")
        return "its address is there; only a message can show whether it takes one"

    def abort(self) -> None:
        """Requests end by their own time limit."""
