"""Changes as they are told now, and every state that they went through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from monitor.model import Change, ChangeState, Value, Verdict
from monitor.store.articles import as_text, ref_from_row
from monitor.store.database import Database, Row
from monitor.store.values import dump, dump_value, load_value, need
from monitor.wire import instant_from_json

_CHANGE = (
    "x.id AS change, x.fact, x.verdict, x.kind, x.old, x.new, x.state, x.confidence,"
    " x.published AS changed, x.recorded, x.claims, x.stories, x.why, x.reverts, x.moved,"
    " x.replaced_by,"
    " a.id, a.url, a.title, a.source, a.tier, a.language, a.published, a.seen"
    " FROM changes x LEFT JOIN articles a ON a.number = x.article"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a fold changed.

    ``new`` changes, ``turned`` ones with their state before, and ``gone``: those that
    nothing says any longer. ``replaced`` are told by another one now (old id to new id):
    an article from before them was found. ``known`` are the ids that were told before.
    """

    new: tuple[Change, ...] = ()
    turned: tuple[tuple[Change, ChangeState], ...] = ()
    gone: tuple[Change, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.new or self.turned or self.gone or self.replaced)


def successor(change: Change, derived: Sequence[Change]) -> Change | None:
    """Which of a fact's changes tells now what ``change`` told, if one does.

    The same verdict and value, or the claim that it began with, or at least the value.
    """
    tests: tuple[Callable[[Change], bool], ...] = (
        lambda other: other.verdict is change.verdict and _same(other.new, change.new),
        lambda other: bool(set(change.claims[:1]) & set(other.claims)),
        lambda other: _same(other.new, change.new),
    )
    alive = [other for other in derived if other.state is not ChangeState.REVERTED]
    return next((other for test in tests for other in alive if test(other)), None)


def _same(one: Value, other: Value) -> bool:
    return replace(one, text="") == replace(other, text="")


def change_from_row(row: Row) -> Change:
    return Change(
        row["change"],
        row["fact"],
        Verdict(row["verdict"]),
        load_value(row["kind"], row["old"]),
        need(load_value(row["kind"], row["new"])),
        ChangeState(row["state"]),
        row["confidence"],
        need(instant_from_json(row["changed"])),
        need(instant_from_json(row["recorded"])),
        tuple(json.loads(row["claims"])),
        row["stories"],
        ref_from_row(row) if row["id"] else None,
        row["why"],
        tuple(json.loads(row["reverts"])),
        bool(row["moved"]),
    )


def _told(change: Change) -> tuple[Any, ...]:
    """What a person reads of a change: a new row of history where it differs."""
    return (
        change.state.value,
        change.verdict.value,
        dump_value(change.old),
        dump_value(change.new),
        round(change.confidence, 3),
        change.stories,
        change.why,
    )


class ChangeStore:
    """The tables ``changes`` and ``change_history``."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def told_by(self, change: str) -> str:
        """The change that tells now what this one told: itself, where none took its place."""
        last = self._database.value(
            "WITH RECURSIVE told (id, step) AS (SELECT ?, 0 UNION"
            " SELECT x.replaced_by, step + 1 FROM changes x JOIN told ON x.id = told.id"
            " WHERE x.replaced_by IS NOT NULL AND step < 100)"
            " SELECT id FROM told ORDER BY step DESC LIMIT 1",
            (change,),
        )
        return str(last)

    def save_all(self, fact: str, changes: Sequence[Change], now: datetime) -> Moved:
        """Replaces the changes of a fact by those that a whole fold derived.

        One that is no longer derived becomes ``reverted``, or, where a new one tells the
        same from another article, is replaced by that.
        """
        rows = self._database.rows(f"SELECT {_CHANGE} WHERE x.fact = ?", (fact,))
        stored = {row["change"]: change_from_row(row) for row in rows}
        replaced = {row["change"] for row in rows if row["replaced_by"]}
        new, turned = self._save(changes, stored, replaced, now)
        derived = {change.id for change in changes}
        missing = [
            change
            for change in stored.values()
            if change.id not in derived
            and change.id not in replaced
            and change.state is not ChangeState.REVERTED
        ]
        after = {change.id: successor(change, changes) for change in missing}
        for change in missing:
            self._retire(change, after[change.id], now)
        return Moved(
            new,
            turned,
            tuple(change for change in missing if after[change.id] is None),
            {old: change.id for old, change in after.items() if change},
            frozenset(stored) - replaced,
        )

    def save_some(
        self, changes: Sequence[Change], renamed: Sequence[tuple[str, str]], now: datetime
    ) -> Moved:
        """Stores what one article did to a fact's changes, and leaves the others alone.

        ``renamed``: a change and the one that tells the same from now on.
        """
        successors = dict(renamed)
        ids = [*successors, *(change.id for change in changes)]
        rows = self._database.rows(
            f"SELECT {_CHANGE} WHERE x.id IN (SELECT value FROM json_each(?))", (dump(ids),)
        )
        stored = {row["change"]: change_from_row(row) for row in rows}
        replaced = {row["change"] for row in rows if row["replaced_by"]}
        new, turned = self._save(changes, stored, replaced, now)
        by_id = {change.id: change for change in changes}
        for old, later in successors.items():
            if old in stored:
                self._retire(stored[old], by_id[later], now)
        return Moved(new, turned, replaced=successors)

    def _save(
        self,
        changes: Sequence[Change],
        stored: Mapping[str, Change],
        replaced: AbstractSet[str],
        now: datetime,
    ) -> tuple[tuple[Change, ...], tuple[tuple[Change, ChangeState], ...]]:
        """Returns the changes that are new, and those that turned with their state before."""
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
        return tuple(new), tuple(turned)

    def _write(self, change: Change) -> None:
        self._database.execute(
            "INSERT INTO changes (id, fact, verdict, kind, old, new, state, confidence, published,"
            " recorded, claims, stories, article, why, reverts, moved) VALUES (?, ?, ?, ?, ?, ?,"
            " ?, ?, ?, ?, ?, ?, (SELECT number FROM articles WHERE id = ?), ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, old = excluded.old,"
            " new = excluded.new, state = excluded.state, confidence = excluded.confidence,"
            " published = excluded.published, claims = excluded.claims,"
            " stories = excluded.stories, article = excluded.article, why = excluded.why,"
            " reverts = excluded.reverts, moved = excluded.moved, replaced_by = NULL",
            (
                change.id,
                change.fact,
                change.verdict.value,
                change.new.kind.value,
                dump_value(change.old),
                dump_value(change.new),
                change.state.value,
                change.confidence,
                as_text(change.published),
                as_text(change.recorded),
                dump(list(change.claims)),
                change.stories,
                change.article.id if change.article else None,
                change.why,
                dump(list(change.reverts)),
                change.moved,
            ),
        )

    def _note(self, change: Change, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO change_history"
            " (change, at, state, verdict, old, new, confidence, stories, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (change.id, as_text(now), *_told(change)),
        )

    def _retire(self, change: Change, later: Change | None, now: datetime) -> None:
        state = change.state if later else ChangeState.REVERTED
        why = f"told by {later.id} instead" if later else "nothing says so any longer"
        self._database.execute(
            "UPDATE changes SET state = ?, why = ?, replaced_by = ? WHERE id = ?",
            (state.value, why, later.id if later else None, change.id),
        )
        self._database.execute(
            "INSERT INTO change_history"
            " (change, at, state, verdict, old, new, confidence, stories, why)"
            " SELECT id, ?, state, verdict, old, new, confidence, stories, why"
            " FROM changes WHERE id = ?",
            (as_text(now), change.id),
        )
