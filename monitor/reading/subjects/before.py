"""Which sentence before tells of whom a sentence speaks that names nobody."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from monitor.reading.subjects.families import Families
from monitor.reading.subjects.subject import Role, Subject
from monitor.reading.subjects.subjects import Subjects
from monitor.reading.text.layout import Layout, Sentence

_HEADING = 50  # characters
_APART = 5  # characters between another thing and a noun that is not its own
_STEP = 0.6  # what a sentence back costs; the first of a paragraph twice that


def _last_below(places: list[int], index: int) -> int:
    """The last of the places before ``index``, -1 where there is none."""
    before = bisect_left(places, index)
    return places[before - 1] if before else -1


class Before:
    """The sentences of an article that name tracked things."""

    def __init__(self, layout: Layout, subjects: Subjects, families: Families) -> None:
        self._layout = layout
        self._subjects = subjects
        self._topics = layout.structure.topic_leads
        self._families = families
        self._sentences = sentences = layout.sentences
        self._steps = list(accumulate(2 if one.opens else 1 for one in sentences))
        self._first: dict[int, int] = {}  # sentence of a paragraph
        self._named: dict[str, list[int]] = {}
        for sentence in sentences:
            self._first.setdefault(sentence.paragraph, sentence.index)
            for entity in {one.entity for one in subjects.tracked(sentence)}:
                self._named.setdefault(entity, []).append(sentence.index)
        self._closed = {
            entity: [at for at in places if self.closes(entity, at)]
            for entity, places in self._named.items()
        }

    def closes(self, entity: str, at: int) -> bool:
        """Whether what follows sentence ``at`` in its paragraph speaks of an entity it names."""
        if at + 1 >= len(self._sentences) or not self._families.is_site(entity):
            return False
        return not self._sentences[at + 1].opens or self._heads(self._sentences[at])

    def _heads(self, sentence: Sentence) -> bool:
        """Whether a sentence is a heading: short, a paragraph of its own, with no full stop."""
        text = self._layout.content[sentence.start : sentence.end].rstrip()
        ends = text[-1:].isalnum() or text.endswith(")")
        return ends and len(text) < _HEADING and sentence.opens and not sentence.title

    def nearest(self, sentence: Sentence, meant: Iterable[str]) -> int | None:
        """The nearest sentence before that names one of the entities meant, or closes the search.

        -1 where there is none, and None where another thing is spoken of.
        """
        apart = sentence.paragraph in self._subjects.listed
        floor = self._first[sentence.paragraph] if apart else 0
        if sentence.index > floor and self._strange(sentence):
            return None
        lists = self._closed | {entity: self._named[entity] for entity in meant}
        at = max((_last_below(places, sentence.index) for places in lists.values()), default=-1)
        return at if at >= floor else None if floor else -1

    def _strange(self, sentence: Sentence) -> bool:
        """Whether the sentence right before names a thing that nobody tracks, and no other."""
        before = self._sentences[sentence.index - 1]
        if before.title or sentence.opens or self._subjects.tracked(before):
            return False
        here = self._subjects.of(before)
        others = [one for one in here if one.role is Role.OTHER]
        return bool(others) and not (self._topics and self._meant(here, others))

    def _meant(self, here: list[Subject], others: list[Subject]) -> bool:
        """Whether the thing itself is spoken of too: "rivals laughed at the project"."""
        return any(
            one.role is Role.GENERIC
            and all(one.start >= other.end + _APART or one.end <= other.start for other in others)
            for one in here
        )

    def cost(self, sentence: Sentence, at: int) -> float:
        """What it costs to go back from a sentence to another one, or to the beginning (-1)."""
        steps = self._steps[sentence.index] - self._steps[max(at, 0)]
        return _STEP * (1 + steps)
