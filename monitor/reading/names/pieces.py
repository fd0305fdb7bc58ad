"""Which pieces of a name to look for, so that a name with up to k edits is still found.

Cut into k + 1 pieces, a name with k edits has at least one piece left whole: look for the
pieces, and compare exactly where one is found. The rarer the pieces are in running text the
fewer comparisons in vain; forms of one name share theirs wherever they can.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.reading.text import narrow
from monitor.reading.text.letters import Letters, Rate

PAD = "\n"  # stands for the end of a word; no name has a line feed

ALIKE = 4  # forms with as many first letters in common are looked for together

_SAMPLE = 1000  # names looked at for what names share
_SEVERAL = 3
_HEAD = 0.4  # how often an article has a word that names share
_SHORTEST = 8  # letters of a piece that may be left, if they are
_RARE = 0.00001  # to be expected in so many articles
_LOOK = 0.01  # what it costs to have a piece at all
_EACH = 0.1  # what each further name does that has it, of what a first one costs
_CROWD = 2.0  # and all of them at most


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
    ends, triples, count = array("i"), array("i"), 0
    for piece in (*byte_wide, *others):
        count += len(owners[piece])
        ends.append(count)
        for triple in owners[piece]:
            triples.extend(triple)
    return Cut(byte_wide, others, ends, triples)


class Cutter:
    """Cuts the forms of names, knowing which words texts are full of and which names share."""

    def __init__(self, common: Mapping[str, float], names: Sequence[Iterable[str]] = ()) -> None:
        """``common``: folded words, and how often an article has them.

        ``names``: the forms of every name. A piece that many names share makes work for all of
        them wherever one stands, and a word that many names share stands in most articles.
        """
        sample = names[:: max(1, len(names) // _SAMPLE)]
        self._shared = _shared_ends(sample)
        self._used: Counter[str] = Counter()
        heads = {word: max(_HEAD, common.get(word, 0.0)) for word in _shared_words(sample)}
        self._letters = Letters({**common, **heads})

    def cut(
        self, forms: Collection[str], edits: int, *, open_ended: bool = False
    ) -> list[tuple[str, int, str]]:
        """Pieces for every form of a name: [(piece, offset in the form, form)].

        For each form ``edits`` + 1 pieces that do not overlap. A form that is too short for
        that has none; without edits one piece is enough, wherever it is. A ``PAD`` at an end
        is the end of a word, before which a name begins and with which it ends, unless it is
        ``open_ended``; where words are not parted there are none.
        """
        chosen: dict[str, None] = {}
        found: list[tuple[str, int, str]] = []
        for form in forms:
            ends = narrow.encode(form) is not None
            before = PAD if ends and form[0].isalnum() else ""
            after = PAD if ends and form[-1].isalnum() and not open_ended else ""
            padded = before + form + after
            pieces = _reuse(padded, edits + 1, chosen)
            if len(pieces) <= edits:
                rate = self._letters.rates(padded)
                cut = _completed(padded, edits + 1, pieces, rate)
                cut = cut or self._choose(padded, edits + 1, rate)
                pieces = [self._window(padded, low, high, rate, forms) for low, high in cut]
                self._used.update(piece for piece, _ in pieces)
            for piece, offset in pieces:
                chosen.setdefault(piece)
                found.append((piece, offset - len(before), form))
        return found

    def _choose(self, form: str, count: int, rate: Rate) -> list[tuple[int, int]]:
        """Where to cut the form into the rarest ``count`` pieces."""
        size = len(form)
        shortest = 2 if size >= 2 * count else 1
        if size < count * shortest:
            return []
        shared = self._shared
        # end -> the least cost of pieces up to there, and where they start
        costs: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for cut in range(1, count + 1):
            further: dict[int, tuple[float, tuple[int, ...]]] = {}
            rest = (count - cut) * shortest
            for start, (before, starts) in costs.items():
                first = size if cut == count else start + shortest
                for end in range(first, size - rest + 1):
                    cost = rate(start, end) + _LOOK
                    if start == 0 or end == size:
                        cost *= 1 + min(_CROWD, _EACH * shared.get(form[start:end], 0))
                    if end not in further or before + cost < further[end][0]:
                        further[end] = before + cost, (*starts, start)
            costs = further
        starts = costs[size][1]
        return list(pairwise((*starts, size)))

    def _window(
        self, form: str, low: int, high: int, rate: Rate, forms: Collection[str]
    ) -> tuple[str, int]:
        """A short part of a piece that is rare enough, if there is one that most forms have."""
        for size in range(_SHORTEST, high - low):
            rare = [
                (form[at : at + size], at)
                for at in range(low, high - size + 1)
                if rate(at, at + size) * (1 + self._used[form[at : at + size]]) <= _RARE
            ]
            if rare:
                return max(rare, key=lambda one: sum(one[0].strip(PAD) in of for of in forms))
        return form[low:high], low


def _shared_words(names: Sequence[Iterable[str]]) -> list[str]:
    """Words that stand in several names: for what kind of thing it is, in all their cases."""
    often: Counter[str] = Counter()
    for forms in names:
        often.update({word for form in forms for word in form.split(" ")})
    return [word for word, count in often.items() if count >= _SEVERAL and len(word) > 1]


def _shared_ends(names: Sequence[Iterable[str]]) -> dict[str, int]:
    """Beginnings and endings that names share, and how many names do."""
    often: Counter[str] = Counter()
    for forms in names:
        padded = [PAD + form + PAD for form in forms]
        often.update(
            {form[:at] for form in padded for at in range(2, len(form))}
            | {form[at:] for form in padded for at in range(1, len(form) - 1)}
        )
    return {end: count for end, count in often.items() if count > 1}


def _reuse(form: str, count: int, chosen: Mapping[str, None]) -> list[tuple[str, int]]:
    """Pieces chosen for other forms of the name that lie apart in this one."""
    places = sorted((form.find(piece), piece) for piece in chosen if piece in form)
    taken: list[tuple[str, int]] = []
    end = 0
    for at, piece in places:
        if at >= end:
            taken.append((piece, at))
            end = at + len(piece)
    return taken[:count]


def _completed(
    form: str, count: int, taken: list[tuple[str, int]], rate: Rate
) -> list[tuple[int, int]]:
    """The pieces taken and one more beside them, if that makes enough and it is rare."""
    if len(taken) != count - 1 or not taken:
        return []
    spans = [(at, at + len(piece)) for piece, at in taken]
    ends = [0, *(end for span in spans for end in span), len(form)]
    gaps = [gap for gap in zip(ends[::2], ends[1::2], strict=True) if gap[1] - gap[0] >= _SHORTEST]
    rarest = min(gaps, key=lambda gap: rate(*gap), default=None)
    if rarest is None or rate(*rarest) > _RARE:
        return []
    return sorted([*spans, rarest])
