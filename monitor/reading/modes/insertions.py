"""Insertions between commas, which part nothing: "not, as it had said, in December"."""

from __future__ import annotations

import re

from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found

_INSERTED = re.compile(r"\s*,[^,;:.!?()]{3,90},")
_OPENS = 3  # words between the comma that opens an insertion and what it tells


def behind(layout: Layout, at: int) -> int:
    """The place behind an insertion that begins at a place; the place itself where none does."""
    if layout.structure.comma_clauses:
        return at
    inserted = _INSERTED.match(layout.content, at)
    return inserted.end() if inserted else at


def closed(layout: Layout, mark: Found, start: int) -> bool:
    """Whether a mark is told in an insertion that ends before ``start``, with a verb behind it.

    "Birch Lake, first talked of for 2025, has been moved to 2027."
    """
    sentence = layout.sentence_at(mark.start)
    opened = layout.content.rfind(",", sentence.start, mark.start)
    shut = layout.content.find(",", mark.end, start)
    if opened < 0 or shut < 0 or len(layout.content[opened : mark.start].split()) > _OPENS:
        return False
    return any(
        layout.any_within(tag, shut, start)
        for tag in ("cue.moved.shift", "modality.plan", "modality.done")
    )
