"""Names of companies in a text: where they stand, in what form, and which of them are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Protocol, TypeVar

from monitor.model import Mention
from monitor.reading.languages import everywhere, load
from monitor.reading.names.guards import is_headline_case
from monitor.reading.parties import han_names
from monitor.reading.subjects.companies import companies
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found
from monitor.reading.text.record import record
from monitor.reading.text.spans import Spans

_WORD = r"[A-Z][\w&-]*(?:[’'](?!s\b)\w+)*"
_CAPITALS = re.compile(rf"{_WORD}(?:[ \u00a0](?:& )?{_WORD}){{0,4}}")
_SOURCE = 14  # characters before a name


@record
class PartyName:
    """A name at ``start:end``; ``party`` is the entity's id or the name in full."""

    start: int
    end: int
    party: str
    tracked: bool
    company: bool = True

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


class PartyNames:
    """The names of one article; ``holders`` are mentions of those tracked that may own or buy."""

    def __init__(
        self,
        layout: Layout,
        mentions: Sequence[Mention],
        holders: Sequence[Mention],
        dates: Sequence[tuple[int, int]],
    ) -> None:
        self._layout = layout
        self._taken = Spans([*((m.start, m.end) for m in mentions), *dates])
        self._holders = holders

    def beside(self, at: int) -> int:
        """The end of the tracked name that begins at a place or behind a blank; else the place."""
        return max((end for _, end in self._taken.within(at, at + 3)), default=at)

    def places(self, start: int, end: int) -> list[int]:
        """Where tracked names begin in a stretch of the text."""
        return [at for at, _ in self._taken.within(start, end)]

    def from_it(self, name: PartyName) -> bool:
        """Whether a name is told right before it to be where something comes from: 从, «от»."""
        content = self._layout.content
        if not self._layout.structure.spaces:
            return bool(self._layout.within("parties.source", name.start - 1, name.start))
        near = self._layout.within("parties.source", name.start - _SOURCE, name.start)
        between = (content[one.end : name.start].strip(" «") for one in near)
        return any(not one or one in everywhere("names", "kinds-governed") for one in between)

    def within(self, sentence: Sentence, *, companies: bool) -> list[PartyName]:
        """The names of a sentence in order; ``companies``: only those that look like one."""
        found = [
            PartyName(m.start, m.end, m.entity, tracked=True)
            for m in _within(self._holders, sentence)
        ]
        known = self._layout.structure
        if known.script == "Han":
            found += self._in_han(sentence, companies=companies)
        elif known.case_dictionary:
            found += self._declined(sentence)
        elif known.capitals_name:
            found += _within(self._untracked, sentence)
        found.sort(key=lambda one: one.start)
        return found

    @cached_property
    def _untracked(self) -> list[PartyName]:
        """Every name in capitals that no tracked name covers, in its fullest form."""
        content = self._layout.content
        title = self._layout.sentences[0] if self._layout.sentences else None
        shouted = bool(title and title.title and is_headline_case(content[: title.end]))
        raw: list[tuple[int, int]] = []
        for match in _CAPITALS.finditer(content):
            if shouted and title and match.start() < title.end:
                continue
            span = self._trimmed(*match.span())
            if span and not self._taken.overlap(*span):
                raw.append(span)
        texts = sorted(content[start:end] for start, end in raw)
        raw = [span for span in raw if not self._ordinary_word(span, texts)]
        legal, company = everywhere("company", "legal-forms"), everywhere("company", "words")
        plain = {span: _without_forms(content[span[0] : span[1]], legal) for span in raw}
        firms = {
            plain[span]
            for span in raw
            if plain[span] != content[span[0] : span[1]] or plain[span].split()[-1] in company
        }
        counted = Counter(plain.values())
        weight = {name: (often, -at) for at, (name, often) in enumerate(counted.items())}
        names = sorted(counted)
        full = {
            name: _fullest(name, _beginning(names, f"{name} "), weight, firms) for name in names
        }
        found: list[PartyName] = []
        for start, end in raw:
            name = full[plain[(start, end)]]
            found.append(PartyName(start, end, name, tracked=False, company=name in firms))
        return found

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """A name without the ordinary words that begin or end it: "Under", "The", "June"."""
        words = [
            (start + m.start(), m.group()) for m in _WORDS.finditer(self._layout.content[start:end])
        ]
        ordinary = _ordinary(self._layout.language)
        while words and words[0][1].lower() in ordinary:
            if _opens_name([word for _, word in words]):
                break
            words.pop(0)
        closing = _ordinary_last(self._layout.language)
        while words and words[-1][1].lower() in closing:
            words.pop()
        if not words or (len(words) == 1 and len(words[0][1]) < 3):
            return None
        return words[0][0], words[-1][0] + len(words[-1][1])

    def _ordinary_word(self, span: tuple[int, int], texts: Sequence[str]) -> bool:
        """Whether a single word has its capital from opening a sentence, or is an adjective."""
        content = self._layout.content
        word = content[span[0] : span[1]]
        if " " in word:
            return False
        if (
            word.endswith(_affixes("peoples", "peoples-before-words"))
            and content[span[1] : span[1] + 2].strip().islower()
        ):
            return True
        if span[0] != self._layout.sentence_at(span[0]).start:
            return False
        if len(_beginning(texts, word)) >= 2:
            return False
        return self._layout.begins(span[0]) or f" {word.lower()}" in content

    def _in_han(self, sentence: Sentence, *, companies: bool) -> Iterable[PartyName]:
        code = self._layout.language
        pattern = han_names.company(code) if companies else han_names.named(code)
        roles, ends = han_names.role(code), han_names.subsidiary(code)
        ordinary = _ordinary(code)
        low = sentence.start
        for start, end in [*self._taken.within(low, sentence.end), (sentence.end, sentence.end)]:
            for match in pattern.finditer(self._layout.content, low, max(low, start)):
                role = roles.match(match.group())
                begins = match.start() + (role.end() if role else 0)
                name = ends.sub("", self._layout.content[begins : match.end()])
                if name.lower() not in ordinary:
                    yield PartyName(begins, begins + len(name), name, tracked=False)
            low = max(low, end)

    def _declined(self, sentence: Sentence) -> Iterable[PartyName]:
        """Names that nobody tracks, in the nominative; those of sites are no companies'."""
        content = self._layout.content
        marks = [
            mark
            for tag in ("subjects.project", "subjects.generic")
            for mark in self._layout.within(tag, sentence.start, sentence.end)
        ]
        for start, end, name in companies(self._layout, sentence.start, sentence.end):
            if self._taken.overlap(start, end):
                continue
            site = any(0 < start - m.end <= 2 for m in marks if _names_site(content, m))
            if not site and not any(m.start == start for m in marks):
                yield PartyName(start, end, name, tracked=False)


