"""What commands share: the configuration, the store, times, and JSON on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

from monitor.cli.place import config_path, database_path, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from monitor.cli.terminal import Terminal
    from monitor.config import Config
    from monitor.store import Store


def load_config(arguments: argparse.Namespace) -> Config:
    """The whole configuration, with ``--database`` in place of its own."""
    from dataclasses import replace
    from pathlib import Path

    from monitor.config import load

    config = load(config_path(arguments.config))
    return replace(config, database=Path(arguments.database)) if arguments.database else config


def find_database(arguments: argparse.Namespace) -> str:
    """The database that exists; a StoreError says what to do where there is none yet."""
    import os

    path = database_path(arguments.database, arguments.config)
    if not os.path.exists(path):  # noqa: PTH110 - pathlib costs the start 5 ms
        from monitor.errors import StoreError

        raise StoreError(f"{path} does not exist yet. `monitor poll` or `monitor replay` makes it.")
    if os.path.isdir(path):  # noqa: PTH112 - as above
        from monitor.errors import StoreError

        raise StoreError(f"{path} is a directory, and a database is needed.")
    return path


def open_existing(arguments: argparse.Namespace, *, read_only: bool = True) -> Store:
    from monitor.store import open_store

    return open_store(find_database(arguments), read_only=read_only)


def terminal(arguments: argparse.Namespace) -> Terminal:
    from monitor.cli.terminal import Terminal

    return Terminal(colour=arguments.color)


def counted(number: int, noun: str) -> str:
    """``1 hit``, ``1,200 hits``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def count(text: str) -> int:
    """A number of things, for argparse."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def share(text: str) -> float:
    """A number from 0 to 1, for argparse."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return number


def add_times(parser: argparse.ArgumentParser) -> None:
    times = '"last week", "3 days", yesterday, 2025-09, 2025-09-10'
    parser.add_argument("--since", metavar="WHEN", help=f"from then on: {times}")
    parser.add_argument("--until", metavar="WHEN", help="up to then, the day or month included")


def read_times(arguments: argparse.Namespace) -> tuple[str | None, str | None]:
    """``--since`` and ``--until`` as RFC 3339 in UTC; usage error where one is not a time."""
    if not arguments.since and not arguments.until:
        return None, None
    from datetime import UTC

    from monitor.cli.when import parse_when
    from monitor.clock import SystemClock
    from monitor.errors import ConfigError, Problem

    now, name = SystemClock().now(), _timezone(arguments)
    zone: tzinfo = UTC
    if name != "UTC":
        from contextlib import suppress
        from zoneinfo import ZoneInfo

        with suppress(KeyError, ValueError, OSError):  # `monitor check` says so
            zone = ZoneInfo(name)
    found: list[str | None] = []
    for option, text in (("--since", arguments.since), ("--until", arguments.until)):
        try:
            instant = parse_when(text, now, zone, end=option == "--until") if text else None
        except ValueError as error:
            raise ConfigError([Problem(option, 0, "", str(error))]) from None
        found.append(instant_text(instant) if instant else None)
    return found[0], found[1]


def _timezone(arguments: argparse.Namespace) -> str:
    try:
        found = settings(config_path(arguments.config))
    except OSError:
        return "UTC"
    return (found or {}).get("timezone") or "UTC"


def today() -> str:
    """The day in UTC, as listings compare days."""
    from monitor.clock import SystemClock

    return SystemClock().now().strftime("%Y-%m-%d")


def usage_error(message: str) -> Exception:
    """What was typed is wrong: exit status 2."""
    from monitor.errors import ConfigError, Problem

    return ConfigError([Problem("", 0, "", message)])


def instant_text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def print_json(rows: Iterable[object]) -> None:
    """One JSON array on stdout, an item a line, written as it comes."""
    write = sys.stdout.write
    mark = "["
    for row in rows:
        write(mark + to_json(row))
        mark = ",\n "
    write("[]\n" if mark == "[" else "]\n")


def to_json(value: object, indent: int | None = None) -> str:
    """JSON for people and programs: letters as they are, what could steer a terminal escaped."""
    text = _encoder(sys.stdout.encoding, indent).encode(value)
    if text.isprintable() or (indent and text.replace("\n", "").isprintable()):
        return text
    return "".join(map(_escape, text))


_encoders: dict[tuple[str | None, int | None], json.JSONEncoder] = {}


def _encoder(encoding: str | None, indent: int | None) -> json.JSONEncoder:
    """Made once: a listing asks for it with every row."""
    found = _encoders.get((encoding, indent))
    if found is None:
        plain = (encoding or "").lower().replace("-", "") != "utf8"
        found = json.JSONEncoder(ensure_ascii=plain, indent=indent)
        _encoders[encoding, indent] = found
    return found


def _escape(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    return json.dumps(character)[1:-1]
