"""What announces a value: cues of attributes, and the rivals that take values away."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Kind
from monitor.reading.cues.phases import begins_another, phased
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found
from monitor.reading.text.record import record
from monitor.reading.text.spans import Spans

# The built-in cues that compete for a value of a kind. Some announce no attribute of their own.
_COMPETING: dict[Kind, tuple[str, ...]] = {
    Kind.MILESTONE: (
        "start", "production", "commissioning", "first-production", "full-capacity",
        "construction-start",
        "construction-complete", "handover", "final-investment-decision", "feasibility-study",
        "pre-study", "permit",
    ),
    Kind.QUANTITY: ("capacity", "output", "resource"),
    Kind.MONEY: ("capex", "funding"),
    Kind.SHARE: ("stake",),
}  # fmt: skip
TOLD = "structure.dates-told"  # words for telling; a date before them says when, one behind what
_RIVALS = {
    Kind.MILESTONE: ("structure.dates", TOLD),
    Kind.QUANTITY: ("structure.quantities",),
    Kind.MONEY: ("structure.money",),
    Kind.SHARE: ("structure.shares",),
}
# What a cue may mean, the likeliest first, with what the second choice costs.
MEANS: dict[str, tuple[tuple[str, float], ...]] = {
    "start": (("commissioning", 0.0), ("first-production", 0.2)),
    "production": (("first-production", 0.0), ("commissioning", 0.2)),
    "commissioning": (("commissioning", 0.0),),
    "handover": (("commissioning", 0.0), ("construction-complete", 0.2)),
    "capacity": (("capacity", 0.0),),
    "output": (("output", 0.0), ("capacity", 0.8)),
    "capex": (("capex", 0.0),),
}
# Different words for what is often one event; where one of them is not tracked another may be.
STARTS = frozenset({"start", "production", "commissioning", "first-production"})
# Built-in cues that support a watchlist's own ("the second stage is to be commissioned in …").
SUPPORT: dict[Kind, frozenset[str]] = {
    Kind.MILESTONE: frozenset(
        {
            "start",
            "production",
            "commissioning",
            "handover",
            "first-production",
            "construction-complete",
        }
    ),
    Kind.QUANTITY: frozenset({"capacity", "output", "resource"}),
    Kind.MONEY: frozenset({"capex", "funding"}),
    Kind.SHARE: frozenset({"stake"}),
}


_LONG, _APART = 40, 3.4  # a cue of so many characters is none over a hard break


@record
class Cue:
    """Words at ``content[start:end]`` that announce ``attribute``; empty for a rival.

    ``fact`` is set for a watchlist's own cue.
    """

    start: int
    end: int
    attribute: str
    weak: bool = False
    fact: str = ""

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def rival(self) -> bool:
        return not self.attribute and not self.fact


class Cues:
    """All cues of an article, asked for by sentence and kind."""

    def __init__(
        self,
        layout: Layout,
        own: list[Found],
        ahead: Sequence[tuple[int, int]] = (),
        named: Sequence[tuple[int, int]] = (),
    ) -> None:
        """``ahead`` are the places of dates to come: a quarter in one rivals no amount.

        ``named`` are those of tracked names: the railway that is meant rivals nothing either.
        """
        self._layout = layout
        self._harmless = Spans((*ahead, *named))
        self._own: dict[int, list[Cue]] = {}
        for one in own:
            cue = Cue(one.start, one.end, "", fact=one.tag)
            self._own.setdefault(layout.sentence_at(one.start).index, []).append(cue)
        self._known: dict[Kind, dict[int, list[Cue]]] = {}

    def own(self, sentence: Sentence) -> Sequence[Cue]:
        """The watchlist's own cues in a sentence."""
        return self._own.get(sentence.index, ())

    def of(self, sentence: Sentence, kind: Kind) -> Sequence[Cue]:
        """Cues and rivals for a kind in a sentence, without those inside longer ones."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._by_sentence(kind)
        return known.get(sentence.index, ())

    def _by_sentence(self, kind: Kind) -> dict[int, list[Cue]]:
        marks = self._layout.marks
        found = [
            Cue(mark.start, mark.end, attribute, strength == "weak")
            for attribute in _COMPETING.get(kind, ())
            for strength in ("strong", "weak")
            for mark in marks.get(f"cue.{attribute}.{strength}", ())
            if mark.end - mark.start < _LONG or self._layout.breaks(mark.start, mark.end) < _APART
            if strength == "strong" or not begins_another(self._layout, mark)
        ]
        if kind is Kind.MILESTONE:
            told = {(verb.start, verb.end): meant for verb, meant in phased(self._layout)}
            found = [one for one in found if one.attribute != "start" or one.span not in told]
            found += [Cue(*verb, meant) for verb, meant in told.items()]
        found += [
            Cue(mark.start, mark.end, "")
            for tag in _RIVALS.get(kind, ())
            for mark in marks.get(tag, ())
            if not self._harmless.cover(mark.start, mark.end)
        ]
        by_sentence: dict[int, list[Cue]] = {}
        for cue in found:
            by_sentence.setdefault(self._layout.sentence_at(cue.start).index, []).append(cue)
        return {index: _longest(cues) for index, cues in by_sentence.items()}


def _longest(cues: list[Cue]) -> list[Cue]:
    """Without cues that lie within a longer one; of equals a strong cue hides the rest."""
    cues.sort(key=lambda cue: (cue.start, -cue.end, cue.weak, cue.rival))
    kept: list[Cue] = []
    reach = -1
    for cue in cues:
        if cue.end <= reach:
            same = kept and (kept[-1].start, kept[-1].end) == (cue.start, cue.end)
            if not (same and cue.attribute and not cue.weak and not kept[-1].weak):
                continue
        kept.append(cue)
        reach = max(reach, cue.end)
    return kept
