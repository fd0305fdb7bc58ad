"""Whom a text has saying a claim: a tracked name, or the words for a person or a company."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model import EntityKind
from monitor.reading.subjects.subject import Role
from monitor.reading.subjects.subjects import Subjects
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

_SPEAKS = frozenset({EntityKind.COMPANY, EntityKind.PERSON, EntityKind.AGENCY})
_NEAR_NAME, _NEAR_WORD = 6.0, 5.0


def speaker(
    layout: Layout, subjects: Subjects, kinds: Mapping[str, EntityKind], sentence: Sentence
) -> str:
    """The speaker named beside "said", "according to" and the like; empty where there is none."""
    marks = layout.within("subjects.speaker", sentence.start, sentence.end)
    best: tuple[float, str] | None = None
    for mark in marks:
        for cost, words in _beside(layout, subjects, kinds, sentence, mark):
            if best is None or cost < best[0]:
                best = cost, words
    return " ".join(best[1].split()) if best else ""


def _beside(
    layout: Layout,
    subjects: Subjects,
    kinds: Mapping[str, EntityKind],
    sentence: Sentence,
    mark: Found,
) -> list[tuple[float, str]]:
    span = (mark.start, mark.end)
    found: list[tuple[float, str]] = []
    for one in subjects.of(sentence):
        if one.role is Role.TRACKED and kinds.get(one.entity) in _SPEAKS:
            cost = layout.gap(one.span, span)
            if cost < _NEAR_NAME:
                found.append((cost, layout.content[one.start : one.end]))
    for word in layout.within("subjects.people", sentence.start, sentence.end):
        cost = layout.gap((word.start, word.end), span) + 0.5
        if cost < _NEAR_WORD:
            found.append((cost, layout.content[word.start : word.end]))
    return found
