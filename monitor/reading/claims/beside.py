"""Values without a cue of their own, and what they are told beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.model import Milestone
from monitor.reading.claims.lent import beside_year, is_assumed
from monitor.reading.claims.nearness import DAYS
from monitor.reading.claims.ranking import Ranking
from monitor.reading.claims.told_in import of_another_act
from monitor.reading.cues.cues import STARTS
from monitor.reading.cues.modes import PAST_PLAN, Place
from monitor.reading.expressions.found import Expression
from monitor.reading.languages import everywhere
from monitor.reading.modes.conditional import compares
from monitor.reading.modes.overtaken import told_of_past
from monitor.reading.modes.setaside import read_set_aside
from monitor.reading.subjects.drafts import Draft, fitted, in_dollars
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence
from monitor.reading.vocabulary import ATTRIBUTES

_MOVE = 12  # characters from A to B in "from A to B"
_NEAR = 2
_RIGHT_BEHIND = 14  # characters from a date to the one at which it was told
_ASIDE = 24  # characters from words for telling to when it was
_NEWS = 14  # days after which no news is told
REMEMBERED = 4  # sentences on either side in which a partner may stand


def _same_event(event: str, draft: Draft) -> bool:
    """Whether a built-in cue speaks of the event of a draft."""
    told = draft.cue.attribute
    return draft.fact.attribute in ATTRIBUTES and (told == event or {told, event} <= STARTS)


class Beside:
    """Tells what the values of one sentence are to each other."""

    def __init__(self, known: Known, ranking: Ranking) -> None:
        self._known = known
        self._layout = known.layout
        self._ranking = ranking

    def moved_on(self, expression: Expression, lost: Sequence[Expression]) -> bool:
        """The second of "from A to B" where the first was of something else."""
        if not lost or not 0 <= expression.start - lost[-1].end < _MOVE:
            return False
        first = lost[-1]
        moved = self._layout.within("modality.from", first.start - 8, first.start)
        to = self._layout.within("modality.to", first.end, expression.start + 4)
        return bool(moved and to)

    def in_condition(self, sentence: Sentence, expression: Expression) -> bool:
        """A date that belongs to what is to happen first: "if the loan comes by May"."""
        for mark in self._layout.within("modality.if", sentence.start, expression.start):
            if compares(self._layout, mark.start):
                continue
            if self._layout.breaks(mark.end, expression.start) < 0.6:
                return True
        return False

    def when_told(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """A past date that says when another date was told: "in 2015 it promised 2020"."""
        value = expression.value
        first = value.earliest if isinstance(value, Milestone) else None
        begun = first is not None and first <= self._known.published
        if begun and self._layout.within("modality.told-then", expression.end, expression.end + 2):
            return True
        if self._dates_an_amount(expression) or self._behind_a_year(expression, group):
            return True
        if self._day_of_news(expression, group) or of_another_act(self._known, expression, group):
            return True
        told = is_assumed(expression) and self._as_told_then(expression)
        if not self._known.is_past(value):
            return told
        if told or self._is_now(expression) or self._as_told_then(expression):
            return True
        if self._dates_the_other(expression, group):
            return True
        if self._layout.within("modality.from", expression.start - 1, expression.start):
            return False  # "from 2025 put off until 2026"
        if expression.precision == "day" and self._says_next(expression.end):
            return True
        later = [one for one in group if one.start > expression.end]
        if not later or self._layout.breaks(expression.end, later[0].start) >= 1.0:
            return False
        between = expression.end, later[0].start
        return any(
            self._layout.any_within(tag, *between)
            for tag in (
                "subjects.speaker",
                "modality.told",
                "modality.past-plan",
                "cue.moved.shift",
            )
        )

    def _behind_a_year(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """Whether a part of the year stands right behind a year that it is none of."""
        before = [one for one in group if one.end <= expression.start]
        return is_assumed(expression) and beside_year(
            self._layout, expression, before[-1] if before else None
        )

    def _dates_an_amount(self, expression: Expression) -> bool:
        """Whether a date says of when an amount is: "up from the $7.3 billion of July"."""
        start = expression.start
        of = everywhere("joining", "when")
        return any(
            0 < start - end <= _MOVE and self._layout.content[end:start].strip() in of
            for _, end in (*self._known.amounts, *self._known.sums)
        )

    def _dates_the_other(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """A past date right behind one that had yet to come then: "put at 2029 in May"."""
        before = [one for one in group if one.end <= expression.start]
        told = before[-1].value if before else None
        if not isinstance(told, Milestone) or not told.latest or self._known.is_past(told):
            return False
        between = before[-1].end, expression.start
        if between[1] - between[0] > _RIGHT_BEHIND or self._layout.breaks(*between):
            return False
        return self._layout.any_within("structure.soft", *between) is None

    def _day_of_news(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """A day or week just gone by, beside a time to come: when it was told or decided."""
        value = expression.value
        first = value.earliest if isinstance(value, Milestone) else None
        if expression.precision not in DAYS or first is None:
            return False
        if not 0 <= (self._known.published - first).days <= _NEWS:
            return False
        sentence = self._layout.sentence_at(expression.start)
        low, high = self._layout.clause(expression.start, sentence, 1.0)
        told = (
            *self._layout.within("modality.past-plan", low, high),
            *self._layout.within("modality.told", low, high),
        )
        if any(
            not any(one.start <= done.start < one.end for one in told)
            for done in self._layout.within("modality.done", low, high)
        ):
            return False
        return any(
            not self._known.is_past(one.value)
            and self._layout.breaks(*sorted((one.start, expression.start))) < 1.0
            for one in group
            if one is not expression
        )

    def _as_told_then(self, expression: Expression) -> bool:
        """A date inside ", as was decided in March,": that of the decision."""
        sentence = self._layout.sentence_at(expression.start)
        asides = self._layout.within("modality.as-told", sentence.start + 1, expression.start)
        between = self._layout.content[asides[-1].end : expression.start] if asides else ","
        return len(between) < _ASIDE and not any(sign in between for sign in ",;:—，；：")

    def _is_now(self, expression: Expression) -> bool:
        """Whether a day is only the one that it is: "it is 6 March now"."""
        value, start = expression.value, expression.start
        if not isinstance(value, Milestone) or value.earliest != self._known.published:
            return False
        if self._layout.within("modality.at-present", start, start + 1) and any(
            0 <= start - end <= 1 for _, end in self._known.amounts
        ):
            return True  # "against 20,000 tonnes today"
        now = self._layout.within("modality.now", start - 5, start)
        return expression.precision == "day" and any(mark.end <= start for mark in now)

    def told_at(self, expression: Expression, group: Sequence[Expression]) -> Expression | None:
        """The date at which another one was told: the 2015 of "in 2015 it promised 2020"."""
        before = [one for one in group if one.end <= expression.start]
        return before[-1] if before and self.when_told(before[-1], group) else None

    def _says_next(self, end: int) -> bool:
        """Whether the verb behind a day is of telling or of moving: "on Thursday put back"."""
        return any(
            not self._layout.content[end : mark.start].strip()
            for tag in ("subjects.speaker", "cue.moved.shift")
            for mark in self._layout.within(tag, end, end + 3)
        )

    def rest(self, expression: Expression, group: Sequence[Expression]) -> list[tuple[int, int]]:
        """The other values of a sentence; days gone by do not stand beside dates to come."""
        past = self._known.is_past(expression.value)
        return [
            (one.start, one.end)
            for one in group
            if one is not expression
            and (past or not self._known.is_past(one.value) or "from-to: from" in one.notes)
        ]

    def draft(
        self,
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
        partners: Sequence[Draft],
    ) -> Draft | None:
        """A value with no cue of its own, set against one that has: "2029, not 2028"."""
        span = (expression.start, expression.end)
        place = Place(sentence, *span, span, isinstance(expression.value, Milestone))
        if expression.rule == "date:ago":
            return None
        set_aside = read_set_aside(self._layout, place, self.rest(expression, group))
        if set_aside is None and not place.dated:
            set_aside = told_of_past(self._layout, place, self._known.published)
        if set_aside is None:
            return None
        far = set_aside.reason.rule == PAST_PLAN
        reach = REMEMBERED if far else _NEAR
        near = [
            one
            for one in partners
            if one.value.kind is expression.value.kind
            and abs(sentence.index - one.sentence.index) <= reach
        ]
        if not self._known.alone(sentence, expression):
            near = [one for one in near if one.sentence is sentence]
        kind = expression.value.kind
        event = self._ranking.event(kind, sentence, expression)
        if event:
            near = [one for one in near if one.sentence is sentence or _same_event(event, one)]
        near.sort(key=lambda one: self._layout.gap((one.start, one.end), span))
        for partner in near:
            value = fitted(
                in_dollars(self._layout.content, expression, partner.fact),
                partner.fact,
                partner.cue,
            )
            if value is None:
                continue
            gap = self._layout.gap((partner.start, partner.end), span)
            return replace(
                partner,
                value=value,
                mode=set_aside,
                sentence=sentence,
                start=expression.start,
                end=expression.end,
                cost=partner.cost + min(gap * 0.3, 8.0),
                sure=expression.sure,
                notes=expression.notes,
            )
        return None
