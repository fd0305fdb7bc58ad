"""Many strings looked for at once (Aho-Corasick): in folded articles, and in short stretches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from monitor.reading.text import narrow
from monitor.reading.text.folding import Folded

_FAST = 120_000  # some 50 MB
_FAST_WIDE = 20_000
# All Cyrillic letters. (More than a hundred also because fewer patterns are looked for by a
# method that is slow for pairs of bytes.)
_CYRILLIC = [chr(code).encode("utf-16-le") for code in range(0x400, 0x500)]
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Matches = list[tuple[int, int, int]]


class Pieces:
    """Strings to be found in folded articles, overlapping ones too.

    The first ones have one byte a character (see ``narrow``), and so have most articles: those
    are scanned as bytes for these alone. Other articles are scanned so as well, as far as they
    go, and then as pairs of bytes for the other strings. Of the first ones more may be found than
    stands there, never less.
    A ``PAD`` at the ends of a string stands for a word's end, wherever words are parted.
    """

    def __init__(
        self, byte_wide: Sequence[str], others: Sequence[str], *, fast: bool = True
    ) -> None:
        """``fast``: found in half the time, for a table twenty times as large."""
        self._narrow = byte_wide
        self._others = others
        self._fast = fast

    def find(self, folded: Folded) -> Matches:
        """(number of the string, where it begins in a text with a blank before it, anything)."""
        if folded.data is not None:
            return self._words(narrow.as_words(folded.data))
        others, cyrillic = self._wide(folded.text)
        words = narrow.words_of(folded.text, cyrillic=cyrillic)
        apart = narrow.numbers_apart(words)
        if apart != words:
            return [*dict.fromkeys((*self._words(words), *self._words(apart))), *others]
        return self._words(words) + others

    def places(self, folded: Folded) -> dict[int, list[int]]:
        """The same by string: where each begins, in the order of the text."""
        places: dict[int, list[int]] = {}
        for one, start, _ in self.find(folded):
            if one in places:
                places[one].append(start)
            else:
                places[one] = [start]
        return places

    def _words(self, data: bytes) -> Matches:
        return self._in_bytes.find_matches_as_indexes(
            narrow.PARTED + data + narrow.PARTED, overlapping=True
        )

    def _wide(self, text: str) -> tuple[Matches, bool]:
        """The other strings, and whether there are Cyrillic letters."""
        found = self._in_pairs.find_matches_as_indexes(_pairs(text), overlapping=True)
        first, count = len(self._narrow), len(self._others)
        aligned = [one for one in found if not one[1] & 1]
        others = [
            (first + one, (start >> 1) + 1, end) for one, start, end in aligned if one < count
        ]
        return others, len(others) < len(aligned)

    @cached_property
    def _in_bytes(self) -> BytesAhoCorasick:
        patterns = [narrow.as_words(narrow.encode(one) or b"") for one in self._narrow]
        return _automaton(patterns, _FAST * self._fast)

    @cached_property
    def _in_pairs(self) -> BytesAhoCorasick:
        patterns = [_pairs(one) for one in self._others]
        return _automaton(patterns + _CYRILLIC, _FAST_WIDE * self._fast)


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


def text_automaton(patterns: Sequence[str]) -> AhoCorasick | None:
    """For strings in texts of any kind, given as they are. None if there are no strings."""
    if not patterns:
        return None
    return AhoCorasick(patterns, store_patterns=False, implementation=Implementation.DFA)
