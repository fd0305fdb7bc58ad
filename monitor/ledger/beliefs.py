"""A person's own value for a fact: it stands until something newer contradicts it."""

from __future__ import annotations

from dataclasses import replace

from monitor.ledger.relation import VERDICTS
from monitor.ledger.state import Case, FoldState, Held, Step
from monitor.ledger.values import compare
from monitor.ledger.voices import PERSON, Backing
from monitor.model import Change, ChangeState, Fact, Policy, Review, TimelineEntry, Verdict, make_id


def believe(fact: Fact, state: FoldState, review: Review, policy: Policy) -> Step:
    """``review`` corrects the fact itself: its value stands from then on."""
    value, old = review.value, state.held.value
    if value is None:
        return Step(state)
    verdict = (
        Verdict.FIRST if old is None else VERDICTS[compare(old, value, policy.tolerance_percent)]
    )
    by = review.by or "a reviewer"
    why = f"set by {by}" + (f": {review.why}" if review.why else "")
    change = Change(
        id=make_id("x", fact.id, verdict, f"review-{review.id}"),
        fact=fact.id,
        verdict=verdict,
        old=old,
        new=value,
        state=ChangeState.CONFIRMED,
        confidence=1.0,
        published=review.at,
        recorded=review.at,
        stories=0,
        why=why,
    )
    entry = TimelineEntry(verdict, value, old, review.at, review=review, change=change.id, note=why)
    after = replace(
        state,
        held=Held(value, review.at),
        before=state.held,
        changed=review.at,
        rank=PERSON,
        last=Case(change, Backing(), PERSON, review.at),
        refined=None,
        waiting=(),
        belief=review.at,
        position=(review.at, "", review.id),
        heard=state.heard.after(review.at.date(), PERSON, review.at),
    )
    settled = tuple(
        replace(case.change, state=ChangeState.REVERTED, why=why) for case in state.waiting
    )
    return Step(after, (entry,), (*settled, change))
