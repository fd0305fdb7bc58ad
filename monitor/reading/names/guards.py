"""What stands right beside a name can make it another name.

Crawford County is not Crawford, Gleb Manturov not Denis Manturov, the village of Tomtor not
the deposit, and SMZ is somebody else's initials where the text spells them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.model import Entity, EntityKind
from monitor.reading.languages import everywhere
from monitor.reading.names.names import Name, is_acronym
from monitor.reading.spelling import dictionary, russian
from monitor.reading.spelling.transliteration import to_cyrillic
from monitor.reading.text.boundaries import is_letter
from monitor.reading.text.record import record
from monitor.reading.text.text import fold_name

_NEXT_WORD = re.compile(r"[ \u00a0]([^\W\d_][\w’'-]*)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*\.?)[ \u00a0]$")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.[ \u00a0]?){1,2}$")
_SENTENCE_STARTS_AFTER = re.compile(r"(?:^|[.!?…:;\n\"«“(—–-]|^-)\s*$")
_DESIGNATION = re.compile(r"\d{2,}(?=[”\"’»」』》])|[-‐‑–]\d{2,}(?![\w-])")
_SHORT_DESIGNATION = re.compile(r"[-‐‑](?:[A-ZА-ЯЁ]{2,}|\d+[A-ZА-ЯЁа-яё]?)(?!\w)")


@record
class Neighbours:
    """What is said right around a mention: the words before and after, as written."""

    before: str
    after: str
    opens: bool  # the mention begins a sentence, a quotation or a line


def neighbours(content: str, start: int, end: int) -> Neighbours:
    before = content[max(0, start - 40) : start]
    word = _WORD_BEFORE.search(before)
    following = _NEXT_WORD.match(content, end)
    opens = bool(_SENTENCE_STARTS_AFTER.search(before)) if before else True
    return Neighbours(word[1] if word else "", following[1] if following else "", opens)


def other_designation(content: str, end: int, name: Name) -> bool:
    """Whether the name runs on into another: Solikamsk-3, SMZ-TMP, 西芒杜2040."""
    if _DESIGNATION.match(content, end):
        return True
    return name.role == "short" and bool(_SHORT_DESIGNATION.match(content, end))


@cache
def _peoples() -> tuple[str, ...]:
    return tuple(everywhere("names", "peoples"))


@cache
def _section() -> re.Pattern[str]:
    parts, numbers = ("|".join(sorted(everywhere("names", key))) for key in ("parts", "numbers"))
    return re.compile(rf"[ \u00a0](?:{parts})[ \u00a0](?:\d|[IVX]+\b|{numbers})")


def section_follows(content: str, end: int) -> bool:
    """Whether a part of the thing itself is said behind its name: Alder Stage 1."""
    return bool(_section().match(content, end))


def lower_case(content: str, start: int, end: int, name: Name) -> bool:
    """Whether a single-word name that is written with a capital stands here without one."""
    mention = content[start:end]
    return (
        name.proper
        and " " not in mention
        and mention.islower()
        and any(is_letter(char) and char.isalpha() for char in mention)
    )


def is_headline_case(line: str) -> bool:
    """Whether a line is written With Capitals Throughout, so that capitals tell nothing."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", line) if ord(word[0]) < 0x2E80]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) * 10 >= len(words) * 7


def namesake(entity: Entity, around: Neighbours, content: str, start: int) -> bool:
    """Whether a person's surname follows a given name or initials that are not theirs."""
    if entity.kind is not EntityKind.PERSON:
        return False
    given = given_names(entity)
    if not given:
        return False
    initials = _INITIALS.search(content[max(0, start - 8) : start])
    if initials:
        first = fold_name(initials.group()[0])
        return not any(name.startswith(first) for name in given)
    before = around.before
    word = fold_name(before)
    if not is_name_part(before) or "-" in word or any(_same_given(word, name) for name in given):
        return False
    if russian.is_russian(word):
        return dictionary.is_given_name(word)
    if any(dictionary.is_given_name(spelled) for spelled in to_cyrillic(word)[:4]):
        return True
    return not word.endswith(_peoples()) and not stands_first(
        content, content.rfind(before, 0, start)
    )


def _same_given(word: str, name: str) -> bool:
    """Whether two forms of a given name may be of one: Дениса, Денис; Льва, Лев."""
    return word[:4] == name[:4] if min(len(word), len(name)) > 4 else word[0] == name[0]


def stands_first(content: str, at: int) -> bool:
    """Whether the word at a place begins its sentence, where any word has a capital."""
    return bool(_SENTENCE_STARTS_AFTER.search(content[max(0, at - 4) : at]))


def is_name_part(word: str) -> bool:
    """Whether a word beside a name is written as if it belonged to one: Joan, County."""
    return (
        len(word) > 1
        and word[0].isupper()
        and not word.isupper()
        and not word.endswith(("'s", "’s", "'", "’"))
        and fold_name(word) not in everywhere("names", "titles")
    )


def given_names(entity: Entity) -> set[str]:
    """The words before the last in a person's names: Denis, Денис, Валентинович."""
    found: set[str] = set()
    for alias in (entity.name, *entity.aliases):
        words = re.findall(r"[^\W\d_]+", fold_name(alias))
        if len(words) > 1 and is_letter(words[0][0]):
            found.update(words[:-1])
    return found


def rival_initials(content: str, acronym: str, own: Iterable[str]) -> str:
    """A phrase whose initials spell the acronym, other than one of the entity's ``own`` names.

    An empty string if there is none.
    """
    letters = [char for char in acronym if char.isalpha()]
    if not is_acronym(acronym) or len(letters) < 3:
        return ""
    beginnings = {form[:5] for form in own}
    first, *rest = (re.escape(letter) for letter in letters)
    tail = "".join(rf"[ \u00a0-](?i:{letter})[^\W\d_]{{2,}}" for letter in rest)
    for found in re.finditer(rf"(?<!\w){first}[^\W\d_]{{2,}}{tail}(?!\w)", content):
        if fold_name(found.group())[:5] not in beginnings:
            return found.group()
    return ""


def spells(phrases: Iterable[str], acronym: str) -> bool:
    """Whether an acronym is made of the initials of one of the phrases."""
    letters = [char for char in acronym.casefold() if char.isalpha()]
    return is_acronym(acronym) and any(
        letters == [word[0] for word in re.findall(r"[^\W\d_]+", fold_name(phrase))]
        for phrase in phrases
    )
