"""Which pieces of a name to look for, so that a name with up to k edits is still found.

Cut into k + 1 pieces, a name with k edits has at least one piece left whole: look for the
pieces, and compare exactly where one is found. The rarer the pieces are in running text the
fewer comparisons in vain.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

# Letters by how often they occur, in per mille of running text; anything else is rare.
_FREQUENT = {
    " ": 150, "e": 105, "t": 75, "a": 66, "o": 62, "i": 59, "n": 58, "s": 53, "r": 50, "h": 42,
    "l": 34, "d": 32, "c": 26, "u": 23, "m": 20, "p": 18, "f": 17, "g": 16, "w": 15, "y": 14,
    "b": 12, "v": 8, "k": 6, "x": 1.5, "j": 1.2, "q": 1, "z": 0.8, "о": 90, "е": 70, "а": 66,
    "и": 61, "н": 56, "т": 52, "с": 46, "р": 40, "в": 38, "л": 37, "к": 29, "м": 27, "д": 25,
    "п": 23, "у": 22, "я": 17, "ы": 16, "ь": 15, "г": 14, "з": 14, "б": 13, "ч": 12, "й": 10,
    "х": 8, "ж": 8, "ш": 6, "ю": 5, "ц": 4, "щ": 3, "э": 3, "ф": 2, "ъ": 0.5,
}  # fmt: skip
_RARE = 3.0
_MIN_PIECE = 2


def choose_pieces(form: str, edits: int, cheap: Iterable[str] = ()) -> list[tuple[str, int]]:
    """Cut ``form`` into ``edits`` + 1 pieces, the rarest cut there is: [(piece, offset)].

    Pieces in ``cheap`` cost nothing, since they are looked for already. An empty list
    means that the form is too short.
    """
    count = edits + 1
    if len(form) < count * _MIN_PIECE:
        return []
    free = frozenset(cheap)
    infinite = float("inf")
    size = len(form)
    best = [[infinite] * (size + 1) for _ in range(count + 1)]
    back = [[0] * (size + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for cut in range(1, count + 1):
        for end in range(cut * _MIN_PIECE, size + 1):
            for start in range((cut - 1) * _MIN_PIECE, end - _MIN_PIECE + 1):
                if best[cut - 1][start] == infinite:
                    continue
                piece = form[start:end]
                cost = best[cut - 1][start] + (0.0 if piece in free else _rarity(piece))
                if cost < best[cut][end]:
                    best[cut][end] = cost
                    back[cut][end] = start
    pieces: list[tuple[str, int]] = []
    end = size
    for cut in range(count, 0, -1):
        start = back[cut][end]
        pieces.append((form[start:end], start))
        end = start
    return pieces[::-1]


@lru_cache(maxsize=65536)
def _rarity(piece: str) -> float:
    """How often the piece is to be expected at a place of running text."""
    chance = 1.0
    for char in piece:
        chance *= _FREQUENT.get(char, _RARE) / 1000 * 2.2
    return chance
