"""Words for how far things have come that are told of something else than the project.

Trains, shares and dividends are suspended, schools are built, wages and loans agreed upon; a
project that stands beside them in the sentence has not moved.
"""

from __future__ import annotations

import re

from monitor.model import Kind
from monitor.reading.ladders.rungs import STOPS, Rung
from monitor.reading.subjects.ownership import Ownership
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

# "the $2bn", "its troubled"; "has been"
_EPITHETS = re.compile(r"\s(?:(?:the|its|their|his|our)\s)?(?:[\w$.,-]+\s){0,2}")
_UNDERGOES = re.compile(r"\b(?:is|was|were|are|been|being|be)\s(?:\w+\s)?$")
_OBJECT = 2.6  # words from a verb to what it is told of
_MATTER = 4.0  # words from an agreement to what it is about
_POSSESSIVE = re.compile(r"(?:['’]s?\s|的)\w{0,4}")
_LINK = 8  # characters


def of_another(
    layout: Layout, kind: Kind, sentence: Sentence, rung: Rung, name: tuple[int, int] | None
) -> bool:
    """Whether the words around a rung name another thing that it is told of than ``name``."""
    start, end = layout.clause(rung.start, sentence, 1.0)
    if kind is Kind.AGREEMENT:
        return any(
            layout.gap((one.start, one.end), rung.span) < _MATTER
            for one in layout.within("ladders.matters", start, max(end, rung.end))
        )
    for one in layout.within("ladders.apart", start, max(end, rung.end)):
        if rung.start <= one.start < rung.end:
            return True
        if one.start >= rung.end and layout.gap(rung.span, (one.start, one.end)) < _OBJECT:
            return True
        if name and rung.end <= name[0] < one.start and _of_name(layout, name[1], one.start):
            return True
        works = [
            mark
            for mark in layout.within("ladders.works", start, rung.end)
            if name is None or mark.end <= name[0] or mark.start >= name[1]
        ]
        if one.end <= rung.start and _leads(layout, (one.start, one.end), works):
            return True
    return rung.name in STOPS and _undergone(layout, rung, start, end)


def _of_name(layout: Layout, end: int, start: int) -> bool:
    return bool(_POSSESSIVE.fullmatch(layout.content, end, start))


def _leads(layout: Layout, thing: tuple[int, int], works: list[Found]) -> bool:
    """Whether a thing leads its clause, and no works are told of before or behind it."""
    return not any(
        mark.end <= thing[0] or (mark.start >= thing[1] and not _linked(layout, mark.start))
        for mark in works
    )


def _linked(layout: Layout, at: int) -> bool:
    return layout.any_within("structure.link", at - _LINK, at) is not None


def _undergone(layout: Layout, rung: Rung, start: int, end: int) -> bool:
    """Whether it is a strike or a blockade that was stopped, and not the mine by it."""
    for one in layout.within("ladders.causes", start, end):
        if one.start >= rung.end and layout.gap(rung.span, (one.start, one.end)) < _OBJECT:
            return not layout.within("ladders.by", rung.end, one.start)
        if one.end <= rung.start and layout.within("ladders.undergone", one.end, rung.end):
            return not layout.within("ladders.works", one.end, rung.end)
    return False


def put_off(layout: Layout, sentence: Sentence, rung: Rung) -> bool:
    """Whether a signing is one that was postponed, or is still to be held."""
    if not layout.within("ladders.act", rung.start - 1, rung.end):
        return False
    return bool(layout.within("ladders.deferred", rung.start, sentence.end))


def as_neighbour(layout: Layout, place: tuple[int, int] | None) -> bool:
    """Whether a name only says beside what something else lies."""
    if place is None:
        return False
    near = layout.within("structure.neighbour", place[0] - 24, place[0])
    return any(not layout.content[one.end : place[0]].strip(' «"the') for one in near)


def is_object(layout: Layout, ownership: Ownership, start: int, end: int) -> bool:
    """Whether a verb is done to a tracked site: "has shelved X", "X has been shelved"."""
    content = layout.content
    for one in ownership.sites(layout.sentence_at(start)):
        if layout.breaks(min(end, one.end), max(start, one.start)) >= 1.0:
            continue
        if one.start >= end and _EPITHETS.fullmatch(content, end, one.start):
            return True
        if one.end <= start and _UNDERGOES.search(content, one.end, start):
            return True
    return False
