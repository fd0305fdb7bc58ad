"""All words of a watchlist that are no names, found in one pass over a folded text."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from monitor.reading.names.pieces import PAD
from monitor.reading.text import narrow
from monitor.reading.text.automata import Pieces
from monitor.reading.text.boundaries import WORD_END, ends_word, is_letter
from monitor.reading.text.folding import Folded

Span = tuple[int, int]
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
        byte_wide = [use for use in uses if narrow.encode(use[0]) is not None]
        others = [use for use in uses if narrow.encode(use[0]) is None]
        self._uses = [_Use(*use) for use in (*byte_wide, *others)]
        padded = [use.padded for use in self._uses]
        narrow_count = len(byte_wide)
        self._pieces = Pieces(padded[:narrow_count], padded[narrow_count:])

    def find(self, folded: Folded) -> Words:
        """The terms that stand in a text."""
        return Words(folded, self._uses, self._pieces.places(folded))


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
    """The terms found in one text. Where each of them stands is worked out when it is asked for."""

    def __init__(self, folded: Folded, uses: Sequence[_Use], places: dict[int, list[int]]) -> None:
        self._text = folded.text
        self._uses = uses
        self._places: dict[int, list[int]] = {}  # use -> where it begins
        self._forms: dict[int, list[int]] = {}  # term -> its uses that are there
        self._spans: dict[int, list[Span]] = {}
        parted = folded.data is not None  # then a pad has stood for the end of a word
        for number, starts in places.items():
            use = uses[number]
            if not use.before:
                starts = [start - 1 for start in starts]  # noqa: PLW2901
            form = use.form  # other characters may have been found for these
            starts = [at for at in starts if self._text.startswith(form, at)]  # noqa: PLW2901
            if use.bounded and not parted:
                starts = [at for at in starts if _stands(self._text, at, use)]  # noqa: PLW2901
            if starts:
                self._places[number] = starts
                for term in use.terms:
                    if term in self._forms:
                        self._forms[term].append(number)
                    else:
                        self._forms[term] = [number]
        self.present: AbstractSet[int] = self._forms.keys()

    def spans(self, term: int) -> list[Span]:
        """Where a term stands, (start, end) in the folded text; nowhere if it is not there."""
        if term not in self._spans:
            found = [
                (at, self._end(at, self._uses[use]))
                for use in self._forms.get(term, ())
                for at in self._places[use]
            ]
            self._spans[term] = sorted(found)
        return self._spans[term]

    def count(self, term: int) -> int:
        """How often a term stands there, in all its forms."""
        return sum(len(self._places[use]) for use in self._forms.get(term, ()))

    def between(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """The terms that begin in a stretch: (start, end, term)."""
        return [
            (at, self._end(at, self._uses[use]), term)
            for use, starts in self._places.items()
            for at in starts
            if first <= at < last
            for term in self._uses[use].terms
        ]

    def _end(self, start: int, use: _Use) -> int:
        end = start + len(use.form)
        if not use.opened or not is_letter(use.form[-1]):
            return end
        rest = WORD_END.match(self._text, end)
        return rest.end() if rest else end


def _stands(text: str, start: int, use: _Use) -> bool:
    """Whether the form, which is there, is not inside a longer word."""
    form = use.form
    end = start + len(form)
    if start and is_letter(form[0]) and is_letter(text[start - 1]):
        return False
    return use.opened or ends_word(text, end)
