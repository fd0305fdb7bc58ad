"""``monitor facts --as-of WHEN``: what was believed on another day, and on which evidence."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.cli.context import load_config, open_existing, usage_error

Row = dict[str, Any]
_FILTERS = ("entity", "attribute", "kind", "state")
_SORTS = ("id", "entity", "since", "last_seen", "sources", "state")


def facts_as_of(arguments: argparse.Namespace, filters: Row) -> Iterator[Row]:
    """The rows of ``monitor facts`` as they would have been, folded from the evidence.

    ``--as-of`` counts what was published by the end of that day, ``--known-by`` only what
    we had seen and judged by then; alone, each stands for both.
    """
    from monitor.clock import SystemClock
    from monitor.service.asof import believed
    from monitor.service.judging import Judging

    config, clock = load_config(arguments), SystemClock()
    known_by = _when(arguments.known_by, clock.now(), config.timezone)
    as_of = _when(arguments.as_of, clock.now(), config.timezone) or known_by or clock.now()
    with open_existing(arguments) as store:
        judging = Judging(store, config.watchlist, config.policy, clock)
        rows = [
            row
            for row in believed(judging, config.policy, as_of, known_by=known_by)
            if _wanted(row, filters)
        ]
    key = (filters["sort"] or "id").lstrip("-")
    if key not in _SORTS:
        raise usage_error(f"cannot sort by {key!r}; choose from: {', '.join(_SORTS)}")
    rows.sort(key=lambda row: row["id"])
    rows.sort(
        key=lambda row: (row[key] or 0) if key == "sources" else str(row[key] or ""),
        reverse=(filters["sort"] or "").startswith("-"),
    )
    first, limit = filters["offset"], filters["limit"]
    yield from rows[first : first + limit if limit else None]


def _wanted(row: Row, filters: Row) -> bool:
    facts = filters["fact"]
    if facts and row["id"] not in facts:
        return False
    return all(not filters[name] or row[name] in filters[name] for name in _FILTERS)


def _when(text: str | None, now: datetime, zone: Any) -> datetime | None:
    if not text:
        return None
    from monitor.cli.when import parse_when

    try:
        return parse_when(text, now, zone, end=True)
    except ValueError as error:
        raise usage_error(str(error)) from None
