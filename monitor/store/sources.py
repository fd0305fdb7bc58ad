"""Sources between polls, and the entries that were taken in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from monitor.model.polling import Rhythm, SeenEntry, SourceHealth, SourceState
from monitor.store.database import Database, Parameters, Row
from monitor.store.health import expected_hours, judge
from monitor.wire import instant_from_json, instant_to_json

_STATE = tuple(f.name for f in fields(SourceState))
_SEEN = tuple(f.name for f in fields(SeenEntry))
_INSTANTS = frozenset(
    {
        "polled", "succeeded", "read_at", "new_at", "next_poll", "away_until", "failing_since",
        "gone", "rolled", "certificate_ends", "seen", "published", "recheck",
    }
)  # fmt: skip
_COLUMNS = ", ".join(_STATE), ", ".join(_SEEN)
_MARKS = ", ".join("?" * len(_STATE)), ", ".join("?" * len(_SEEN))
_SAVE_STATE = f"INSERT OR REPLACE INTO sources ({_COLUMNS[0]}) VALUES ({_MARKS[0]})"
_SAVE_SEEN = f"INSERT OR REPLACE INTO entries ({_COLUMNS[1]}) VALUES ({_MARKS[1]})"
_STATE_BY_NAME = f"SELECT {_COLUMNS[0]} FROM sources WHERE name = ?"
_STATE_OF, _SEEN_OF = attrgetter(*_STATE), attrgetter(*_SEEN)
_STATE_INSTANTS = tuple(at for at, name in enumerate(_STATE) if name in _INSTANTS)
_SEEN_INSTANTS = tuple(at for at, name in enumerate(_SEEN) if name in _INSTANTS)
_RHYTHM = _STATE.index("rhythm")
_AT_ONCE = 500


class SourceStore:
    """The tables ``sources`` and ``entries``."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._states: dict[str, SourceState] = {}
        self._stamp = (0, 0)

    def state(self, name: str, url: str = "") -> SourceState:
        """What is known of a source; a fresh state where nothing is, or its URL changed."""
        stamp = self._db.stamp()
        if stamp != self._stamp:  # another program has written, or something was undone
            self._states.clear()
            self._stamp = stamp
        state = self._states.get(name)
        if state is None:
            row = self._db.row(_STATE_BY_NAME, (name,))
            if row is not None:
                state = self._states[name] = _state(row)
        if state is None or (url and state.url != url):
            return SourceState(name, url)
        return state

    def save(self, *states: SourceState, unless_resumed: Collection[str] = ()) -> None:
        """Replaces what was known of the sources, all or nothing.

        But for those of ``unless_resumed`` that somebody has resumed: they stay as that left
        them, to be polled at once.
        """
        with self._db.transaction():
            resumed = self._resumed() & set(unless_resumed) if unless_resumed else set()
            saved = [state for state in states if state.name not in resumed]
            self._db.executemany(_SAVE_STATE, map(_row, saved))
        self._states.update((state.name, state) for state in saved)

    def _resumed(self) -> set[str]:
        """Sources that wait to be polled because somebody has resumed them."""
        rows = self._db.rows(
            "SELECT name FROM sources"
            " WHERE next_poll IS NULL AND gone IS NULL AND polled IS NOT NULL"
        )
        return {row["name"] for row in rows}

    def unknown(self, urls: Mapping[str, str]) -> set[str]:
        """Which of ``urls`` (name to configured URL) nothing is known of at that address."""
        known = {row["name"]: row["url"] for row in self._db.rows("SELECT name, url FROM sources")}
        return {name for name, url in urls.items() if known.get(name) != url}

    def due(
        self, now: datetime, urls: Mapping[str, str], unknown: Collection[str] | None = None
    ) -> list[str]:
        """Which of ``urls`` (name to configured URL) are due: those longest due first.

        A source that has never been polled is due, one that is gone never again. Sources
        that have been failing come last, so that they hold up nobody. ``unknown`` saves
        finding out which ones those are.
        """
        if unknown is None:
            unknown = self.unknown(urls)
        rows = self._db.rows(
            "SELECT failures > 0, next_poll, name, url FROM sources"
            " WHERE (next_poll <= ? OR next_poll IS NULL) AND gone IS NULL",
            (instant_to_json(now),),
        )
        found = [
            (bool(failing), at or "", name)
            for failing, at, name, url in rows
            if name not in unknown and urls.get(name) == url
        ]
        found += [(False, "", name) for name in unknown]
        return [name for _, _, name in sorted(found)]

    def unwilling(self, now: datetime) -> set[str]:
        """Sources that are gone, or whose server asked us to stay away for now."""
        rows = self._db.rows(
            "SELECT name FROM sources WHERE gone IS NOT NULL OR away_until > ?",
            (instant_to_json(now),),
        )
        return {row["name"] for row in rows}

    def next_due(self, names: Collection[str]) -> dict[str, datetime | None]:
        """When each known source is to be polled next; gone ones are left out."""
        rows = self._db.rows("SELECT name, next_poll FROM sources WHERE gone IS NULL")
        return {r["name"]: instant_from_json(r["next_poll"]) for r in rows if r["name"] in names}

    def resume(self, name: str) -> bool:
        """Polls a source again that was given up or is waiting; False where it is unknown."""
        self._states.pop(name, None)
        changed = self._db.execute(
            "UPDATE sources SET gone = NULL, next_poll = NULL, away_until = NULL, failures = 0, "
            "moved_to = '' WHERE name = ?",
            (name,),
        )
        return changed > 0

    def mark_seen(self, entry: SeenEntry) -> None:
        """Remembers that an entry was taken in. Belongs into its article's transaction."""
        self._db.execute(*seen_row(entry))

    def rename(self, source: str, old: str, new: str) -> None:
        """The source gave an entry another key."""
        self._db.execute(
            "UPDATE OR IGNORE entries SET key = ? WHERE source = ? AND key = ?", (new, source, old)
        )

    def seen(self, source: str, column: str, values: Iterable[str]) -> list[SeenEntry]:
        """The entries of a source whose ``column`` (key, url or title) is one of ``values``."""
        if column not in ("key", "url", "title"):
            raise ValueError(column)
        wanted = list(dict.fromkeys(value for value in values if value))
        found: list[SeenEntry] = []
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            sql = f"SELECT {_COLUMNS[1]} FROM entries WHERE source = ? AND {column} IN ({marks})"
            found += map(_seen, self._db.rows(sql, [source, *part]))
        return found

    def rechecks(self, now: datetime, names: Collection[str], limit: int) -> list[SeenEntry]:
        """Entries whose page is to be read again, the longest due first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS[1]} FROM entries WHERE recheck <= ? ORDER BY recheck LIMIT ?",
            (instant_to_json(now), limit),
        )
        return [_seen(row) for row in rows if row["source"] in names]

    def forget(self, before: datetime) -> int:
        """Drops entries that nobody has listed for long; returns how many.

        What still stands in a source's last answer is kept: it was seen after ``before``
        or has an entry of the same source seen after it.
        """
        return self._db.execute(
            "DELETE FROM entries WHERE seen < ? AND recheck IS NULL AND EXISTS "
            "(SELECT 1 FROM sources WHERE sources.name = entries.source "
            "AND sources.succeeded > ?)",
            (instant_to_json(before), instant_to_json(before)),
        )

    def health(self, now: datetime, names: Sequence[str] | None = None) -> list[SourceHealth]:
        """How each source (or each of ``names``) is doing."""
        states = {
            row["name"]: _state(row)
            for row in self._db.rows(f"SELECT {_COLUMNS[0]} FROM sources ORDER BY name")
        }
        wanted = list(states) if names is None else names
        return [judge_health(states.get(name) or SourceState(name), now) for name in wanted]


def judge_health(state: SourceState, now: datetime) -> SourceHealth:
    """Pure: what a source's state says about its health."""
    word, since, detail = judge(state, now)
    return SourceHealth(
        state.name,
        state.url,
        word,
        since,
        detail,
        state.succeeded,
        state.new_at,
        state.next_poll,
        state.failures,
        expected_hours(state.rhythm),
    )


