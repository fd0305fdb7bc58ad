"""What config.toml says, as frozen values. Every key is explained in docs/configuration.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.config.secrets import Secret
from monitor.errors import Problem
from monitor.model import Policy, Route, Tier, Watchlist


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One ``[[sources]]`` table.

    ``kind`` is feed, sitemap, listing or page, empty to find out. ``every`` is the
    longest time between two polls; None leaves it to the schedule. ``headers`` are
    sent as they are, a Secret is revealed when sent. ``links`` (a regular expression)
    picks the article links of a listing.
    """

    name: str
    url: str
    kind: str = ""
    language: str = ""
    tier: Tier = Tier.PRESS
    full_text: bool = False
    every: timedelta | None = None
    enabled: bool = True
    user_agent: str = ""
    headers: tuple[tuple[str, str | Secret], ...] = ()
    proxy: str = ""
    ca_file: Path | None = None
    username: str = ""
    password: Secret | None = None
    country: str = ""
    links: str = ""


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """The ``[fetch]`` table: limits and manners of every request. Sizes are bytes.

    ``contact`` is an address or a page where publishers can complain.
    """

    user_agent: str = ""
    contact: str = ""
    timeout: timedelta = timedelta(seconds=20)
    max_bytes: int = 10_000_000
    concurrency: int = 24
    proxy: str = ""
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class EmailConfig:
    """``[alerts.email]`` or ``[alerts.email.NAME]``. ``security``: starttls, tls or none."""

    name: str
    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: Secret | None = None
    reply_to: str = ""
    ca_file: Path | None = None
    timeout: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """``[alerts.slack]``: an incoming webhook, or a bot ``token`` and a ``channel``."""

    name: str
    webhook: Secret | None = None
    token: Secret | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class WebhookConfig:
    """``[alerts.webhook]``: JSON by POST, signed with ``secret`` where there is one."""

    name: str
    url: str | Secret
    secret: Secret | None = None
    headers: tuple[tuple[str, str | Secret], ...] = ()


@dataclass(frozen=True, slots=True)
class FileConfig:
    """``[alerts.file]``: one JSON object a line, appended to ``path``."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class AppriseConfig:
    """``[alerts.apprise.NAME]``: anything that Apprise can reach by a URL."""

    name: str
    url: Secret


ChannelConfig = EmailConfig | SlackConfig | WebhookConfig | FileConfig | AppriseConfig


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of config.toml, checked.

    ``path`` is the file (``database`` is resolved against its directory), ``warnings``
    what may be meant but rarely is: they never stop anything. The channel "stdout"
    needs no configuration and is not among ``channels``. ``templates`` are the texts
    of the files in ``[alerts] templates``, by file name.
    """

    path: Path
    database: Path
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    watchlist: Watchlist = field(default_factory=Watchlist)
    sources: tuple[SourceConfig, ...] = ()
    policy: Policy = field(default_factory=Policy)
    routes: tuple[Route, ...] = ()
    channels: tuple[ChannelConfig, ...] = ()
    fetch: FetchConfig = field(default_factory=FetchConfig)
    templates: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
