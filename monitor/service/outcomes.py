"""What a poll came to, and what the poller needs of the rooms around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.model import Article, SeenEntry
from monitor.store.articles import ArticleStore
from monitor.store.database import Database
from monitor.store.sources import SourceStore


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll of one source came to.

    ``state``: new, unchanged, failed or gone. ``detail`` is one line for people; ``reason``
    and ``status`` are as in FetchError; ``took`` is in seconds; ``moved_to`` is set where
    a permanent redirect was followed for good.
    """

    source: str
    state: str
    detail: str
    new: int = 0
    edited: int = 0
    hits: int = 0
    entries: int = 0
    reason: str = ""
    status: int = 0
    took: float = 0.0
    next_poll: datetime | None = None
    moved_to: str = ""

    @property
    def failed(self) -> bool:
        return self.state in ("failed", "gone")


class Finding(Protocol):
    """What the poller needs to know of what the pipeline found."""

    @property
    def hits(self) -> Sequence[object]: ...

    @property
    def claims(self) -> Sequence[object]: ...


class Intake(Protocol):
    """The pipeline, as the poller sees it."""

    def process(
        self, article: Article, *, alert: bool = True, entry: SeenEntry | None = None
    ) -> Finding: ...


class StoreDoor(Protocol):
    """The parts of the store that the poller uses."""

    @property
    def sources(self) -> SourceStore: ...

    @property
    def articles(self) -> ArticleStore: ...

    @property
    def database(self) -> Database: ...
