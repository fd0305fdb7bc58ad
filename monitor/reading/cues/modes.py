"""What a mode is, and where the value stands that has it."""

from __future__ import annotations

from monitor.model import Modality, Reason
from monitor.reading.text.layout import Sentence
from monitor.reading.text.record import record


@record
class Place:
    """A value at ``start:end`` in a sentence, with the cue that announces it."""

    sentence: Sentence
    start: int
    end: int
    cue: tuple[int, int]
    dated: bool = True


@record
class Mode:
    """``of_a_year``: the words tell a value as that of one year, not as what stands."""

    modality: Modality
    reason: Reason
    of_a_year: bool = False


PAST_PLAN = "a plan of the past"
PLAIN = Mode(Modality.PLANNED, Reason("plain", "told without more"))


def as_mode(modality: Modality, rule: str, words: str) -> Mode:
    return Mode(modality, Reason(rule, " ".join(words.split())))
