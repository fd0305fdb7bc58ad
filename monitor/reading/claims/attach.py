"""From values in a text to claims: the cue that announces a value, and the fact it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.model import ASSERTED, Fact, Kind, Milestone, Modality, Quantity, Scope, Value
from monitor.reading.claims.beside import REMEMBERED, Beside
from monitor.reading.claims.implied import Candidate
from monitor.reading.claims.prepare import prepared
from monitor.reading.claims.ranking import Ranking
from monitor.reading.cues.cues import STARTS, Cue
from monitor.reading.cues.modes import PAST_PLAN, PLAIN, Mode, Place, as_mode
from monitor.reading.expressions.found import Expression
from monitor.reading.modes.modality import read_mode
from monitor.reading.modes.overtaken import once_told
from monitor.reading.modes.phases import scope_of
from monitor.reading.modes.results import Results
from monitor.reading.modes.standing import is_new
from monitor.reading.modes.turned import turned
from monitor.reading.parties.holders import of_another
from monitor.reading.subjects.drafts import Draft, fitted, in_dollars
from monitor.reading.subjects.known import Known
from monitor.reading.subjects.ownership import Owner
from monitor.reading.subjects.whose import Whose
from monitor.reading.text.layout import Sentence

_BESIDE = 2.0  # a rival as near as this has the value
_CLAUSES = 2.0
_STILL = 6.0  # how much farther a cue may stand than one that is nobody's
_ANOTHER = 6.0  # what it costs a share to stand with somebody else's name
_NEWS_DAYS = 400  # an event longer ago is background
_MOST = 40  # values of one kind in a sentence; what has more is a table, or hostile

_Waiting = tuple[Sentence, Expression, Sequence[Expression]]


def _of_a_year(fact: Fact, mode: Mode) -> bool:
    """The output of a year gone by, told beside what a plant is to be capable of."""
    historic = mode.modality is Modality.HISTORIC
    return fact.attribute == "capacity" and historic and mode.of_a_year


def _taken(ranked: Sequence[Candidate]) -> bool:
    """Whether another event stands right beside the value."""
    return bool(ranked) and ranked[0].cost < _BESIDE and not ranked[0].cue.weak


def _place(sentence: Sentence, expression: Expression, cue: Cue) -> Place:
    span = (expression.start, expression.end)
    dated = isinstance(expression.value, Milestone)
    here = sentence.start <= cue.start < sentence.end
    return Place(sentence, *span, cue.span if here else span, dated)


class Attacher:
    """Attaches the values of one article."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._layout = known.layout
        self._ranking = Ranking(known)
        self._beside = Beside(known, self._ranking)
        self._whose = Whose(known)
        self._results = Results(known)

    def attach(self, kind: Kind, found: Sequence[Expression]) -> list[Draft]:
        """Drafts for the values of one kind; a value that nobody owns gives none."""
        by_sentence: dict[int, list[Expression]] = {}
        for expression in prepared(self._layout, kind, found):
            sentence = self._layout.sentence_at(expression.start)
            by_sentence.setdefault(sentence.index, []).append(expression)
        drafts: list[Draft] = []
        waiting: list[_Waiting] = []
        for index, values in by_sentence.items():
            group: Sequence[Expression] = values[:_MOST]
            sentence = self._layout.sentences[index]
            here, left = self._announced(kind, sentence, group)
            for expression, ranked in left:
                one = sentence, expression, group
                draft = self._beside.draft(*one, here or drafts[-1:])
                draft = draft or self._unnamed(ranked, *one)
                if draft:
                    here.append(draft)
                else:
                    waiting.append(one)
            waiting = [one for one in waiting if one[0].index >= index - REMEMBERED]
            for one in waiting if here else ():
                draft = self._beside.draft(*one, here)
                if draft and one[0] is not sentence and draft.mode.reason.rule == PAST_PLAN:
                    drafts.append(draft)
            drafts += here
        return drafts

    def _announced(
        self, kind: Kind, sentence: Sentence, group: Sequence[Expression]
    ) -> tuple[list[Draft], list[tuple[Expression, Sequence[Candidate]]]]:
        """Drafts for the values of a sentence that a cue announces, and the values without one."""
        here: list[Draft] = []
        left: list[tuple[Expression, Sequence[Candidate]]] = []
        lost: list[Expression] = []
        for expression in group:
            if self._beside.in_condition(sentence, expression):
                continue
            if self._beside.when_told(expression, group):
                continue
            if self._beside.moved_on(expression, lost):
                lost.append(expression)
                continue
            others = [(one.start, one.end) for one in group if one is not expression]
            ranked = self._ranking.rank(kind, sentence, expression, others)
            draft = self._first_owned(ranked, sentence, expression, group)
            if draft:
                here.append(draft)
                self._known.ownership.told(sentence, draft.fact.entity)
            elif _taken(ranked):
                lost.append(expression)
            else:
                left.append((expression, ranked))
        return here, left

    def _unnamed(
        self,
        ranked: Sequence[Candidate],
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
    ) -> Draft | None:
        """A draft by a weak cue of a sentence that names nothing, in a text about one site."""
        if self._known.is_past(expression.value) or not self._known.ownership.alone(sentence):
            return None
        near = [one for one in ranked if self._is_beside(one.cue, expression)]
        beside = [one for one in near if not self._lent(one.cue)]
        return self._first_owned(beside, sentence, expression, group, unnamed=True)

    def _is_beside(self, cue: Cue, expression: Expression) -> bool:
        low, high = min(cue.end, expression.end), max(cue.start, expression.start)
        return self._layout.breaks(low, high) < 1.0

    def _is_background(self, value: Value, mode: Mode) -> bool:
        """An event of years ago is no news."""
        if mode.modality is not Modality.HAPPENED or not isinstance(value, Milestone):
            return False
        return value.latest is not None and (self._known.published - value.latest).days > _NEWS_DAYS

    def _grounded(self, sentence: Sentence, cue: Cue, owner: Owner, expression: Expression) -> bool:
        """A weak cue counts where its subject is near: named or meant in the same sentence."""
        if not cue.weak and not self._lent(cue):
            return True
        if expression.precision == "decade":
            return False
        sentence = self._layout.sentence_at(cue.start)  # of this sentence or one before
        if owner.place and sentence.start <= owner.place[0] < sentence.end:
            return True
        tags = ["subjects.generic"]
        value = expression.value
        yearly = isinstance(value, Quantity) and value.unit.endswith("/yr")
        if yearly and not self._layout.structure.topic_leads:
            if owner.place and self._goes_on(owner.place[0], sentence):
                return True
            tags += ["subjects.phase-1", "subjects.later-phase"]
        return any(self._layout.any_within(tag, sentence.start, sentence.end) for tag in tags)

    def _lent(self, cue: Cue) -> bool:
        """Whether a cue is but a word for debt, which others have too."""
        lent = self._layout.within("cue.funding.lent", cue.start, cue.start + 1)
        return any(mark.end == cue.end for mark in lent)

    def _goes_on(self, at: int, sentence: Sentence) -> bool:
        """Whether a name stands in the sentence before, of the same paragraph."""
        before = self._layout.sentence_at(at)
        return before.paragraph == sentence.paragraph and before.index == sentence.index - 1

    def _first_owned(
        self,
        ranked: Sequence[Candidate],
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
        *,
        unnamed: bool = False,
    ) -> Draft | None:
        """A draft by the nearest cue that announces a fact of somebody near."""
        kind = expression.value.kind
        rival = min((one.cost for one in ranked if one.cue.rival), default=99.0)
        reach, confined = 99.0, ""
        for candidate in ranked:
            cue = candidate.cue
            if cue.rival:
                break
            far = self._layout.breaks(cue.end, expression.start) > _CLAUSES
            if candidate.cost > reach and far:
                break
            same = {confined, cue.attribute} <= STARTS or not confined
            if not same and self._parted(cue, expression):
                break
            owner = self._whose.owner(kind, sentence, expression, cue, group)
            if owner is None:
                confined = confined or (cue.attribute if self._is_told(cue, expression) else "")
                here = sentence.start <= cue.start < sentence.end
                if here and not cue.weak and not cue.fact and cue.attribute not in STARTS:
                    break
                reach = min(reach, candidate.cost + _STILL if not cue.weak else reach)
                continue
            another = kind is Kind.SHARE and of_another(
                self._layout, self._known.cues, sentence, expression, owner.fact
            )
            told = in_dollars(self._layout.content, expression, owner.fact)
            value = fitted(told, owner.fact, cue)
            if value is None:
                continue
            if not unnamed and not self._grounded(sentence, cue, owner, expression):
                continue
            margin = rival - candidate.cost
            near = replace(candidate, cost=candidate.cost + _ANOTHER) if another else candidate
            draft = self._draft(owner, value, expression, sentence, near, margin=margin)
            return self._told(draft, expression, group)
        return None

    def _parted(self, cue: Cue, expression: Expression) -> bool:
        """Whether a cue stands in another clause than the value."""
        low, high = min(cue.end, expression.end), max(cue.start, expression.start)
        return self._layout.breaks(low, high) >= 1.0

    def _is_told(self, cue: Cue, expression: Expression) -> bool:
        """Whether a date is another's by the words of its clause, where clauses stand alone."""
        dated = isinstance(expression.value, Milestone) and self._layout.structure.run_on
        return dated and not cue.weak and not self._parted(cue, expression)

    def _told(
        self, draft: Draft, expression: Expression, group: Sequence[Expression]
    ) -> Draft | None:
        """The draft with how the text puts it forward; None for what is no news of the fact."""
        if self._results.of_a_part(draft.sentence, expression, draft.fact):
            return None
        if draft.fact.attribute == "capex" and self._results.of_budget(
            draft.sentence, expression, draft.cue.span
        ):
            return None
        place = _place(draft.sentence, expression, draft.cue)
        rest = self._beside.rest(expression, group)
        value = turned(self._layout, place, expression, draft.value)
        mode = read_mode(self._layout, place, value, self._known.published, rest)
        mode = self._as_told(mode, value, expression, group)
        if isinstance(value, Quantity) and "output" in (draft.fact.attribute, draft.cue.attribute):
            mode = self._results.closed(draft.sentence, expression, mode)
        if self._is_background(value, mode) or _of_a_year(draft.fact, mode):
            return None
        if draft.scope is Scope.LATER_PHASE and draft.fact.kind is Kind.MONEY:
            return None  # what a later stage costs is not what the project costs
        past = once_told(self._layout, place, self._known.published, rest)
        new = is_new(self._layout, place, rest)
        return replace(draft, value=value, mode=mode, past=past, new=new)

    def _as_told(
        self, mode: Mode, value: Value, expression: Expression, group: Sequence[Expression]
    ) -> Mode:
        """A date told at a date: an old plan where it has passed, or where another follows."""
        if mode.modality not in ASSERTED or not isinstance(value, Milestone):
            return mode
        at = self._beside.told_at(expression, group)
        told = at.value.latest if at and isinstance(at.value, Milestone) else None
        if at is None or told is None or value.latest is None or told >= value.latest:
            return mode
        later = any(
            one.start > expression.end and self._beside.when_told(one, group) for one in group
        )
        if later or self._known.is_past(value):
            words = self._layout.content[at.start : at.end]
            return as_mode(Modality.HISTORIC, PAST_PLAN, words)
        return mode

    def _draft(
        self,
        owner: Owner,
        value: Value,
        expression: Expression,
        sentence: Sentence,
        candidate: Candidate,
        *,
        margin: float,
    ) -> Draft:
        return Draft(
            fact=owner.fact,
            value=value,
            mode=PLAIN,
            scope=scope_of(self._layout, sentence, expression, owner.fact, self._known.amounts),
            sentence=sentence,
            start=expression.start,
            end=expression.end,
            cue=candidate.cue,
            owner=owner,
            cost=candidate.cost,
            margin=margin,
            sure=expression.sure,
            notes=expression.notes,
        )
