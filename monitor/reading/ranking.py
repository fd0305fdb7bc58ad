"""Which words announce a value: cues and rivals by distance, and what is only implied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitor.model import Fact, Kind, Milestone, Quantity, Value
from monitor.reading.cues import SUPPORT, Cue, Cues
from monitor.reading.expressions import Expression
from monitor.reading.layout import Layout, Sentence
from monitor.reading.modality import is_question
from monitor.reading.modes import Place
from monitor.reading.ownership import Ownership
from monitor.reading.phrases import Found
from monitor.reading.setaside import read_set_aside

_FAR = 32.0  # a cue farther away than this many words announces nothing
_FAR_PAST = 13.0  # the same for a date that has passed
_FAR_DAY = 7.0  # and for a day
_SHORT = 14.0  # words of a clause that says no more than a name and a date
_BACK = 2  # sentences back that an event is remembered
_CARRIED = 5.0  # a cue of the sentence before
_WEAK, _RIVAL, _IMPLICIT, _OTHER_VALUE = 2.5, 0.8, 3.0, 1.8
_NEXT = 2.0  # a cue behind a comma is of what is told next: "the study by June, the permit by May"
_ANCHOR = 9.0  # a cue that only says since when
_OLD_DAYS = 1200  # a date this old is not the one that a plan replaces


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue that may announce a value, and how far-fetched that is; smaller is nearer."""

    cue: Cue
    cost: float


