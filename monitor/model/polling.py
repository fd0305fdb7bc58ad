"""What is remembered of a source between polls."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

HOURS = 24


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a source was seen to publish; older days count less and less.

    ``items`` and ``relevant`` are counts over ``hours`` of watching, ``by_hour`` the
    items by their UTC hour of day; ``gap`` is the longest silence seen, in hours.
    """

    items: float = 0.0
    relevant: float = 0.0
    hours: float = 0.0
    by_hour: tuple[float, ...] = (0.0,) * HOURS
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the last poll left it.

    ``url`` is the configured address, ``moved_to`` where a proven permanent redirect
    leads. ``body`` is a digest of the last body, ``items`` the digests of the items in
    it, 16 bytes each; ``read_at`` is when a body was last read. ``fresh_for``
    is how many seconds the source says its answer lasts. ``gone`` is when it said that it
    will never come back, ``rolled`` when its window last moved past entries that we had
    not seen, ``empty`` how many answers in a row held none. ``away_until`` is how long the
    server asked us to stay away (Retry-After).
    """

    name: str
    url: str = ""
    moved_to: str = ""
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""
    items: bytes = b""
    polls: int = 0
    polled: datetime | None = None
    succeeded: datetime | None = None
    read_at: datetime | None = None
    new_at: datetime | None = None
    next_poll: datetime | None = None
    away_until: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    status: int = 0
    reason: str = ""
    detail: str = ""
    gone: datetime | None = None
    rolled: datetime | None = None
    empty: int = 0
    window: int = 0
    fresh_for: float = 0.0
    closed: str = ""
    rhythm: Rhythm = Rhythm()
    certificate_ends: datetime | None = None

    @property
    def address(self) -> str:
        """Where to ask."""
        return self.moved_to or self.url

    def but(self, **changes: Any) -> SourceState:
        """The same with other values, as by ``dataclasses.replace`` and in half the time."""
        values = list(_VALUES(self))
        for name, value in changes.items():
            values[_PLACES[name]] = value
        return SourceState(*values)


_NAMES = tuple(field.name for field in fields(SourceState))
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_VALUES = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that was taken in. ``url`` and ``title`` are normalised for comparison.

    ``fingerprint`` is a digest of its words; ``recheck`` is when its page is to be read
    again, ``rechecks`` how often that was done, ``page`` a digest of the page's words.
    """

    source: str
    key: str
    url: str
    title: str
    fingerprint: bytes
    article: str
    seen: datetime
    published: datetime | None = None
    link: str = ""
    recheck: datetime | None = None
    rechecks: int = 0
    page: bytes = b""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing.

    ``state``: ok, new (never polled), failing, gone, silent, empty, rolled, or certificate;
    ``since`` is when that began, ``detail`` one line for people; ``expected_hours`` how
    often it usually has something new.
    """

    name: str
    url: str
    state: str
    since: datetime | None
    detail: str
    succeeded: datetime | None
    new_at: datetime | None
    next_poll: datetime | None
    failures: int = 0
    expected_hours: float | None = None
