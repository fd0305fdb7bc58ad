"""config.toml -> Config; every problem reported at once, with its line.

The reader itself is imported when ``load`` is called: most rooms only want the types.
"""

from __future__ import annotations

from pathlib import Path

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
    "load",
]


def load(path: str | Path) -> Config:
    """Read and check a configuration; ConfigError holds every problem found."""
    from monitor.config.read import load_config

    return load_config(Path(path))
