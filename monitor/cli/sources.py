"""``monitor sources``: where news comes from, and how that goes."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.cli.columns import colour_of, day_of
from monitor.cli.context import instant_text, load_config, today, usage_error
from monitor.cli.listings import add_paging, show
from monitor.cli.place import config_path, database_path
from monitor.cli.tables import Column
from monitor.config import SourceConfig

Row = dict[str, Any]

_ACTIONS = ("list", "test", "add", "import", "export", "resume")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS,
                        help="list is the default")  # fmt: skip
    parser.add_argument("target", nargs="?", metavar="TARGET",
                        help="for test and resume a name, for add an address,"
                        " for import an OPML file")  # fmt: skip
    parser.add_argument("--state", action="append", metavar="STATE",
                        help="only ok, failing, gone, silent, new, off, ...")  # fmt: skip
    parser.add_argument("--since", metavar="WHEN", help="only with something new from then on")
    parser.add_argument("--until", metavar="WHEN", help="only with nothing new after that")
    add_paging(parser, "name, state, tier, new_at, failures")
    parser.epilog = (
        "examples:\n"
        "  monitor sources --state failing\n"
        "  monitor sources test Kommersant\n"
        "  monitor sources add https://www.mining.com/\n"
        "  monitor sources import feeds.opml >> config.toml"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    action = arguments.action
    if action == "list":
        return _list(arguments)
    from monitor.cli import feeds

    if action == "export":
        sys.stdout.write(feeds.to_opml(load_config(arguments).sources))
        return 0
    if not arguments.target:
        raise usage_error(
            f"monitor sources {action} needs to know what (see: monitor sources --help)"
        )
    if action == "resume":
        return _resume(arguments)
    if action == "import":
        try:
            text = Path(arguments.target).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise usage_error(f"{arguments.target} cannot be read: {error.strerror}") from None
        tables = feeds.from_opml(text)
        if not tables:
            raise usage_error(f"{arguments.target} names no feed; an OPML file is needed")
        sys.stdout.write(tables)
        return 0
    from monitor.cli import online

    if action == "add":
        return online.add_source(arguments.target)
    return online.test_source(load_config(arguments), arguments.target)


def _list(arguments: argparse.Namespace) -> int:
    rows = [row for row in _rows(arguments) if _wanted(row, arguments)]
    key = (arguments.sort or "").lstrip("-")
    if key:
        if rows and key not in rows[0]:
            raise usage_error(f"cannot sort by {key!r}; choose from: {', '.join(rows[0])}")
        rows.sort(key=lambda row: str(row[key] or ""), reverse=arguments.sort.startswith("-"))
    rows = rows[arguments.offset :]
    show("sources", rows[: arguments.limit] if arguments.limit else rows, arguments, _COLUMNS)
    return 0


def _wanted(row: Row, arguments: argparse.Namespace) -> bool:
    from monitor.cli.context import read_times

    since, until = read_times(arguments)
    states = {state for text in arguments.state or () for state in text.split(",")}
    new_at = row["new_at"] or ""
    return (
        (not states or row["state"] in states)
        and (not since or new_at >= since)
        and (not until or new_at <= until)
    )


def _rows(arguments: argparse.Namespace) -> list[Row]:
    """Those of the configuration and their health, and those that are only remembered."""
    from monitor.clock import SystemClock
    from monitor.config.read import load_sources
    from monitor.errors import ConfigError
    from monitor.store import open_store

    try:
        configured = {one.name: one for one in load_sources(Path(config_path(arguments.config)))}
    except ConfigError:
        if not arguments.database:
            raise
        configured = {}
    health = {}
    path = Path(database_path(arguments.database, arguments.config))
    if path.exists():
        with open_store(path, read_only=True) as store:
            health = {one.name: one for one in store.sources.health(SystemClock().now())}
    names = [*configured, *(name for name in health if name not in configured)]
    return [_row(name, configured.get(name), health.get(name)) for name in names]


def _row(name: str, source: SourceConfig | None, health: object) -> Row:
    def text(key: str) -> Any:
        value = getattr(health, key, None)
        return instant_text(value) if isinstance(value, datetime) else value

    state = text("state") or "new"
    if source is None:
        state = "removed"
    elif not source.enabled:
        state = "off"
    return {
        "name": name,
        "url": source.url if source else text("url"),
        "tier": source.tier.value if source else None,
        "language": source.language if source else None,
        "enabled": bool(source and source.enabled),
        "state": state,
        "since": text("since"),
        "detail": text("detail") or "",
        "succeeded": text("succeeded"),
        "new_at": text("new_at"),
        "next_poll": text("next_poll"),
        "failures": text("failures") or 0,
        "expected_hours": text("expected_hours"),
        "entries": text("entries") or 0,
    }


_COLUMNS = [
    Column("name", lambda row: row["name"], least=10, style=lambda row: ("bold",),
           link=lambda row: row["url"] or ""),
    Column("state", lambda row: row["state"], style=lambda row: colour_of(row["state"])),
    Column("tier", lambda row: row["tier"], keep=6),
    Column("lang", lambda row: row["language"], keep=7),
    Column("last answer", lambda row: day_of(row["succeeded"]), keep=4),
    Column("last new", lambda row: day_of(row["new_at"]), keep=2),
    Column("next poll", lambda row: _soon(row["next_poll"]), keep=3),
    Column("entries", lambda row: row["entries"], keep=5, right=True),
    Column("note", lambda row: row["detail"], least=16, keep=1),
]  # fmt: skip


def _soon(instant: str | None) -> str:
    """The time of a poll today, the day of a later one."""
    if not instant:
        return "-"
    return f"{instant[11:16]}Z" if instant[:10] == today() else instant[:10]


def _resume(arguments: argparse.Namespace) -> int:
    from monitor.cli.context import open_existing

    with open_existing(arguments, read_only=False) as store:
        known = store.sources.resume(arguments.target)
    name = arguments.target
    print(f"{name} is due with the next poll." if known else f'"{name}" has never been polled.')
    return 0 if known else 1
