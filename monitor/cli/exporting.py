"""``monitor export``: what is stored, in the formats of other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.cli import exports
from monitor.cli.context import (
    add_times,
    count,
    find_database,
    read_times,
    to_json,
    today,
    usage_error,
)
from monitor.cli.listings import add_parts, parted

Row = dict[str, Any]

_WHAT = ("hits", "claims", "changes", "facts", "alerts", "reviews", "timeline")
_FORMATS = ("csv", "jsonl", "json", "parquet", "ical", "atom")
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
             ".parquet": "parquet", ".ics": "ical", ".atom": "atom", ".xml": "atom"}  # fmt: skip


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=_WHAT)
    parser.add_argument("--format", choices=_FORMATS,
                        help="else by the name of --output, else csv; ical is for facts,"
                        " atom for changes, parquet needs pyarrow")  # fmt: skip
    for form in ("csv", "jsonl", "json"):
        parser.add_argument(f"--{form}", action="store_const", const=form, dest="format",
                            help=f"the same as --format {form}")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="PATH", help="write there; else stdout")
    parser.add_argument("--entity", action="append", metavar="ID", help="only this entity")
    parser.add_argument("--fact", action="append", metavar="ID", help="only this fact")
    add_parts(parser)
    add_times(parser)
    parser.add_argument("--limit", type=count, metavar="N", help="at most N")
    parser.epilog = (
        "examples:\n"
        "  monitor export claims --fact smz-complex.commissioning -o claims.csv\n"
        "  monitor export facts -o milestones.ics\n"
        "  monitor export changes --format atom --limit 50 -o changes.atom"
    )
    parser.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    form = _format(arguments)
    if form == "parquet":
        return _parquet(arguments)
    lines = _lines(arguments, form)
    try:
        if not arguments.output or arguments.output == "-":
            _write(lines, sys.stdout.write)
        else:
            with Path(arguments.output).open("w", encoding="utf-8", newline="") as file:
                _write(lines, file.write)
    except ValueError as error:
        raise usage_error(str(error)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise usage_error(f"{arguments.output} cannot be written: {error.strerror}") from None
    return 0


def _parquet(arguments: argparse.Namespace) -> int:
    from monitor.cli.parquet import check_library, write_parquet

    if arguments.what not in exports.COLUMNS:
        raise usage_error(f"parquet is for {', '.join(exports.COLUMNS)}")
    check_library()
    if not arguments.output or arguments.output == "-":
        if sys.stdout.isatty():
            raise usage_error("parquet is not for reading here; write: -o FILE.parquet")
        write_parquet(arguments.what, _rows(arguments)[0], sys.stdout.buffer)
        return 0
    rows = _rows(arguments)[0]
    try:
        with Path(arguments.output).open("wb") as file:
            write_parquet(arguments.what, rows, file)
    except OSError as error:
        raise usage_error(f"{arguments.output} cannot be written: {error.strerror}") from None
    return 0


def _write(lines: Iterable[str], write: Callable[[str], object]) -> None:
    for line in lines:
        write(line)


def _format(arguments: argparse.Namespace) -> str:
    suffix = Path(arguments.output or "").suffix.lower()
    form: str = arguments.format or _SUFFIXES.get(suffix) or "csv"
    wanted = {"ical": "facts", "atom": "changes"}.get(form)
    if wanted and arguments.what != wanted:
        raise usage_error(f"{form} is for {wanted}; write: monitor export {wanted} --format {form}")
    return form


def _lines(arguments: argparse.Namespace, form: str) -> Iterator[str]:
    from monitor.clock import SystemClock

    rows, connection = _rows(arguments)
    if form == "csv":
        every = rows if arguments.what in exports.COLUMNS else list(rows)
        columns = exports.COLUMNS.get(arguments.what) or tuple(next(iter(every), {"id": ""}))
        return exports.csv_lines(columns, every)
    if form == "jsonl":
        return (to_json(row) + "\n" for row in rows)
    if form == "json":
        return iter([to_json(list(rows), indent=2) + "\n"])
    if form == "ical":
        return _calendar(list(rows), SystemClock().now())
    return _atom(list(rows), connection, SystemClock().now())


def _rows(arguments: argparse.Namespace) -> tuple[Iterator[Row], Any]:
    from monitor.cli.known import check_names
    from monitor.store import listings

    connection = listings.open_listings(find_database(arguments))
    what = arguments.what
    since, until = read_times(arguments)
    chosen: Row = {"entity": parted(arguments.entity or ()), "fact": parted(arguments.fact or ())}
    check_names(connection, arguments, chosen)
    if arguments.parts and chosen["entity"]:
        chosen["entity"] += listings.parts_of(connection, chosen["entity"])
    filters: Row = {"since": since, "until": until, "limit": arguments.limit}
    if what == "timeline":
        facts = listings.facts(connection, **chosen)
        return (
            row
            for fact in list(facts)
            for row in listings.timeline(connection, fact["id"], **filters)
        ), connection
    filters |= {name: value for name, value in chosen.items() if value}
    if what == "facts":
        filters["today"] = today()
    return getattr(listings, what)(connection, **filters), connection


def _calendar(rows: list[Row], now: datetime) -> Iterator[str]:
    names = {row["entity"]: row.get("entity_name") or row["entity"] for row in rows}
    for line in exports.calendar_lines(rows, names, now):
        yield line + "\r\n"


def _atom(rows: list[Row], connection: Any, now: datetime) -> Iterator[str]:
    from monitor.store import listings

    quotes = {
        claim["id"]: claim["quote"]
        for row in rows
        for id_ in row["claims"][:1]
        for claim in listings.claims(connection, id=id_, withdrawn=True)
    }
    for line in exports.atom_lines(rows, quotes, now):
        yield line + "\n"