class Ranking:
    """Ranks the cues of one article for its values."""

    def __init__(
        self,
        layout: Layout,
        cues: Cues,
        ownership: Ownership,
        facts: Mapping[str, Fact],
        published: date,
    ) -> None:
        self._layout = layout
        self._cues = cues
        self._ownership = ownership
        self._facts = facts
        self._published = published

    def rank(
        self,
        kind: Kind,
        sentence: Sentence,
        expression: Expression,
        others: list[tuple[int, int]],
    ) -> list[Candidate]:
        """Cues and rivals for a value, the nearest first."""
        span = (expression.start, expression.end)
        ranked: list[Candidate] = []
        own = [cue for cue in self._cues.own(sentence) if self._kind_of(cue) is kind]
        if own and self._other_event(kind, sentence, span):
            own = []
        for cue in (*own, *self._cues.of(sentence, kind)):
            cost = self._distance(cue, span, others)
            if cost <= self._reach(expression, cue):
                ranked.append(Candidate(cue, cost))
        ranked = self._without_weak(ranked, span)
        ranked += self._implied(kind, sentence, expression)
        if not any(not one.cue.rival for one in ranked):
            ranked += (
                self._answering(kind, sentence)
                or self._going_on(kind, sentence, expression)
                or self._bare(sentence, expression)
            )
        if kind is Kind.MILESTONE:
            ranked += self._reporting(sentence, expression)
        ranked.sort(key=lambda one: one.cost)
        return ranked

    def _other_event(self, kind: Kind, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether the clause tells another event of the thing: "the second stage is permitted"."""
        low, high = self._layout.clause(span[0], sentence, 1.0)
        told = [
            cue.attribute in SUPPORT[kind]
            for cue in self._cues.of(sentence, kind)
            if cue.attribute and not cue.weak and low <= cue.start < high
        ]
        return bool(told) and not any(told)

    def _without_weak(self, ranked: list[Candidate], span: tuple[int, int]) -> list[Candidate]:
        """Without weak cues where a strong one stands in the same clause."""
        strong = any(
            not one.cue.rival and not one.cue.weak
            and self._layout.breaks(min(one.cue.end, span[1]), max(one.cue.start, span[0])) < 1.0
            for one in ranked
        )  # fmt: skip
        if not strong:
            return ranked
        return [one for one in ranked if not (one.cue.weak)]

    def _reach(self, expression: Expression, cue: Cue) -> float:
        """How far away a cue may stand. Days that have passed are mostly of other events."""
        if not self.is_past(expression.value):
            return _FAR
        low, high = cue.start - 6, cue.end + 6
        if not cue.weak and self._layout.within("modality.done", low, high):
            return _FAR
        return _FAR_DAY if expression.precision == "day" else _FAR_PAST

    def _implied(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """A yearly amount beside a name; "the $2 billion plant"."""
        after = self._made_of(sentence, expression)
        if kind is Kind.QUANTITY and _per_year(expression.value):
            here = Cue(expression.start, expression.end, "capacity", weak=True)
            implied = [Candidate(here, _IMPLICIT)]
            if after:
                implied.append(Candidate(Cue(after.start, after.end, "capacity"), 1.0))
            return implied
        if kind is Kind.MONEY and after:
            return [Candidate(Cue(after.start, after.end, "capex"), 1.0)]
        return []

    def _made_of(self, sentence: Sentence, expression: Expression) -> Found | None:
        """The noun that an amount stands before as an adjective: "a 5,000 t/yr plant"."""
        end = min(sentence.end, expression.end + 24)
        name = self._ownership.named_at(sentence, expression.end)
        if name and self._layout.content[expression.end : name[0]].strip() in {"", "的"}:
            return Found(*name, "")
        for mark in self._layout.within("subjects.project", expression.end, end):
            between = self._layout.content[expression.end : mark.start]
            words = len(between) if self._layout.language == "zh" else len(between.split())
            if self._layout.any_within("structure.link", expression.end, mark.start):
                return None  # "$1 billion for the plant"
            if words <= 2 and not any(sign in between for sign in ",;.(，；。（、"):
                return mark
        return None

    def _answering(self, kind: Kind, sentence: Sentence) -> list[Candidate]:
        """The cue of the question that the sentence answers."""
        index = sentence.index - 1
        while index > 0 and self._is_short(index) and not self._asks(index):
            index -= 1
        if index < 0 or not self._asks(index):
            return []
        return self._cues_of(index, kind, 4.0)

    def _is_short(self, index: int) -> bool:
        text = self._text(index)
        return len(text) <= 12 if self._layout.language == "zh" else len(text.split()) <= 6

    def _asks(self, index: int) -> bool:
        return is_question(self._layout, self._layout.sentences[index])

    def _text(self, index: int) -> str:
        sentence = self._layout.sentences[index]
        return self._layout.content[sentence.start : sentence.end]

    def _cues_of(self, index: int, kind: Kind, cost: float) -> list[Candidate]:
        """The cues of another sentence, for a value of this one."""
        cues = self._cues.of(self._layout.sentences[index], kind)
        strong = [cue for cue in cues if not cue.rival and not cue.weak]
        weak = [cue for cue in cues if not cue.rival and cue.weak]
        own = [
            cue
            for cue in self._cues.own(self._layout.sentences[index])
            if self._kind_of(cue) is kind
        ]
        strong.reverse()  # what was told last is gone on about first
        return [Candidate(cue, cost) for cue in (*own, *strong)] or [
            Candidate(cue, cost + _WEAK) for cue in weak
        ]

    def _cues_before(self, sentence: Sentence, kind: Kind, cost: float) -> list[Candidate]:
        """The cues of the nearest sentence before that has any."""
        for back in range(1, _BACK + 1):
            if sentence.index < back:
                break
            cues = self._cues_of(sentence.index - back, kind, cost + back - 1)
            if cues:
                return cues
        return []

    def _going_on(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """A date of the event told of before: "It is now due in 2029", "put off until 2029"."""
        if kind is not Kind.MILESTONE:
            return []
        span = (expression.start, expression.end)
        shifts = self._near("cue.moved.shift", sentence, span)
        place = Place(sentence, *span, span)
        aside = read_set_aside(self._layout, place, []) is not None
        aside = aside and self.alone(sentence, expression)
        if not shifts and not aside and not self._near("cue.moved.weak", sentence, span):
            return []
        if not self.alone(sentence, expression):
            return []
        if sentence.index and (not sentence.opens or sentence.index == 1 or shifts or aside):
            before = self._cues_before(sentence, kind, _CARRIED)
            if before:
                return before
        return [
            Candidate(Cue(one.start, one.end, "start", weak=True), _CARRIED + 2)
            for one in shifts[:1]
        ]

    def _bare(self, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """A date to come beside a name and nothing else: the start of what is named."""
        value = expression.value
        if not isinstance(value, Milestone) or not value.earliest:
            return []
        if value.earliest <= self._published:
            return []
        low, high = self._layout.clause(expression.start, sentence, 2.0)
        if self._layout.any_within("structure.dates", low, high):
            return []
        words = self._layout.gap((low, low), (high, high)) - 2.2 * self._layout.breaks(low, high)
        if self._ownership.names(sentence) and words < _SHORT:
            cue = Cue(expression.start, expression.end, "start", weak=True)
            return [Candidate(cue, _CARRIED + 4)]
        if sentence.index and self._layout.any_within("subjects.generic", low, high):
            return self._cues_before(sentence, Kind.MILESTONE, _CARRIED + 3)
        return []

    def _near(self, tag: str, sentence: Sentence, span: tuple[int, int]) -> list[Found]:
        marks = self._layout.within(tag, sentence.start, sentence.end)
        return [one for one in marks if self._layout.gap((one.start, one.end), span) < 8]

    def is_past(self, value: Value) -> bool:
        return (
            isinstance(value, Milestone)
            and value.latest is not None
            and value.latest <= self._published
        )

    def _reporting(self, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """When somebody said so, or the dateline: rivals for a day that has passed."""
        if not self.is_past(expression.value):
            return []
        span = (expression.start, expression.end)
        said = self._layout.within("subjects.speaker", sentence.start, sentence.end)
        rivals = [
            Candidate(Cue(m.start, m.end, ""), self._layout.gap((m.start, m.end), span))
            for m in said
        ]
        head = self._layout.content[expression.end : expression.end + 4].strip()
        if sentence.opens and expression.end - sentence.start < 40 and head[:1] in set("—–-:.（("):
            rivals.append(Candidate(Cue(*span, ""), 0.0))
        return rivals

    def _kind_of(self, cue: Cue) -> Kind | None:
        fact = self._facts.get(cue.fact)
        return fact.kind if fact else None

    def _distance(self, cue: Cue, span: tuple[int, int], others: list[tuple[int, int]]) -> float:
        cost = self._layout.gap(cue.span, span)
        if cue.weak:
            cost += _WEAK
        if cue.rival:
            cost += _RIVAL
        if cue.fact:
            cost -= 1.0
        if self._only_since(cue, span):
            cost += _ANCHOR
        low, high = min(cue.end, span[1]), max(cue.start, span[0])
        cost += _OTHER_VALUE * sum(low <= a and b <= high for a, b in others)
        if cue.start >= span[1]:
            english = self._layout.language == "en"
            behind = {"en": 5.0, "ru": 2.5}.get(self._layout.language, 1.2)
            cost += behind if cue.rival else (1.0 if english else 0.0)
            if self._layout.language == "ru" and self._layout.breaks(span[1], cue.start) >= 1.0:
                cost += _NEXT
        return cost

    def event(self, kind: Kind, sentence: Sentence, expression: Expression) -> str:
        """What a strong cue in the clause of a value says it is of; empty where there is none."""
        span = (expression.start, expression.end)
        near = [
            (self._distance(cue, span, []), cue.attribute)
            for cue in self._cues.of(sentence, kind)
            if cue.attribute and not cue.weak
        ]
        cost, attribute = min(near, default=(_FAR, ""))
        return attribute if cost < _FAR_PAST else ""

    def _only_since(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether a cue only says since when: "a year after the start, in 2029"."""
        if cue.rival or cue.start >= span[0]:
            return False
        marks = self._layout.within("structure.anchor", cue.start - 16, cue.start)
        if not any(not self._layout.content[one.end : cue.start].strip() for one in marks):
            return False
        return self._layout.breaks(cue.end, span[0]) >= 1.0

    def alone(self, sentence: Sentence, expression: Expression) -> bool:
        """Whether a sentence speaks of nothing else that a date may belong to."""
        value = expression.value
        latest = value.latest if isinstance(value, Milestone) else None
        if latest and (self._published - latest).days > _OLD_DAYS:
            return False
        low, high = self._layout.clause(expression.start, sentence, 2.0)
        tags = ("subjects.object", "subjects.other", "structure.dates")
        return not any(self._layout.any_within(tag, low, high) for tag in tags)


def _per_year(value: Value) -> bool:
    return isinstance(value, Quantity) and value.unit.endswith("/yr")
