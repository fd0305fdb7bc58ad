"""Plans that the same sentence moves by a distance: "planned for 2027, has slipped by a year"."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Milestone, Modality
from monitor.reading.cues.modes import as_mode
from monitor.reading.subjects.drafts import Draft
from monitor.reading.text.layout import Layout

_INSERTED = 4  # words of "planned for the end of"


def moved_away(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """The drafts, with plans that are told only to be moved on set aside."""
    moves = [d for d in drafts if isinstance(d.value, Milestone) and d.value.shift]
    if not moves:
        return drafts
    return [_set_aside(layout, d, moves) for d in drafts]


def _set_aside(layout: Layout, draft: Draft, moves: list[Draft]) -> Draft:
    value = draft.value
    if draft.mode.modality is not Modality.PLANNED or not isinstance(value, Milestone):
        return draft
    if value.shift:
        return draft
    inserted = _inserted(layout, draft)
    for move in moves:
        same = move.fact.id == draft.fact.id and move.sentence is draft.sentence
        if not same or move.start <= draft.end:
            continue
        if inserted or _undone(layout, draft.end, move.start):
            words = layout.content[move.start : move.end]
            return replace(draft, mode=as_mode(Modality.HISTORIC, "moved on", words))
    return draft


def _undone(layout: Layout, start: int, end: int) -> bool:
    """Whether "but has been delayed by" stands between a plan and a distance."""
    turn = layout.any_within("structure.hard", start, end)
    return turn is not None and bool(layout.within("cue.moved.shift", turn.start, end))


def _inserted(layout: Layout, draft: Draft) -> bool:
    """Whether the plan is an insertion of a few words: ", planned for 2027,"."""
    low, high = layout.clause(draft.start, draft.sentence, 0.5)
    if low <= draft.sentence.start or high >= draft.sentence.end:
        return False
    before = layout.content[low : draft.start]
    short = layout.structure.is_short(before, _INSERTED)
    return short and layout.any_within("modality.plan", low, draft.start) is not None
