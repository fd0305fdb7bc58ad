"""What follows from claims and reviews: changes and their states, standing values, timelines.

Everything here can be derived again; only ``change_history`` remembers what was once derived.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import (
    Change,
    ChangeState,
    Fact,
    Kind,
    Standing,
    Timeline,
    TimelineEntry,
    Value,
    Verdict,
    Watchlist,
)
from monitor.store.articles import as_text, ref_from_row
from monitor.store.database import Database, Row
from monitor.store.findings import dump
from monitor.wire import instant_from_json, instant_to_json, value_from_json, value_to_json

_CHANGE = (
    "x.id AS change, x.fact, x.verdict, x.kind, x.old, x.new, x.state, x.confidence,"
    " x.published AS changed, x.recorded, x.claims, x.stories, x.why, x.reverts, x.replaced_by,"
    " a.id, a.url, a.title, a.source, a.tier, a.language, a.published, a.seen"
    " FROM changes x LEFT JOIN articles a ON a.number = x.article"
)
_ENTRY_COLUMNS = "verdict, kind, value, old, at, claim, review, change, note"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a fold changed.

    ``new`` changes, ``turned`` ones with their state before, and ``gone``: those that are
    no longer told.
    """

    new: tuple[Change, ...] = ()
    turned: tuple[tuple[Change, ChangeState], ...] = ()
    gone: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.turned or self.gone)


def _dump_value(value: Value | None) -> str | None:
    return dump(value_to_json(value)) if value else None


def _load_value(kind: str, text: str | None) -> Value | None:
    return value_from_json(Kind(kind), json.loads(text)) if text else None


def _need(value: Any) -> Any:
    if value is None:
        raise ValueError("a required column is empty")
    return value


def same_news(one: Change, other: Change) -> bool:
    """Whether two changes of a fact tell the same, whatever article they are told from."""
    return one.verdict == other.verdict and _meaning(one.new) == _meaning(other.new)


def _meaning(value: Value) -> dict[str, Any]:
    form = value_to_json(value)
    form.pop("text")
    return form


def change_from_row(row: Row) -> Change:
    return Change(
        row["change"],
        row["fact"],
        Verdict(row["verdict"]),
        _load_value(row["kind"], row["old"]),
        _need(_load_value(row["kind"], row["new"])),
        ChangeState(row["state"]),
        row["confidence"],
        _need(instant_from_json(row["changed"])),
        _need(instant_from_json(row["recorded"])),
        tuple(json.loads(row["claims"])),
        row["stories"],
        ref_from_row(row) if row["id"] else None,
        row["why"],
        tuple(json.loads(row["reverts"])),
    )


def _told(change: Change) -> tuple[Any, ...]:
    """What a person reads of a change: a new row of history where it differs."""
    return (
        change.state.value,
        change.verdict.value,
        _dump_value(change.old),
        _dump_value(change.new),
        round(change.confidence, 3),
        change.stories,
        change.why,
    )


