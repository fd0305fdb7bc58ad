"""config.toml -> Config; every problem reported at once, with its line."""

from __future__ import annotations

from monitor.config.secrets import Secret
from monitor.config.types import (
    AppriseConfig,
    ChannelConfig,
    Config,
    EmailConfig,
    FetchConfig,
    FileConfig,
    SlackConfig,
    SourceConfig,
    WebhookConfig,
)

__all__ = [
    "AppriseConfig",
    "ChannelConfig",
    "Config",
    "EmailConfig",
    "FetchConfig",
    "FileConfig",
    "Secret",
    "SlackConfig",
    "SourceConfig",
    "WebhookConfig",
]
