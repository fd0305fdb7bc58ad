"""Stages and agreements: which rung the text puts a tracked thing on."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import (
    AGREEMENTS,
    STAGES,
    Agreement,
    Fact,
    Kind,
    Modality,
    Reason,
    Scope,
    Stage,
)
from monitor.reading.cues import Cue
from monitor.reading.drafts import Draft
from monitor.reading.expressions import Expression
from monitor.reading.layout import Layout, Sentence
from monitor.reading.modality import is_question
from monitor.reading.modes import Mode
from monitor.reading.ownership import Anchor, Ownership

_NEAR, _FAR = 12.0, 14.0
_RECENT = 260  # characters back to the name


def read_ladders(
    layout: Layout,
    ownership: Ownership,
    kind: Kind,
    found: Sequence[Expression],
    ahead: Sequence[tuple[int, int]],
) -> list[Draft]:
    """Drafts for the rungs found, each with its owner: for a stage the one that counts now.

    ``ahead`` are the places of dates that are still to come: what is told with one has not
    been reached.
    """
    drafts: list[Draft] = []
    for expression in found:
        draft = None
        if not _to_come(layout, expression, ahead):
            draft = _draft(layout, ownership, kind, expression)
        if draft:
            drafts.append(draft)
    return _stage_now(drafts) if kind is Kind.STAGE else _agreement_now(drafts)


def _draft(
    layout: Layout, ownership: Ownership, kind: Kind, expression: Expression
) -> Draft | None:
    sentence = layout.sentence_at(expression.start)
    span = (expression.start, expression.end)
    if _part_of_cue(layout, expression):
        return None

    def wanted(fact: Fact) -> float | None:
        return 0.0 if fact.kind is kind else None

    owner = ownership.find(Anchor(sentence, span, span), wanted)
    near = kind is Kind.AGREEMENT or (owner and _close(layout, owner.place, sentence, span))
    if owner is None or not near:
        return None
    mode = _mode(layout, sentence, expression)
    if mode is None:
        return None
    return Draft(
        fact=owner.fact,
        value=expression.value,
        mode=mode,
        scope=Scope.WHOLE,
        sentence=sentence,
        start=expression.start,
        end=expression.end,
        cue=Cue(expression.start, expression.end, kind.value),
        owner=owner,
        cost=0.0,
        margin=9.0,
        sure=expression.sure,
        notes=expression.notes,
    )


def _to_come(layout: Layout, expression: Expression, ahead: Sequence[tuple[int, int]]) -> bool:
    sentence = layout.sentence_at(expression.start)
    limit = 1.0 if layout.language == "zh" else 2.5
    start, end = layout.clause(expression.start, sentence, limit)
    return any(start <= low < end for low, _ in ahead)


def _part_of_cue(layout: Layout, expression: Expression) -> bool:
    """A word within a phrase that means something else: "design capacity"."""
    for attribute in ("capacity", "full-capacity", "capex", "first-production"):
        for mark in layout.within(f"cue.{attribute}.strong", expression.start - 8, expression.end):
            if mark.start <= expression.start and mark.end > expression.end:
                return True
    return False


def _close(
    layout: Layout, place: tuple[int, int] | None, sentence: Sentence, span: tuple[int, int]
) -> bool:
    """Whether the thing meant stands by: its name, "the plant", or nothing else at all."""
    if place and sentence.start <= place[0] < sentence.end:
        return layout.gap(place, span) < _FAR
    generic = layout.within("subjects.generic", sentence.start, sentence.end)
    if any(layout.gap((one.start, one.end), span) < _NEAR / 2 for one in generic):
        return True
    strange = ("subjects.object", "subjects.other")
    alone = not any(layout.any_within(tag, sentence.start, sentence.end) for tag in strange)
    return alone and place is not None and sentence.start - place[1] < _RECENT


def _mode(layout: Layout, sentence: Sentence, expression: Expression) -> Mode | None:
    """None where the rung is only planned, wished for, asked about or denied."""
    if is_question(layout, sentence):
        return None
    start, end = layout.clause(expression.start, sentence, 1.0)
    text = layout.content
    unknown = layout.any_within("modality.unknown", start, sentence.end)
    if layout.within("cue.moved.weak", expression.end, expression.end + 3):
        return None  # of its date, and not of the thing
    if unknown and layout.gap((unknown.start, unknown.end), (expression.start, end)) < 12:
        return Mode(Modality.UNKNOWN, Reason("unknown", text[unknown.start : unknown.end]))
    stops = isinstance(expression.value, Stage) and expression.value.stage == "suspended"
    if stops and layout.any_within("modality.resumed", sentence.start, sentence.end):
        return None
    if "negated" in expression.notes or _not_yet(layout, expression):
        return None
    for tag in ("conditional", "doubt", "plan", "negation"):
        mark = layout.any_within(f"modality.{tag}", start, end)
        if tag == "plan" and _goes_on(expression):
            continue
        inside = mark and expression.start <= mark.start < expression.end
        if inside and isinstance(expression.value, Stage) and expression.value.stage == STAGES[0]:
            return None
        if mark and not inside:
            reach = 8 if mark.start < expression.start else 2
            if layout.gap((mark.start, mark.end), _span(expression)) < reach:
                return None
    low = max(sentence.start, expression.start - 40)
    for mark in layout.within("modality.historic-before", low, expression.start):
        return Mode(Modality.HISTORIC, Reason("set aside", text[mark.start : mark.end]))
    return Mode(Modality.HAPPENED, Reason("told as so", text[expression.start : expression.end]))


def _goes_on(expression: Expression) -> bool:
    """Talks that are to go on are talks."""
    return isinstance(expression.value, Agreement) and expression.value.stage == "talks"


def _not_yet(layout: Layout, expression: Expression) -> bool:
    """Told of as something that other things come before, or that costs so much."""
    for mark in layout.within("modality.ahead", expression.start - 14, expression.start):
        if (
            mark.end <= expression.start
            and layout.gap((mark.start, mark.end), _span(expression)) < 1
        ):
            return True
    marks = layout.within("cue.capex.strong", expression.start, expression.end + 60)
    return any(
        layout.gap((one.start, one.end), _span(expression)) < 7 and one.end > expression.end
        for one in marks
    )


def _span(expression: Expression) -> tuple[int, int]:
    return expression.start, expression.end


def _stage_now(drafts: list[Draft]) -> list[Draft]:
    """Of each fact the highest rung told of; one that stops the project goes before."""
    kept: dict[str, Draft] = {}
    open_ones = [d for d in drafts if d.mode.modality is Modality.UNKNOWN]
    for draft in drafts:
        if draft.mode.modality is Modality.UNKNOWN:
            continue
        best = kept.get(draft.fact.id)
        if best is None or _height(draft) > _height(best):
            kept[draft.fact.id] = draft
    return [*kept.values(), *open_ones]


def _height(draft: Draft) -> tuple[int, int]:
    value = draft.value
    stage = value.stage if isinstance(value, Stage) else ""
    asserted = draft.mode.modality is Modality.HAPPENED
    rung = STAGES.index(stage) if stage in STAGES else len(STAGES)
    return int(asserted), rung


def _agreement_now(drafts: list[Draft]) -> list[Draft]:
    """The first told state stands; other states told later in the text are its history."""
    kept: list[Draft] = []
    for draft in drafts:
        value = draft.value
        if not isinstance(value, Agreement) or draft.mode.modality is not Modality.HAPPENED:
            kept.append(draft)
            continue
        first = next((d for d in kept if d.fact.id == draft.fact.id), None)
        if first is None or first.value == value:
            kept.append(draft)
        elif value.stage in AGREEMENTS[1:] and isinstance(first.value, Agreement):
            continue
    return kept
