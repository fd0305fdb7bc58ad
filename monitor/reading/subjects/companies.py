"""Names of companies in Russian: in quotes, in Latin letters, or beside a word for a company."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from monitor.reading.languages import load
from monitor.reading.spelling import dictionary, russian
from monitor.reading.spelling.nominative import nominative
from monitor.reading.text.layout import Layout

_QUOTED = re.compile(r"[«“][A-ZА-ЯЁ0-9][^»”\n]{1,40}[»”]")
_LATIN = re.compile(r"(?<![\w&.-])[A-Z][\w&.’'-]*\w(?:\s+(?:&\s+)?[A-Z][\w&.’'-]*\w){0,3}(?![\w-])")
_CYRILLIC = re.compile(r"(?<![\w-])[А-ЯЁ][А-Яа-яЁё-]{2,}(?:\s[А-ЯЁ][а-яё-]{2,}){0,2}(?![\w-])")
_PREPOSITION = re.compile(
    r"(?:^|[\s«(])(?:в|во|на|из|под|за|при|для|по|о|об|через)\s$", re.IGNORECASE
)
_PLACE = re.compile(
    r"\s(?:област|кра[йяею]|район|республик|округ|месторожд|порт|море|моря|залив|остров|рек[аи])"
)
_TAIL = re.compile(r"\s[а-яё]{5,}(?=[\s,.(;:]|$)")
_PLANT = re.compile(r"\s(?:завод|комбинат|фабрик|компани|корпораци|концерн|холдинг|трест)")
_WORDS = re.compile(r"\s[а-яё]{4,}(?=[\s,.:;)]|$)")
_PARTICIPLE = re.compile(r",\s[а-яё]+(?:[щв]ш?его(?:ся)?|нного)\s")
_BEFORE = re.compile(r"(?<!\w)([а-яёА-ЯЁ][а-яё]+)\s$")
_STEM = 4
_OBLIQUE = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])у$")
_BARE = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у)$")


def companies(layout: Layout, start: int, end: int) -> Iterable[tuple[int, int, str]]:
    """Places of what may be names of companies between two places, with the name as it is called.

    Places, people and first words of sentences are left out as far as they can be told.
    """
    content = layout.content
    ordinary = _ordinary(layout.language)
    taken: list[tuple[int, int]] = []
    for pattern in (_QUOTED, _LATIN, _CYRILLIC):
        for match in pattern.finditer(content, start, end):
            low, high = match.span()
            if any(low < b and a < high for a, b in taken):
                continue
            name = match.group().strip("«»“”")
            if name.lower() in ordinary:
                continue
            if pattern is _CYRILLIC:
                if not _is_company(content, low, high, start):
                    continue
                high = _whole(content, low, high)
            taken.append((low, high))
            name = content[low:high].strip("«»“”")
            before = layout.within("parties.genitive", low - 16, low)
            governed = any(not content[mark.end : low].strip() for mark in before)
            governed = governed or (pattern is _QUOTED and _governed(content, low, high))
            yield low, high, called(content, name, governed=governed)


@cache
def _ordinary(code: str) -> frozenset[str]:
    return frozenset(load(code).phrases("subjects", "ordinary"))


def _is_company(content: str, low: int, high: int, start: int) -> bool:
    """Whether capitals in Cyrillic and without quotes may be a company's."""
    name = content[low:high]
    if _PREPOSITION.search(content[max(start, low - 8) : low]) or _PLACE.match(content, high):
        return False
    words = name.split()
    if any(dictionary.is_given_name(word) for word in words):
        return False
    if low <= start + 2 or content[max(0, low - 2) : low].strip() in set("«—–-"):
        lower = re.search(rf"(?<![\w.!?»]\s)(?<!\n){re.escape(name)}", content[high:])
        return name.isupper() or lower is not None or not dictionary.is_common(words[0])
    return True


def _whole(content: str, low: int, high: int) -> int:
    """The end with the noun in small letters that belongs to an adjective: Сибирский полиметалл."""
    name = content[low:high]
    if " " in name or not name.endswith(("ий", "ый", "ой", "ая", "ое", "ие", "ые")):
        return high
    tail = _TAIL.match(content, high)
    if not tail:
        return high
    return _of_what(content, tail.end()) if _PLANT.match(tail.group()) else tail.end()


def _of_what(content: str, end: int) -> int:
    """The end with what a plant makes, in the genitive: завод цветных металлов."""
    at = end
    for tail in _WORDS.finditer(content, end, end + 60):
        if tail.start() != at:
            break
        tags = dictionary.tags(tail.group().strip())
        if any("NOUN" in tag and "gent" in tag and "inan" in tag for tag in tags[:2]):
            return tail.end()
        if not any("ADJF" in tag and "gent" in tag for tag in tags):
            break
        at = tail.end()
    return end


def _governed(content: str, low: int, high: int) -> bool:
    """Whether a name is in the genitive by what stands around: «директор», «, владеющего»."""
    if _PARTICIPLE.match(content, high):
        return True
    before = _BEFORE.search(content[max(0, low - 24) : low])
    if before is None:
        return False
    first = dictionary.tags(before.group(1))[0]
    return "NOUN" in first and "anim" in first and "nomn" in first


_nominative = lru_cache(maxsize=512)(nominative)


def called(content: str, name: str, *, governed: bool = False) -> str:
    """A name in the nominative: as the text has it elsewhere, else as a dictionary declines it.

    ``governed``: the word before it wants another case.
    """
    if not russian.is_russian(name):
        return name
    told = _quoted(content).get(_stems(name), frozenset())
    plain = _nominative(name)
    if plain == name and " " not in name and not dictionary.is_known(name):
        plain = _BARE.sub("", name) if governed else _OBLIQUE.sub("", name)
    return min(told | {plain}, key=lambda one: (len(one), one != plain, one))


@lru_cache(maxsize=2)
def _quoted(content: str) -> dict[str, frozenset[str]]:
    """The forms of every name that a text has in quotes, by their stems."""
    forms: dict[str, set[str]] = {}
    for one in _QUOTED.finditer(content):
        name = one.group().strip("«»“”")
        forms.setdefault(_stems(name), set()).add(name)
    return {stems: frozenset(names) for stems, names in forms.items()}


def _stems(name: str) -> str:
    return " ".join(word[:_STEM].lower() for word in name.split())
