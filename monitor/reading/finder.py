"""All names, or all words, of a watchlist found in one pass over a folded text.

A name is found where one of its forms stands between word boundaries, or, if it has an edit
budget, where such a stretch is within that many edits (Levenshtein) of one of its forms.
What is found is exactly what comparing every form with every stretch would find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation
from rapidfuzz.distance import Levenshtein

from monitor.reading.names import Name

_HAN_FROM = "\u2e80"
_WORD_END = re.compile(r"[^\W_\u2e80-\uffff]*")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of folded text that stands for a name. ``edits`` is 0 unless it is misspelt."""

    name: int
    start: int
    end: int
    how: str
    edits: int


def is_letter(char: str) -> bool:
    """Whether the character belongs to a word in a script that parts its words."""
    return char.isalnum() and char < _HAN_FROM


def starts_word(text: str, at: int) -> bool:
    """Whether a name may begin here: not inside a word."""
    return at == 0 or not (is_letter(text[at]) and is_letter(text[at - 1]))


def ends_word(text: str, at: int) -> bool:
    """Whether a name may end before this position: not inside a word."""
    return at == len(text) or not (is_letter(text[at - 1]) and is_letter(text[at]))


class NameFinder:
    """Finds names, misspelt ones included."""

    def __init__(
        self, names: Sequence[Name], pieces: Sequence[Sequence[tuple[str, int, str]]]
    ) -> None:
        """``pieces``: per name (piece, its offset in the form, the form)."""
        self._names = names
        exact: dict[str, list[tuple[int, str]]] = {}
        partial: dict[str, list[tuple[int, str, int]]] = {}
        for index, name in enumerate(names):
            for form, how in name.forms.items():
                exact.setdefault(form, []).append((index, how))
            for piece, offset, form in pieces[index]:
                partial.setdefault(piece, []).append((index, form, offset))
        patterns = list(dict.fromkeys((*exact, *partial)))
        self._exact = [tuple(exact.get(pattern, ())) for pattern in patterns]
        self._partial = [tuple(partial.get(pattern, ())) for pattern in patterns]
        self._automaton = _automaton(patterns)

    def find(self, text: str) -> list[Found]:
        """Every place where a name stands, in no particular order; places may overlap."""
        found: list[Found] = []
        misspelt: dict[tuple[int, int, int], int] = {}
        if self._automaton is None:
            return found
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            exact = self._exact[pattern]
            if exact and starts_word(text, start) and ends_word(text, end):
                found.extend(Found(name, start, end, how, 0) for name, how in exact)
            for name, form, offset in self._partial[pattern]:
                self._compare(text, start - offset, name, form, misspelt)
        found.extend(
            Found(name, start, end, "fuzzy", edits)
            for (name, start, end), edits in misspelt.items()
            if edits
        )
        return found

    def _compare(
        self, text: str, at: int, name: int, form: str, found: dict[tuple[int, int, int], int]
    ) -> None:
        """Compare the stretches around a piece with the form that the piece comes from."""
        budget = self._names[name].budget
        for start, end in stretches(text, at, len(form), budget):
            if (name, start, end) in found:
                continue
            stretch = text[start:end]
            if Levenshtein.distance(stretch, form, score_cutoff=budget) <= budget:
                forms = self._names[name].forms
                found[name, start, end] = fewest_edits(stretch, forms, budget)


def stretches(text: str, at: int, length: int, budget: int) -> Iterator[tuple[int, int]]:
    """Stretches between word boundaries that begin near ``at`` and are about so long."""
    for start in range(max(0, at - budget), min(len(text), at + budget + 1)):
        if not text[start].isalnum() or not starts_word(text, start):
            continue
        shortest = max(start + 1, start + length - budget)
        for end in range(shortest, min(len(text), start + length + budget) + 1):
            if text[end - 1].isalnum() and ends_word(text, end):
                yield start, end


def fewest_edits(stretch: str, forms: Iterable[str], budget: int) -> int:
    return min(Levenshtein.distance(stretch, form, score_cutoff=budget) for form in forms)


class TermFinder:
    """Finds words: each term has forms, and one that ends in ``*`` is a word's beginning."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        owners: dict[str, list[tuple[int, bool]]] = {}
        for term, forms in enumerate(terms):
            for form in forms:
                open_ended = form.endswith("*")
                owners.setdefault(form.rstrip("*"), []).append((term, open_ended))
        owners.pop("", None)
        self._owners = [tuple(owned) for owned in owners.values()]
        self._automaton = _automaton(list(owners))

    def find(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Term -> the places where it stands, in the order of the text."""
        found: dict[int, list[tuple[int, int]]] = {}
        if self._automaton is None:
            return found
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not starts_word(text, start):
                continue
            closed = ends_word(text, end)
            for term, open_ended in self._owners[pattern]:
                if closed:
                    found.setdefault(term, []).append((start, end))
                elif open_ended:
                    rest = _WORD_END.match(text, end)
                    found.setdefault(term, []).append((start, rest.end() if rest else end))
        return found


def _automaton(patterns: list[str]) -> AhoCorasick | None:
    if not patterns:
        return None
    return AhoCorasick(patterns, store_patterns=False, implementation=Implementation.ContiguousNFA)
