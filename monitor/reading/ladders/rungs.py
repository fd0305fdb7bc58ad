"""Words that put a thing on a rung of its ladder: which phrases, and how plainly they tell it.

"Ground was broken" tells by itself that construction has begun; "construction" is but a noun
and tells it only beside words that say that it goes on or is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from monitor.model import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    STAGES_BESIDE,
    Agreement,
    Kind,
    Stage,
)
from monitor.reading.expressions.found import Expression
from monitor.reading.ladders.stopped import stops_another
from monitor.reading.languages import everywhere
from monitor.reading.text.joining import percent
from monitor.reading.text.layout import Layout
from monitor.reading.text.record import record
from monitor.reading.text.spans import Spans, Taken

STOPS = frozenset(STAGES_BESIDE)
# rungs whose own words deny something: "will not go ahead", "has not yet agreed"
_DENYING = frozenset({"cancelled", "refused", "talks"})
_NEGATION_REACH = 3.0
_BOARD = 2.0  # words from a board to what it approves


@record
class Rung:
    """A stage or an agreement at ``content[start:end]``; ``told`` where the words suffice."""

    start: int
    end: int
    value: Stage | Agreement
    told: bool
    negated: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def name(self) -> str:
        return self.value.stage


def find_rungs(
    layout: Layout,
    kind: Kind,
    found: Sequence[Expression],
    is_object: Callable[[int, int], bool],
) -> list[Rung]:
    """Every rung in the text; ``found`` are the words of the plain vocabulary.

    ``is_object`` tells whether a verb has a tracked thing for what it is done to.
    """
    told = _told(layout, kind)
    if kind is Kind.STAGE:
        told += _built_in_part(layout, found)
    rungs = list(told)
    taken = Spans(rung.span for rung in told)
    bare = {(one.start, one.end) for one in layout.marks.get("ladders.bare", ())}
    never = {(one.start, one.end) for one in layout.marks.get("ladders.never", ())}
    for one in found:
        if layout.content[one.start - 1 : one.start] == "-":
            continue
        if (one.start, one.end) in never and not is_object(one.start, one.end):
            continue
        if taken.overlap(one.start, one.end):
            continue
        if isinstance(one.value, Stage | Agreement):
            if one.value.stage in STOPS and stops_another(layout, one.start, one.end):
                continue
            plain = (one.start, one.end) not in bare
            negated = "negated" in one.notes
            rungs.append(Rung(one.start, one.end, one.value, plain, negated))
    return sorted(rungs, key=lambda rung: rung.start)


def _told(layout: Layout, kind: Kind) -> list[Rung]:
    stages = kind is Kind.STAGE
    names = (*STAGES, *STAGES_BESIDE) if stages else (*AGREEMENTS, *AGREEMENTS_BESIDE)
    section = "told-stages" if stages else "told-agreements"
    found: list[Rung] = []
    for name in names:
        value = Stage(name, name) if stages else Agreement(name, name)
        found += [
            Rung(mark.start, mark.end, value, told=True, negated=False)
            for mark in layout.marks.get(f"{section}.{name}", ())
            if layout.breaks(mark.start, mark.end) < 3.0
            and not layout.within("ladders.passing", mark.start, mark.start + 1)
            and not layout.within("ladders.of-noun", mark.end, mark.end + 1)
            and not (name in STOPS and stops_another(layout, mark.start, mark.end))
        ]
    found.sort(key=_stage_order if stages else _agreement_order)
    kept: list[Rung] = []
    taken = Taken()
    for rung in found:
        over = sorted(taken.by(*rung.span))
        if not over:
            taken.take(*rung.span, len(kept))
            kept.append(rung)
        elif stages and all(kept[at].name == rung.name for at in over):
            whole = kept[over[0]]
            start, end = min(whole.start, rung.start), max(whole.end, rung.end)
            kept[over[0]] = replace(whole, start=start, end=end)
            taken.take(start, end, over[0])
    kept = [_by_board(layout, rung) if stages else rung for rung in kept]
    return [replace(rung, negated=_negated(layout, rung)) for rung in kept]


def _by_board(layout: Layout, rung: Rung) -> Rung:
    """What the owner's board approves is decided upon, and no permit."""
    if rung.name != "permitted":
        return rung
    low = layout.sentence_at(rung.start).start
    for mark in layout.within("ladders.board", low, rung.end):
        if layout.gap((mark.start, mark.end), rung.span) < _BOARD and (
            layout.breaks(mark.end, rung.start) < 1.0
        ):
            return replace(rung, value=Stage("financed", "financed"))
    return rung


def _built_in_part(layout: Layout, found: Sequence[Expression]) -> list[Rung]:
    """Places that say how much has been built: "60% complete", «построен на 40%»."""
    content = layout.content
    rungs: list[Rung] = []
    part_before, part_after = _parts()
    for mark in layout.marks.get("ladders.built", ()):
        start, end = mark.start, mark.end
        before = part_before.search(content, max(0, start - 16), start)
        after = None if before else part_after.match(content, end, end + 24)
        if before is None and after is None:
            continue
        start, end = (before.start(), end) if before else (start, after.end() if after else end)
        low = layout.sentence_at(start).start
        others = (
            one
            for one in found
            if low <= one.start < end
            and isinstance(one.value, Stage)
            and one.value.stage != "construction"
            and layout.breaks(one.start, start) < 1.0
        )
        if next(others, None) is None:
            value = Stage("construction", "construction")
            rungs.append(Rung(start, end, value, told=True, negated=False))
    return rungs


def _stage_order(rung: Rung) -> tuple[bool, int, int]:
    """What stops a project first; else the tightest words."""
    return rung.name not in STOPS, rung.end - rung.start, rung.start


def _agreement_order(rung: Rung) -> tuple[int, int]:
    return rung.start - rung.end, rung.start


def _negated(layout: Layout, rung: Rung) -> bool:
    """Whether the words are denied right before or in one of their gaps."""
    sentence = layout.sentence_at(rung.start)
    low = max(sentence.start, rung.start - 40)
    end = rung.start if rung.name in _DENYING else rung.end
    for mark in layout.within("modality.negation", low, end):
        if mark.start >= rung.start or mark.end > rung.start:
            return mark.start > rung.start
        gap = layout.gap((mark.start, mark.end), rung.span)
        if gap < _NEGATION_REACH and layout.breaks(mark.end, rung.start) < 1.0:
            return True
    return False


@cache
def _parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A share right before a word for what is done, and one behind it."""
    part = rf"\d{{1,2}}(?:[.,]\d+)?\s?{percent()}"
    to = "|".join(sorted(everywhere("shares", "done-to")))
    before = re.compile(rf"(?<![\d.,]){part}[\s-]?$")
    return before, re.compile(rf"\s?(?:{to}|—|-|:|\s)*{part}")
