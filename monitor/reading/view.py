"""One article under the matcher's eyes: the folded text and everything found in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from monitor.model import Article, Entity, Reason
from monitor.reading.finder import Found
from monitor.reading.scan import Matcher
from monitor.reading.text import fold, sentences

Span = tuple[int, int]


@dataclass(slots=True)
class Candidate:
    """An entity that an article names: the mentions that may count, and those that do not."""

    index: int
    entity: Entity
    mentions: list[Found]
    places: list[Found] = field(default_factory=list)
    dropped: list[tuple[Found, str]] = field(default_factory=list)
    points: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
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

    @property
    def text(self) -> str:
        return self.folded.text

    @cached_property
    def words(self) -> dict[int, list[Span]]:
        """Every watchlist word and where it stands; looked for only once a name is found."""
        return self.matcher.term_finder.find(self.text)

    @cached_property
    def _in_order(self) -> list[tuple[int, int, int]]:
        return sorted((start, end, w) for w, spans in self.words.items() for start, end in spans)

    def words_between(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """The words that begin in a stretch: (start, end, word)."""
        words = self._in_order
        return words[bisect_left(words, (first,)) : bisect_left(words, (last,))]

    def spans(self, words: frozenset[int]) -> Iterable[Span]:
        """Where any of the words stands."""
        return (span for word in words & self.words.keys() for span in self.words[word])

    def original(self, found: Found) -> Span:
        """Where a name stands in the article's content."""
        return self.folded.span(found.start, found.end)

    @cached_property
    def _sentences(self) -> tuple[list[int], list[Span]]:
        bounds = sentences(self.content)
        return [start for start, _ in bounds], bounds

    def sentence(self, position: int) -> Span:
        """The sentence around a place of the content, as a span of the content."""
        starts, bounds = self._sentences
        return bounds[max(0, bisect_right(starts, position) - 1)]

    def sentence_here(self, position: int) -> Span:
        """The sentence around a place of the folded text, as a span of it."""
        first, last = self.sentence(self.folded.span(position, position + 1)[0])
        return self.folded.position(first), self.folded.position(last)
