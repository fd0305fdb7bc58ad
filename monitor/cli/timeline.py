"""``monitor timeline FACT``: what was said when, and what it did."""

from __future__ import annotations

import argparse

from monitor.cli.context import add_times, count, find_database, read_times
from monitor.cli.listings import parted, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from monitor.cli.tables import Column

    Row = dict[str, Any]


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("fact", help="the id of a fact")
    parser.add_argument("--verdict", action="append", metavar="VERDICT", help="only these")
    add_times(parser)
    parser.add_argument("--moves", action="store_true", help="leave out what only said it again")
    parser.add_argument("--limit", type=count, metavar="N", help="the newest N; 0 for all")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array, and nothing else")
    form.add_argument("--csv", action="store_true", help="CSV that spreadsheets can open safely")
    parser.epilog = "example:\n  monitor timeline smz-complex.commissioning --moves"
    parser.set_defaults(run=_timeline, offset=0, quick=True)


def _timeline(arguments: argparse.Namespace) -> int:
    from monitor.cli.known import check_names, check_words
    from monitor.store import listings

    connection = listings.open_listings(find_database(arguments))
    fact, verdicts = arguments.fact, parted(arguments.verdict or ())
    check_names(connection, arguments, {"fact": [fact]})
    check_words("timeline", "verdict", verdicts)
    since, until = read_times(arguments)
    rows = list(listings.timeline(connection, fact, verdict=verdicts, since=since, until=until))
    if arguments.moves:
        rows = [row for row in rows if row["verdict"] not in {"restated", "loosened", "stale"}]
    if arguments.limit:
        rows = rows[-arguments.limit :]
    show("timeline", rows, arguments, _columns())
    if rows and not arguments.json and not arguments.csv:
        _show_slips(list(listings.changes(connection, fact=[fact], sort="published")), arguments)
    return 0


def _show_slips(changes: list[Row], arguments: argparse.Namespace) -> None:
    from monitor.cli.slips import slip_line
    from monitor.cli.terminal import Terminal, clean, wrap

    milestone = changes and changes[0]["kind"] == "milestone"
    screen = Terminal(colour=arguments.color)
    if said := slip_line(changes) if milestone else "":
        for line in wrap(clean(said), screen.columns):
            print(screen.style(line, "bold"))


def _columns() -> list[Column]:
    from monitor.cli.columns import article, colour_of, day_of, text_of
    from monitor.cli.tables import Column

    return [
        Column("when", lambda row: day_of(row["at"])),
        Column("verdict", lambda row: row["verdict"], style=lambda row: colour_of(row["verdict"])),
        Column("value", lambda row: text_of(row["value"]), least=20, style=_bold_where_it_moved),
        Column("from", lambda row: text_of(row["old"]), least=12, keep=3, label=True),
        Column("state", lambda row: row["state"], keep=4, style=lambda r: colour_of(r["state"])),
        Column(
            "change",
            lambda row: row["change"],
            least=7,
            cut="head",
            keep=5,
            style=lambda row: ("dim",),
        ),
        Column("source", _source, least=8, keep=2, link=lambda row: article(row).get("url") or ""),
        Column("quote", _words, least=28, keep=1),
    ]


def _bold_where_it_moved(row: Row) -> tuple[str, ...]:
    return ("bold",) if row["change"] else ("dim",)


def _source(row: Row) -> str:
    if row["review"]:
        return f"review by {row['review']['by'] or 'somebody'}"
    return str((row["article"] or {}).get("source") or "configured")


def _words(row: Row) -> str:
    review = row["review"]
    return str(row["quote"] or (review and review["why"]) or row["note"] or "")