class HistoryStore:
    """Changes, standing values and timelines, as last derived."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_watchlist(self, watchlist: Watchlist) -> None:
        """Writes down what is tracked now; what no longer is stays, marked so."""
        self._database.execute("UPDATE entities SET tracked = 0")
        self._database.execute("UPDATE facts SET tracked = 0")
        self._database.executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET"
            " name = excluded.name, kind = excluded.kind, part_of = excluded.part_of, tracked = 1",
            [(each.id, each.name, each.kind.value, each.part_of) for each in watchlist.entities],
        )
        self._database.executemany(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, 1, '') ON CONFLICT (id) DO UPDATE SET"
            " entity = excluded.entity, attribute = excluded.attribute, kind = excluded.kind,"
            " believed = excluded.believed, as_of = excluded.as_of, source = excluded.source,"
            " tracked = 1",
            [
                (
                    fact.id,
                    fact.entity,
                    fact.attribute,
                    fact.kind.value,
                    _dump_value(fact.value),
                    fact.as_of.isoformat() if fact.as_of else None,
                    fact.source,
                )
                for fact in watchlist.facts
            ],
        )

    def terms(self) -> dict[str, str]:
        """By fact, the terms (configured belief, policy) that its ledger was derived with."""
        return {row["id"]: row["terms"] for row in self._database.rows("SELECT * FROM facts")}

    def save_terms(self, fact: str, terms: str) -> None:
        self._database.execute("UPDATE facts SET terms = ? WHERE id = ?", (terms, fact))

    # Changes

    def changes(self, fact: str) -> list[Change]:
        """The changes of a fact as they are told now, in the order of publication."""
        rows = self._database.rows(
            f"SELECT {_CHANGE} WHERE x.fact = ? AND x.replaced_by IS NULL"
            " ORDER BY x.published, x.id",
            (fact,),
        )
        return [change_from_row(row) for row in rows]

    def change(self, change: str) -> Change | None:
        row = self._database.row(f"SELECT {_CHANGE} WHERE x.id = ?", (change,))
        return change_from_row(row) if row else None

    def save_timeline(self, timeline: Timeline, now: datetime) -> Moved:
        """Replaces what was derived for a fact, and says what that changed.

        A change that is no longer derived becomes ``reverted``, or, where another one
        tells the same from an earlier article, is replaced by that.
        """
        moved = self._save_changes(timeline.fact, timeline.changes, now)
        self._save_standing(timeline.standing)
        self._save_entries(timeline.fact, timeline.entries)
        return moved

    def _save_changes(self, fact: str, changes: Sequence[Change], now: datetime) -> Moved:
        rows = self._database.rows(f"SELECT {_CHANGE} WHERE x.fact = ?", (fact,))
        stored = {row["change"]: change_from_row(row) for row in rows}
        replaced = {row["change"] for row in rows if row["replaced_by"]}
        derived = {change.id for change in changes}
        new, turned = [], []
        for change in changes:
            before = stored.get(change.id)
            if before is None or change.id in replaced:
                new.append(change)
            elif before.state is not change.state:
                turned.append((change, before.state))
            if before != change or change.id in replaced:
                self._write(change)
            if before is None or _told(before) != _told(change):
                self._note(change, now)
        gone = [
            change
            for change in stored.values()
            if change.id not in derived
            and change.id not in replaced
            and change.state is not ChangeState.REVERTED
        ]
        for change in gone:
            self._retire(change, new, now)
        return Moved(tuple(new), tuple(turned), tuple(gone))

    def _write(self, change: Change) -> None:
        self._database.execute(
            "INSERT INTO changes (id, fact, verdict, kind, old, new, state, confidence, published,"
            " recorded, claims, stories, article, why, reverts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " ?, ?, ?, (SELECT number FROM articles WHERE id = ?), ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, old = excluded.old,"
            " new = excluded.new, state = excluded.state, confidence = excluded.confidence,"
            " published = excluded.published, claims = excluded.claims,"
            " stories = excluded.stories, article = excluded.article, why = excluded.why,"
            " reverts = excluded.reverts, replaced_by = NULL",
            (
                change.id,
                change.fact,
                change.verdict.value,
                change.new.kind.value,
                _dump_value(change.old),
                _dump_value(change.new),
                change.state.value,
                change.confidence,
                as_text(change.published),
                as_text(change.recorded),
                dump(list(change.claims)),
                change.stories,
                change.article.id if change.article else None,
                change.why,
                dump(list(change.reverts)),
            ),
        )

    def _note(self, change: Change, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO change_history"
            " (change, at, state, verdict, old, new, confidence, stories, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (change.id, as_text(now), *_told(change)),
        )

    def _retire(self, change: Change, new: Sequence[Change], now: datetime) -> None:
        successor = next((each for each in new if same_news(each, change)), None)
        state = change.state if successor else ChangeState.REVERTED
        why = f"told before by {successor.id}" if successor else "nothing says so any longer"
        self._database.execute(
            "UPDATE changes SET state = ?, why = ?, replaced_by = ? WHERE id = ?",
            (state.value, why, successor.id if successor else None, change.id),
        )
        self._database.execute(
            "INSERT INTO change_history"
            " (change, at, state, verdict, old, new, confidence, stories, why)"
            " SELECT id, ?, state, verdict, old, new, confidence, stories, why"
            " FROM changes WHERE id = ?",
            (as_text(now), change.id),
        )

    # Standing values

    def _save_standing(self, standing: Standing) -> None:
        kind = self._database.value("SELECT kind FROM facts WHERE id = ?", (standing.fact,))
        self._database.execute(
            "INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fact) DO UPDATE"
            " SET kind = excluded.kind, value = excluded.value, since = excluded.since,"
            " sources = excluded.sources, last_seen = excluded.last_seen, state = excluded.state,"
            " open_changes = excluded.open_changes, claims = excluded.claims,"
            " outlets = excluded.outlets",
            (
                standing.fact,
                standing.value.kind.value if standing.value else kind or "",
                _dump_value(standing.value),
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

    # Timelines

    def _save_entries(self, fact: str, entries: Sequence[TimelineEntry]) -> None:
        """Writes from the first entry that differs; most folds only add to the end."""
        stored = [
            tuple(row)
            for row in self._database.rows(
                f"SELECT {_ENTRY_COLUMNS} FROM timelines WHERE fact = ? ORDER BY position", (fact,)
            )
        ]
        derived = [_entry_row(entry) for entry in entries]
        same = next(
            (
                place
                for place, pair in enumerate(zip(stored, derived, strict=False))
                if pair[0] != pair[1]
            ),
            min(len(stored), len(derived)),
        )
        if same < len(stored):
            self._database.execute(
                "DELETE FROM timelines WHERE fact = ? AND position >= ?", (fact, same)
            )
        self._database.executemany(
            "INSERT INTO timelines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(fact, place, *derived[place]) for place in range(same, len(derived))],
        )


def _standing_from_row(row: Row) -> Standing:
    return Standing(
        row["fact"],
        _load_value(row["kind"], row["value"]),
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
        _dump_value(entry.value),
        _dump_value(entry.old),
        as_text(entry.at),
        entry.evidence.claim.id if entry.evidence else None,
        entry.review.id if entry.review else None,
        entry.change,
        entry.note,
    )


def terms_of(fact: Fact, policy: object) -> str:
    """Everything but the claims that a fact's ledger is derived from."""
    return dump([_dump_value(fact.value), str(fact.as_of), fact.kind.value, repr(policy)])
