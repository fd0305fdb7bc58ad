"""``monitor report``: the board as one page."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from monitor.cli.board.gather import Board, gather
from monitor.cli.context import count, find_database, load_config, usage_error
from monitor.config import Config


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="PATH", help="write there; - or nothing is stdout"
    )
    parser.add_argument("--format", choices=("html", "md", "json"), default="html")
    parser.add_argument("--json", action="store_const", const="json", dest="format",
                        help="the same as --format json")  # fmt: skip
    parser.add_argument("--as-of", metavar="WHEN", help="as it stood at the end of that day")
    parser.add_argument(
        "--recent", type=count, default=30, metavar="N", help="changes to show (30)"
    )
    parser.epilog = "example:\n  monitor report -o board.html --as-of 2025-12-31"
    parser.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    from monitor.clock import SystemClock

    config = load_config(arguments)
    find_database(arguments)
    now = SystemClock().now()
    board = look(config, now, as_of=_as_of(arguments.as_of, now, config), recent=arguments.recent)
    _write(_render(board, arguments.format), arguments.output)
    return 0


def _render(board: Board, form: str) -> str:
    from monitor.cli.board import data, html, markdown

    if form == "html":
        return html.page(board)
    return markdown.page(board) if form == "md" else data.page(board)


def look(
    config: Config, now: datetime, *, as_of: datetime | None = None, recent: int = 30
) -> Board:
    """The board of a configuration, from its database as it is now."""
    from monitor.store import open_store

    with open_store(config.database, read_only=True) as store:
        health = store.sources.health(now, [s.name for s in config.sources if s.enabled])
        sources = tuple(_source(one) for one in health)
        return gather(config, store, sources, now=now, as_of=as_of, recent=recent)


def _source(health: object) -> dict[str, object]:
    keys = ("name", "url", "state", "detail", "succeeded", "new_at", "next_poll", "failures")
    return {
        key: value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
        for key in keys
        for value in (getattr(health, key),)
    }


def _as_of(text: str | None, now: datetime, config: Config) -> datetime | None:
    if not text:
        return None
    from monitor.cli.when import parse_when

    try:
        return parse_when(text, now, config.timezone, end=True)
    except ValueError as error:
        raise usage_error(str(error)) from None


def _write(page: str, output: str | None) -> None:
    if not output or output == "-":
        sys.stdout.write(page)
        return
    try:
        Path(output).write_text(page, encoding="utf-8")
    except OSError as error:
        raise usage_error(f"{output} cannot be written: {error.strerror}") from None
    print(output, file=sys.stderr)
