"""All words of a watchlist that are no names, found in one pass over a folded text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from monitor.reading.names.pieces import PAD
from monitor.reading.text import narrow
from monitor.reading.text.automata import Pieces
from monitor.reading.text.boundaries import WORD_END, ends_word, is_letter
from monitor.reading.text.folded import Folded

Span = tuple[int, int]
_LONGEST = 80  # letters of a word of the watchlist, as far as anybody writes one
_BITS = 24
_USE = (1 << _BITS) - 1
_FREE = "\u2e80"  # scripts that do not part their words


class TermFinder:
    """Finds words: each term has forms, and one that ends in ``*`` is a word's beginning."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        closed: dict[str, dict[int, None]] = {}
        opened: dict[str, dict[int, None]] = {}
        for term, forms in enumerate(terms):
            for form in forms:
                owners = opened if form.endswith("*") else closed
                plain = form.rstrip("*")
                if plain:
                    owners.setdefault(plain, {}).setdefault(term)
        for plain in opened.keys() & closed.keys():
            for term in opened[plain]:
                closed[plain].pop(term, None)
        uses = [(plain, tuple(own), False) for plain, own in closed.items() if own]
        uses += [(plain, tuple(own), True) for plain, own in opened.items()]
        byte_wide = [_Use(*use) for use in uses if narrow.encode(use[0]) is not None]
        others = [_Use(*use) for use in uses if narrow.encode(use[0]) is None]
        self._uses = (*byte_wide, *others)
        self._looks = [(use.form, 0 if use.before else 1) for use in byte_wide]
        self._first_other = len(byte_wide)
        self._bounded = frozenset(n for n, use in enumerate(self._uses) if use.bounded)
        self._pieces = Pieces(
            [use.padded for use in byte_wide], [use.padded for use in others], exact=True
        )

    def find(self, folded: Folded) -> Words:
        """The terms that stand in a text."""
        text, looks, first = folded.text, self._looks, self._first_other
        in_bytes, wide = self._pieces.find_apart(folded)
        places = [  # of a character of the text; other letters may have been found for these
            (start - looks[use][1]) << _BITS | use
            for use, start, _ in in_bytes
            if text.startswith(looks[use][0], start - looks[use][1])
        ]
        if wide:
            places += [(at >> 1) << _BITS | first + use for use, at, _ in wide if not at & 1]
        if folded.data is None:  # then no pad has stood for the end of a word
            places = [
                at for at in places if at & _USE not in self._bounded or self._stands(text, at)
            ]
        places.sort()
        return Words(text, self._uses, places[bisect_left(places, 0) :])

    def _stands(self, text: str, place: int) -> bool:
        return _stands(text, place >> _BITS, self._uses[place & _USE])


class _Use:
    """One form: what it stands for, and how it is looked for."""

    __slots__ = ("before", "bounded", "form", "opened", "padded", "terms")

    def __init__(self, form: str, terms: tuple[int, ...], opened: bool) -> None:
        self.form = form
        self.terms = terms
        self.opened = opened
        before = PAD if is_letter(form[0]) else ""
        after = PAD if is_letter(form[-1]) and not opened else ""
        self.padded = before + form + after
        self.before = len(before)
        self.bounded = form[0] < _FREE or form[-1] < _FREE


class Words:
    """The terms found in one text, in its order."""

    def __init__(self, text: str, uses: Sequence[_Use], places: list[int]) -> None:
        """``places``: each a place of the text and the number of the form that begins there."""
        self._text = text
        self._uses = uses
        self._places = places
        there = {place & _USE for place in places}
        self.present: AbstractSet[int] = {term for use in there for term in uses[use].terms}

    @cached_property
    def _by_use(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for place in self._places:
            use = place & _USE
            if use in places:
                places[use].append(place)
            else:
                places[use] = [place]
        return places

    def _of(self, term: int) -> Iterator[list[int]]:
        return (own for use, own in self._by_use.items() if term in self._uses[use].terms)

    def spans(self, term: int) -> list[Span]:
        """Where a term stands, (start, end) in the folded text; nowhere if it is not there."""
        places = (place for own in self._of(term) for place in own)
        return sorted((start, end) for start, end, one in self._all(places) if one == term)

    def count(self, term: int) -> int:
        """How often a term stands there, in all its forms."""
        return sum(map(len, self._of(term)))

    def between(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """The terms that begin in a stretch: (start, end, term)."""
        low = bisect_left(self._places, first << _BITS)
        return self._all(self._places[low : bisect_left(self._places, last << _BITS, low)])

    def near(
        self, first: int, last: int, terms: AbstractSet[int]
    ) -> Iterator[tuple[int, int, int]]:
        """Those of some terms that begin in a stretch or a word's length before it."""
        return (one for one in self.between(first - _LONGEST, last) if one[2] in terms)

    def _all(self, places: Iterable[int]) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for place in places:
            at, use = place >> _BITS, self._uses[place & _USE]
            end = at + len(use.form)
            if use.opened and is_letter(use.form[-1]):
                rest = WORD_END.match(self._text, end)
                end = rest.end() if rest else end
            found += [(at, end, term) for term in use.terms]
        return found


def _stands(text: str, start: int, use: _Use) -> bool:
    """Whether the form, which is there, is not inside a longer word."""
    form = use.form
    end = start + len(form)
    if start and is_letter(form[0]) and is_letter(text[start - 1]):
        return False
    return use.opened or ends_word(text, end)
