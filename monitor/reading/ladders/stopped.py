"""What a word that stops something stops: the work itself, or an inspection, trading, a tender."""

from __future__ import annotations

import re

from monitor.reading.spelling import dictionary
from monitor.reading.text.layout import Layout

_TOKEN = re.compile(r"[а-яё-]+|[.,;:!?()—«“]|[A-ZА-ЯЁ]\S*")
_MOST = 6  # words behind the verb
_WORKS = ("ladders.works", "subjects.generic", "subjects.project", "ladders.stopped")
_DOERS = ("subjects.people", "subjects.company", "ladders.doers")
_CASES = frozenset({"accs", "gent"})


def stops_another(layout: Layout, start: int, end: int) -> bool:
    """Whether words at ``start:end`` stop something else: «прекратила проверку рудника».

    Only where a dictionary tells the case of the object; the verb is the first or the last word.
    """
    if not layout.structure.case_dictionary:
        return False
    words = layout.content[start:end].split()
    if not words:
        return False
    if _is_verb(words[0]):
        return _takes(layout, start + len(words[0]))
    return _is_verb(words[-1]) and _takes(layout, end)


def _is_verb(word: str) -> bool:
    return any("VERB" in tag or "GRND" in tag for tag in dictionary.tags(word)[:1])


def _takes(layout: Layout, at: int) -> bool:
    """Whether the noun that a verb takes is none of the work, the site or who stops it."""
    aside = False  # in what a preposition governs
    tokens = _TOKEN.finditer(layout.content, at, min(len(layout.content), at + 90))
    for count, token in enumerate(tokens):
        word = token.group()
        if count >= _MOST or not word[0].islower():
            return False
        place = token.start(), token.start() + 1
        if layout.within("ladders.stopped-else", *place):
            return True
        if any(layout.within(tag, *place) for tag in _WORKS):
            return False
        tags = dictionary.tags(word)
        tag = tags[0]
        if "PREP" in tag:
            aside = word not in ("от", "с")  # «отказались от …»
        elif "NOUN" in tag:
            if aside and tag.case != "gent":
                continue
            if not aside:
                doer = any(layout.within(one, *place) for one in _DOERS)
                return not doer and any(_CASES & one.grammemes for one in tags)
        elif {"VERB", "CONJ", "GRND", "INFN"} & tag.grammemes:
            return False
    return False
