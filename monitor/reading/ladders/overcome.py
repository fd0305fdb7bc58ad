"""Stops that are over, and clauses whose own subject is another thing than the one tracked."""

from __future__ import annotations

import re

from monitor.reading.ladders.rungs import Rung
from monitor.reading.spelling import dictionary
from monitor.reading.text.layout import Layout, Sentence

_LENGTH = 8  # characters from a stop to how long ago it was, where no blanks part words
_BEFORE = 2.0  # words
_LAST_WORD = re.compile(r"([^\s,;:()—–]+)[\s»”\"']*$")
_PASSIVE = frozenset({"is", "was", "were", "are", "been", "has", "have", "had", "being"})


def overcome(layout: Layout, rung: Rung) -> bool:
    """Whether a stop is told as one of before: "after ten years of standing idle", 停产十年后."""
    for mark in layout.within("ladders.over-before", rung.start - 60, rung.end):
        if layout.breaks(mark.end, rung.start) < 1.0 and (
            mark.end > rung.start or layout.gap((mark.start, mark.end), rung.span) < _BEFORE
        ):
            return True
    return any(
        layout.breaks(rung.end, mark.end) < 1.0
        for mark in layout.within("ladders.over-after", rung.end, rung.end + _LENGTH)
    )


def of_own_subject(
    layout: Layout, sentence: Sentence, rung: Rung, place: tuple[int, int] | None
) -> bool:
    """Whether the clause of a rung tells of something else than the name in another clause.

    A name right before what is done to it has its own fate ("Tarvo was shelved"); and what
    stands before the name is only of it where it speaks of work or of a site.
    """
    if not layout.structure.spaces:
        return False
    start, end = layout.clause(rung.start, sentence, 1.0)
    if place and start <= place[0] < end:
        return False
    if _named_right_before(layout, sentence, rung, start, place):
        return True
    ahead = place is not None and rung.end <= place[0] < sentence.end
    if not ahead or layout.breaks(rung.end, place[0] if place else 0) < 1.0:
        return False
    tags = ("ladders.works", "subjects.generic", "subjects.project")
    return not any(layout.any_within(tag, start, max(end, rung.end)) for tag in tags)


def _named_right_before(
    layout: Layout, sentence: Sentence, rung: Rung, start: int, place: tuple[int, int] | None
) -> bool:
    """Whether a name that is none of the tracked one's stands at once before a passive verb."""
    content = layout.content
    words = content[rung.start : rung.end].split()
    before = content[start : rung.start]
    if layout.structure.case_dictionary:
        if not words or not any("PRTS" in str(tag) for tag in dictionary.tags(words[0])[:1]):
            return False
    else:
        aux = _LAST_WORD.search(before)
        while aux and aux.group(1) in _PASSIVE:
            before = before[: aux.start()].rstrip()
            words.insert(0, aux.group(1))
            aux = _LAST_WORD.search(before)
        if not words or words[0] not in _PASSIVE:
            return False
    last = _LAST_WORD.search(before)
    if last is None or start + last.start() <= sentence.start + 1:
        return False
    word = last.group(1)
    if place and word in content[place[0] : place[1]]:
        return False
    return word[0].isupper() and not layout.begins(start + last.start())
