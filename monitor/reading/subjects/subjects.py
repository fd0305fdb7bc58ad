"""Of whom a sentence speaks: tracked names, other projects, other things, "the plant"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from monitor.model import Mention
from monitor.reading.languages import load
from monitor.reading.subjects.called import (
    as_cause,
    as_named,
    heads_of,
    is_title,
    plain_names,
    pointed_at,
    told_apart,
)
from monitor.reading.subjects.families import Families
from monitor.reading.subjects.labels import labelled
from monitor.reading.subjects.native import native_names
from monitor.reading.subjects.strangers import bare_names
from monitor.reading.subjects.subject import Role, Subject
from monitor.reading.text.joining import parting
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.spans import Spans

_CAPITAL = re.compile(r"[A-ZА-ЯЁ\"«“][\w’'«»“”\"-]*")
_QUOTED = re.compile(r"\s+(«[^»]{2,30}»|“[^”]{2,30}”|\"[^\"]{2,30}\")")
# «рудник Тарво»: no genitive, and no «начальник рудника Доржо Банзаров»
_BEHIND = re.compile(r" ([А-ЯЁ][А-ЯЁа-яё-]*[бвгджзклмнпрстфхцчшщоеэуюйБ-Я])(?![\w-]| [А-ЯЁ])")
_LINKED = 5.0
_OBJECTS = 8  # things before a name that may be linked to it


@dataclass(slots=True)
class Subjects:
    """All subjects of an article, by sentence."""

    layout: Layout
    families: Families
    by_sentence: list[list[Subject]] = field(default_factory=list)
    listed: dict[int, bool] = field(default_factory=dict)

    def tracked(self, sentence: Sentence) -> list[Subject]:
        return [one for one in self.by_sentence[sentence.index] if one.role is Role.TRACKED]

    def named(self) -> list[tuple[int, int]]:
        """Where tracked things are named."""
        return [one.span for here in self.by_sentence for one in here if one.role is Role.TRACKED]

    def of(self, sentence: Sentence) -> list[Subject]:
        return self.by_sentence[sentence.index]

    def of_another(self, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether a stretch holds the name of another site, and of none that is tracked."""
        roles = {
            one.role for one in self.of(sentence) if span[0] <= one.start and one.end <= span[1]
        }
        return Role.OTHER in roles and Role.TRACKED not in roles


def find_subjects(layout: Layout, mentions: Iterable[Mention], families: Families) -> Subjects:
    """Every subject in the text; a tracked name hides what stands within it."""
    found = [Subject(one.start, one.end, Role.TRACKED, one.entity) for one in mentions]
    taken = Spans((one.start, one.end) for one in found)
    context = _context_words(mentions, families)
    named = tuple({layout.content[start:end].lower() for start, end in taken.places})
    plain = plain_names(found, families)
    for start, end in _others(layout, context):
        if not taken.overlap(start, end):
            found.append(Subject(start, end, Role.OTHER))
    heads = heads_of(found, families)
    for role, tag in (
        (Role.OTHER, "subjects.other"),
        (Role.OBJECT, "subjects.object"),
        (Role.GENERIC, "subjects.generic"),
    ):
        found += [
            Subject(mark.start, mark.end, as_named(layout, mark, role, named, heads))
            for mark in layout.marks.get(tag, ())
            if not taken.overlap(mark.start, mark.end)
        ]
    found.sort(key=lambda one: (one.start, one.end))
    found += pointed_at(layout, found, families)
    found.sort(key=lambda one: (one.start, one.end))
    ends = Spans((end, end) for _, end in taken.places)
    found = [one for one in found if not _apposed(layout, one, ends)]
    found = [one for one in found if not is_title(layout, one, taken, plain)]
    found = told_apart(layout, found, families)
    objects = [one for one in found if one.role is Role.OBJECT]
    found = [_governed(layout, one, objects) for one in found]
    found = _referred(layout, found)
    subjects = Subjects(layout, families, [[] for _ in layout.sentences])
    for one in found:
        subjects.by_sentence[layout.sentence_at(one.start).index].append(one)
    names = {alias for one in found for alias in families.names(one.entity)}
    subjects.listed = labelled(layout, names)
    return subjects


