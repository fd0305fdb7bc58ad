"""The reading of one article: names, hits, claims."""

from __future__ import annotations

from monitor.model import Article, Reading, Watchlist
from monitor.reading.claims.claims import read_claims
from monitor.reading.names.match import match
from monitor.reading.names.scan import Matcher, compile_matcher
from monitor.reading.subjects.families import Families


class Reader:
    """Reads articles for one watchlist; the result depends on the two alone.

    ``cache`` is what ``matcher.dump()`` gave for the same watchlist; it saves compiling.
    """

    def __init__(self, watchlist: Watchlist, cache: bytes | None = None) -> None:
        self.watchlist = watchlist
        self.matcher: Matcher = compile_matcher(watchlist, cache)
        self.families = Families.of(watchlist)

    def read(self, article: Article) -> Reading:
        """Hits, and the claims about their facts."""
        hits = match(self.matcher, article)
        return Reading(hits, read_claims(article, hits, self.families))
