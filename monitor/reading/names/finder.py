"""All names of a watchlist found in one pass over a folded text.

A name is found where one of its forms stands between word boundaries, or, if it has an edit
budget, where such a stretch is within that many edits (Levenshtein) of one of its forms.
What is found is exactly what comparing every form with every stretch would find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import extractOne

from monitor.reading.names.names import Name
from monitor.reading.names.pieces import PAD, Cut, alike
from monitor.reading.text.automata import Pieces, text_automaton
from monitor.reading.text.boundaries import ENDS, STARTS, WORD_END, ends_word, starts_word
from monitor.reading.text.folded import Folded

_FEW = 6


class Found(NamedTuple):
    """A stretch of folded text that stands for a name. ``edits`` is 0 unless it is misspelt."""

    name: int
    start: int
    end: int
    how: str
    edits: int


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


# A family and the place of a piece in its forms (with a blank before them), and what a first look
# at it needs: the edits forgiven, the stem, how many of its letters have to be there, how far on.
_Owner = tuple[_Family, int, int, str, int, int]
# The letters of a piece, how far before the place where it is found they begin, and its owners.
_Piece = tuple[str, int, "tuple[_Owner, ...] | _Crowd"]
_Places = dict[tuple[int, int, int], Found]


class NameFinder:
    """Finds names, misspelt ones included. What a name needs is made when a text first has it."""

    def __init__(self, names: Sequence[Name], cut: Cut, few: int = _FEW) -> None:
        """``few``: so many families with a piece in common are compared one by one."""
        self._names = names
        self._few = few
        self._cut = cut
        self.pieces = Pieces(cut.narrow, cut.others)
        self._families: dict[int, list[_Family]] = {}
        self._owners: list[_Piece | None] = [None] * len(cut)

    def find(self, folded: Folded) -> list[Found]:
        """Every place where a name stands, in no particular order; places may overlap."""
        pieces = self.pieces.find(folded)
        if not pieces:
            return []
        text, known, similarity = folded.text, self._owners, LCSseq.similarity
        found: _Places = {}
        done: set[tuple[int, int]] = set()
        for piece, start, _ in pieces:
            letters, shift, owners = known[piece] or self._who_owns(piece)
            if not text.startswith(letters, start - shift):
                continue  # other letters share their numbers
            likely = owners.likely(text, start) if isinstance(owners, _Crowd) else owners
            for family, offset, budget, stem, enough, reach in likely:
                at = start - offset
                if not budget:
                    if at >= 0 and text.startswith(stem, at):
                        _look_up(text, at, family, found)
                    continue
                around = text[at - budget if at > budget else 0 : at + reach]
                # A form within k edits of a stretch has all but k letters of its beginning, in
                # order, within k places of where they should be.
                if similarity(stem, around, score_cutoff=enough) >= enough:
                    _compare(text, at, family, found, done)
        return list(found.values())

    def _who_owns(self, number: int) -> _Piece:
        """A piece and the families that have it, made ready for comparing."""
        own = [
            _owner(self._families_of(name)[group], offset)
            for name, group, offset in self._cut.owners(number)
        ]
        piece = self._cut.piece(number)
        owners = tuple(own) if len(own) <= self._few else _Crowd(own, len(piece))
        known = piece.strip(PAD), 0 if piece[0] == PAD else 1, owners
        self._owners[number] = known
        return known

    def _families_of(self, index: int) -> list[_Family]:
        if index not in self._families:
            name = self._names[index]
            self._families[index] = [_family(index, name, forms) for forms in alike(name.forms)]
        return self._families[index]


def _family(index: int, name: Name, forms: list[str]) -> _Family:
    lengths = tuple(sorted({len(form) for form in forms}))
    first, last = min(forms), max(forms)  # what these two share all of them share
    shared = next((i for i, char in enumerate(first) if char != last[i : i + 1]), len(first))
    return _Family(
        index, name.budget, tuple(forms), name.forms, first[:shared], lengths, name.open_ended
    )


def _owner(family: _Family, offset: int) -> _Owner:
    budget, stem = family.budget, family.stem
    return family, offset + 1, budget, stem, max(0, len(stem) - budget), len(stem) + 2 * budget


class _Crowd:
    """Many families with one piece in common (a word for what many of them are).

    Where the piece stands whole, k edits lie beside it. So of k + 1 further pieces, cut from
    the stem beside it, one stands whole too: only families that have one there are likely.
    """

    def __init__(self, owners: Sequence[_Owner], length: int) -> None:
        self._always: list[_Owner] = []
        seconds: dict[str, list[tuple[_Owner, int]]] = {}
        self._before = self._after = 0
        for owner in owners:
            _, shifted, budget, stem, _, _ = owner
            offset = shifted - 1
            left, right = stem[: max(0, offset)], stem[offset + length :]
            part, place = (left, 0) if len(left) >= len(right) else (right, offset + length)
            if len(part) <= budget:
                self._always.append(owner)
                continue
            cuts = [len(part) * i // (budget + 1) for i in range(budget + 2)]
            for low, high in pairwise(cuts):
                second = seconds.setdefault(part[low:high], [])
                second.append((owner, place + low - offset))
            self._before = max(self._before, offset - place + budget)
            self._after = max(self._after, place + len(part) - offset + budget)
        self._seconds = list(seconds.values())
        self._automaton = text_automaton(list(seconds)) if seconds else None

    def likely(self, text: str, start: int) -> list[_Owner]:
        """The families that may stand where the piece does."""
        start -= 1
        if self._automaton is None:
            return self._always
        low = max(0, start - self._before)
        around = text[low : start + self._after]
        likely: dict[int, _Owner] = {}
        for second, at, _ in self._automaton.find_matches_as_indexes(around, overlapping=True):
            shift = low + at - start
            for owner, expected in self._seconds[second]:
                if abs(shift - expected) <= owner[2]:
                    likely[id(owner)] = owner
        return [*self._always, *likely.values()]


def _look_up(text: str, at: int, family: _Family, found: _Places) -> None:
    """Find the forms that stand at a place exactly."""
    for length in family.lengths:
        stretch = text[at : at + length]
        if stretch in family.hows:
            end = at + len(stretch)
            if family.open_ended:
                rest = WORD_END.match(text, end)
                end = rest.end() if rest else end
            if starts_word(text, at) and ends_word(text, end):
                found[family.name, at, end] = Found(family.name, at, end, family.hows[stretch], 0)


def _compare(
    text: str, at: int, family: _Family, found: _Places, done: set[tuple[int, int]]
) -> None:
    """Find the stretches that begin around a place and are a form, misspelt or not.

    The piece that was found stands whole, so edits lie before it or behind it: as far as a stretch
    begins from the place, so many fewer are left for how far its end may be from the form's.
    """
    if (id(family), at) in done:
        return
    done.add((id(family), at))
    budget = family.budget
    for first in STARTS.finditer(text, max(0, at - budget), at + budget + 1):
        start = first.start()
        left = budget - abs(start - at)
        latest = at + family.lengths[-1] + left
        for last in ENDS.finditer(text, max(start, at + family.lengths[0] - left - 1)):
            end = last.end()
            if end > latest:
                break
            stretch = text[start:end]
            exact = family.hows.get(stretch)
            edits = fewest_edits(stretch, family.forms, budget) if exact is None else 0
            if edits <= budget:
                key = (family.name, start, end)
                if key not in found or found[key].edits > edits:
                    found[key] = Found(*key, exact or "fuzzy", edits)


def fewest_edits(stretch: str, forms: Sequence[str], budget: int) -> int:
    """Levenshtein distance to the nearest form, or ``budget`` + 1 if none is within it."""
    best = extractOne(stretch, forms, scorer=Levenshtein.distance, score_cutoff=budget)
    return int(best[1]) if best else budget + 1
