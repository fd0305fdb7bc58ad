"""Whether a stretch that is a few edits from a name is that name misspelt, or another word."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from monitor.reading.names.names import Name
from monitor.reading.spelling import chinese, dictionary, russian
from monitor.reading.spelling.transliteration import to_cyrillic

_SLAVIC = re.compile("(?:ov|ova|ev|eva|in|ina|yn|sky|skiy|ski|skaya|skoye|enko|uk|ich)$")
_ADJECTIVES = frozenset({"y", "iy", "ii", "ij", "i"})  # Solikamsk, Solikamskiy
_PARTS = re.compile(r"[ \-\"]+")


def is_misspelling(stretch: str, name: Name) -> bool:
    """Whether ``stretch``, within the edit budget of ``name``, is likely to be meant as it.

    Each word has to be recognisable by itself and to begin alike, numbers have to be the
    same, and what makes the name a name must not have become another word that exists.
    """
    nearest = extractOne(stretch, name.forms.keys(), scorer=Levenshtein.distance)[0]
    if chinese.is_chinese(nearest):
        return _same_sounds(stretch, nearest)
    found, meant = _PARTS.split(stretch), _PARTS.split(nearest)
    if len(found) != len(meant):
        joined, whole = "".join(found), "".join(meant)
        return len(whole) >= 10 and Levenshtein.distance(joined, whole) <= 1 and "'" not in joined
    if not all(map(_recognisable, found, meant)):
        return False
    changed = [(f, m) for f, m in zip(found, meant, strict=True) if f != m]
    if len(meant) == 1:
        # An edit at the end of a name that is declined makes another case or another name.
        ending = 2 if russian.is_russian(meant[0]) or _SLAVIC.search(meant[0]) else 1
        return found[0][-ending:] == meant[0][-ending:] and not _exists(found[0], meant[0])
    distinctive = _distinctive(name.alias)
    return not any(
        _distinguishes(m, distinctive) and f.removeprefix(m) not in _ADJECTIVES and _exists(f, m)
        for f, m in changed
    )


def _recognisable(found: str, meant: str) -> bool:
    if found == meant:
        return True
    if len(meant) < 5 or found[0] != meant[0] or not (found + meant).isalpha():
        return False
    return Levenshtein.distance(found, meant) <= (1 if len(meant) < 8 else 2)


def _exists(word: str, meant: str) -> bool:
    """Whether a word is one that a dictionary has, so that nobody mistyped it.

    For Latin letters there is only the Russian dictionary, so only Russian names are known.
    """
    if russian.is_russian(word):
        return dictionary.is_known(word)
    if not _SLAVIC.search(meant):
        return False
    return any(dictionary.is_known(spelled) for spelled in to_cyrillic(word)[:6])


def _distinctive(alias: str) -> list[str]:
    """The words of an alias that are written as names."""
    words = re.findall(r"\w+", alias)
    capital = [word for word in words if word[0].isupper()]
    return [word.lower().replace("ё", "е") for word in capital or words]


def _distinguishes(word: str, distinctive: list[str]) -> bool:
    return any(word[:4] == other[:4] for other in distinctive)


def _same_sounds(found: str, meant: str) -> bool:
    """Chinese: a character that spells a sound is left out, or another of its sound written.

    Never the first, since with it another name begins.
    """
    for edit in Levenshtein.editops(meant, found):
        if edit.tag == "insert" or edit.src_pos == 0:
            return False
        old, new = meant[edit.src_pos], found[edit.dest_pos : edit.dest_pos + 1]
        if old not in chinese.SPELLING or (
            edit.tag == "replace" and not chinese.same_sound(old, new)
        ):
            return False
    return True
