"""In which language a text is: by its script, and by the small words that it is full of.

Scripts are told apart here. What tells the languages of one script stands in the ``[language]``
section of each file: ``words`` that it is full of, ``others`` that languages without a file are
full of, ``foreign-letters`` of its script that it does not have, and ``default`` for the one
language that is meant where nothing tells. One without ``words`` is told by its letters alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.reading.languages import codes, load
from monitor.reading.languages.structure import structure, written_in

_SAMPLE = 4000  # characters
_FEW = 12  # in fewer words than these nothing has to tell the language
_SHARE = 25  # of so many words one has to be a small one


@dataclass(frozen=True, slots=True)
class _Script:
    """A script; ``weight`` letters of another one are what one of its own is worth."""

    letters: re.Pattern[str]
    words: re.Pattern[str]
    foreign: int  # one foreign letter to so many of its own is too much
    weight: int
    never: str  # letters beside it that make it a language we do not know


def _script(letters: str, foreign: int, weight: int = 1, never: str = "") -> _Script:
    one, more = (re.compile(each, re.IGNORECASE) for each in (letters, f"{letters}+"))
    return _Script(one, more, foreign, weight, never)


# In this order: a text is in the first of these that the ones behind do not outweigh.
_SCRIPTS = {
    "Han": _script("[\u3400-\u4dbf\u4e00-\u9fff]", 8, 3, "\u3040-\u30ff"),
    "Cyrillic": _script("[\u0400-\u04ff]", 60),
    "Latin": _script("[a-z\u00c0-\u024f]", 60),
}


def detect_language(text: str) -> str:
    """The code of the language; an empty string for one without a file and for no words."""
    sample = text[:_SAMPLE]
    letters = {script: len(one.letters.findall(sample)) for script, one in _SCRIPTS.items()}
    behind = list(_SCRIPTS)
    for script, one in _SCRIPTS.items():
        behind.remove(script)
        found = letters[script]
        if found and one.weight * found >= max((letters[other] for other in behind), default=0):
            return _told_by_words(sample, script, found)
    return ""


def languages_for(text: str) -> tuple[str, ...]:
    """All languages, those first that a few words are likely to be in: by their letters."""
    here = [s for s, one in _SCRIPTS.items() if s != "Latin" and one.letters.search(text)]
    likely = [code for script in here for code in written_in(script)]
    return tuple(dict.fromkeys((*likely, *_defaults(), *codes())))


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells one language from others of its script."""

    words: frozenset[str]
    others: frozenset[str]
    foreign: re.Pattern[str] | None


def _told_by_words(sample: str, script: str, letters: int) -> str:
    known = _SCRIPTS[script]
    told = {code: _signs(code) for code in written_in(script)}
    by_words = any(signs.words for signs in told.values())
    words = [word.lower() for word in known.words.findall(sample)] if by_words else []
    fitting: list[tuple[int, bool, str]] = []
    for code, signs in told.items():
        if signs.foreign and len(signs.foreign.findall(sample)) * known.foreign > letters:
            continue
        own = sum(word in signs.words for word in words)
        other = sum(word in signs.others for word in words)
        if _says(own, other, len(words)) if signs.words else signs.foreign:
            fitting.append((own - other, code in _defaults(), code))
    return max(fitting, default=(0, False, ""))[2]


def _says(own: int, other: int, words: int) -> bool:
    """Whether the small words of a text say that it is in a language."""
    if words < _FEW:
        return other <= own or other == 0
    return own >= 2 * other and own * _SHARE >= words


@cache
def _signs(code: str) -> _Signs:
    section = load(code).section("language")
    script = structure(code).script
    own = frozenset(load(code).phrases("language", "words"))
    rivals = {word for one in written_in(script) for word in load(one).phrases("language", "words")}
    others = frozenset(load(code).phrases("language", "others")) | (rivals - own)
    foreign = section.get("foreign-letters", "") + _SCRIPTS[script].never
    return _Signs(own, others, re.compile(f"[{foreign}]", re.IGNORECASE) if foreign else None)


@cache
def _defaults() -> tuple[str, ...]:
    return tuple(code for code in codes() if load(code).section("language").get("default"))