def _names_site(content: str, mark: Found) -> bool:
    """Whether a word before a name makes it one of a site: рудник «Озёрный»."""
    return not content[mark.start : mark.end].lower().startswith(_affixes("kinds"))


_WORDS = re.compile(r"\S+")


def _opens_name(words: list[str]) -> bool:
    """Whether an ordinary word is the first of a name: American Lithium, USA Rare Earth."""
    opens = words[0] in everywhere("company", "openers")
    known = all(word in everywhere("company", "words") for word in words[1:])
    return opens and len(words) > 1 and (known or words[0].isupper())


def _without_forms(name: str, forms: frozenset[str]) -> str:
    """Northern Metals, of "Northern Metals Inc"."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,") in forms:
        words.pop()
    return " ".join(words).rstrip(",")


def _fullest(
    name: str, longer: Iterable[str], weight: Mapping[str, tuple[int, int]], firms: set[str]
) -> str:
    """The full name that a part of it stands for: Vantor is the Vantor Group of the text."""
    if name in firms:
        return name
    fitting = [one for one in longer if one in firms or " " not in name]
    return max(fitting, key=lambda one: (one in firms, weight[one]), default=name)


def _beginning(texts: Sequence[str], beginning: str) -> Sequence[str]:
    """Of sorted texts those with a beginning."""
    low = bisect_left(texts, beginning)
    return texts[low : bisect_left(texts, f"{beginning}\U0010ffff", low)]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


def _within(placed: Sequence[_P], sentence: Sentence) -> Sequence[_P]:
    """Of what stands in order what begins in a sentence."""
    low = bisect_left(placed, sentence.start, key=lambda one: one.start)
    return placed[low : bisect_left(placed, sentence.end, low, key=lambda one: one.start)]


@cache
def _affixes(*keys: str) -> tuple[str, ...]:
    """How words about names end or begin, in any language."""
    return tuple(word for key in keys for word in everywhere("names", key))


@cache
def _ordinary(language: str) -> frozenset[str]:
    words = load(language)
    return frozenset(words.phrases("subjects", "ordinary")) | frozenset(
        words.phrases("company", "no-names")
    )


@cache
def _ordinary_last(language: str) -> frozenset[str]:
    """Ordinary words with which no name ends; a word for a company may well end one."""
    return _ordinary(language) - {word.lower() for word in everywhere("company", "words")}
