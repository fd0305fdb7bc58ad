"""Stages and agreements: which rung the text puts a tracked thing on."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Fact, Kind, Modality, Reason, Scope
from monitor.reading.attach import Draft
from monitor.reading.cues import Cue
from monitor.reading.expressions import Expression
from monitor.reading.layout import Layout, Sentence
from monitor.reading.modality import Mode
from monitor.reading.ownership import Anchor, Ownership


def read_ladders(
    layout: Layout,
    ownership: Ownership,
    kind: Kind,
    found: Sequence[Expression],
) -> list[Draft]:
    """Drafts for the rungs found, each with its owner."""
    drafts: list[Draft] = []
    for expression in found:
        sentence = layout.sentence_at(expression.start)
        span = (expression.start, expression.end)

        def wanted(fact: Fact) -> float | None:
            return 0.0 if fact.kind is kind else None

        owner = ownership.find(Anchor(sentence, span, span), wanted)
        if owner is None:
            continue
        mode = _mode(layout, sentence, expression)
        cue = Cue(expression.start, expression.end, kind.value)
        draft = Draft(
            fact=owner.fact,
            value=expression.value,
            mode=mode,
            scope=Scope.WHOLE,
            sentence=sentence,
            start=expression.start,
            end=expression.end,
            cue=cue,
            owner=owner,
            cost=0.0,
            margin=9.0,
            sure=expression.sure,
            notes=expression.notes,
        )
        drafts.append(draft)
    return drafts


def _mode(layout: Layout, sentence: Sentence, expression: Expression) -> Mode:
    start, end = layout.clause(expression.start, sentence, 2.0)
    text = layout.content
    for tag, modality in (
        ("conditional", Modality.CONDITIONAL),
        ("doubt", Modality.UNKNOWN),
        ("unknown", Modality.UNKNOWN),
        ("plan", Modality.PLANNED),
    ):
        mark = layout.any_within(f"modality.{tag}", start, end)
        if mark:
            return Mode(modality, Reason(tag, text[mark.start : mark.end]))
    return Mode(Modality.HAPPENED, Reason("told as done", ""))
