"""Which pieces of a name to look for, so that a name with up to k edits is still found.

Cut into k + 1 pieces, a name with k edits has at least one piece left whole: look for the
pieces, and compare exactly where one is found. The rarer the pieces are in running text the
fewer comparisons in vain; forms of one name share theirs wherever they can.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from monitor.reading import narrow

ALIKE = 4  # forms with as many first letters in common are looked for together

# Letters by how often they occur, in per mille of running text; anything else is rare.
_FREQUENT = {
    " ": 150, "e": 105, "t": 75, "a": 66, "o": 62, "i": 59, "n": 58, "s": 53, "r": 50, "h": 42,
    "l": 34, "d": 32, "c": 26, "u": 23, "m": 20, "p": 18, "f": 17, "g": 16, "w": 15, "y": 14,
    "b": 12, "v": 8, "k": 6, "x": 1.5, "j": 1.2, "q": 1, "z": 0.8, "о": 90, "е": 70, "а": 66,
    "и": 61, "н": 56, "т": 52, "с": 46, "р": 40, "в": 38, "л": 37, "к": 29, "м": 27, "д": 25,
    "п": 23, "у": 22, "я": 17, "ы": 16, "ь": 15, "г": 14, "з": 14, "б": 13, "ч": 12, "й": 10,
    "х": 8, "ж": 8, "ш": 6, "ю": 5, "ц": 4, "щ": 3, "э": 3, "ф": 2, "ъ": 0.5,
}  # fmt: skip
_CHANCE = {char: per_mille * 0.0022 for char, per_mille in _FREQUENT.items()}
_RARE = 0.0066
_ARTICLE = 3000
_LONGEST = 14
_SAMPLE = 2000


@dataclass(frozen=True)
class Cut:
    """All pieces to look for, and whose they are; plain enough to be loaded at once.

    ``narrow`` are those with one byte a character, ``others`` the rest. The owners of piece
    number i are ``triples[3 * ends[i - 1] : 3 * ends[i]]``: name, group of its forms that
    begin alike, offset of the piece in them.
    """

    narrow: Sequence[str]
    others: Sequence[str]
    ends: Sequence[int]
    triples: Sequence[int]

    def __len__(self) -> int:
        return len(self.ends)

    def piece(self, number: int) -> str:
        first = len(self.narrow)
        return self.narrow[number] if number < first else self.others[number - first]

    def owners(self, number: int) -> Iterator[tuple[int, int, int]]:
        """(name, group, offset) for each owner of a piece."""
        start = self.ends[number - 1] if number else 0
        own = iter(self.triples[3 * start : 3 * self.ends[number]])
        return zip(own, own, own, strict=True)


def alike(forms: Iterable[str]) -> list[list[str]]:
    """Forms in groups that begin alike."""
    groups: dict[str, list[str]] = {}
    for form in forms:
        groups.setdefault(form[:ALIKE], []).append(form)
    return list(groups.values())


def gather(names: Sequence[Iterable[str]], own: Sequence[Sequence[tuple[str, int, str]]]) -> Cut:
    """The cut of all names, from their forms and what ``Cutter.cut`` gives for each."""
    owners: dict[str, dict[tuple[int, int, int], None]] = {}
    for name, (forms, pieces) in enumerate(zip(names, own, strict=True)):
        groups = {group[0][:ALIKE]: number for number, group in enumerate(alike(forms))}
        for piece, offset, form in pieces:
            owners.setdefault(piece, {}).setdefault((name, groups[form[:ALIKE]], offset))
    byte_wide = [piece for piece in owners if narrow.encode(piece)]
    others = [piece for piece in owners if not narrow.encode(piece)]
    ends, triples, count = array("I"), array("I"), 0
    for piece in (*byte_wide, *others):
        count += len(owners[piece])
        ends.append(count)
        for triple in owners[piece]:
            triples.extend(triple)
    return Cut(byte_wide, others, ends, triples)


class Cutter:
    """Cuts the forms of one name after another, knowing which words texts are full of."""

    def __init__(self, common: Mapping[str, float], names: Iterable[str] = ()) -> None:
        """``common``: folded words, and how often an article has them.

        ``names``: one form of every name; a piece that many names share makes work for all
        of them wherever one stands.
        """
        self._common: dict[str, float] = {}
        for word, often in common.items():
            padded = f" {word} "
            seen = {
                padded[i:j]
                for i in range(len(padded))
                for j in range(i + 1, min(len(padded), i + _LONGEST) + 1)
            }
            for part in seen:
                self._common[part] = self._common.get(part, 0.0) + often
        self._cost: dict[str, float] = {}
        self._shared: Counter[str] = Counter()
        for name in islice(names, _SAMPLE):
            self._shared.update(
                {
                    name[i:j]
                    for i in range(len(name))
                    for j in range(i + 2, min(len(name), i + _LONGEST) + 1)
                }
            )

    def rarity(self, piece: str) -> float:
        """How often the piece is to be expected in an article."""
        cost = self._cost.get(piece)
        if cost is None:
            chance = float(_ARTICLE)
            for char in piece:
                chance *= _CHANCE.get(char, _RARE)
            sharing = self._shared.get(piece[:_LONGEST], 0)
            cost = chance + self._common.get(piece, 0.0) + 0.001 * (1 + sharing * sharing)
            self._cost[piece] = cost
        return cost

    def cut(self, forms: Iterable[str], edits: int) -> list[tuple[str, int, str]]:
        """Pieces for every form of a name: [(piece, offset in the form, form)].

        For each form ``edits`` + 1 pieces that do not overlap. A form that is too short for
        that has none; without edits one piece is enough, wherever it is.
        """
        chosen: dict[str, None] = {}
        found: list[tuple[str, int, str]] = []
        for form in forms:
            pieces = _reuse(form, edits + 1, chosen) or self._choose(form, edits + 1)
            for piece, offset in pieces:
                chosen.setdefault(piece)
                found.append((piece, offset, form))
        return found

    def _choose(self, form: str, count: int) -> list[tuple[str, int]]:
        """The rarest ``count`` pieces that lie side by side in the form."""
        size = len(form)
        shortest = 2 if size >= 2 * count else 1
        if size < count * shortest:
            return []
        infinite = float("inf")
        best = [[infinite] * (size + 1) for _ in range(count + 1)]
        back = [[0] * (size + 1) for _ in range(count + 1)]
        best[0][0] = 0.0
        for cut in range(1, count + 1):
            row, before = best[cut], best[cut - 1]
            for end in range(cut * shortest, size + 1):
                for start in range((cut - 1) * shortest, end - shortest + 1):
                    if before[start] < row[end]:
                        cost = before[start] + self.rarity(form[start:end])
                        if cost < row[end]:
                            row[end] = cost
                            back[cut][end] = start
        pieces: list[tuple[str, int]] = []
        end = size
        for cut in range(count, 0, -1):
            start = back[cut][end]
            pieces.append((form[start:end], start))
            end = start
        return pieces[::-1]


def _reuse(form: str, count: int, chosen: Mapping[str, None]) -> list[tuple[str, int]]:
    """Pieces chosen for other forms of the name, if enough of them lie apart in this one."""
    places = sorted((form.find(piece), piece) for piece in chosen if piece in form)
    taken: list[tuple[str, int]] = []
    end = 0
    for at, piece in places:
        if at >= end:
            taken.append((piece, at))
            end = at + len(piece)
    return taken[:count] if len(taken) >= count else []
