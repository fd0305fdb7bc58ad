"""Reads config.toml: syntax, then every table, then one list of all that is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.config.lines import locate
from monitor.config.report import Report, suggest
from monitor.config.table import Table
from monitor.config.types import Config, FetchConfig, SourceConfig
from monitor.errors import ConfigError, Problem
from monitor.model import Policy, Tier

_WHERE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_CONTACT = re.compile(r"[!-'*-~]+@[!-'*-~]+|https?://[!-'*-~]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")
_MOST = 1 << 22
_SOURCE_KINDS = ("feed", "sitemap", "listing", "page")


def load_config(path: Path) -> Config:
    """The configuration in ``path``; ConfigError with every problem, in the order of the file."""
    text, data = _read(path)
    report = Report(str(path), data, locate(text))
    root = Table(data, (), report)
    config = _read_config(root, path)
    root.finish()
    if report.problems:
        unique = dict.fromkeys(report.problems)
        raise ConfigError(sorted(unique, key=lambda problem: problem.line))
    return config


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_MOST + 1)
    except FileNotFoundError:
        hint = "Name the file with --config PATH or $MONITOR_CONFIG."
        raise ConfigError([Problem(str(path), 0, "", "does not exist.", hint)]) from None
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start})."
        raise ConfigError([Problem(str(path), 0, "", message, "Save it as UTF-8.")]) from None
    except OSError as error:
        raise ConfigError(
            [Problem(str(path), 0, "", f"cannot be read: {error.strerror}")]
        ) from None
    if len(text) > _MOST:
        raise ConfigError([Problem(str(path), 0, "", "is too large to be a configuration.")])
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(path, text, str(error))]) from None
    except RecursionError:
        raise ConfigError([Problem(str(path), 0, "", "is nested too deeply")]) from None


def _syntax(path: Path, text: str, message: str) -> Problem:
    where = _WHERE.search(message)
    line = int(where[1]) if where and where[1] else text.count("\n") + 1
    said = _WHERE.sub("", message)
    hint = "Texts stand in quotes, lists in brackets, tables begin with [name] or [[name]]."
    return Problem(str(path), line, "", f"is not TOML: {said[:1].lower()}{said[1:]}.", hint)


def load_sources(path: Path) -> tuple[SourceConfig, ...]:
    """Only the sources in ``path``, which is quicker; ConfigError with what is wrong in them."""
    text, data = _read(path)
    report = Report(str(path), data, locate(text))
    sources = _read_sources(Table(data, (), report))
    if report.problems:
        raise ConfigError(report.problems)
    return sources


def _read_config(root: Table, path: Path) -> Config:
    from monitor.config.channels import read_alerts
    from monitor.config.watchlist import read_watchlist

    monitor = root.table("monitor")
    database = monitor.file("database") or path.parent / "monitor.db"
    timezone = _timezone(monitor)
    topic = monitor.texts("topic", example="rare earth")
    monitor.finish()
    watchlist = read_watchlist(root, topic)
    sources = _read_sources(root)
    fetch = _read_fetch(root)
    policy = _read_policy(root)
    alerts = read_alerts(root, watchlist)
    return Config(
        path=path, database=database, timezone=timezone, watchlist=watchlist, sources=sources,
        policy=policy, routes=alerts.routes, channels=alerts.channels, fetch=fetch,
        templates=alerts.templates,
        warnings=tuple(dict.fromkeys(root.report.warnings)),
    )  # fmt: skip


def _timezone(monitor: Table) -> ZoneInfo:
    name = monitor.text("timezone", example="Europe/London") or "UTC"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        near = suggest(name, available_timezones())
        hint = near or 'Write a name such as "Europe/London", "Asia/Shanghai" or "UTC".'
        monitor.wrong("timezone", f'"{name}" is not a time zone', hint)
        return ZoneInfo("UTC")


def _read_sources(root: Table) -> tuple[SourceConfig, ...]:
    sources: list[SourceConfig] = []
    for table in root.tables("sources"):
        source = _read_source(table)
        table.finish()
        if source.name and source.name in {other.name for other in sources}:
            table.wrong("name", f'"{source.name}" is used twice', "Give one of them another name.")
        if source.url and source.url in {other.url for other in sources}:
            table.warn("url", "is polled by another source too", "Take one of them out.")
        sources.append(source)
    return tuple(sources)


def _read_source(table: Table) -> SourceConfig:
    language = table.text("language", example="ru")
    if language and not _LANGUAGE.fullmatch(language):
        table.wrong("language", f'"{language}" is not a language', 'Write its code, such as "ru".')
    source = SourceConfig(
        name=table.text("name", required=True, example="Kommersant"),
        url=table.url("url", required=True),
        kind=table.choice("kind", _SOURCE_KINDS, ""),
        language=language,
        tier=table.one_of("tier", Tier, Tier.PRESS),
        full_text=table.flag("full_text", default=False),
        every=table.duration("every", None),
        enabled=table.flag("enabled", default=True),
        user_agent=table.text("user_agent", example="..."),
        headers=table.headers("headers"),
        proxy=table.url("proxy", schemes=("socks5", "https", "http")),
        ca_file=table.file("ca_file"),
        username=table.text("username"),
        password=table.secret("password"),
        country=table.text("country", example="AU"),
        links=table.text("links", example="/news/\\\\d+"),
    )
    _check_source(table, source)
    return source


def _check_source(table: Table, source: SourceConfig) -> None:
    if source.every and source.every.total_seconds() < 60:
        table.wrong("every", "is less than a minute", 'Write "5m" or more: be polite.')
    if source.password and not source.username:
        table.wrong("username", "is missing", 'Write username = "..." beside the password.')
    if source.ca_file and not source.ca_file.is_file():
        table.wrong("ca_file", f"{source.ca_file} does not exist", "Write the path of a PEM file.")
    try:
        re.compile(source.links)
    except re.error as error:
        table.wrong("links", f"is not a regular expression: {error}", "Write such as '/news/\\d+'.")


def _read_contact(table: Table) -> str:
    contact = table.text("contact", example="desk@example.org")
    if contact and not _CONTACT.fullmatch(contact):
        table.wrong(
            "contact",
            "is neither a mail address nor a web page",
            'Write such as "desk@example.org" or "https://example.org/about-our-bot".',
        )
    return contact


def _read_fetch(root: Table) -> FetchConfig:
    table, plain = root.table("fetch"), FetchConfig()
    fetch = FetchConfig(
        user_agent=table.text("user_agent", example="..."),
        contact=_read_contact(table),
        timeout=table.duration("timeout", plain.timeout) or plain.timeout,
        max_bytes=table.size("max_size", plain.max_bytes),
        concurrency=table.whole("concurrency", plain.concurrency, 1, 200),
        proxy=table.url("proxy", schemes=("socks5", "https", "http")),
        ca_file=table.file("ca_file"),
    )
    table.finish()
    return fetch


def _read_policy(root: Table) -> Policy:
    table, plain = root.table("ledger"), Policy()
    policy = Policy(
        one_voice_tiers=table.several("one_voice_tiers", Tier, plain.one_voice_tiers),
        min_confidence=table.number("min_confidence", plain.min_confidence, 0, 1),
        voices=table.whole("voices", plain.voices, 1, 100),
        dispute_days=table.whole("dispute_days", plain.dispute_days, 0, 3650),
        quiet_months=table.whole("quiet_months", plain.quiet_months, 0, 1200),
        tolerance_percent=table.number("tolerance_percent", plain.tolerance_percent, 0, 100),
    )
    table.finish()
    return policy
