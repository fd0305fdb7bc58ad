"""Many strings looked for at once (Aho-Corasick): in folded articles, and in short stretches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from monitor.reading import narrow
from monitor.reading.folding import Folded
from monitor.reading.pieces import PAD

_FAST = 120_000  # half a second to build, some 50 MB; found two or three times as fast
_FAST_WIDE = 20_000
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Matches = list[tuple[int, int]]


class Pieces:
    """Strings to be found in folded articles, overlapping ones too.

    The first ones have one byte a character (see ``narrow``), and so have most articles: those
    are scanned as bytes for these alone, with a blank for all that parts words. All others are
    scanned as pairs of bytes for all. More may be found than stands there, never less.
    A ``PAD`` at the ends of a string stands for a word's end, wherever words are parted.
    """

    def __init__(self, byte_wide: Sequence[str], others: Sequence[str]) -> None:
        self._narrow = byte_wide
        self._others = others

    def find(self, folded: Folded) -> Matches:
        """(number of the string, where it begins, a PAD included) in the folded text."""
        if folded.data is not None:
            words = b" " + narrow.as_words(folded.data) + b" "
            found = self._in_bytes.find_matches_as_indexes(words, overlapping=True)
            return [(one, start - 1) for one, start, _ in found]
        found = self._in_pairs.find_matches_as_indexes(_pairs(folded.text), overlapping=True)
        shifts = self._shifts
        return [(one, (start >> 1) - shifts[one]) for one, start, _ in found if not start & 1]

    @cached_property
    def _in_bytes(self) -> BytesAhoCorasick:
        patterns = [narrow.as_words(narrow.encode(one) or b"") for one in self._narrow]
        return _automaton(patterns, _FAST)

    @cached_property
    def _in_pairs(self) -> BytesAhoCorasick:
        patterns = [_pairs(one.strip(PAD)) for one in (*self._narrow, *self._others)]
        return _automaton(patterns, _FAST_WIDE)

    @cached_property
    def _shifts(self) -> list[int]:
        return [int(one.startswith(PAD)) for one in (*self._narrow, *self._others)]


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
