"""The compiled watchlist, kept in the database: compiling takes a second, loading none."""

from __future__ import annotations

from monitor.model import Watchlist
from monitor.reading.reader import Reader
from monitor.service.program import digest_of
from monitor.store import Store

_NAME = "compiled watchlist"


def make_reader(store: Store, watchlist: Watchlist) -> Reader:
    """A reader for the watchlist, compiled only where it or the program has changed."""
    stamp = digest_of("reading")
    kept = store.kept(_NAME)
    fits = kept is not None and kept.startswith(stamp)
    reader = Reader(watchlist, kept[len(stamp) :] if kept is not None and fits else None)
    content = stamp + reader.matcher.dump()
    if content != kept:
        store.keep(_NAME, content)
    return reader
