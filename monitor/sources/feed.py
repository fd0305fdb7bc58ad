"""What a source lists, in whatever form it came: the result of every parser of this room."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from monitor.model import Entry

DIGEST_BYTES = 16
MOST_ITEMS = 5000


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says now.

    ``entries`` are those that were not among the known digests, in the feed's order;
    ``items`` the digests of all, ``total`` how many it lists, ``keys`` the keys of all.
    ``left`` is how many must wait for the next poll because there is too much.
    ``ttl`` is in seconds; ``closed`` holds skipHours and skipDays as ``h5 d6``: an hour
    in UTC, a weekday from Monday = 0. ``notes`` say what was wrong and mended.
    """

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    items: tuple[bytes, ...] = ()
    keys: tuple[str, ...] = ()
    ttl: float = 0.0
    closed: str = ""
    notes: tuple[str, ...] = ()
    cut: bool = False
    form: str = ""
    known: int = 0
    left: int = 0
    shared: frozenset[str] = frozenset()
    children: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the document came to its own end; a web page has none that counts."""
        return not self.cut and self.form not in ("listing", "page", "sitemapindex")

    @property
    def total(self) -> int:
        return len(self.items) + self.left


def digest(item: str) -> bytes:
    """What tells a raw item from its next version."""
    return blake2b(item.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
