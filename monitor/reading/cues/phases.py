"""What a verb begins or ends that stands apart from it: «Строительство, по словам мэра, начнётся».

Where words may stand in any order and insertions part them, a phrase cannot hold both; the clause
does. A verb that begins something else tells of no start: «начнут набирать людей».
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.reading.spelling import dictionary
from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found

_MEANT = {  # what the beginning and the end of some work are
    ("begin", "build"): "construction-start",
    ("end", "build"): "construction-complete",
    ("begin", "produce"): "production",
    ("begin", "extract"): "first-production",
}
_WORKS = ("build", "produce", "extract")
_REACH = 16.0  # words
_CLAUSE = 1.0
_NEAR = 6  # words between a verb and the infinitive that goes with it
_TOKEN = re.compile(r"[а-яёА-ЯЁ-]+")


def phased(layout: Layout) -> Iterable[tuple[Found, str]]:
    """Verbs with what they announce by the work that they begin or end."""
    for phase in ("begin", "end"):
        for verb in layout.marks.get(f"events.{phase}", ()):
            work = _work(layout, verb)
            attribute = _MEANT.get((phase, work))
            if attribute:
                yield verb, attribute


def _work(layout: Layout, verb: Found) -> str:
    """What kind of work the clause of a verb names nearest to it."""
    sentence = layout.sentence_at(verb.start)
    near = [
        (layout.gap((mark.start, mark.end), (verb.start, verb.end)), work)
        for work in _WORKS
        for mark in layout.within(f"events.{work}", sentence.start, sentence.end)
        if layout.breaks(min(mark.end, verb.end), max(mark.start, verb.start)) < _CLAUSE
    ]
    gap, work = min(near, default=(_REACH, ""))
    return work if gap < _REACH else ""


def begins_another(layout: Layout, verb: Found) -> bool:
    """Whether a verb begins what is none of the work announced: «начнут набирать людей»."""
    if not layout.structure.case_dictionary or not layout.within(
        "events.begin", verb.start, verb.start + 1
    ):
        return False
    low, high = layout.clause(verb.start, layout.sentence_at(verb.start), 0.5)
    before = list(_TOKEN.finditer(layout.content, low, verb.start))[-_NEAR:]
    after = list(_TOKEN.finditer(layout.content, verb.end, high))[:2]
    return any(
        _is_infinitive(one.group()) and not layout.begins(one.start()) for one in before + after
    )


def _is_infinitive(word: str) -> bool:
    return word.endswith(("ть", "ти", "чь", "ться", "тись")) and any(
        tag.part == "INFN" for tag in dictionary.known_tags(word)[:1]
    )
