"""How sure a claim is, and why in words. Weights are fitted on labelled news."""

from __future__ import annotations

from monitor.model import Modality, Reason
from monitor.reading.drafts import Draft
from monitor.reading.layout import Layout

_BASE = 0.96
FLOOR = 0.3
"""Below this a draft is no claim at all."""


def reasons_for(layout: Layout, draft: Draft) -> tuple[Reason, ...]:
    """What speaks for a draft and against it; the weights add up to its confidence."""
    content = layout.content
    reasons: list[Reason] = []
    words = " ".join(content[draft.cue.start : draft.cue.end].split())
    which = draft.cue.attribute or "own cue"
    reasons.append(Reason("cue", f"“{words}” ({which})", _BASE))
    if draft.cue.weak:
        reasons.append(Reason("weak cue", "words that may announce other things too", -0.08))
    reasons.append(Reason("subject", draft.owner.how, -min(0.25, 0.03 * draft.owner.cost)))
    reasons.append(Reason(draft.mode.reason.rule, draft.mode.reason.detail, 0.0))
    distance = max(0.0, draft.cost - 4.0)
    if distance:
        reasons.append(Reason("distance", "the cue is not beside the value", -0.012 * distance))
    if draft.margin < 2.0:
        reasons.append(Reason("rival", "the value may be another event’s", -0.1))
    if not draft.sure:
        why = "; ".join(draft.notes) or "the value is not quite clear"
        reasons.append(Reason("expression", why, -0.12))
    if draft.sentence.title:
        reasons.append(Reason("headline", "told in the headline only", -0.06))
    if draft.mode.modality in (Modality.UNKNOWN, Modality.DENIED, Modality.CONDITIONAL):
        reasons.append(Reason("modality", draft.mode.modality.value, -0.08))
    reasons += draft.penalties
    return tuple(reasons)


def confidence(reasons: tuple[Reason, ...]) -> float:
    """Between 0.05 and 0.98."""
    return max(0.05, min(0.98, sum(reason.weight for reason in reasons)))
