"""``monitor search``: full-text search over everything stored."""

from __future__ import annotations

import argparse

from monitor.cli.context import (
    add_times,
    count,
    find_database,
    print_json,
    read_times,
    terminal,
    today,
    usage_error,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from monitor.cli.terminal import Terminal

    Row = dict[str, Any]


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query", nargs="+", help='words, "a phrase", begin*, AND, OR, NOT, title:word'
    )
    parser.add_argument("--source", metavar="NAME", default="", help="only this source")
    parser.add_argument(
        "--language", metavar="CODE", default="", help="only in this one: en, ru, zh"
    )
    add_times(parser)
    parser.add_argument("--by-date", action="store_true", help="the newest first, not the best")
    parser.add_argument("--limit", type=count, metavar="N", default=20, help="at most N (20)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array, and nothing else")
    form.add_argument("--csv", action="store_true", help="CSV that spreadsheets can open safely")
    parser.epilog = (
        "examples:\n"
        "  monitor search завод Соликамск\n"
        "  monitor search '\"rare earth\" NOT magnet*' --since 2025\n"
        "  monitor search 稀土 --by-date"
    )
    parser.set_defaults(run=_search, quick=True)


def _search(arguments: argparse.Namespace) -> int:
    rows = _find(arguments)
    if arguments.json:
        print_json(rows)
    elif arguments.csv:
        from monitor.cli.exports import write_csv

        write_csv("search", rows)
    else:
        _show(rows, terminal(arguments))
    return 0


def _find(arguments: argparse.Namespace) -> list[Row]:
    from monitor.store.listings.searching import search
    from monitor.store.listings.sql import open_listings
    from monitor.store.query import QueryError

    since, until = read_times(arguments)
    query = " ".join(arguments.query)
    connection = open_listings(find_database(arguments))
    if arguments.source:
        from monitor.cli.known import check_names

        check_names(connection, arguments, {"source": [arguments.source]})
    try:
        return search(
            connection, query, today=today(), limit=arguments.limit or 1_000_000,
            by_date=arguments.by_date, source=arguments.source, language=arguments.language,
            since=since, until=until,
        )  # fmt: skip
    except QueryError as error:
        raise usage_error(f'cannot search for "{query}": {error}') from None
    finally:
        connection.close()


def _show(rows: list[Row], screen: Terminal) -> None:
    from monitor.cli.terminal import clean, wrap

    if not rows:
        print(screen.style("Nothing found.", "dim"))
    for row in rows:
        title = _marked(row["title"], row["title_marks"], screen)
        for line in wrap(title, screen.prose):
            print(screen.link(line, row["url"]))
        day = (row["published"] or row["seen"])[:10]
        print(screen.style(f"{row['id']}  {day}  {clean(row['source'])}", "dim"))
        for line in wrap(_marked(row["snippet"], row["marks"], screen), screen.prose, "  "):
            print(line)
        print()


def _marked(text: str, marks: list[list[int]], screen: Terminal) -> str:
    """Text with what was found in colour, or in brackets where there are no colours."""
    from monitor.cli.terminal import clean

    at, parts = 0, []
    for start, end in marks:
        found = clean(text[start:end])
        parts += [
            clean(text[at:start]),
            screen.style(found, "bold", "yellow") if screen.colour else f"[{found}]",
        ]
        at = end
    return "".join([*parts, clean(text[at:])])
