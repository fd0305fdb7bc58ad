"""The board as JSON. Pure."""

from __future__ import annotations

from typing import Any

from monitor.cli.board.gather import Board, FactView, Told
from monitor.cli.context import to_json
from monitor.wire import change_to_json, instant_to_json, value_to_json


def page(board: Board) -> str:
    """One object: facts, what waits, recent changes with their quotes, sources."""
    return (
        to_json(
            {
                "made": instant_to_json(board.made),
                "as_of": instant_to_json(board.as_of),
                "facts": [_fact(view) for view in board.facts],
                "waiting": [_told(told) for told in board.waiting],
                "changes": [_told(told) for told in board.changes],
                "sources": list(board.sources),
                "articles": board.articles,
            },
            indent=2,
        )
        + "\n"
    )


def _fact(view: FactView) -> dict[str, Any]:
    standing = view.standing
    return {
        "id": view.fact.id,
        "entity": view.fact.entity,
        "attribute": view.fact.attribute,
        "kind": view.fact.kind.value,
        "value": value_to_json(standing.value) if standing.value else None,
        "since": instant_to_json(standing.since),
        "sources": standing.sources,
        "last_seen": instant_to_json(standing.last_seen),
        "state": standing.state,
        "open_changes": list(standing.open_changes),
        "trend": view.trend,
    }


def _told(told: Told) -> dict[str, Any]:
    return {**change_to_json(told.change), "quote": told.quote}
