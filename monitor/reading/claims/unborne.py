"""Headlines that their body does not bear out: it says that no date was given."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import ASSERTED, Milestone, Modality
from monitor.reading.cues.modes import as_mode
from monitor.reading.subjects.drafts import Draft
from monitor.reading.text.layout import Layout


def unborne(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """The drafts; a date of the headline alone is unknown where the body says there is none."""
    marks = [
        mark
        for mark in layout.marks.get("modality.no-date", ())
        if not layout.sentence_at(mark.start).title
    ]
    if not marks:
        return drafts
    told = {draft.fact.id for draft in drafts if not draft.sentence.title}
    words = layout.content[marks[0].start : marks[0].end]
    mode = as_mode(Modality.UNKNOWN, "the body gives no date", words)
    return [
        replace(draft, mode=mode)
        if draft.sentence.title
        and draft.fact.id not in told
        and draft.mode.modality in ASSERTED
        and isinstance(draft.value, Milestone)
        else draft
        for draft in drafts
    ]
