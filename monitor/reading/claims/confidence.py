"""How sure a claim is, and why in words.

A linear model: every ground that speaks against a claim takes its share away, and what is
left is about the chance that the claim is right. The weights are fitted by
``benchmarks/confidence.py`` on labelled news that no rule was made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from monitor.model import Modality, Reason
from monitor.reading.subjects.drafts import Draft
from monitor.reading.text.layout import Layout

WEIGHTS = {
    "cue": 1.02,
    "weak cue": -0.05,
    "subject": -0.15,
    "distance": -0.09,
    "expression": -0.09,
    "headline": -0.18,
    "implied": -0.17,
    "elsewhere": -0.28,
    "late": -0.17,
    "several values": -0.13,
    "again": 0.08,
    "denied": -0.31,
    "unknown": -0.31,
    "conditional": -0.19,
    "historic": -0.09,
}
FLOOR = 0.15
"""Below this a draft is no claim at all."""

_SOMEBODY_ELSES = 8.0  # what it costs to find a subject as far away as can be
_FAR = 25.0  # words from a cue to its value
_SURE, _UNSURE = 0.98, 0.05
_MODES = frozenset(
    {Modality.DENIED, Modality.UNKNOWN, Modality.CONDITIONAL, Modality.HISTORIC}
)  # fmt: skip


class Ground(NamedTuple):
    """One thing that bears on a claim: the rule, its words, and how much of it there is (0-1)."""

    rule: str
    detail: str
    amount: float = 1.0


def reasons_for(layout: Layout, draft: Draft) -> tuple[Reason, ...]:
    """What speaks for a draft and against it; the weights add up to its confidence."""
    reasons = [
        Reason(one.rule, one.detail, WEIGHTS[one.rule] * one.amount)
        for one in _grounds(layout, draft)
    ]
    reasons.insert(1, Reason(draft.mode.reason.rule, draft.mode.reason.detail))
    return tuple(reasons)


def confidence(reasons: tuple[Reason, ...]) -> float:
    """Between 0.05 and 0.98."""
    return max(_UNSURE, min(_SURE, sum(reason.weight for reason in reasons)))


def _grounds(layout: Layout, draft: Draft) -> Iterator[Ground]:
    cue, sentence = draft.cue, draft.sentence
    words = " ".join(layout.content[cue.start : cue.end].split())
    yield Ground("cue", f"“{words}” ({cue.attribute or 'own cue'})")
    yield Ground("subject", draft.owner.how, min(draft.owner.cost / _SOMEBODY_ELSES, 1.0))
    if cue.weak:
        yield Ground("weak cue", "words that may announce other things too")
    if cue.start == draft.start:
        yield Ground("implied", "no word announces it but the value itself")
    elif not sentence.start <= cue.start < sentence.end:
        yield Ground("elsewhere", "the words that announce it stand in another sentence")
    if draft.cost > 0:
        far = min(draft.cost / _FAR, 1.0)
        yield Ground("distance", "the cue is not beside the value", far)
    if not draft.sure:
        yield Ground("expression", "; ".join(draft.notes) or "the value is not quite clear")
    if sentence.title:
        yield Ground("headline", "told in the headline only")
    if sentence.index:
        late = sentence.index / len(layout.sentences)
        yield Ground("late", "how far down in the text it is told", late)
    if draft.told > 1:
        yield Ground("again", "told in several places")
    if draft.rivals:
        yield Ground("several values", "the text gives another value too")
    if draft.mode.modality in _MODES:
        yield Ground(draft.mode.modality.value, "put forward as " + draft.mode.modality.value)
