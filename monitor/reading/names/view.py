"""One article under the matcher's eyes: the folded text and everything found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from monitor.model import Article, Entity
from monitor.reading.names.finder import Found
from monitor.reading.names.scan import Matcher
from monitor.reading.names.sense import Evidence
from monitor.reading.names.termfinder import Span, Words
from monitor.reading.text.text import fold, sentences

_PARAGRAPH = "\n\n"  # no sentence goes on behind it


@dataclass(slots=True)
class Candidate:
    """An entity that an article names: the mentions that may count, and those that do not."""

    index: int
    entity: Entity
    mentions: list[Found]
    places: list[Found] = field(default_factory=list)
    longer: list[Found] = field(default_factory=list)  # another capital word follows
    dropped: list[tuple[Found, str]] = field(default_factory=list)
    points: float = 0.0
    evidence: Evidence | None = None  # what the points come from
    parent: str = ""  # or the entity that it is a part of
    refused: str = ""


class View:
    """What is found in an article. Spans are of the folded text unless said otherwise."""

    def __init__(self, matcher: Matcher, article: Article) -> None:
        self.matcher = matcher
        self.article = article
        self.content = article.content
        self.folded = fold(self.content)
        self.found = matcher.name_finder.find(self.folded)
        self.unlikely: list[Found] = []
        self._sentences: dict[int, list[Span]] = {}

    @property
    def text(self) -> str:
        return self.folded.text

    @cached_property
    def words(self) -> Words:
        """The watchlist's words; looked for only once a name is found."""
        return self.matcher.term_finder.find(self.folded)

    def spans(self, words: frozenset[int]) -> Iterable[Span]:
        """Where any of the words stands."""
        return (span for word in words & self.words.present for span in self.words.spans(word))

    def look_alike(self, index: int, start: int, end: int, *, misspelt: bool = False) -> bool:
        """Whether a look-alike that an entity lists covers a stretch, so that it is none of it.

        A stretch that is a form of the look-alike and a name's as well is left to the name,
        unless the look-alike is listed just so, or the name is ``misspelt`` here.
        """
        excluded = self.matcher.roles.excluded[index]
        for word in excluded & self.words.present if excluded else ():
            listed = self.matcher.terms[word][0]
            for first, last in self.words.spans(word):
                if first <= start and end <= last:
                    same = (first, last) == (start, end)
                    if not same or misspelt or listed[-1] == "*" or listed == self.text[start:end]:
                        return True
        return False

    def knows(self, at: int) -> bool:
        """Whether a word of the watchlist or a tracked name stands at a place of the content."""
        here = self.folded.position(at)
        if any(found.start <= here < found.end for found in self.found):
            return True
        known = self.words.present - self.matcher.strange
        return any(here < end for _, end, _ in self.words.near(here, here + 1, known))

    def original(self, found: Found) -> Span:
        """Where a name stands in the article's content."""
        return self.folded.span(found.start, found.end)

    def sentence(self, position: int) -> Span:
        """The sentence around a place of the content, as a span of the content."""
        low = self.content.rfind(_PARAGRAPH, 0, position) + 1
        high = self.content.find(_PARAGRAPH, position)
        if low not in self._sentences:
            paragraph = self.content[low : high if high >= 0 else None]
            self._sentences[low] = [(low + a, low + b) for a, b in sentences(paragraph)]
        bounds = self._sentences[low]
        at = bisect_right(bounds, position, key=itemgetter(0))
        return bounds[max(0, at - 1)] if bounds else (position, position)

    def sentence_here(self, position: int) -> Span:
        """The sentence around a place of the folded text, as a span of it."""
        first, last = self.sentence(self.folded.span(position, position + 1)[0])
        return self.folded.position(first), self.folded.position(last)
