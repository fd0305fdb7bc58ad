"""What words make of a value beside another one of the same fact: an older one, or the newest.

A value "still printed in the brochure" is no older one by that alone; it is where the text also
tells what holds now. So these are weighed when the text is taken as a whole.
"""

from __future__ import annotations

from monitor.model import Modality
from monitor.reading.cues.modes import PAST_PLAN, Mode, Place, as_mode
from monitor.reading.text.layout import Layout

_NEAR = 5  # words from a word for what holds now to its value
_NEAR_HAN = 8  # the same in characters, where words have no blanks
_ASIDE = 4  # characters from a value to an insertion about it


def once_on_paper(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """How a value stands that an older statement or a paper gives, where another one is told."""
    low, high = layout.clause(place.start, place.sentence, 1.0)
    high = max(high, min(place.end + _ASIDE, place.sentence.end))
    for mark in layout.within("modality.on-paper", low, high):
        span = (mark.start, mark.end)
        near = layout.gap(span, (place.start, place.end))
        if any(layout.gap(span, one) < near for one in neighbours):
            continue
        if not layout.any_within("modality.confirms", mark.start - _ASIDE, mark.start):
            return as_mode(Modality.HISTORIC, PAST_PLAN, layout.content[mark.start : mark.end])
    return None


def is_new(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> bool:
    """Whether words right before a date tell it as what holds now: "the new date is 2028"."""
    if not place.dated:
        return False
    low, _ = layout.clause(place.start, place.sentence, 1.0)
    for tag in ("modality.new-value", "modality.now"):
        for mark in layout.within(tag, low, place.start):
            told = layout.content[mark.end : place.start]
            near = len(told.split()) <= _NEAR if layout.structure.spaces else len(told) <= _NEAR_HAN
            between = any(mark.start <= start < place.start for start, _ in neighbours)
            if mark.end <= place.start and near and not between:
                return True
    return False
