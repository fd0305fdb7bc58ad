"""Russian words without their endings; loaded when the first one is met."""

from __future__ import annotations

import re

_PERFECTIVE = re.compile("(?:ав|яв|ив|ыв)(?:ши|шись)?$")
_REFLEXIVE = re.compile("(?:ся|сь)$")
_ADJECTIVE = re.compile(
    "(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$"
)
_PARTICIPLE = re.compile("(?:ивш|ывш|ующ|[ая](?:ем|нн|вш|ющ|щ))$")
_VERB = re.compile(
    "(?:ила|ыла|ена|ейте|уйте|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым"
    "|ен|ят|ит|ыт|ую|[ая](?:ете|йте|ешь|нно|ла|на|ли|ло|но|ет|ют|ны|ть|й|л|н))$"
)
_NOUN = re.compile(
    "(?:иями|ями|ами|иям|ием|иях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья"
    "|[аеийоуыьюя])$"
)
_DERIVED = re.compile("(?:ость|ост)$")


def stem(word: str) -> str:
    """A lower-case Russian word without its endings, ё as е.

    Snowball's steps, repeated until nothing more comes off: «Росатом» looks like an ending
    and «Росатоме» does not, and yet both must come to the same.
    """
    before, word = "", word.replace("ё", "е")
    while word != before:
        before, word = word, _shorter(word)
    return word


def _shorter(word: str) -> str:
    vowel = next((place for place, letter in enumerate(word) if letter in "аеиоуыэюя"), -1)
    if vowel < 0:
        return word
    head, tail = word[: vowel + 1], word[vowel + 1 :]
    cut = _PERFECTIVE.sub("", tail)
    if cut == tail:
        cut = _inflected(_REFLEXIVE.sub("", tail))
    cut = cut.removesuffix("и")
    cut = _DERIVED.sub("", cut)
    cut = cut[:-1] if cut.endswith("нн") else cut.removesuffix("ь")
    return head + cut


def _inflected(tail: str) -> str:
    cut = _ADJECTIVE.sub("", tail)
    if cut != tail:
        return _PARTICIPLE.sub("", cut)
    cut = _VERB.sub("", tail)
    return cut if cut != tail else _NOUN.sub("", tail)
