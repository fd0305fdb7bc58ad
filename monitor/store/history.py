"""Standing values and timelines, as last derived."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from monitor.model import Standing, TimelineEntry, Verdict
from monitor.store.articles import as_text
from monitor.store.database import Database, Row
from monitor.store.values import dump, dump_value, load_value, need
from monitor.wire import instant_from_json, instant_to_json

_ENTRY_COLUMNS = "verdict, kind, value, old, at, claim, review, change, note"


class HistoryStore:
    """The tables ``standing`` and ``timelines``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_standing(self, standing: Standing) -> None:
        kind = self._database.value("SELECT kind FROM facts WHERE id = ?", (standing.fact,))
        self._database.execute(
            "INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (fact) DO UPDATE SET kind = excluded.kind, value = excluded.value,"
            " since = excluded.since,"
            " sources = excluded.sources, last_seen = excluded.last_seen, state = excluded.state,"
            " open_changes = excluded.open_changes, claims = excluded.claims,"
            " outlets = excluded.outlets",
            (
                standing.fact,
                standing.value.kind.value if standing.value else kind or "",
                dump_value(standing.value),
                instant_to_json(standing.since),
                standing.sources,
                instant_to_json(standing.last_seen),
                standing.state,
                dump(list(standing.open_changes)),
                dump(list(standing.claims)),
                dump(list(standing.outlets)),
            ),
        )

    def standings(self) -> dict[str, Standing]:
        """By fact, what is held true now, of every fact that is tracked."""
        rows = self._database.rows(
            "SELECT s.* FROM standing s JOIN facts f ON f.id = s.fact WHERE f.tracked"
        )
        return {row["fact"]: _standing_from_row(row) for row in rows}

    def standing(self, fact: str) -> Standing | None:
        row = self._database.row("SELECT * FROM standing WHERE fact = ?", (fact,))
        return _standing_from_row(row) if row else None

    def save_entries(self, fact: str, entries: Sequence[TimelineEntry]) -> None:
        """Replaces a timeline, from the first entry that differs on."""
        same = self.entries_differ(fact, entries)
        if same is None:
            return
        self._database.execute(
            "DELETE FROM timelines WHERE fact = ? AND position IN (SELECT position FROM timelines"
            " WHERE fact = ? ORDER BY at, position LIMIT -1 OFFSET ?)",
            (fact, fact, same),
        )
        self.add_entries(fact, entries[same:])

    def entries_differ(self, fact: str, entries: Sequence[TimelineEntry]) -> int | None:
        """From which entry on the stored timeline is another one; None where it is the same."""
        stored = self._database.rows(
            f"SELECT {_ENTRY_COLUMNS} FROM timelines WHERE fact = ? ORDER BY at, position", (fact,)
        )
        for place, (row, entry) in enumerate(zip(stored, entries, strict=False)):
            if tuple(row) != _entry_row(entry):
                return place
        shorter = min(len(stored), len(entries))
        return None if len(stored) == len(entries) else shorter

    def add_entries(self, fact: str, entries: Sequence[TimelineEntry]) -> None:
        """Adds entries; of those with the same time they come last."""
        first = self._database.value(
            "SELECT coalesce(max(position) + 1, 0) FROM timelines WHERE fact = ?", (fact,)
        )
        self._database.executemany(
            "INSERT INTO timelines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(fact, place, *_entry_row(entry)) for place, entry in enumerate(entries, first)],
        )

    def rename(self, fact: str, old: str, new: str) -> None:
        """What a timeline told of a change is told of another one."""
        self._database.execute(
            "UPDATE timelines SET change = ? WHERE fact = ? AND change = ?", (new, fact, old)
        )

    def first_entry(self, fact: str) -> TimelineEntry | None:
        """What a fact's timeline begins with, without its evidence."""
        row = self._database.row(
            "SELECT * FROM timelines WHERE fact = ? ORDER BY at, position LIMIT 1", (fact,)
        )
        if row is None:
            return None
        return TimelineEntry(
            Verdict(row["verdict"]),
            need(load_value(row["kind"], row["value"])),
            load_value(row["kind"], row["old"]),
            need(instant_from_json(row["at"])),
            change=row["change"],
            note=row["note"],
        )


def _standing_from_row(row: Row) -> Standing:
    return Standing(
        row["fact"],
        load_value(row["kind"], row["value"]),
        instant_from_json(row["since"]),
        row["sources"],
        instant_from_json(row["last_seen"]),
        row["state"],
        tuple(json.loads(row["open_changes"])),
        tuple(json.loads(row["claims"])),
        tuple(json.loads(row["outlets"])),
    )


def _entry_row(entry: TimelineEntry) -> tuple[Any, ...]:
    return (
        entry.verdict.value,
        entry.value.kind.value,
        dump_value(entry.value),
        dump_value(entry.old),
        as_text(entry.at),
        entry.evidence.claim.id if entry.evidence else None,
        entry.review.id if entry.review else None,
        entry.change,
        entry.note,
    )
