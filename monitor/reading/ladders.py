"""Stages and agreements: which rung the text puts a tracked thing on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    published: date,
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
        mode = _mode(layout, sentence, expression, published)
        cue = Cue(expression.start, expression.end, kind.value)
        drafts.append(
            Draft(
                owner.fact, expression.value, mode, Scope.WHOLE, sentence,
                expression.start, expression.end, cue, owner, 0.0, 9.0,
                expression.sure, expression.notes,
            )  # fmt: skip
        )
    return drafts


def _mode(layout: Layout, sentence: Sentence, expression: Expression, published: date) -> Mode:
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
