"""The Russian dictionary: what its words may be, from its files; what others may be, by a guess.

Guessing and declining need the whole dictionary (pymorphy3), loaded when it is first asked: 30 MB.
Compiling a watchlist does both. Afterwards words are only looked up, but for the few that the
dictionary does not have where they stand beside a short name that is an adjective, a company or a
word that stops something.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from monitor.reading.spelling.wordfile import russian_words

_CASES = frozenset(
    ["nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "gen1", "gen2", "acc2", "loc1", "loc2"]
)
_GENDERS = frozenset({"masc", "femn", "neut"})
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_GIVEN = frozenset({"Name", "Patr"})


@dataclass(frozen=True, slots=True)
class Tag:
    """What a word may be: grammemes of OpenCorpora. What it has not is an empty string."""

    part: str
    case: str
    number: str
    gender: str
    grammemes: frozenset[str]

    def __contains__(self, grammeme: str) -> bool:
        return grammeme in self.grammemes


@lru_cache(maxsize=4096)
def _tag(written: str) -> Tag:
    part, *others = written.replace(" ", ",").split(",")
    case, gender = (next((one for one in others if one in of), "") for of in (_CASES, _GENDERS))
    number = next((one for one in others if one in {"sing", "plur"}), "")
    return Tag(part, case, number, gender, frozenset((part, *others)))


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def parsed(word: str) -> list[Any]:
    """What the dictionary, or a guess by the ending, makes of a word; can be declined."""
    return list(_analyzer().parse(word.lower()))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in any form."""
    return russian_words().has(word.lower())


@lru_cache(maxsize=4096)
def known_tags(word: str) -> tuple[Tag, ...]:
    """What a word of the dictionary may be, the likeliest first; none if it does not have it."""
    return tuple(map(_tag, russian_words().tags(word.lower())))


def tags(word: str) -> tuple[Tag, ...]:
    """What a word may be, or by its ending seems to be, the likeliest first."""
    return known_tags(word) or tuple(_tag(str(parse.tag)) for parse in parsed(word))


def is_given_name(word: str) -> bool:
    """Whether the dictionary has the word as a given name or a patronymic."""
    return any(_GIVEN & tag.grammemes for tag in known_tags(word))


def is_common(word: str) -> bool:
    """Whether the dictionary has the word as something else than a name."""
    return any(not _PROPER & tag.grammemes for tag in known_tags(word))


def is_verb(word: str) -> bool:
    """Whether the dictionary has the word as a verb and as nothing else."""
    known = known_tags(word)
    return bool(known) and all(tag.part in {"VERB", "INFN"} for tag in known)


@lru_cache(maxsize=4096)
def agree(adjective: str, word: str) -> bool:
    """Whether a word is surely a noun, and one that an adjective before it may belong to."""
    nouns = known_tags(word)
    if not nouns or any(noun.part != "NOUN" for noun in nouns):
        return False
    return any(
        one.case == noun.case
        and one.number == noun.number
        and (one.number == "plur" or one.gender == noun.gender)
        for one in tags(adjective)
        if one.part == "ADJF"
        for noun in nouns
    )
