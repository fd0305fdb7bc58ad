"""Whether two names of parties that nobody tracks are of one: Iluka, Iluka Rare Earths, «Илука»."""

from __future__ import annotations

import re
import unicodedata

from monitor.reading.spelling.transliteration import to_cyrillic

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[а-яё]")
_LATIN = re.compile("[a-z]")
_LETTERS, _SIGNS = 3, 2  # what a short name has at least, in letters and in Chinese


def same_party(old: str, new: str) -> bool:
    """Whether one name is the other, its beginning, or the same in Russian or Latin letters.

    News calls a company by its first words as soon as it has been introduced, and a name that
    is spelled over is no other company. Names in Chinese are only compared with each other.
    """
    old, new = _folded(old), _folded(new)
    if old == new:
        return True
    if _HAN.search(old) or _HAN.search(new):
        short, long = sorted((old, new), key=len)
        return len(short) >= _SIGNS and long.startswith(short)
    return any(
        _begins(one.split(), other.split())
        for one in _spellings(old, new)
        for other in _spellings(new, old)
    )


def _begins(one: list[str], other: list[str]) -> bool:
    """Whether the shorter of two names is the beginning of the longer, word by word."""
    short, long = sorted((one, other), key=len)
    return len("".join(short)) >= _LETTERS and long[: len(short)] == short


def _spellings(name: str, other: str) -> list[str]:
    """A name as it may be written in the letters of another one."""
    if _LATIN.search(name) and _CYRILLIC.search(other):
        return to_cyrillic(name)
    return [name]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(_WORD.findall(plain))
