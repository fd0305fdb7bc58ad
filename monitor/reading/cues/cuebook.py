"""The words claims are read by: one book of phrases per language, and one for a watchlist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.model import Fact
from monitor.reading.languages import load
from monitor.reading.text.phrases import PhraseBook

_SECTIONS = (
    "parties", "modality", "subjects", "structure", "told-stages", "told-agreements", "ladders",
    "events",
)  # fmt: skip
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_ENDING = re.compile(
    "(?:[ое]го|[ое]му|[иы]ми|[аояеиы]я|[уюое]ю|[оеыи]е|[иы]х|[иыое]м|[оеиы]й|ами|ями|ах|ях|ов|ев|[аеиоуыэюяйь])$",
    re.IGNORECASE,
)


@cache
def book(code: str) -> PhraseBook:
    """Cues, modality, subjects and structure of a language, tagged ``section.key[.strength]``."""
    words = load(code)
    phrases = PhraseBook()
    for attribute in words.section("cues"):
        for strength, listed in words.groups(f"cues.{attribute}").items():
            for phrase in listed:
                phrases.add(phrase, f"cue.{attribute}.{strength}")
    for section in _SECTIONS:
        for key, listed in words.groups(section).items():
            for phrase in listed:
                phrases.add(phrase, f"{section}.{key}")
    return phrases.seal()


def own_cues(facts: Iterable[Fact]) -> PhraseBook:
    """The cues that a watchlist gives itself, tagged with the fact's id, in inflected forms."""
    phrases = PhraseBook()
    for fact in facts:
        for cue in fact.cues:
            phrases.add(_inflected(cue), fact.id)
    return phrases.seal()


def _inflected(cue: str) -> str:
    """Russian words in every ending, English ones with a plural; Chinese as they are."""
    return " ".join(_open(word) for word in cue.split())


def _open(word: str) -> str:
    if word.endswith("*"):
        return word
    if _CYRILLIC.search(word):
        stem = _ENDING.sub("", word)
        return f"{stem}*" if len(stem) >= 3 and len(word) > 3 else word
    if word.isascii() and word.isalpha() and word.islower() and len(word) > 3:
        return f"{word}|{word}s"
    return word


def tags(codes: Iterable[str]) -> set[str]:
    """Every tag in use in the books of these languages."""
    return {
        f"{section}.{key}"
        for code in codes
        for section in _SECTIONS
        for key in load(code).groups(section)
    }
