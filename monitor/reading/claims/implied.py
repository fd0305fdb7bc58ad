"""Cues that a text only implies: the question before, the event told of before, a bare name."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.model import Kind, Milestone, Quantity, Value
from monitor.reading.claims.acts import acts, to_do
from monitor.reading.claims.nearness import WEAK
from monitor.reading.cues.cues import Cue
from monitor.reading.cues.modes import Place
from monitor.reading.expressions.found import Expression
from monitor.reading.languages import everywhere
from monitor.reading.modes.modality import is_question, whether_so
from monitor.reading.modes.setaside import read_set_aside
from monitor.reading.modes.yearly import Time, told_time
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence
from monitor.reading.text.phrases import Found
from monitor.reading.text.record import record

_SIZED = re.compile("[，,：:]?(?:为|是|约|共|再上|再建|上|建|先上|先建|先)?")
_LABELLED = re.compile("(?:（[^）]{1,10}）)?[：:，]")
_TALK = 4  # sentences between a question and what it goes on about
_SHORT = 14.0  # words of a clause that says no more than a name and a date
_BACK = 2  # sentences back that an event is remembered
_CARRIED = 5.0  # a cue of the sentence before
_IMPLICIT = 3.0
_DATELINE = 40  # characters into a sentence where a dateline ends
_DEALS = ("parties.owner-after", "parties.owner-before", "parties.transfer")


@record
class Candidate:
    """A cue that may announce a value, and how far-fetched that is; smaller is nearer."""

    cue: Cue
    cost: float


class Implied:
    """What is implied for the values of one article."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._layout = known.layout
        self._questions: dict[int, int] = {}

    def instead(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """What stands in for a cue where the sentence has none."""
        return (
            self._answering(kind, sentence)
            or self._going_on(kind, sentence, expression)
            or self._bare(sentence, expression)
        )

    def beside(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """A yearly amount beside a name; "the $2 billion plant"."""
        after = self._made_of(sentence, expression)
        if kind is Kind.QUANTITY and _per_year(expression.value):
            here = Cue(expression.start, expression.end, "capacity", weak=True)
            implied = [Candidate(here, _IMPLICIT)]
            implied.append(Candidate(replace(here, attribute="output"), _IMPLICIT + 0.1))
            if after:
                implied.append(Candidate(Cue(after.start, after.end, "capacity"), 1.0))
            return implied
        if kind is Kind.QUANTITY and after and not self._layout.structure.bare_sizes:
            return [Candidate(Cue(after.start, after.end, "capacity"), 1.0)]
        if kind is Kind.QUANTITY and self._of_a_year(sentence, expression):
            return [
                Candidate(Cue(expression.start, expression.end, "output", weak=True), _IMPLICIT)
            ]
        if kind is Kind.QUANTITY and (of := self._sized(sentence, expression)):
            return [Candidate(Cue(of.start, of.end, "capacity"), 1.0)]
        if kind is Kind.MONEY and after:
            return [Candidate(Cue(after.start, after.end, "capex"), 1.0)]
        return []

    def _of_a_year(self, sentence: Sentence, expression: Expression) -> bool:
        """Whether an amount is told with its year and a word for a plan or a result."""
        time = told_time(self._known, sentence, (expression.start, expression.end))
        if time not in (Time.YEAR, Time.PAST):
            return False
        low, high = self._layout.clause(expression.start, sentence, 3.0)
        tags = ("cue.output.weak", "modality.plan")
        return any(self._layout.any_within(tag, low, high) for tag in tags)

    def _sized(self, sentence: Sentence, expression: Expression) -> Found | None:
        """The stage or the name that an amount tells the size of: 一期10万吨, 20万吨的 …."""
        if not self._layout.structure.bare_sizes:
            return None
        name = self._known.ownership.named_at(sentence, expression.end)
        if name and self._touch(expression.end, name[0]):
            return Found(*name, "")
        label = self._known.ownership.named_at(sentence, sentence.start)
        if label and _LABELLED.fullmatch(self._layout.content[label[1] : expression.start]):
            return Found(*label, "")
        for tag in ("subjects.phase-1", "subjects.later-phase"):
            for mark in self._layout.within(tag, expression.start - 8, expression.start):
                if _SIZED.fullmatch(self._layout.content[mark.end : expression.start]):
                    return mark
        return None

    def _made_of(self, sentence: Sentence, expression: Expression) -> Found | None:
        """The noun that an amount stands before as an adjective: "a 5,000 t/yr plant"."""
        end = min(sentence.end, expression.end + 24)
        name = self._known.ownership.named_at(sentence, expression.end)
        if name and self._touch(expression.end, name[0]):
            return Found(*name, "")
        for mark in self._layout.within("subjects.project", expression.end, end):
            between = self._layout.content[expression.end : mark.start]
            words = self._layout.structure.count(between)
            if self._layout.any_within("structure.link", expression.end, mark.start):
                return None  # "$1 billion for the plant"
            if self._layout.within("cue.funding.lent", mark.end, mark.end + 2):
                return None  # "a $350 million project loan"
            if words <= 2 and not any(sign in between for sign in ",;.(，；。（、"):
                return mark
        return None

    def _touch(self, end: int, start: int) -> bool:
        """Whether nothing stands between two places, or a word like 的."""
        between = self._layout.content[end:start].strip()
        return not between or between in everywhere("joining", "of")

    def _answering(self, kind: Kind, sentence: Sentence) -> list[Candidate]:
        """The cue of the question that the sentence answers."""
        index = self._question(sentence.index - 1)
        if index < 0:
            return []
        found = self._cues_of(index, kind, 4.0)
        asked = self._known.layout.sentences[index]
        when = self._layout.any_within("modality.when-asked", asked.start, asked.end)
        # "Moved?", "Is that so?", of what was said before
        told = self._layout.sentences[max(0, index - 1)]
        asked_on = when or self._is_one_word(index) or whether_so(self._layout, told)
        if found or kind is not Kind.MILESTONE or not asked_on:
            return found
        for before in range(index - 1, max(-1, index - 1 - _TALK), -1):  # "So when?"
            found = self._cues_of(before, kind, 5.0)
            told = self._layout.sentences[before]
            moved = self._layout.any_within("cue.moved.shift", told.start, told.end)
            if not found and moved:
                found = [Candidate(Cue(moved.start, moved.end, "start", weak=True), 5.0 + WEAK)]
            if found:
                return found
        return []

    def _question(self, index: int) -> int:
        """The sentence that asks, ``index`` or one behind which all are short; -1 for none."""
        passed: list[int] = []
        while index >= 0 and index not in self._questions:
            passed.append(index)
            if self._asks(index):
                self._questions[index] = index
            elif not index or not self._is_short(index):
                self._questions[index] = -1
            else:
                index -= 1
        found = self._questions[index] if index >= 0 else -1
        self._questions.update(dict.fromkeys(passed, found))
        return found

    def _is_short(self, index: int) -> bool:
        return self._layout.structure.is_short(self._text(index), 6)

    def _is_one_word(self, index: int) -> bool:
        return self._layout.structure.spaces and len(self._text(index).split()) == 1

    def _asks(self, index: int) -> bool:
        return is_question(self._layout, self._layout.sentences[index])

    def _text(self, index: int) -> str:
        sentence = self._layout.sentences[index]
        return self._layout.content[sentence.start : sentence.end]

    def _cues_of(self, index: int, kind: Kind, cost: float) -> list[Candidate]:
        """The cues of another sentence, for a value of this one."""
        cues = self._known.cues.of(self._layout.sentences[index], kind)
        strong = [cue for cue in cues if not cue.rival and not cue.weak]
        weak = [cue for cue in cues if not cue.rival and cue.weak]
        own = [
            cue
            for cue in self._known.cues.own(self._layout.sentences[index])
            if self._known.kind_of(cue) is kind
        ]
        strong.reverse()  # what was told last is gone on about first
        return [Candidate(cue, cost) for cue in (*own, *strong)] or [
            Candidate(cue, cost + WEAK) for cue in weak
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
        if kind is not Kind.MILESTONE or expression.rule == "date:ago":
            return []
        span = (expression.start, expression.end)
        shifts = self._near("cue.moved.shift", sentence, span)
        place = Place(sentence, *span, span)
        aside = read_set_aside(self._layout, place, []) is not None
        aside = aside and self._known.alone(sentence, expression)
        if not shifts and not aside and not self._near("cue.moved.weak", sentence, span):
            return []
        if not self._known.alone(sentence, expression):
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
        if value.earliest <= self._known.published:
            return []
        low, high = self._layout.clause(expression.start, sentence, 2.0)
        if self._layout.any_within("structure.dates", low, high):
            return []
        if any(low <= start < high for start, _ in self._known.amounts):
            return []
        if acts(self._layout, low, high) or to_do(self._layout, low, high):
            return []
        if any(self._layout.any_within(tag, low, high) for tag in (*_DEALS, "structure.other-act")):
            return []
        words = self._layout.gap((low, low), (high, high)) - 2.2 * self._layout.breaks(low, high)
        here = self._known.ownership.named_at(sentence, low)
        here = here if here and here[0] < high else None
        meant = here or self._layout.any_within("subjects.generic", low, high)
        if meant and self._known.ownership.names(sentence) and words < _SHORT:
            cue = Cue(expression.start, expression.end, "start", weak=True)
            return [Candidate(cue, _CARRIED + 4)]
        if sentence.index and self._layout.any_within("subjects.generic", low, high):
            return self._cues_before(sentence, Kind.MILESTONE, _CARRIED + 3)
        return []

    def _near(self, tag: str, sentence: Sentence, span: tuple[int, int]) -> list[Found]:
        marks = self._layout.within(tag, sentence.start, sentence.end)
        near = [one for one in marks if self._layout.gap((one.start, one.end), span) < 8]
        if self._layout.structure.comma_clauses:
            return near
        return [one for one in near if self._layout.breaks(span[1], one.start) < 1.0]

    def reporting(self, sentence: Sentence, expression: Expression) -> list[Candidate]:
        """When somebody said so, or the dateline: rivals for a day that has passed."""
        if not self._known.is_past(expression.value):
            return []
        if self._just_done(expression.start):
            return []
        span = (expression.start, expression.end)
        said = self._layout.within("subjects.speaker", sentence.start, sentence.end)
        if self._layout.structure.time_leads:
            said = [one for one in said if not self._only_tells(sentence, expression, one)]
        rivals = [
            Candidate(Cue(m.start, m.end, ""), self._layout.gap((m.start, m.end), span))
            for m in said
        ]
        head = self._layout.content[expression.end : expression.end + 4].strip()
        opening = self._layout.content[sentence.start : expression.start]
        told = head[:1] == "." and re.search(r"[a-zа-яё]{4}", opening)  # and no dateline
        near = sentence.opens and expression.end - sentence.start < _DATELINE
        if near and not told and head[:1] in set("—–-:.（("):
            rivals.append(Candidate(Cue(*span, ""), 0.0))
        return rivals

    def _only_tells(self, sentence: Sentence, expression: Expression, said: Found) -> bool:
        """Whether what is declared on a day is reached on it: 5月7日，公司宣布全面投产."""
        declared = self._layout.within("modality.declared", said.start, said.start + 1)
        if not declared or expression.precision != "day":
            return False
        dates = self._known.dates_within(sentence.start, sentence.end)
        planned = self._layout.any_within("modality.plan", said.end, sentence.end)
        return len(dates) == 1 and planned is None

    def _just_done(self, start: int) -> bool:
        """Whether the word right before a date tells what was done: "was handed in on Tuesday"."""
        for mark in self._layout.within("modality.done", start - 20, start):
            between = self._layout.content[mark.end : start]
            if len(between.split()) <= 1 and not any(sign in between for sign in ",;:—"):
                return not self._layout.within("subjects.speaker", mark.start, mark.end)
        return False


def _per_year(value: Value) -> bool:
    return isinstance(value, Quantity) and value.unit.endswith("/yr")
