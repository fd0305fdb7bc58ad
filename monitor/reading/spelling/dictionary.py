"""The Russian dictionary, loaded when a word is first looked up in it: 0.2 s and some 25 MB.

Compiling a watchlist looks up its words. Afterwards only a word that is nearly a Russian name is
looked up, and one before a person's surname.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def parsed(word: str) -> list[Any]:
    """What the dictionary, or a guess by the ending, makes of a word."""
    return list(_analyzer().parse(word.lower()))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in any form."""
    return bool(_analyzer().word_is_known(word.lower()))


@lru_cache(maxsize=4096)
def is_given_name(word: str) -> bool:
    """Whether the dictionary has the word as a given name or a patronymic."""
    return is_known(word) and any(
        parse.is_known and {"Name", "Patr"} & set(parse.tag.grammemes) for parse in parsed(word)
    )


def is_common(word: str) -> bool:
    """Whether the dictionary has the word as something else than a name."""
    proper = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
    return is_known(word) and any(
        parse.is_known and not proper & set(parse.tag.grammemes) for parse in parsed(word)
    )


@lru_cache(maxsize=4096)
def agree(adjective: str, word: str) -> bool:
    """Whether a word is surely a noun, and one that an adjective before it may belong to."""
    nouns = [parse for parse in parsed(word) if parse.is_known]
    if not nouns or any(parse.tag.POS != "NOUN" for parse in nouns):
        return False
    return any(
        one.tag.case == noun.tag.case
        and one.tag.number == noun.tag.number
        and (one.tag.number == "plur" or one.tag.gender == noun.tag.gender)
        for one in parsed(adjective)
        if one.tag.POS == "ADJF"
        for noun in nouns
    )