def _apposed(layout: Layout, subject: Subject, ends: Spans) -> bool:
    """Whether another thing is but the name before it again: "Birch Lake, another project"."""
    if subject.role is not Role.OTHER:
        return False
    content, at = layout.content, subject.start
    while at and content[at - 1].isspace():
        at -= 1
    if not at or content[at - 1] not in ",，":
        return False
    low = at - 1
    while low and content[low - 1].isspace():
        low -= 1
    return bool(ends.within(low, at))


def _governed(layout: Layout, subject: Subject, objects: list[Subject]) -> Subject:
    """A name that only says where something else is: "a power line to the mine".

    Nor is what is only named as a cause or a means what a sentence speaks of.
    """
    if subject.role in (Role.OBJECT, Role.OTHER):
        return replace(subject, linked=as_cause(layout, subject))
    for mark in layout.within("structure.away", subject.start - 40, subject.start):
        if mark.end <= subject.start and layout.gap((mark.start, mark.end), subject.span) < 4:
            return replace(subject, linked=True)
    if layout.structure.cases and subject.role is Role.TRACKED and _owned(subject, objects):
        return replace(subject, linked=True)
    links = layout.within("structure.link", subject.start - 12, subject.start)
    if not any(not layout.content[one.end : subject.start].strip() for one in links):
        return subject
    last = bisect_left(objects, subject.start, key=lambda one: one.start)
    for other in reversed(objects[max(0, last - _OBJECTS) : last]):
        near = other.end <= subject.start and layout.breaks(other.start, subject.start) < 1.0
        if near and layout.gap(other.span, subject.span) < _LINKED:
            return replace(subject, linked=True)
    return subject


def _owned(subject: Subject, objects: list[Subject]) -> bool:
    """Whether another thing is the name's own: «вторая очередь Удокана»."""
    last = bisect_left(objects, subject.start, key=lambda one: one.start)
    return any(0 <= subject.start - one.end <= 2 for one in objects[max(0, last - 2) : last])


# Endings that rule a noun out as what "she" or "he" stands for, where pronouns have a gender.
_NOT_MEANT = {
    "pronoun-f": re.compile(r"(?:[бвгджзклмнпрстфхцчшщ]|ого|ом|ем|ов|о)$", re.IGNORECASE),
    "pronoun-m": re.compile(r"(?:[аяуиы]ю|ая|[оеь]й|ью|ии|ия|[кгх]у|ы)$", re.IGNORECASE),
}


def _before(found: list[Subject], at: int, sentence: Sentence) -> Iterable[Subject]:
    """The subjects before one in its sentence, the last first."""
    for index in range(at - 1, -1, -1):
        if found[index].start < sentence.start:
            return
        yield found[index]


def _referred(layout: Layout, found: list[Subject]) -> list[Subject]:
    """Pronouns that stand for another thing of their sentence: "a power plant; its start"."""
    if not any(f"subjects.{tag}" in layout.marks for tag in _NOT_MEANT):
        return found
    pronouns = {
        mark.start: never
        for tag, never in _NOT_MEANT.items()
        for mark in layout.marks.get(f"subjects.{tag}", ())
    }
    result: list[Subject] = []
    for at, one in enumerate(found):
        never = pronouns.get(one.start)
        if never is None or one.role is not Role.GENERIC:
            result.append(one)
            continue
        sentence = layout.sentence_at(one.start)
        meant = next(
            (
                other
                for other in _before(found, at, sentence)
                if other.end <= one.start
                and other.start not in pronouns
                and not never.search(layout.content[other.start : other.end].strip("«»"))
            ),
            None,
        )
        here = meant is not None and meant.start >= sentence.start
        strange = meant is not None and meant.role in (Role.OBJECT, Role.OTHER)
        result.append(replace(one, role=Role.OBJECT) if here and strange else one)
    return result


