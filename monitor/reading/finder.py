"""All names, or all words, of a watchlist found in one pass over a folded text.

A name is found where one of its forms stands between word boundaries, or, if it has an edit
budget, where such a stretch is within that many edits (Levenshtein) of one of its forms.
What is found is exactly what comparing every form with every stretch would find.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation
from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import extractOne

from monitor.reading.names import Name

_HAN_FROM = "\u2e80"
_FREE = "\u2e80-\U0010ffff"  # scripts that do not part their words
# A letter or digit where a name may begin, and one where it may end.
_STARTS = re.compile(rf"(?:(?<![^\W_])|(?<=[{_FREE}])|(?=[{_FREE}]))[^\W_]")
_ENDS = re.compile(rf"[^\W_](?:(?![^\W_])|(?<=[{_FREE}])|(?=[{_FREE}]))")
_FAST = 20_000  # a tenth of a second to build, some 20 MB
ALIKE = 4  # forms with as many first letters in common are looked for together
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


@dataclass(frozen=True, slots=True)
class _Family:
    """Forms of one name that begin alike, looked for together."""

    name: int
    budget: int
    forms: tuple[str, ...]
    hows: dict[str, str]  # of all forms of the name
    stem: str  # what all of the forms begin with
    lengths: tuple[int, ...]
    open_ended: bool


class NameFinder:
    """Finds names, misspelt ones included."""

    def __init__(
        self, names: Sequence[Name], pieces: Sequence[Sequence[tuple[str, int, str]]]
    ) -> None:
        """``pieces``: per name (piece, its offset in the form, the form's first letters)."""
        anchors: dict[str, dict[tuple[int, int], None]] = {}
        self._families: list[_Family] = []
        for index, own in enumerate(pieces):
            families = _families(index, names[index])
            places = {
                family.stem[:ALIKE]: len(self._families) + i for i, family in enumerate(families)
            }
            self._families += families
            for piece, offset, first in own:
                anchors.setdefault(piece, {}).setdefault((places[first], offset))
        self._anchors = [
            tuple((self._families[place], offset) for place, offset in own)
            for own in anchors.values()
        ]
        self._automaton = _automaton(list(anchors), fast=_FAST)

    def find(self, text: str) -> list[Found]:
        """Every place where a name stands, in no particular order; places may overlap."""
        found: dict[tuple[int, int, int], Found] = {}
        seen: set[tuple[int, int]] = set()
        done: set[tuple[int, int]] = set()
        if self._automaton is None:
            return []
        for pattern, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for family, offset in self._anchors[pattern]:
                at = start - offset
                if (id(family), at) in seen:
                    continue  # another piece of it led here
                seen.add((id(family), at))
                if not family.budget:
                    if at >= 0:
                        _look_up(text, at, family, found)
                elif _may_stand(text, at, family):
                    _compare(text, at, family, found, done)
        return list(found.values())


def _families(index: int, name: Name) -> list[_Family]:
    grouped: dict[str, list[str]] = {}
    for form in name.forms:
        grouped.setdefault(form[:ALIKE], []).append(form)
    return [_family(index, name, forms) for forms in grouped.values()]


def _family(index: int, name: Name, forms: list[str]) -> _Family:
    lengths = tuple(sorted({len(form) for form in forms}))
    first, last = min(forms), max(forms)  # what these two share all of them share
    shared = next((i for i, char in enumerate(first) if char != last[i : i + 1]), len(first))
    return _Family(
        index, name.budget, tuple(forms), name.forms, first[:shared], lengths, name.open_ended
    )


def _look_up(text: str, at: int, family: _Family, found: dict[tuple[int, int, int], Found]) -> None:
    """Find the forms that stand at a place exactly."""
    for length in family.lengths:
        stretch = text[at : at + length]
        if stretch in family.hows:
            end = at + len(stretch)
            if family.open_ended:
                rest = _WORD_END.match(text, end)
                end = rest.end() if rest else end
            if starts_word(text, at) and ends_word(text, end):
                found[family.name, at, end] = Found(family.name, at, end, family.hows[stretch], 0)


def _may_stand(text: str, at: int, family: _Family) -> bool:
    """A cheap bound: whether what the forms begin with can be here within the budget.

    A form within k edits of a stretch has all but k letters of its beginning, in order,
    within k places of where they should be.
    """
    stem, budget = family.stem, family.budget
    around = text[max(0, at - budget) : at + len(stem) + 2 * budget]
    enough = max(0, len(stem) - budget)
    return LCSseq.similarity(stem, around, score_cutoff=enough) >= enough


def _compare(
    text: str,
    at: int,
    family: _Family,
    found: dict[tuple[int, int, int], Found],
    done: set[tuple[int, int]],
) -> None:
    """Find the stretches that begin around a place and are a form, misspelt or not."""
    budget = family.budget
    shortest, longest = family.lengths[0] - budget, family.lengths[-1] + budget
    for first in _STARTS.finditer(text, max(0, at - budget), at + budget + 1):
        start = first.start()
        if (id(family), start) in done:
            continue
        done.add((id(family), start))
        latest = start + longest
        for last in _ENDS.finditer(text, start + max(1, shortest) - 1, latest + 1):
            end = last.end()
            stretch = text[start:end]
            edits = fewest_edits(stretch, family.forms, budget) if end <= latest else budget + 1
            if edits <= budget:
                key = (family.name, start, end)
                if key not in found or found[key].edits > edits:
                    found[key] = Found(*key, family.hows.get(stretch, "fuzzy"), edits)


def fewest_edits(stretch: str, forms: Sequence[str], budget: int) -> int:
    """Levenshtein distance to the nearest form, or ``budget`` + 1 if none is within it."""
    best = extractOne(stretch, forms, scorer=Levenshtein.distance, score_cutoff=budget)
    return int(best[1]) if best else budget + 1


class TermFinder:
    """Finds words: each term has forms, and one that ends in ``*`` is a word's beginning."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        closed: dict[str, dict[int, None]] = {}
        opened: dict[str, dict[int, None]] = {}
        for term, forms in enumerate(terms):
            for form in forms:
                owners = opened if form.endswith("*") else closed
                owners.setdefault(form.rstrip("*"), {}).setdefault(term)
        patterns = [pattern for pattern in dict.fromkeys((*closed, *opened)) if pattern]
        self._uses = [
            (
                is_letter(pattern[0]),
                is_letter(pattern[-1]),
                tuple({**closed.get(pattern, {}), **opened.get(pattern, {})}),
                tuple(opened.get(pattern, ())),
            )
            for pattern in patterns
        ]
        self._automaton = _automaton(patterns)

    def find(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Term -> the places where it stands, in the order of the text."""
        found: dict[int, list[tuple[int, int]]] = {}
        if self._automaton is None:
            return found
        padded = f"{text} "
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            begins, ends, terms, opened = self._uses[pattern]
            if begins and is_letter(padded[start - 1]):
                continue
            span = (start, end)
            if ends and is_letter(padded[end]):
                if not opened:
                    continue
                rest = _WORD_END.match(text, end)
                span, terms = (start, rest.end() if rest else end), opened
            for term in terms:
                if term in found:
                    found[term].append(span)
                else:
                    found[term] = [span]
        return found


def _automaton(patterns: list[str], *, fast: int = 0) -> AhoCorasick | None:
    """``fast``: up to so many patterns take longer to build and half as long to find."""
    if not patterns:
        return None
    kind = Implementation.DFA if len(patterns) <= fast else Implementation.ContiguousNFA
    return AhoCorasick(patterns, store_patterns=False, implementation=kind)
