"""Many strings looked for at once (Aho-Corasick): in folded articles, and in short stretches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from monitor.reading import narrow
from monitor.reading.folding import Folded

_FAST = 120_000  # half a second to build, some 50 MB; found two or three times as fast
_FAST_WIDE = 20_000
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Matches = list[tuple[int, int, int]]


class Pieces:
    """Strings to be found in folded articles, overlapping ones too.

    The first ones have one byte a character (see ``narrow``), and so have most articles:
    those are scanned as such bytes for these alone, all others as pairs of bytes for all.
    What is found in the latter may be something else where a character is beyond U+FFFF.
    """

    def __init__(self, byte_wide: Sequence[str], others: Sequence[str]) -> None:
        self._narrow = tuple(byte_wide)
        self._others = tuple(others)
        self._in_bytes: BytesAhoCorasick | None = None
        self._in_pairs: BytesAhoCorasick | None = None

    def find(self, folded: Folded) -> Matches:
        """(number of the string, start, end) in the folded text."""
        if folded.data is not None:
            if self._in_bytes is None:
                patterns = [data for one in self._narrow if (data := narrow.encode(one))]
                self._in_bytes = _automaton(patterns, _FAST)
            return self._in_bytes.find_matches_as_indexes(folded.data, overlapping=True)
        if self._in_pairs is None:
            patterns = [*map(_pairs, self._narrow), *map(_pairs, self._others)]
            self._in_pairs = _automaton(patterns, _FAST_WIDE)
        found = self._in_pairs.find_matches_as_indexes(_pairs(folded.text), overlapping=True)
        return [(one, start >> 1, end >> 1) for one, start, end in found if not start & 1]


def _pairs(text: str) -> bytes:
    """Two bytes a character."""
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) != 2 * len(text):
        return _ASTRAL.sub("\ufffd", text).encode("utf-16-le", "surrogatepass")
    return data


def _automaton(patterns: list[bytes], fast: int) -> BytesAhoCorasick:
    kind = Implementation.DFA if len(patterns) <= fast else Implementation.ContiguousNFA
    return BytesAhoCorasick(patterns, implementation=kind)


def text_automaton(patterns: Sequence[str]) -> AhoCorasick | None:
    """For strings in texts of any kind, given as they are. None if there are no strings."""
    if not patterns:
        return None
    return AhoCorasick(patterns, store_patterns=False, implementation=Implementation.DFA)
