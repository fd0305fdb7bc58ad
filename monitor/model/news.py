"""What comes in: entries and articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tier(StrEnum):
    """How close a source is to the facts it reports."""

    OFFICIAL = "official"
    PRESS = "press"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a source lists it. ``key`` identifies it within its source.

    ``html`` is the longest body the source gave, ``published`` None when missing or
    impossible; ``date_note`` says why.
    """

    key: str
    url: str
    title: str
    html: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    publisher: str = ""
    date_note: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The head of an article: enough to say who reported what, when."""

    id: str
    url: str
    title: str
    source: str
    tier: Tier
    language: str
    published: datetime | None
    seen: datetime

    @property
    def dated(self) -> datetime:
        """When it counts as published: an undated article counts from when we saw it."""
        return self.published or self.seen


@dataclass(frozen=True, slots=True)
class Article:
    """An entry plus its readable text; paragraphs are parted by an empty line."""

    ref: ArticleRef
    text: str
    version: int = 1

    @property
    def content(self) -> str:
        """Title and text as one string: what offsets of mentions and claims count in."""
        return f"{self.ref.title}\n\n{self.text}" if self.text else self.ref.title
