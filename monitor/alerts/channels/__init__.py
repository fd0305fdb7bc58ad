"""Channels: one small file each. Secrets are looked up when needed and stand in no error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from monitor.alerts.channels.channel import Channel, Receipt


class Settings(Protocol):
    """A channel's table in the configuration; its name begins with its kind: email.desk."""

    @property
    def name(self) -> str: ...


def build(configs: Iterable[Settings]) -> dict[str, Channel]:
    """A channel for each table, by name, and "stdout" besides."""
    channels = {config.name: _build(config) for config in configs}
    channels.setdefault("stdout", _stdout())
    return channels


def _build(config: Any) -> Channel:
    kind = config.name.partition(".")[0]
    if kind == "email":
        from monitor.alerts.channels.smtp import SmtpChannel

        return SmtpChannel(config)
    if kind == "slack":
        from monitor.alerts.channels.slack import SlackChannel

        return SlackChannel(config)
    if kind == "webhook":
        from monitor.alerts.channels.webhook import WebhookChannel

        return WebhookChannel(config)
    if kind == "file":
        from monitor.alerts.channels.file import FileChannel

        return FileChannel(config)
    if kind == "apprise":
        from monitor.alerts.channels.apprise import AppriseChannel

        return AppriseChannel(config)
    raise ValueError(f"no channel is called {config.name}")


def _stdout() -> Channel:
    from monitor.alerts.channels.file import StdoutChannel

    return StdoutChannel()


__all__ = ["Channel", "Receipt", "Settings", "build"]
