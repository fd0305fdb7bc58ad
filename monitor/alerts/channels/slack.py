"""Slack: an incoming webhook, or a bot token that can also answer in threads."""

from __future__ import annotations

import json
from typing import Any, Protocol

from monitor.alerts.channels.channel import Receipt, Revealed
from monitor.alerts.channels.posting import Answer, post, refusal
from monitor.alerts.compose import Message
from monitor.alerts.compose.safe import mrkdwn
from monitor.errors import ConfigError, DeliveryError

API = "https://slack.com/api"
_UNREADABLE = ("invalid_blocks", "invalid_payload", "invalid_attachments", "msg_too_long")
_BUSY = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable")


class SlackSettings(Protocol):
    """What ``[alerts.slack]`` gives: a webhook, or a token and a channel."""

    @property
    def name(self) -> str: ...
    @property
    def webhook(self) -> Revealed | None: ...
    @property
    def token(self) -> Revealed | None: ...
    @property
    def channel(self) -> str: ...


class SlackChannel:
    """A message whose blocks Slack will not have goes out as text."""

    def __init__(self, settings: SlackSettings, api: str = API) -> None:
        self._settings = settings
        self._api = api.rstrip("/")

    @property
    def name(self) -> str:
        return self._settings.name

    def deliver(self, message: Message) -> Receipt:
        return self._by_token(message) if self._settings.token else self._by_webhook(message)

    def check(self) -> str:
        """A webhook cannot be tried without posting; a token is."""
        secret = self._settings.token or self._settings.webhook
        reveal(secret, "Slack's webhook or token")
        return "its secret is there; only a message can show whether Slack takes it"

    def abort(self) -> None:
        """Requests end by their own time limit."""

    def _by_webhook(self, message: Message) -> Receipt:
        url = reveal(self._settings.webhook, "Slack's webhook")
        answer = self._post(url, _payload(message), message, {}, ())
        if answer.status == 400 and answer.text.startswith(_UNREADABLE):
            answer = self._post(url, _payload(message, blocks=False), message, {}, ())
        if not 200 <= answer.status < 300:
            raise refusal(answer, "Slack")
        return Receipt(f"{answer.status} {answer.text}")

    def _by_token(self, message: Message) -> Receipt:
        token = reveal(self._settings.token, "Slack's token")
        said = self._call(token, _payload(message), message)
        if not said.get("ok") and said.get("error") in _UNREADABLE:
            said = self._call(token, _payload(message, blocks=False), message)
        if said.get("ok"):
            return Receipt("ok", str(said.get("ts", "")))
        error = str(said.get("error", "no reason"))[:80]
        raise DeliveryError(f"Slack said {error}", retryable=True, channel_wide=True)

    def _call(self, token: str, payload: dict[str, Any], message: Message) -> dict[str, Any]:
        payload = {**payload, "channel": self._settings.channel}
        payload["metadata"] = {"event_type": "monitor_alert", "event_payload": {"id": message.id}}
        if message.reply_to:
            payload |= {"thread_ts": message.reply_to, "reply_broadcast": True}
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self._api}/chat.postMessage"
        answer = self._post(url, payload, message, headers, (token,))
        if not 200 <= answer.status < 300:
            raise refusal(answer, "Slack")
        try:
            said = json.loads(answer.text)
        except ValueError:
            said = {}
        return said if isinstance(said, dict) else {}

    def _post(
        self,
        url: str,
        payload: dict[str, Any],
        message: Message,
        headers: dict[str, str],
        secrets: tuple[str, ...],
    ) -> Answer:
        body = json.dumps(payload, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", **headers}
        return post(url, body, headers=headers, secrets=secrets, now=message.at)


def _payload(message: Message, *, blocks: bool = True) -> dict[str, Any]:
    text = message.subject if blocks else f"{message.subject}\n\n{message.text}"
    payload: dict[str, Any] = {
        "text": mrkdwn(text),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if blocks and message.slack:
        payload["blocks"] = list(message.slack)
    return payload


def reveal(secret: Revealed | str | None, what: str) -> str:
    """The secret. Raises DeliveryError where there is none: nothing can be sent now."""
    if isinstance(secret, str):
        return secret
    if secret is None:
        raise DeliveryError(f"{what} is not configured", retryable=True, channel_wide=True)
    try:
        return secret.reveal()
    except ConfigError as error:
        why = error.problems[0].message
        raise DeliveryError(f"{what}: {why}", retryable=True, channel_wide=True) from None
