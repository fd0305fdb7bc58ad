"""What waits for a person, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from monitor.config import Config
from monitor.store import listings

Row = dict[str, Any]

DOUBTFUL_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A change, claim or hit to be judged; ``row`` is its record, ``kind`` its name."""

    kind: str
    row: Row

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def fact(self) -> str:
        """The fact it is about; empty for a hit."""
        return str(self.row.get("fact") or "")


def waiting(
    path: str, config: Config, *, entity: list[str] | None = None, fact: list[str] | None = None
) -> list[Item]:
    """Unconfirmed changes, then claims of low confidence, then doubtful hits."""
    connection = listings.open_listings(path)
    try:
        changes = list(_changes(connection, entity, fact))
        of_changes = {claim for item in changes for claim in item.row["claims"]}
        claims = [
            item for item in _claims(connection, config, entity, fact) if item.id not in of_changes
        ]
        hits = [] if fact else list(_hits(connection, entity))
    finally:
        connection.close()
    return [*changes, *claims, *hits]


def _changes(connection: Any, entity: list[str] | None, fact: list[str] | None) -> Iterator[Item]:
    for row in listings.changes(
        connection, state="unconfirmed", waiting=True, entity=entity, fact=fact
    ):
        yield Item("change", row)


def _claims(
    connection: Any, config: Config, entity: list[str] | None, fact: list[str] | None
) -> Iterator[Item]:
    """Only those that could move something: planned or happened, of the whole project."""
    enough = config.policy.min_confidence
    for row in listings.claims(
        connection, waiting=True, modality=["planned", "happened"],
        scope=["whole", "phase-1"], entity=entity, fact=fact, sort="confidence",
    ):  # fmt: skip
        if row["confidence"] >= enough:
            return
        yield Item("claim", row)


def _hits(connection: Any, entity: list[str] | None) -> Iterator[Item]:
    for row in listings.hits(connection, waiting=True, entity=entity, sort="score"):
        if row["score"] >= DOUBTFUL_SCORE:
            return
        yield Item("hit", row)
