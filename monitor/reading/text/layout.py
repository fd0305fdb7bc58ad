"""A text laid out for reading claims: sentences, breaks between clauses, distances."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from monitor.reading.languages import load
from monitor.reading.languages.structure import Structure, structure
from monitor.reading.text.phrases import Found, PhraseBook, Words
from monitor.reading.text.record import record
from monitor.reading.text.text import Folded, fold, full_signs, sentences

_BREAKS = re.compile(  # one set of characters first: the rest of a text is passed over quickly
    r"[;；,，:：()（）、—–-](?:(?<=[;；,，:：()（）、])|(?<=—)—|(?<=\s[—–-])\s)"
)
_COST = {
    ";": 4.0, "；": 4.0, ",": 1.2, "，": 1.05, ":": 1.0, "：": 0.8, "——": 2.0,
    "(": 0.5, ")": 1.5, "（": 0.5, "）": 1.5, "、": 0.4,
}  # fmt: skip
_HARD, _SOFT, _RELATIVE = 2.6, 0.7, 0.5
_ASIDE, _LONGEST_ASIDE = 0.2, 90  # what a comma costs around an insertion; its characters


@record
class Sentence:
    """A sentence at ``content[start:end]``; ``opens`` where a paragraph begins with it."""

    index: int
    start: int
    end: int
    paragraph: int
    title: bool = False
    opens: bool = False


@dataclass(slots=True)
class Layout:
    """An article's content with its sentences, breaks between clauses, and phrases found."""

    content: str
    language: str
    sentences: list[Sentence]
    marks: dict[str, list[Found]] = field(default_factory=dict)
    own: list[Found] = field(default_factory=list)
    structure: Structure = field(init=False)
    _placed: dict[str, tuple[list[int], list[Found]]] = field(default_factory=dict)
    _break_at: list[int] = field(default_factory=list)
    _break_sum: list[float] = field(default_factory=list)
    _hard: dict[float, list[int]] = field(default_factory=dict)  # places of breaks, by weight
    _starts: list[int] = field(default_factory=list)
    _begun: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.structure = structure(self.language)

    def sentence_at(self, position: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def within(self, tag: str, start: int, end: int) -> list[Found]:
        """Marks of a tag that begin in ``content[start:end]``."""
        placed = self._placed.get(tag)
        if placed is None:
            return []
        starts, marks = placed
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return marks[low : bisect_left(starts, end, low)]

    def any_within(self, tag: str, start: int, end: int) -> Found | None:
        """The first mark of a tag that begins in ``content[start:end]``."""
        placed = self._placed.get(tag)
        if placed is None:
            return None
        starts, marks = placed
        low = bisect_left(starts, start)
        return marks[low] if low < len(starts) and starts[low] < end else None

    def begins(self, at: int) -> bool:
        """Whether a mark of any tag begins at a place."""
        return at in self._begun

    def breaks(self, start: int, end: int) -> float:
        """What parts the clauses between two places; 0 in one clause, 4 and more for hard ones."""
        low = bisect_left(self._break_at, start)
        high = bisect_left(self._break_at, end)
        return self._break_sum[high] - self._break_sum[low]

    def gap(self, a: tuple[int, int], b: tuple[int, int]) -> float:
        """Distance in words between two spans, breaks between clauses counting as many."""
        start, end = (a[1], b[0]) if a[0] <= b[0] else (b[1], a[0])
        if start >= end:
            return 0.0
        return (end - start) / self.structure.word_length + 2.2 * self.breaks(start, end)

    def clause(self, position: int, sentence: Sentence, limit: float = 1.0) -> tuple[int, int]:
        """The clause around a place: up to breaks of at least ``limit``."""
        places = self._hard.get(limit)
        if places is None:
            places = self._hard[limit] = self._at_least(limit)
        start, end = sentence.start, sentence.end
        at = bisect_left(places, position)
        if at and places[at - 1] > start:
            start = places[at - 1]
        if at < len(places) and places[at] < end:
            end = places[at]
        return start, end

    def _at_least(self, limit: float) -> list[int]:
        """Where breaks of at least a weight stand."""
        weighed = zip(self._break_at, pairwise(self._break_sum), strict=True)
        return [at for at, (before, after) in weighed if after - before >= limit]


def lay_out(
    title: str, text: str, language: str, book: PhraseBook, own: PhraseBook | None = None
) -> Layout:
    """Lay out an article; ``title`` and ``text`` as in ``Article.content``.

    ``own`` holds a watchlist's own cues, found in every language.
    """
    content = f"{title}\n\n{text}" if text else title
    content = full_signs(content) if structure(language).script == "Han" else content
    folded = fold(content)
    layout = Layout(content, language, _sentences(content, len(title)))
    cased = _cased(language)
    words = Words(folded.text.replace("\n\n", ";\n"))  # no phrase goes on behind a paragraph
    for one in _back(_without_ordinary(book.find(words), folded.text), folded):
        if cased and content[one.start : one.end] in cased:
            continue  # the month of May, and not what may be
        layout.marks.setdefault(one.tag, []).append(one)
    if own is not None:
        layout.own = _back(own.find(words), folded)
    layout._placed = {  # noqa: SLF001
        tag: ([mark.start for mark in marks], marks) for tag, marks in layout.marks.items()
    }
    begun = (starts for starts, _ in layout._placed.values())  # noqa: SLF001
    layout._begun = frozenset().union(*begun)  # noqa: SLF001
    layout._starts = [sentence.start for sentence in layout.sentences]  # noqa: SLF001
    _find_breaks(layout)
    return layout


@cache
def _cased(language: str) -> frozenset[str]:
    """Words that are something else where they are written so."""
    return frozenset(load(language).phrases("subjects", "cased"))


def _of_a_year(one: Found, text: str) -> bool:
    """Whether a phrase begins with the sign of a year told in digits: 2027年产铜."""
    return text[one.start] == "年" and text[max(0, one.start - 1)].isdigit()


def _without_ordinary(found: list[Found], text: str) -> list[Found]:
    """Without what is only a part of an ordinary word: 如 in 如期 is no condition.

    Nor does a phrase begin in the middle of one (``structure.whole``): 去年产铜 is no 年产.
    """
    ordinary = [one for one in found if one.tag == "structure.ordinary"]
    whole = [one for one in found if one.tag == "structure.whole"]
    if not ordinary and not whole and "年" not in text:
        return found
    starts = [one.start for one in ordinary]
    reach = [one.end for one in ordinary[:1]]  # the farther end of a word and the one before
    reach += [max(one.end, other.end) for one, other in pairwise(ordinary)]
    cut = {at for word in whole for at in range(word.start + 1, word.end)}
    kept: list[Found] = []
    for one in found:
        if one.start in cut or _of_a_year(one, text):
            continue
        at = bisect_right(starts, one.start) - 1
        inside = at >= 0 and one.end <= reach[at]
        if not inside or one.end - one.start > 1:
            kept.append(one)
    return kept


def _back(found: list[Found], folded: Folded) -> list[Found]:
    """Places in the folded text as places in the original."""
    if len(folded.text) == len(folded.original):
        return found
    return [Found(*folded.span(one.start, one.end), one.tag) for one in found]


def _sentences(content: str, title_end: int) -> list[Sentence]:
    made: list[Sentence] = []
    paragraph, last_end = 0, 0
    for start, end in sentences(content):
        opens = not made or "\n" in content[last_end:start]
        if opens and made:
            paragraph += 1
        made.append(Sentence(len(made), start, end, paragraph, start < title_end, opens))
        last_end = end
    return made or [Sentence(0, 0, len(content), 0, True, True)]


def _find_breaks(layout: Layout) -> None:
    breaks: dict[int, float] = {}
    content = layout.content
    dash = 0.5 if layout.structure.dash_is else 1.6
    done = 0
    for found in _BREAKS.finditer(content):
        sign, at = found.group(), found.start()
        if sign[-1].isspace():  # a dash; two share no blank
            at -= 1
            if at < done:
                continue
            done = found.end()
        elif sign == "," and _inside_number(content, at):
            continue
        breaks[at] = _COST.get(sign, dash)
    for tag, cost in (("structure.hard", _HARD), ("structure.soft", _SOFT)):
        for mark in layout.marks.get(tag, ()):
            near = [at for at in (mark.start - 1, mark.start - 2) if at in breaks]
            place = near[0] if near else mark.start
            breaks[place] = max(breaks.get(place, 0.0) + 0.4, cost)
    for mark in layout.marks.get("structure.relative", ()):  # the noun before goes on
        for place in (mark.start - 1, mark.start - 2):
            if place in breaks:
                breaks[place] = _RELATIVE
    _without_asides(layout, breaks)
    for before, after in zip(layout.sentences, layout.sentences[1:], strict=False):
        breaks[max(before.end - 1, 0)] = 8.0 if after.opens else 5.0
    layout._break_at = sorted(breaks)  # noqa: SLF001
    total, sums = 0.0, [0.0]
    for at in layout._break_at:  # noqa: SLF001
        total += breaks[at]
        sums.append(total)
    layout._break_sum = sums  # noqa: SLF001


def _without_asides(layout: Layout, breaks: dict[int, float]) -> None:
    """Insertions part nothing: ", he said,", ", however,", ", according to the ministry,"."""
    content = layout.content
    for mark in layout.marks.get("structure.aside", ()):
        before = next((at for at in (mark.start - 1, mark.start - 2) if at in breaks), None)
        if before is None or content[before] != ",":
            continue
        after = content.find(",", mark.end, mark.start + _LONGEST_ASIDE)
        if after in breaks and not any(sign in content[mark.end : after] for sign in ".;:!?("):
            breaks[before] = breaks[after] = _ASIDE


def _inside_number(content: str, at: int) -> bool:
    return content[at - 1 : at].isdigit() and content[at + 1 : at + 2].isdigit()
