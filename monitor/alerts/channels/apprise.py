"""Everything else (Teams, Telegram, Matrix, ntfy, PagerDuty, ...) through Apprise, if installed."""

from __future__ import annotations

from typing import Any, Protocol

from monitor.alerts.channels.channel import Receipt, Revealed, redact
from monitor.alerts.channels.slack import reveal
from monitor.alerts.compose import Message
from monitor.errors import DeliveryError


class AppriseSettings(Protocol):
    """What ``[alerts.apprise.NAME]`` gives."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> Revealed | str: ...


class AppriseChannel:
    """Apprise says only whether it worked; its own log says more."""

    def __init__(self, settings: AppriseSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.name

    def deliver(self, message: Message) -> Receipt:
        url = reveal(self._settings.url, "Apprise's address")
        service = self._service(url)
        try:
            worked = service.notify(title=message.subject, body=message.text, body_format="text")
        except Exception as error:  # noqa: BLE001 - any plug-in, any error
            text = redact(f"Apprise failed: {error}", [url])
            raise DeliveryError(text, retryable=True, channel_wide=True) from None
        if not worked:
            text = "Apprise could not deliver; its log says more"
            raise DeliveryError(text, retryable=True, channel_wide=True)
        return Receipt("taken by Apprise")

    def check(self) -> str:
        self._service(reveal(self._settings.url, "Apprise's address"))
        return "Apprise understands its address"

    def abort(self) -> None:
        """Requests end by their own time limit."""

    def _service(self, url: str) -> Any:
        try:
            import apprise
        except ImportError:
            text = "Apprise is not installed: pip install 'monitor[apprise]'"
            raise DeliveryError(text, retryable=True, channel_wide=True) from None
        service = apprise.Apprise()
        if not service.add(url):
            text = "Apprise does not understand its address"
            raise DeliveryError(text, retryable=True, channel_wide=True)
        return service