def _context_words(mentions: Iterable[Mention], families: Families) -> set[str]:
    """Capitalised words that stand for a tracked entity rather than for another one."""
    words: set[str] = set()
    for entity in {mention.entity for mention in mentions}:
        found = families.entities.get(entity)
        if found:
            for alias in (found.name, *found.aliases, *found.short, *found.context):
                words.update(word.lower()[:6] for word in re.findall(r"\w{3,}", alias))
    return words


def _others(layout: Layout, context: set[str]) -> Iterable[tuple[int, int]]:
    """Names beside a noun for a project: somebody else's plant or mine."""
    if layout.structure.script == "Han":
        yield from _others_han(layout, context)
        return
    content = layout.content
    ordinary = _words(layout.language, "ordinary")
    capitals = layout.structure.capitals_name
    nouned: set[str] = set()
    for mark in layout.marks.get("subjects.project", ()):
        sentence = layout.sentence_at(mark.start)
        before = content[max(sentence.start, mark.start - 48) : mark.start]
        words = list(re.finditer(r"[\w’'«»“”\"-]+", before))[-3:]
        for word in reversed(words) if capitals else ():
            start = max(sentence.start, mark.start - 48) + word.start()
            if parting(layout.language).search(content[start : mark.start]):
                break
            if _is_name(word.group(), start, sentence, context, ordinary):
                nouned.add(word.group().strip("«»“”\"'’").lower())
                yield start, mark.end
                break
        after = _QUOTED.match(content, mark.end)
        after = after or (_BEHIND.match(content, mark.end) if layout.structure.cases else None)
        if after and not _known(after.group(1), context):
            yield mark.start, after.end()

    def is_name(start: int, word: str) -> bool:
        sentence = layout.sentence_at(start)
        if start > sentence.start + 1:
            return _is_name(word, start, sentence, context, ordinary)
        return word.lower() in nouned or _opens_as_name(layout, start, word, context, ordinary)

    if capitals:
        yield from bare_names(layout, nouned, is_name)


def _is_name(
    word: str, start: int, sentence: Sentence, context: set[str], ordinary: frozenset[str]
) -> bool:
    if not _CAPITAL.fullmatch(word) or start <= sentence.start + 1 or len(word) < 3:
        return False
    plain = word.strip("«»“”\"'’").lower()
    if plain.endswith(("'s", "’s", "s'", "s’")) or plain in ordinary:
        return False
    return not _known(plain, context)


def _opens_as_name(
    layout: Layout, start: int, word: str, context: set[str], ordinary: frozenset[str]
) -> bool:
    """Whether the word that opens a sentence is a name and not an ordinary word of the text."""
    plain = word.lower()
    if not word.isalpha() or plain in ordinary or _known(plain, context):
        return False
    if layout.begins(start):
        return False
    return f" {plain}" not in layout.content


def _known(text: str, context: set[str]) -> bool:
    return any(word.lower()[:6] in context for word in re.findall(r"\w{3,}", text))


def _others_han(layout: Layout, context: set[str]) -> Iterable[tuple[int, int]]:
    name = _spelled(layout.language)
    if name is None:
        return
    yield from native_names(layout, context)
    content = layout.content
    for mark in layout.marks.get("subjects.project", ()):
        begin = max(layout.sentence_at(mark.start).start, mark.start - 8)
        for found in name.finditer(content, begin, mark.start):
            known = any(found.group()[:2] in word or word in found.group() for word in context)
            if not known and mark.start - found.end() <= 4:
                yield found.start(), mark.end


@cache
def _words(code: str, key: str) -> frozenset[str]:
    """A list of the section on subjects, in lower case."""
    return frozenset(word.lower() for word in load(code).phrases("subjects", key))


@cache
def _spelled(code: str) -> re.Pattern[str] | None:
    """Names in the characters that foreign ones are spelt with."""
    letters = "".join(load(code).phrases("subjects", "name-characters"))
    return re.compile(f"[{letters}]{{2,}}") if letters else None
