"""``monitor hits``, ``claims``, ``changes``, ``facts``: what is stored, as tables or JSON."""

from __future__ import annotations

import argparse
import sys

from monitor.cli.context import (
    add_times,
    count,
    find_database,
    print_json,
    read_times,
    share,
    today,
    usage_error,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from monitor.cli.tables import Column

    Row = dict[str, Any]

TABLE_ROWS = 50
_EXAMPLES = {
    "hits": 'monitor hits --entity smz --since "last week"',
    "claims": "monitor claims --fact smz-complex.commissioning --modality planned",
    "changes": "monitor changes --verdict slipped --state unconfirmed",
    "facts": "monitor facts --entity smz-complex --json",
}
_FILTERS = {
    "hits": ("id", "entity", "source", "language", "tier", "review", "min_score"),
    "claims": ("id", "entity", "fact", "kind", "modality", "source", "language", "tier", "review",
               "min_confidence"),
    "changes": ("id", "entity", "fact", "kind", "verdict", "state", "source", "language", "tier",
                "review", "min_confidence"),
    "facts": ("entity", "fact", "attribute", "kind", "state"),
}  # fmt: skip
_SORTS = {
    "hits": "published, score, entity, source",
    "claims": "published, confidence, fact, source",
    "changes": "published, recorded, confidence, fact, verdict, state, source",
    "facts": "id, entity, since, last_seen, sources, state",
}
_METAVARS = {
    "id": "ID", "entity": "ID", "fact": "ID", "source": "NAME", "language": "CODE",
    "min_score": "0..1", "min_confidence": "0..1",
}  # fmt: skip


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    for name in _FILTERS[command]:
        option, metavar = f"--{name.replace('_', '-')}", _METAVARS.get(name, name.upper())
        if name.startswith("min_"):
            parser.add_argument(option, type=share, metavar=metavar, help="at least as sure")
        else:
            parser.add_argument(option, action="append", metavar=metavar, help=_filter_help(name))
            if name == "entity":
                add_parts(parser)
    if command == "facts":
        parser.add_argument("--as-of", metavar="WHEN", help="as believed at the end of that day")
        parser.add_argument(
            "--known-by", metavar="WHEN", help="by what we had seen and judged by then"
        )
    else:
        parser.add_argument("--waiting", action="store_true", help="only what nobody judged yet")
    add_times(parser)
    add_paging(parser, _SORTS[command])
    parser.epilog = f"example:\n  {_EXAMPLES[command]}"
    parser.set_defaults(run=_list, what=command, quick=True)


def add_parts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parts", action="store_true", help="also of what is part of --entity")


def _filter_help(name: str) -> str:
    if name == "id":
        return "only this one; the beginning of an id will do"
    return f"only this {name}; may be repeated, or several parted by commas"


def add_paging(parser: argparse.ArgumentParser, sorts: str) -> None:
    parser.add_argument("--sort", metavar="KEY", help=f"one of: {sorts}; -KEY turns it round")
    parser.add_argument(
        "--limit", type=count, metavar="N", help="at most N; a table shows 50, 0 is all"
    )
    parser.add_argument("--offset", type=count, metavar="N", default=0, help="skip the first N")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array, and nothing else")
    form.add_argument("--csv", action="store_true", help="CSV that spreadsheets can open safely")


def filters_of(arguments: argparse.Namespace, names: Iterable[str], connection: Any) -> Row:
    """The filters that were given, as listings take them.

    A usage error for a word that no row can have, or a name that nothing here has.
    """
    found: Row = {}
    for name in names:
        value = getattr(arguments, name)
        if isinstance(value, list):
            value = parted(value) if name != "source" else value
            value = value[0] if name == "id" else value
        found[name] = value
    _check(arguments, found, connection)
    found["since"], found["until"] = read_times(arguments)
    found["sort"], found["offset"] = arguments.sort, arguments.offset
    found["waiting"] = getattr(arguments, "waiting", False)
    limit = arguments.limit
    if limit is None and not arguments.json and not arguments.csv:
        limit = TABLE_ROWS + 1
    found["limit"] = limit
    return found


def parted(given: Iterable[str]) -> list[str]:
    """Repeated options and lists with commas as one list."""
    return [part for text in given for part in text.split(",")]


def _check(arguments: argparse.Namespace, found: Row, connection: Any) -> None:
    """Refuses what there is not, and adds the parts of entities where they are asked for."""
    if not any(isinstance(value, list) for value in found.values()):
        return
    from monitor.cli.known import check_names, check_words
    from monitor.store import listings

    for name, value in found.items():
        if isinstance(value, list):
            check_words(arguments.what, name, value)
    check_names(connection, arguments, found)
    parts = listings.parts_of(connection, found["entity"]) if found.get("entity") else []
    if parts and arguments.parts:
        found["entity"] = [*found["entity"], *parts]
    elif parts and not arguments.json and not arguments.csv:
        print(f"(without its parts, {', '.join(parts)}; --parts adds them)", file=sys.stderr)


def _list(arguments: argparse.Namespace) -> int:
    from monitor.store import listings

    what = arguments.what
    connection = listings.open_listings(find_database(arguments))
    filters = filters_of(arguments, _FILTERS[what], connection)
    if what == "facts":
        del filters["waiting"]
        filters["today"] = today()
    try:
        if what == "facts" and (arguments.as_of or arguments.known_by):
            from monitor.cli.believed import facts_as_of

            rows = facts_as_of(arguments, filters)
        else:
            rows = getattr(listings, what)(connection, **filters)
        show(what, rows, arguments)
    except ValueError as error:
        raise usage_error(str(error)) from None
    return 0


def show(
    what: str,
    rows: Iterable[Row],
    arguments: argparse.Namespace,
    columns: list[Column] | None = None,
) -> None:
    """Rows as JSON, CSV or a table, as asked for."""
    if arguments.json:
        print_json(rows)
    elif arguments.csv:
        from monitor.cli.exports import write_csv

        write_csv(what, rows)
    else:
        from monitor.cli.columns import COLUMNS

        _show_table(what, list(rows), columns or COLUMNS[what], arguments)


def _show_table(
    what: str, rows: list[Row], columns: list[Column], arguments: argparse.Namespace
) -> None:
    from monitor.cli.tables import render
    from monitor.cli.terminal import Terminal

    screen = Terminal(colour=arguments.color)
    more = arguments.limit is None and len(rows) > TABLE_ROWS
    if not rows:
        print(screen.style(f"No {what}.", "dim"))
        return
    for line in render(rows[:TABLE_ROWS] if more else rows, columns, screen):
        print(line)
    if more:
        on = arguments.offset + TABLE_ROWS
        note = f"There are more: --offset {on} goes on, --limit 0 shows all."
        print(screen.style(note, "dim"), file=sys.stderr)
