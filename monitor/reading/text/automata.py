"""Many strings looked for at once (Aho-Corasick): in folded articles, and in short stretches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from monitor.reading.text import narrow
from monitor.reading.text.folded import Folded

_FAST = 120_000  # some 50 MB
_FAST_WIDE = 40_000
_SELDOM = 0.001  # for each character
_CYRILLIC = b"\4"  # the higher byte
_HAN = re.compile("[\u3400-\u9fff]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Matches = list[tuple[int, int, int]]
TextAutomaton = AhoCorasick


class Pieces:
    """Strings to be found in folded articles, overlapping ones too.

    The first ones have one byte a character (see ``narrow``), and so have most articles in Latin
    and Cyrillic letters: those are scanned as bytes for these alone. Other articles are scanned so
    as well, as far as they go, and then for the other strings, by the lower bytes of characters
    alone if that is enough. More may be found than stands there, never less.
    A ``PAD`` at the ends of a string stands for a word's end, wherever words are parted.
    """

    def __init__(
        self, byte_wide: Sequence[str], others: Sequence[str], *, exact: bool = False
    ) -> None:
        """``exact``: the other strings are found only where they stand."""
        self._narrow = byte_wide
        self._others = others
        self._exact = exact

    def find(self, folded: Folded) -> Matches:
        """(number of the string, where it begins in a text with a blank before it, anything)."""
        found, wide = self.find_apart(folded)
        if not wide:
            return found
        first = len(self._narrow)
        if self._by_halves:
            return found + [(first + one, start + 1, end) for one, start, end in wide]
        return found + [(first + one, (at >> 1) + 1, end) for one, at, end in wide if not at & 1]

    def find_apart(self, folded: Folded) -> tuple[Matches, Matches]:
        """The same of the first strings, and (number, byte of the text, anything) of the others.

        A byte is a half of a character, and one within a character is none. For strings that are
        not to be found exactly it may be a character.
        """
        if folded.data is not None:
            return self._words(narrow.as_words(folded.data)), []
        text = folded.han if self._all_han else folded.text
        data = _pairs(text)
        words = narrow.words_of(text, cyrillic=_CYRILLIC in data[1::2])
        found = self._words(words)
        apart = narrow.numbers_apart(words)
        if apart != words:
            found = [*dict.fromkeys((*found, *self._words(apart)))]
        if not self._others:
            return found, []
        data = data[::2] if self._by_halves else data
        return found, self._in_wide.find_matches_as_indexes(data, overlapping=True)

    def _words(self, data: bytes) -> Matches:
        return self._in_bytes.find_matches_as_indexes(
            narrow.PARTED + data + narrow.PARTED, overlapping=True
        )

    @cached_property
    def _all_han(self) -> bool:
        """Whether the other strings look the same in a text that is not folded."""
        return all(map(_HAN.fullmatch, self._others))

    @cached_property
    def _in_bytes(self) -> BytesAhoCorasick:
        patterns = [narrow.as_words(narrow.encode(one) or b"") for one in self._narrow]
        return _automaton(patterns, _FAST)

    @cached_property
    def _by_halves(self) -> bool:
        """Whether the lower bytes of the other strings are seldom found where they do not stand."""
        return not self._exact and sum(256.0 ** -len(one) for one in self._others) < _SELDOM

    @cached_property
    def _in_wide(self) -> BytesAhoCorasick:
        step = 2 if self._by_halves else 1
        return _automaton([_pairs(one)[::step] for one in self._others], _FAST_WIDE)


def _pairs(text: str) -> bytes:
    """Two bytes a character."""
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) != 2 * len(text):
        return _ASTRAL.sub("\ufffd", text).encode("utf-16-le", "surrogatepass")
    return data


def _automaton(patterns: list[bytes], fast: int) -> BytesAhoCorasick:
    """``fast``: up to so many patterns take half a second to build, and are found faster."""
    kind = Implementation.DFA if len(patterns) <= fast else Implementation.ContiguousNFA
    return BytesAhoCorasick(patterns, implementation=kind)


def text_automaton(patterns: Sequence[str], *, fast: bool = True) -> TextAutomaton:
    """For strings in texts of any kind, given as they are; ``fast``: but slower to build."""
    kind = Implementation.DFA if fast else Implementation.ContiguousNFA
    return AhoCorasick(patterns, store_patterns=False, implementation=kind)
