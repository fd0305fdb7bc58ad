"""``monitor sources``: where news comes from, and how that goes."""

from __future__ import annotations

import argparse

from monitor.cli.actions import add_actions
from monitor.cli.context import find_database, load_config, read_times, today, usage_error
from monitor.cli.known import check_words
from monitor.cli.listings import add_paging, parted, show
from monitor.cli.place import config_path, configured_sources, database_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from monitor.cli.tables import Column

    Row = dict[str, Any]

_LAST_POLL = (
    "polled", "status", "reason", "moved_to", "away_until", "rolled", "certificate_ends",
)  # fmt: skip
_SORTS = ("name", "state", "tier", "new_at", "failures")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    actions = {
        "list": _list, "test": _test, "add": _add, "import": _import, "export": _export,
        "resume": _resume,
    }  # fmt: skip
    add_actions(
        parser, actions, needing=frozenset({"test", "add", "import", "resume"}),
        target="for test and resume a name, for add an address, for import an OPML file",
    )  # fmt: skip
    parser.add_argument("--state", action="append", metavar="STATE",
                        help="only ok, new, failing, gone, silent, empty, off, ...")  # fmt: skip
    parser.add_argument("--since", metavar="WHEN", help="only with something new from then on")
    parser.add_argument("--until", metavar="WHEN", help="only with nothing new after that")
    add_paging(parser, ", ".join(_SORTS))
    parser.epilog = (
        "examples:\n"
        "  monitor sources --state failing\n"
        "  monitor sources test Kommersant\n"
        "  monitor sources add https://www.mining.com/\n"
        "  monitor sources import feeds.opml >> config.toml"
    )


def _list(arguments: argparse.Namespace) -> int:
    rows = list(_wanted(_rows(arguments), arguments))
    key = (arguments.sort or "").lstrip("-")
    if key:
        if key not in _SORTS:
            raise usage_error(f"cannot sort by {key!r}; choose from: {', '.join(_SORTS)}")
        rows.sort(key=lambda row: _sortable(row[key]), reverse=arguments.sort.startswith("-"))
    rows = rows[arguments.offset :]
    show("sources", rows[: arguments.limit] if arguments.limit else rows, arguments, _columns())
    return 0


def _sortable(value: str | int | None) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value or "")


def _wanted(rows: list[Row], arguments: argparse.Namespace) -> list[Row]:
    since, until = read_times(arguments)
    states = parted(arguments.state or ())
    check_words("sources", "state", states)
    return [
        row
        for row in rows
        if (not states or row["state"] in states)
        and (not since or (row["new_at"] or "") >= since)
        and (not until or (row["new_at"] or "") <= until)
    ]


def _rows(arguments: argparse.Namespace) -> list[Row]:
    """Those of the configuration and their health, and those that are only remembered."""
    import os

    from monitor.errors import ConfigError

    try:
        configured = {one["name"]: one for one in configured_sources(config_path(arguments.config))}
    except ConfigError:
        if not arguments.database:
            raise
        configured = {}
    health = {}
    path = database_path(arguments.database, arguments.config)
    if os.path.exists(path):  # noqa: PTH110 - pathlib costs the start 5 ms
        from monitor.clock import SystemClock
        from monitor.store import listings

        connection = listings.open_listings(find_database(arguments))
        health = {row["name"]: row for row in listings.sources(connection, SystemClock().now())}
    names = [*configured, *(name for name in health if name not in configured)]
    return [_row(name, configured.get(name), health.get(name, {})) for name in names]


def _row(name: str, source: Row | None, health: Row) -> Row:
    state = health.get("state") or "new"
    if source is None:
        state = "removed"
    elif not source["enabled"]:
        state = "off"
    return {
        "name": name,
        "url": source["url"] if source else health.get("url"),
        "tier": source["tier"] if source else None,
        "language": source["language"] if source else None,
        "enabled": bool(source and source["enabled"]),
        "state": state,
        "since": health.get("since"),
        "detail": health.get("detail") or "",
        "succeeded": health.get("succeeded"),
        "new_at": health.get("new_at"),
        "next_poll": health.get("next_poll"),
        "failures": health.get("failures") or 0,
        "expected_hours": health.get("expected_hours"),
        "entries": health.get("entries") or 0,
        **{key: health.get(key) for key in _LAST_POLL},
    }


def _columns() -> list[Column]:
    from monitor.cli.columns import colour_of, day_of
    from monitor.cli.tables import Column

    return [
        Column("name", lambda row: row["name"], least=18, style=lambda row: ("bold",),
               link=lambda row: row["url"] or ""),
        Column("state", lambda row: row["state"], style=lambda row: colour_of(row["state"])),
        Column("tier", lambda row: row["tier"], keep=6),
        Column("lang", lambda row: row["language"], keep=7),
        Column("last answer", lambda row: day_of(row["succeeded"]), keep=4),
        Column("last new", lambda row: day_of(row["new_at"]), keep=2),
        Column("next poll", lambda row: _soon(row["next_poll"]), keep=3),
        Column("entries", lambda row: row["entries"], keep=5, right=True),
        Column("note", lambda row: row["detail"], least=24, keep=1),
    ]  # fmt: skip


def _soon(instant: str | None) -> str:
    """The time of a poll today, the day of a later one."""
    if not instant:
        return "-"
    return f"{instant[11:16]}Z" if instant[:10] == today() else instant[:10]


def _test(arguments: argparse.Namespace) -> int:
    from monitor.cli import online

    return online.test_source(load_config(arguments), arguments.target)


def _add(arguments: argparse.Namespace) -> int:
    from monitor.cli import online

    return online.add_source(arguments.target)


def _import(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from monitor.cli import feeds
    from monitor.sources.charset import decode

    try:
        body = Path(arguments.target).read_bytes()
    except OSError as error:
        raise usage_error(f"{arguments.target} cannot be read: {error.strerror}") from None
    tables = feeds.from_opml(decode(body)[0])
    if not tables:
        raise usage_error(f"{arguments.target} names no feed; an OPML file is needed")
    print(tables, end="")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from monitor.cli import feeds

    print(feeds.to_opml(load_config(arguments).sources), end="")
    return 0


def _resume(arguments: argparse.Namespace) -> int:
    from monitor.cli.context import open_existing

    with open_existing(arguments, read_only=False) as store:
        known = store.sources.resume(arguments.target)
    name = arguments.target
    print(f"{name} is due with the next poll." if known else f'"{name}" has never been polled.')
    return 0 if known else 1
