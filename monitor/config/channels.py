"""``[alerts]``: channels and routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from monitor.config.report import suggest
from monitor.config.table import Table
from monitor.config.types import (
    AppriseConfig,
    ChannelConfig,
    EmailConfig,
    FileConfig,
    SlackConfig,
    WebhookConfig,
)
from monitor.model import ChangeState, Route, Tier, Verdict, Watchlist

_ADDRESS = re.compile(r"(?:[^<>@\s]*[^<>@]*<)?[^<>@\s]+@[^<>@\s]+>?")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"([01]?\d|2[0-3]):[0-5]\d"
_MODE = re.compile(
    rf"now|hourly|daily {_TIME}|weekly ({'|'.join(_DAYS)})[a-z]* {_TIME}", re.IGNORECASE
)
_QUIET = re.compile(rf"{_TIME}\s*-\s*{_TIME}")
_NEVER = {Verdict.RESTATED, Verdict.LOOSENED, Verdict.STALE}
_MAIL_TIMEOUT = timedelta(seconds=30)
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Alerts:
    """What ``[alerts]`` says."""

    channels: tuple[ChannelConfig, ...]
    routes: tuple[Route, ...]
    templates: Mapping[str, str]


def read_alerts(root: Table, watchlist: Watchlist) -> Alerts:
    alerts = root.table("alerts")
    channels: list[ChannelConfig] = []
    for kind, read in _READERS.items():
        channels += _read_kind(alerts, kind, read)
    names = _declared_channels(alerts)
    routes = _read_routes(alerts, watchlist, names)
    used = {channel for route in routes for channel in route.channels}
    for name in names[1:]:
        if name not in used and routes:
            alerts.warn(name.split(".")[0], f'no route uses the channel "{name}"')
    templates = _read_templates(alerts)
    alerts.finish()
    return Alerts(tuple(channels), tuple(routes), templates)


def _read_templates(alerts: Table) -> dict[str, str]:
    """The files of a directory, by name; their own room says what is wrong in them."""
    directory = alerts.file("templates")
    if directory is None:
        return {}
    try:
        paths = sorted(path for path in directory.iterdir() if path.suffix in {".txt", ".html"})
        found = {path.name: path.read_text(encoding="utf-8") for path in paths}
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        alerts.wrong("templates", f"{directory} cannot be read: {why}", "Name a directory.")
        return {}
    from monitor.alerts.compose.templates import problems

    for message in problems(found):
        alerts.wrong("templates", message)
    return found


def _declared_channels(alerts: Table) -> list[str]:
    """The names that routes may use, also those of channels with something wrong in them."""
    names = ["stdout"]
    for kind in _READERS:
        table = alerts.data.get(kind)
        if isinstance(table, dict):
            inner = _inner(table)
            if kind != "apprise" and (set(table) - set(inner) or not inner):
                names.append(kind)
            names += [f"{kind}.{name}" for name in inner]
    return names


def _inner(table: dict[str, Any]) -> list[str]:
    return [key for key, value in table.items() if isinstance(value, dict) and key != "headers"]


def _read_kind(
    alerts: Table, kind: str, read: Callable[[Table, str], ChannelConfig | None]
) -> list[ChannelConfig]:
    """``[alerts.KIND]`` itself, and every ``[alerts.KIND.NAME]`` in it."""
    if kind not in alerts.data:
        alerts.known.append(kind)
        return []
    table = alerts.table(kind)
    inner = _inner(table.data)
    found = []
    for name in inner:
        part = table.table(name)
        found.append(read(part, f"{kind}.{name}"))
        part.finish(_refuse)
    if kind != "apprise" and (set(table.data) - set(inner) or not inner):
        found.append(read(table, kind))
    elif kind == "apprise" and not inner:
        table.report.wrong(table.path, "has no name", "Write [alerts.apprise.teams], for example.")
    table.finish(_refuse)
    return [channel for channel in found if channel]


def _refuse(key: str, value: Any) -> str:
    if isinstance(value, str) and (
        "://" in value or key in {"url", "webhook", "token", "password"}
    ):
        return f'If it is a secret, write {key}_env = "NAME" and put it into the environment.'
    return ""


def _read_email(table: Table, name: str) -> ChannelConfig | None:
    security = table.choice("security", _PORTS, "starttls")
    email = EmailConfig(
        name=name,
        host=table.text("host", required=True, example="smtp.example.org"),
        port=table.whole("port", _PORTS[security], 1, 65535),
        security=security,
        username=table.text("username"),
        password=table.secret("password"),
        sender=table.text("from", required=True, example="monitor@example.org"),
        to=table.texts("to", required=True, example="analyst@example.org"),
        reply_to=table.text("reply_to"),
        ca_file=table.file("ca_file"),
        timeout=table.duration("timeout", None) or _MAIL_TIMEOUT,
    )
    for key, address in [
        ("from", email.sender),
        ("reply_to", email.reply_to),
        *(("to", to) for to in email.to),
    ]:
        if address and not _ADDRESS.fullmatch(address):
            table.wrong(key, f'"{address}" is not a mail address', "Write name@example.org.")
    if email.username and not email.password and "password" not in table.data:
        table.wrong("username", "has no password", 'Add password_env = "SMTP_PASSWORD".')
    if email.password and security == "none":
        table.warn("security", "sends the password in the clear", 'Write "starttls" or "tls".')
    return email if email.host and email.sender and email.to else None


def _read_slack(table: Table, name: str) -> ChannelConfig | None:
    slack = SlackConfig(
        name, table.secret("webhook"), table.secret("token"), table.text("channel", example="#news")
    )
    if not {"webhook", "token"} & set(table.data):
        if (
            not slack.webhook
            and not slack.token
            and not {"webhook_env", "token_env"} & set(table.data)
        ):
            table.wrong("webhook_env", "is missing", 'Write webhook_env = "SLACK_WEBHOOK".')
        elif slack.token and not slack.channel:
            table.wrong("channel", "is missing", 'A token needs one: channel = "#news".')
    return slack if slack.webhook or slack.token else None


def _read_webhook(table: Table, name: str) -> ChannelConfig | None:
    hidden = table.secret("url") if "url" not in table.data else None
    url = hidden or table.url(
        "url", required="url_env" not in table.data and "url_file" not in table.data
    )
    return (
        WebhookConfig(name, url, table.secret("secret"), table.headers("headers")) if url else None
    )


def _read_file(table: Table, name: str) -> ChannelConfig | None:
    table.text("path", required=True, example="alerts.jsonl")
    path = table.file("path")
    return FileConfig(name, Path(path)) if path else None


def _read_apprise(table: Table, name: str) -> ChannelConfig | None:
    url = table.secret("url", required=True)
    return AppriseConfig(name, url) if url else None


_READERS: dict[str, Callable[[Table, str], ChannelConfig | None]] = {
    "email": _read_email,
    "slack": _read_slack,
    "webhook": _read_webhook,
    "file": _read_file,
    "apprise": _read_apprise,
}


def _read_routes(alerts: Table, watchlist: Watchlist, channels: list[str]) -> list[Route]:
    facts = _declared(alerts, "facts", [fact.id for fact in watchlist.facts])
    entities = [entity.id for entity in watchlist.entities]
    routes: list[Route] = []
    for number, table in enumerate(alerts.tables("routes"), 1):
        route = Route(
            name=table.text("name", example="urgent") or f"route-{number}",
            channels=_channels(table, channels),
            facts=_wanted(table, "facts", facts, "fact"),
            entities=_wanted(table, "entities", entities, "entity"),
            verdicts=_verdicts(table),
            states=table.several("states", ChangeState),
            tiers=table.several("tiers", Tier),
            min_confidence=table.number("min_confidence", 0.0, 0, 1),
            min_slip_days=table.whole("min_slip_days", 0, 0, 100_000),
            min_percent=table.number("min_percent", 0.0, 0, 1000),
            mode=_pattern(
                table, "mode", _MODE, "now", "now, hourly, daily 08:00 or weekly mon 08:00"
            ),
            quiet=_pattern(table, "quiet", _QUIET, "", "22:00-07:00"),
            last=table.flag("last", default=False),
            health=table.flag("health", default=False),
        )
        if route.name in {other.name for other in routes}:
            table.wrong("name", f'"{route.name}" is used twice', "Give one of them another name.")
        table.finish()
        routes.append(route)
    return routes


def _declared(alerts: Table, key: str, ids: list[str]) -> list[str]:
    """``ids`` and those of tables that have something else wrong: one complaint is enough."""
    tables = alerts.report.data.get(key)
    items = [item for item in tables if isinstance(item, dict)] if isinstance(tables, list) else []
    more = [item.get("id") or f"{item.get('entity')}.{item.get('attribute')}" for item in items]
    return [*ids, *(name for name in more if isinstance(name, str) and name not in ids)]


def _channels(table: Table, known: list[str]) -> tuple[str, ...]:
    names = table.texts("channels", required=True, example="email")
    for index, name in enumerate(names):
        if name not in known:
            missing = name.split(".")[0] in _READERS
            hint = f"Add [alerts.{name}]." if missing else suggest(name, known)
            path = (*table.at("channels"), index)
            table.report.wrong(path, f'there is no channel "{name}"', hint)
    if "channels" in table.data and not names:
        table.wrong("channels", "is empty", f"Write one of: {', '.join(known)}.")
    return names


def _wanted(table: Table, key: str, known: list[str], word: str) -> tuple[str, ...]:
    """Ids as written; a pattern such as ``smz-*`` stands for all that it fits."""
    found: dict[str, None] = {}
    for index, name in enumerate(table.texts(key)):
        fitting = [one for one in known if fnmatchcase(one, name)] if "*" in name else []
        if name in known:
            fitting = [name]
        if not fitting:
            path = (*table.at(key), index)
            table.report.wrong(path, f'there is no {word} "{name}"', suggest(name, known))
        found.update(dict.fromkeys(fitting))
    return tuple(found)


def _verdicts(table: Table) -> tuple[Verdict, ...]:
    verdicts = table.several("verdicts", Verdict)
    for verdict in verdicts:
        if verdict in _NEVER:
            table.warn("verdicts", f'"{verdict}" is never told: nothing moved', "Take it out.")
    return verdicts


def _pattern(table: Table, key: str, pattern: re.Pattern[str], default: str, example: str) -> str:
    text = " ".join(table.text(key, example=example.split(",", maxsplit=1)[0]).lower().split())
    if text and not pattern.fullmatch(text):
        table.wrong(key, f'"{text}" is not understood', f"Write {example}.")
        return default
    return text or default