def _row(state: SourceState) -> list[Any]:
    columns = list(_STATE_OF(state))
    for at in _STATE_INSTANTS:
        columns[at] = instant_to_json(columns[at])
    rhythm = state.rhythm
    columns[_RHYTHM] = (
        f"[{rhythm.items!r}, {rhythm.relevant!r}, {rhythm.hours!r},"
        f" {_hours_as_json(rhythm.by_hour)}, {rhythm.gap!r}]"
    )
    return columns


@lru_cache(maxsize=4096)
def _hours_as_json(by_hour: tuple[float, ...]) -> str:
    """Most polls leave them as they were."""
    return json.dumps(by_hour)


def _state(row: Row) -> SourceState:
    columns = list(row)
    for at in _STATE_INSTANTS:
        columns[at] = instant_from_json(columns[at])
    items, relevant, hours, by_hour, gap = json.loads(columns[_RHYTHM])
    columns[_RHYTHM] = Rhythm(items, relevant, hours, tuple(by_hour), gap)
    return SourceState(*columns)


def seen_row(entry: SeenEntry) -> tuple[str, Parameters]:
    """The statement that remembers an entry."""
    columns = list(_SEEN_OF(entry))
    for at in _SEEN_INSTANTS:
        columns[at] = instant_to_json(columns[at])
    return _SAVE_SEEN, columns


def _seen(row: Row) -> SeenEntry:
    columns = list(row)
    for at in _SEEN_INSTANTS:
        columns[at] = instant_from_json(columns[at])
    return SeenEntry(*columns)
