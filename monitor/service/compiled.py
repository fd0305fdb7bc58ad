"""The compiled watchlist, kept in the database: compiling takes a second, loading none."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import monitor.reading
from monitor.model import Watchlist
from monitor.reading.reader import Reader
from monitor.store import Store

_NAME = "compiled watchlist"


def make_reader(store: Store, watchlist: Watchlist) -> Reader:
    """A reader for the watchlist, compiled only where it or the program has changed."""
    stamp = _program()
    kept = store.kept(_NAME)
    fits = kept is not None and kept.startswith(stamp)
    reader = Reader(watchlist, kept[len(stamp) :] if kept is not None and fits else None)
    content = stamp + reader.matcher.dump()
    if content != kept:
        store.keep(_NAME, content)
    return reader


def _program() -> bytes:
    """What tells one version of the reading rules from another: their very words."""
    folder = Path(next(iter(monitor.reading.__path__)))
    digest = blake2b(digest_size=16)
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".py", ".toml", ".json", ".txt"}:
            digest.update(file.read_bytes())
    return digest.digest()
