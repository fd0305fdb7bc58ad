"""The docket of one article: how changes are opened, backed, confirmed and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.ledger.confirming import joined, opened, taking_back, with_claim
from monitor.ledger.relation import Reading, both_done, reopens
from monitor.ledger.state import (
    PENDING_LIMIT,
    Case,
    FoldState,
    Held,
    Shown,
    Step,
)
from monitor.ledger.values import AGREEING, Comparison, agrees, compare
from monitor.ledger.voices import Word
from monitor.model import (
    Change,
    ChangeState,
    Evidence,
    Policy,
    TimelineEntry,
    Value,
    Verdict,
    make_id,
)


class Docket:
    """Applies readings to a state; :meth:`close` gives what came of it."""

    def __init__(
        self, fact: str, state: FoldState, policy: Policy, shown: Shown | None = None
    ) -> None:
        self.state = state
        self.policy = policy
        self._fact = fact
        self._shown = shown
        self._entries: list[TimelineEntry] = []
        self._changes: dict[str, Change] = {}
        self._renamed: list[tuple[str, str]] = []

    def note(self, word: Word, reading: Reading, at: datetime, *, change: str = "") -> None:
        """One line of the timeline, against what stands now."""
        entry = TimelineEntry(
            verdict=reading.verdict,
            value=reading.value,
            old=self._old(reading),
            at=at,
            evidence=word.evidence,
            review=word.review,
            change=change,
            note=reading.note,
        )
        self._entries.append(entry)

    def back(self, word: Word, reading: Reading, at: datetime) -> None:
        """The value is said again, or more loosely: one more voice for it."""
        self.note(word, reading, at)
        self._support(word, reading.value, reading.verdict)

    def _support(self, word: Word, value: Value, verdict: Verdict) -> None:
        held = self.state.held
        if verdict is Verdict.RESTATED:
            held = replace(
                held,
                backing=held.backing.joined_by(word.evidence),
                claims=with_claim(held.claims, word.evidence),
            )
        self.state = replace(
            self.state,
            held=held,
            last=self._supported(self.state.last, word, value),
            refined=self._supported(self.state.refined, word, value, loosely=False),
        )
        self._settle(word, value)

    def _put_right(self, word: Word, reading: Reading, at: datetime) -> None:
        """A correction returns to what stood all along, but for the edition it corrects."""
        held = self.state.held.value or reading.value
        case = self._opened(word, replace(reading, value=held), at, moved=True)
        taken_back = self._shown.changes if self._shown else ()
        change = taking_back(case.change, reading, taken_back)
        self._changes[change.id] = change
        self.note(word, reading, at, change=change.id)
        self._support(word, reading.value, reading.effect or reading.verdict)

    def _old(self, reading: Reading) -> Value | None:
        """What a reading is told against."""
        return self._shown.value if self._shown and reading.effect else self.state.held.value

    def move(self, word: Word, reading: Reading, at: datetime) -> None:
        """The standing value becomes the one said."""
        effect = reading.effect or reading.verdict
        if effect in {Verdict.RESTATED, Verdict.LOOSENED}:
            self._put_right(word, reading, at)
            return
        case = self._taken_up(word, reading, at)
        self.note(word, reading, at, change=case.change.id)
        state = self.state
        held = Held(reading.value, at, case.backing, case.change.claims)
        reverts = self._shown.changes if self._shown and reading.effect else ()
        if effect is Verdict.REFINED:
            last = self._supported(state.last, word, reading.value)
            case = replace(case, change=taking_back(case.change, reading, reverts))
            self.state = replace(state, held=held, last=last, refined=case)
        else:
            reverts = (*reverts, *self._overturn(word, reading.value, at))
            case = replace(case, change=taking_back(case.change, reading, reverts))
            self.state = replace(
                state, held=held, before=state.held, changed=at, rank=case.rank,
                last=case, refined=None,
            )  # fmt: skip
        self._changes[case.change.id] = case.change
        self._settle(word, reading.value)

    def wait(self, word: Word, reading: Reading, at: datetime) -> None:
        """A change that moves nothing: disputed, or not sure enough until others say it."""
        case = self._waiting_for(reading)
        if case is None:
            case = self._opened(word, reading, at, moved=False)
            waiting = (*self.state.waiting, case)[-PENDING_LIMIT:]
        else:
            backed = joined(case, word, self.policy, confirm=False)
            if backed.becomes and backed.backing.count >= self.policy.voices:
                self.move(word, replace(reading, verdict=backed.becomes), at)
                return
            waiting = tuple(backed if one is case else one for one in self.state.waiting)
            case = backed
        self._changes[case.change.id] = case.change
        self.note(word, reading, at, change=case.change.id)
        self.state = replace(self.state, waiting=waiting)

    def deny(self, word: Word, at: datetime) -> None:
        """A denial takes back what waits for confirmation, if it is as good a voice."""
        value, state = word.evidence.claim.value, self.state
        said = f"denied by {word.evidence.article.source}"
        kept = []
        for case in state.waiting:
            if self._outdone(case, word) and self._agrees(case.change.new, value):
                self._take_back(case, said)
                self.note(word, Reading(value, Verdict.DISPUTED, said), at, change=case.change.id)
            else:
                kept.append(case)
        self.state = replace(state, waiting=tuple(kept))
        last = state.last
        if last is None or state.before is None or not self._outdone(last, word):
            return
        unconfirmed = last.change.state is ChangeState.UNCONFIRMED
        if unconfirmed and self._agrees(last.change.new, value):
            self._take_back(last, said)
            self.note(word, Reading(value, Verdict.DISPUTED, said), at, change=last.change.id)
            self.state = replace(
                self.state, held=state.before, before=None, changed=None, rank=0,
                last=None, refined=None,
            )  # fmt: skip

    def close(
        self, at: datetime, words: tuple[Word, ...], evidence: Evidence, position: datetime
    ) -> Step:
        """What came of it, with the state that the next article meets."""
        state = self.state
        seen, heard = evidence.article.seen, state.heard
        for word in words:
            if word.voice.sure:
                heard = heard.after(seen.date(), word.voice.rank, at)
        self.state = replace(
            state,
            last_seen=max(at, state.last_seen or at),
            position=(position, evidence.article.id, evidence.claim.version),
            heard=heard,
            seen=max(seen, state.seen or seen),
        )
        return Step(
            self.state, tuple(self._entries), tuple(self._changes.values()), tuple(self._renamed)
        )

    def _opened(self, word: Word, reading: Reading, at: datetime, *, moved: bool) -> Case:
        fact, old = self._fact, self._old(reading)
        return opened(fact, word, reading, self.policy, old=old, at=at, moved=moved)

    def _supported(
        self, case: Case | None, word: Word, value: Value, *, loosely: bool = True
    ) -> Case | None:
        """``case`` backed by ``value`` where the two agree."""
        if case is None:
            return None
        comparison = compare(case.change.new, value, self.policy.tolerance_percent)
        if comparison is Comparison.LOOSENS and not loosely:
            return case
        if comparison not in AGREEING and not both_done(case.change.new, value):
            return case
        backed = joined(case, word, self.policy)
        if comparison is not Comparison.REFINES:
            backed = self._known_earlier(backed, word)
        if backed.change != case.change:
            self._changes[backed.change.id] = backed.change
        return backed

    def _known_earlier(self, case: Case, word: Word) -> Case:
        """A change is named after the claim by which we first knew of it."""
        seen, change = word.evidence.article.seen, case.change
        if seen >= case.known:
            return case
        new = make_id("x", self._fact, change.verdict, word.evidence.claim.id)
        self._renamed.append((change.id, new))
        self._changes.pop(change.id, None)
        return replace(case, change=replace(change, id=new, recorded=seen), known=seen)

    def _waiting_for(self, reading: Reading) -> Case | None:
        for case in self.state.waiting:
            alike = case.change.verdict is reading.verdict and case.becomes is reading.becomes
            new = case.change.new
            if alike and (new == reading.value or self._agrees(new, reading.value)):
                return case
        return None

    def _taken_up(self, word: Word, reading: Reading, at: datetime) -> Case:
        """The case of a value that moves: one that waited for it, or a new one."""
        for case in self.state.waiting:
            waited = case.becomes is reading.verdict and case.change.verdict is reading.verdict
            if waited and self._is_same_news(case.change, reading.value, at):
                others = tuple(one for one in self.state.waiting if one is not case)
                self.state = replace(self.state, waiting=others)
                backed = joined(case, word, self.policy)
                change = replace(
                    backed.change, new=reading.value, old=self._old(reading), moved=True
                )
                return replace(backed, change=change, becomes=None)
        return replace(self._opened(word, reading, at, moved=True), becomes=None)

    def _is_same_news(self, waiting: Change, value: Value, at: datetime) -> bool:
        """Whether a value is what a change waited for: just that, or soon and alike."""
        comparison = compare(waiting.new, value, self.policy.tolerance_percent)
        soon = (at.date() - waiting.published.date()).days <= self.policy.dispute_days
        return comparison is Comparison.SAME or (soon and comparison in AGREEING)

    def _overturn(self, word: Word, value: Value, at: datetime) -> tuple[str, ...]:
        """What becomes of the change before: the ids that this one takes back."""
        state = self.state
        if state.last is None or state.changed is None:
            return ()
        undone = [case for case in (state.last, state.refined) if case]
        unconfirmed = state.last.change.state is ChangeState.UNCONFIRMED
        recent = (at.date() - state.changed.date()).days <= self.policy.dispute_days
        before = state.before.value if state.before else None
        back_again = before is not None and self._agrees(before, value)
        said = f"taken back: {word.evidence.article.source} gives what stood before"
        if reopens(state.held.value, value):
            said = f"taken back: {word.evidence.article.source} says that it is still to come"
        elif not (back_again and (unconfirmed or recent)):
            why = f"overtaken by {word.evidence.article.source} before it was confirmed"
            for case in undone:
                if case.change.state is ChangeState.UNCONFIRMED:
                    self._keep(replace(case.change, why=why))
            return ()
        for case in undone:
            self._take_back(case, said)
        return tuple(case.change.id for case in undone)

    def _settle(self, word: Word, value: Value) -> None:
        """What waits is borne out or contradicted by a sure voice that is as good."""
        kept = []
        for case in self.state.waiting:
            comparison = compare(case.change.new, value, self.policy.tolerance_percent)
            outdone = self._outdone(case, word) and comparison is not Comparison.INCOMPARABLE
            if word.voice.sure and self._bears_out(case.change, comparison, value):
                said = f"borne out by {word.evidence.article.source}"
                self._keep(replace(case.change, state=ChangeState.CONFIRMED, why=said))
            elif outdone and comparison not in AGREEING:
                self._take_back(
                    case, f"not borne out: {word.evidence.article.source} says otherwise"
                )
            else:
                kept.append(case)
        self.state = replace(self.state, waiting=tuple(kept))

    def _bears_out(self, waiting: Change, comparison: Comparison, value: Value) -> bool:
        """Whether a value is that of a waiting change, and could not be the old one as well."""
        new = comparison is Comparison.REFINES and not (
            waiting.old is not None and self._agrees(waiting.old, value)
        )
        return new or comparison is Comparison.SAME

    def _outdone(self, case: Case, word: Word) -> bool:
        return word.voice.sure and word.voice.rank >= case.rank

    def _take_back(self, case: Case, why: str) -> None:
        self._keep(replace(case.change, state=ChangeState.REVERTED, why=why))

    def _keep(self, change: Change) -> None:
        self._changes[change.id] = change

    def _agrees(self, old: Value, new: Value) -> bool:
        return agrees(old, new, self.policy.tolerance_percent)
