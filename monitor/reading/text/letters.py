"""How often a few letters in a row are to be expected in an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_ARTICLE = 3000  # letters
_HAN = "\u2e80"
_RARE_HAN = 0.003  # the share of a Chinese character among all that an article may have
_UNSEEN_PAIR = 0.5  # how often an article has two letters that no common word has
_UNSEEN_NEXT = 0.1  # how often a letter follows two others that it follows in no common word
_SURE = 0.05  # so many occurrences count as much as not having seen any
_OFTEN = 0.35  # words that an article has so often are remembered in all their parts,
_LONGEST = 9  # up to so many letters

Rate = Callable[[int, int], float]  # of the start and end of a part


class Letters:
    """Learnt from the words that texts are full of: which letter follows which two others."""

    def __init__(self, common: Mapping[str, float]) -> None:
        """``common``: folded words, and how often an article has each."""
        pairs: dict[str, float] = {}
        threes: dict[str, float] = {}
        total = sum(often * (len(word) + 1) for word, often in common.items())
        scale = _ARTICLE / max(total, 1.0)
        for word, often in common.items():
            padded, weight = f" {word} ", often * scale
            for at in range(len(padded) - 1):
                pair = padded[at : at + 2]
                pairs[pair] = pairs.get(pair, 0.0) + weight
            for at in range(len(padded) - 2):
                three = padded[at : at + 3]
                threes[three] = threes.get(three, 0.0) + weight
        self._pairs = pairs
        self._threes = threes
        self._parts = _parts_of(common)

    def rates(self, form: str) -> Rate:
        """A function of (start, end): how often an article has that part of the form."""
        form = "".join([char if char.isalnum() else " " for char in form])
        size, pairs, parts = len(form), self._pairs, self._parts
        begins = [pairs.get(form[i : i + 2], 0.0) + _UNSEEN_PAIR for i in range(size)]
        if form and form[0] >= _HAN:
            begins = [_ARTICLE * _RARE_HAN**2] * size
        chances = [1.0, 1.0]  # up to each place, of each letter after the two before it
        for at in range(2, size):
            chances.append(chances[-1] * self._follows(form, at))
        chances.append(chances[-1])

        def short(start: int, end: int) -> float:
            if end - start < 2:
                return _ARTICLE * (_RARE_HAN if form[start] >= _HAN else 0.02)
            expected = begins[start] * chances[end - 1] / chances[start + 1]
            known = parts.get(form[start:end], 0.0)
            return max(known, expected)

        longest = [short(at, at + _LONGEST) for at in range(size - _LONGEST + 1)]

        def rate(start: int, end: int) -> float:
            if end - start < _LONGEST:
                return short(start, end)
            return min(longest[start : end - _LONGEST + 1])

        return rate

    def _follows(self, form: str, at: int) -> float:
        """The chance of a letter after those before it."""
        if form[at] >= _HAN:
            return _RARE_HAN
        seen = self._pairs.get(form[at - 2 : at], 0.0) + _SURE
        chance = (self._threes.get(form[at - 2 : at + 1], 0.0) + _SURE * _UNSEEN_NEXT) / seen
        known = self._parts.get(form[at - 4 : at], 0.0) if at >= 4 else 0.0
        if known:  # the beginning of a frequent word, which is likely to go on
            chance = max(chance, self._parts.get(form[at - 4 : at + 1], 0.0) / known)
        return min(1.0, chance)


def _parts_of(common: Mapping[str, float]) -> dict[str, float]:
    """How often an article has each part of the words that it often has."""
    parts: dict[str, float] = {}
    for word, often in common.items():
        if often >= _OFTEN:
            padded = f" {word} "
            size = len(padded)
            for part in {
                padded[low:high]
                for low in range(size)
                for high in range(low + 3, min(size, low + _LONGEST) + 1)
            }:
                parts[part] = parts.get(part, 0.0) + often
    return parts
