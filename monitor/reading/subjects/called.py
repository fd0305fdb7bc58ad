"""Words that say what a tracked thing is, and things that a sentence only names as a cause."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.names.kinds import kind_of, tails
from monitor.reading.subjects.families import Families
from monitor.reading.subjects.subject import Role, Subject
from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found
from monitor.reading.text.spans import Spans

_STEM = 5
_TWO = 2
_CAUSE, _CAUSE_WORDS = 60, 6


def as_named(
    layout: Layout, mark: Found, role: Role, named: tuple[str, ...], heads: set[str]
) -> Role:
    """A word that a tracked name has stands for it: "the smelter" of the Birch Lake smelter."""
    if role is not Role.OBJECT:
        return role
    word = layout.content[mark.start : mark.end].lower()
    ends = any(name.endswith(word) for name in named)
    return Role.GENERIC if ends or word[:_STEM] in heads else role


def heads_of(found: list[Subject], families: Families) -> set[str]:
    """Beginnings of the small words in the names of the tracked things: of «порт Тихий», порт."""
    heads: set[str] = set()
    for entity in {one.entity for one in found}:
        known = families.entities.get(entity)
        if known is None or not families.is_site(entity):
            continue
        for alias in (known.name, *known.aliases):
            words = re.findall(r"\w{4,}", alias)
            heads.update(w.lower()[:_STEM] for w in (*words[:1], *words[-1:]) if _plain(w, alias))
    return heads


def told_apart(layout: Layout, found: list[Subject], families: Families) -> list[Subject]:
    """Of several tracked things "the mine" is the mine, and "the smelter" the smelter."""
    sites = {
        one.entity for one in found if one.role is Role.TRACKED and families.is_site(one.entity)
    }
    if layout.structure.script == "Han":
        return _told_by_kind(layout, found, _kinds_meant(sites, families))
    if len(sites) < 2:
        return found
    owners: dict[str, set[str]] = {}
    for entity in sites:
        for head in heads_of([one for one in found if one.entity == entity], families):
            owners.setdefault(head, set()).add(entity)
    result: list[Subject] = []
    for one in found:
        if one.role is Role.GENERIC:
            words = layout.content[one.start : one.end].lower().split()
            meant = owners.get(words[-1][:_STEM], set()) if words else set()
            if len(meant) == 1:
                one = replace(one, role=Role.TRACKED, entity=next(iter(meant)))  # noqa: PLW2901
        result.append(one)
    return result


def _kinds_meant(sites: set[str], families: Families) -> dict[str, str]:
    """Of each kind the only tracked thing of it: those named, and what is tracked beside them.

    The railway of the mine that a text names may be told of as "the railway" alone.
    """
    near = sites.union(*(families.beside.get(site, ()) for site in sites))
    if len(near) < 2:
        return {}
    kinds: dict[str, set[str]] = {}
    for entity in near:
        known = families.entities[entity]
        for kind in {kind_of(alias) for alias in (known.name, *known.aliases)}:
            kinds.setdefault(kind, set()).add(entity)
    return {kind: next(iter(one)) for kind, one in kinds.items() if kind and len(one) == 1}


def _told_by_kind(layout: Layout, found: list[Subject], meant: dict[str, str]) -> list[Subject]:
    """Nouns that say what kind of thing is meant, where but one such thing is tracked."""
    if not meant:
        return found
    result: list[Subject] = []
    for one in found:
        if one.role is Role.GENERIC or (one.role is Role.OBJECT and _bare(layout, one)):
            entity = meant.get(kind_of(layout.content[one.start : one.end]))
            if entity:
                one = replace(one, role=Role.TRACKED, entity=entity, linked=False)  # noqa: PLW2901
        result.append(one)
    return result


def _bare(layout: Layout, subject: Subject) -> bool:
    """Whether nothing before a noun says which one it is: 铁路, not 南北铁路."""
    before = layout.content[max(0, subject.start - 2) : subject.start]
    return not before or not before[-1].isalnum() or before.endswith(tails("before"))


def _plain(word: str, alias: str) -> bool:
    """Whether a word of a name is an ordinary one: in small letters, or first before quotes."""
    return word.islower() or ("«" in alias and alias.startswith(word))


def plain_names(found: list[Subject], families: Families) -> set[str]:
    """The names of the tracked things as they stand alone, in the nominative."""
    known = (families.entities.get(one.entity) for one in found)
    return {alias.lower() for one in known if one for alias in (one.name, *one.aliases, *one.short)}


def is_title(layout: Layout, subject: Subject, taken: Spans, plain: set[str]) -> bool:
    """Whether a word only says what the tracked thing after it is: «порт Белый Яр»."""
    if subject.role is not Role.OBJECT or not layout.structure.cases:
        return False
    for start, end in taken.within(subject.end + 1, subject.end + 3):
        if not layout.content[subject.end : start].strip(' «"'):
            return layout.content[start:end].lower().strip('«»"') in plain
    return False


def as_cause(layout: Layout, subject: Subject) -> bool:
    """Whether a thing is named as a cause or a means: "because of the delayed power line"."""
    for mark in layout.within("structure.cause", subject.start - _CAUSE, subject.start):
        between = layout.content[mark.end : subject.start]
        if mark.end <= subject.start and len(between.split()) <= _CAUSE_WORDS:
            return layout.breaks(mark.end, subject.start) < 1.0
    return False


def pointed_at(layout: Layout, found: list[Subject], families: Families) -> list[Subject]:
    """What "the former" and "the latter" stand for: of the last two sites named one."""
    made: list[Subject] = []
    for tag, place in (("former", 0), ("latter", 1)):
        for mark in layout.marks.get(f"subjects.{tag}", ()):
            sentence = layout.sentence_at(mark.start)
            low = layout.sentences[max(0, sentence.index - 1)].start
            named = _sites(found, low, mark.start, families)
            if len(named) == _TWO:
                made.append(replace(named[place], start=mark.start, end=mark.end, linked=False))
    return made


def _sites(found: list[Subject], low: int, high: int, families: Families) -> list[Subject]:
    """The last two different sites named between two places, in order."""
    named: list[Subject] = []
    for one in reversed(found):
        site = one.role is Role.OTHER or families.is_site(one.entity)
        if not site or not low <= one.start < high or len(named) == _TWO:
            continue
        if not any(each.start < one.end or each.entity == one.entity for each in named):
            named.insert(0, one)
    return named


def goes_on(layout: Layout, subject: Subject, low: int) -> bool:
    """Whether a place is in the clause that goes on about a thing: "Tarvo, which opens"."""
    for mark in layout.within("structure.relative", subject.end, subject.end + 3):
        return "," not in layout.content[mark.end : low]
    return False
