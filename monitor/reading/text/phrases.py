"""A small pattern language for words in a text, and one pass that finds them all.

A phrase is words parted by blanks. ``*`` behind a word takes any ending, ``a|b`` are
alternatives, ``word?`` may be missing, ``…`` skips a few words (never over a comma or a
full stop), ``……`` up to a dozen. Phrases in Chinese have no blanks and ``…`` skips a few
characters. Texts and
phrases are compared folded (see ``text.py``); matching is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from monitor.reading.text.automata import TextAutomaton, text_automaton
from monitor.reading.text.patterns import (
    BEGIN,
    BEGINNING,
    LONG_SKIP,
    SKIP,
    STOPS,
    heads_of,
    is_word,
    needs_of,
    pattern_of,
)
from monitor.reading.text.text import fold_name

_WORD_OR_STOP = re.compile(r"\w+|[.;:!?()]")
_BEGINS = re.compile(BEGIN)
_HAN = re.compile("[\u3400-\u9fff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_START, _END = itemgetter(0), itemgetter(1)
_NO_LETTER = "■"  # Han characters stand beside foreign words without a blank
_KEPT = 20_000  # words remembered with what they may begin
_SKIP_HAN = "[^。；，！？\n]{0,8}?"
_SKIP_HAN_MORE = "[^。；，！？\n]{0,20}?"


class Found(NamedTuple):
    """A phrase found at ``text[start:end]``; ``tag`` is what it was added under."""

    start: int
    end: int
    tag: str


class Words:
    """The words of a folded text with where they stand, for every book to look at."""

    __slots__ = ("foreign", "has_han", "places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.foreign = _HAN.sub(_NO_LETTER, text)
        self.has_han = self.foreign != text
        self.places: list[_Place] = []
        there: set[str] = set()  # beginnings of the words up to the next stop
        seen, place = there.add, self.places.append
        for one in _WORD_OR_STOP.finditer(self.foreign):
            word = one[0]
            if word in STOPS:
                there = set()
                seen = there.add
            else:
                seen(word[:BEGINNING])
                place((word, one.start(), there))


_Place = tuple[str, int, set[str]]


class _Entry(NamedTuple):
    """A phrase by one of its first words, ``lead`` characters into the pattern.

    ``pattern`` is empty where the word is the whole phrase. ``follows`` are beginnings of
    words, one of which comes next, and ``needs`` are some of which one comes before the next
    full stop; empty where any text will do.
    """

    lead: int
    pattern: str
    tag: str
    follows: frozenset[str]
    needs: frozenset[str]


class _Entries:
    """What may begin with a word, by the beginning of the word after it.

    ``alone`` are the tags of phrases that the word is by itself.
    """

    __slots__ = ("_anyhow", "_by_next", "alone")

    def __init__(self, entries: Sequence[_Entry]) -> None:
        listed = tuple(one for one in entries if one.pattern)
        self.alone = tuple(one.tag for one in entries if not one.pattern)
        self._anyhow = tuple(one for one in listed if not one.follows)
        self._by_next = {
            beginning: tuple(one for one in listed if not one.follows or beginning in one.follows)
            for beginning in frozenset[str]().union(*(one.follows for one in listed))
        }

    def before(self, word: str) -> tuple[_Entry, ...]:
        return self._by_next.get(word[:BEGINNING], self._anyhow)


@dataclass(slots=True)
class PhraseBook:
    """Phrases under tags, compiled to be found in one pass."""

    _exact: dict[str, list[_Entry]] = field(default_factory=dict)
    _prefix: dict[str, list[_Entry]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    _seen: dict[str, _Entries | None] = field(default_factory=dict)
    _han: dict[str, list[tuple[re.Pattern[str] | None, str]]] = field(default_factory=dict)
    _han_heads: TextAutomaton | None = None  # of what Chinese phrases begin with; made when needed
    _signs: list[tuple[str, str]] = field(default_factory=list)

    def add(self, phrase: str, tag: str) -> None:
        """Add one phrase; call :meth:`seal` when all are in."""
        if _HAN.search(phrase):
            self._add_han(phrase, tag)
            return
        tokens = phrase.split()
        if not tokens:
            return
        pattern = "" if is_word(tokens) else pattern_of(tokens)
        heads = list(heads_of(tokens))
        needs = needs_of(tokens)
        if not heads:
            self._signs.append((pattern, tag))
        for lead, head, open_end, follows in heads:
            table = self._prefix if open_end else self._exact
            table.setdefault(head, []).append(_Entry(lead, pattern, tag, follows, needs))

    def _add_han(self, phrase: str, tag: str) -> None:
        skip = _SKIP_HAN_MORE if LONG_SKIP in phrase else _SKIP_HAN
        plain = phrase.replace("*", "").replace(LONG_SKIP, SKIP)
        folded = [fold_name(part) for part in plain.split(SKIP)]
        rest = re.compile(skip.join(map(re.escape, folded))) if len(folded) > 1 else None
        self._han.setdefault(folded[0], []).append((rest, tag))

    def seal(self) -> PhraseBook:
        self._lengths = tuple(sorted({len(head) for head in self._prefix}))
        return self

    def find(self, words: Words) -> list[Found]:
        """Every phrase in a folded text, in order of place, the longest first."""
        found: list[Found] = []
        if self._exact or self._prefix:
            self._find_words(words, found)
        if self._han and words.has_han:
            self._find_han(words.text, found)
        for sign, tag in self._signs:
            found += [
                Found(hit.start(), hit.end(), tag)
                for hit in _compiled(sign).finditer(words.foreign)
            ]
        found.sort(key=_END, reverse=True)
        found.sort(key=_START)
        return found

    def _find_words(self, words: Words, found: list[Found]) -> None:
        known, places, text = self._seen, words.places, words.foreign
        for number, place in enumerate(places, 1):
            word, at, _ = place
            entries = known[word] if word in known else self._look_up(word)
            if entries is None:
                continue
            if entries.alone and (text[at - 1 : at] != "-" or _BEGINS.match(text, at)):
                end = at + len(word)
                found += [Found(at, end, tag) for tag in entries.alone]
            after = places[number][0] if number < len(places) else ""
            if follow := entries.before(after):
                _verify(text, place, follow, found)

    def _look_up(self, word: str) -> _Entries | None:
        """What may begin with a word; kept, since most words of a text are common ones."""
        entries = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            entries += self._prefix.get(word[:length], ())
        if len(self._seen) >= _KEPT:
            self._seen.clear()
        made = self._seen[word] = _Entries(entries) if entries else None
        return made

    def _find_han(self, text: str, found: list[Found]) -> None:
        if self._han_heads is None:
            self._han_heads = text_automaton(list(self._han), fast=False)
        places = self._han_heads.find_matches_as_indexes(
            _SURROGATE.sub(_NO_LETTER, text), overlapping=True
        )
        places.sort(key=itemgetter(2), reverse=True)  # of what begins at a place the longest first
        places.sort(key=itemgetter(1))
        for _, at, end in places:
            for rest, tag in self._han[text[at:end]]:
                if rest is None:
                    found.append(Found(at, end, tag))
                elif match := rest.match(text, at):
                    found.append(Found(at, match.end(), tag))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first has its words: of thousands of phrases few ever are tried."""
    return re.compile(pattern)


def _verify(text: str, place: _Place, entries: Iterable[_Entry], found: list[Found]) -> None:
    """Add the phrases of several words that begin with the word at a place."""
    _, at, there = place
    for lead, pattern, tag, _, needs in entries:
        if not needs or not needs.isdisjoint(there):
            match = _compiled(pattern).match(text, at - lead) if at >= lead else None
            if match:
                found.append(Found(match.start(), match.end(), tag))
