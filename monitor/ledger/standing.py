"""What stands now for a fact, told from the state of its fold."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import datetime

from monitor.ledger.state import FoldState
from monitor.model import (
    ChangeState,
    Fact,
    Kind,
    Milestone,
    MilestoneState,
    Policy,
    Standing,
)


def standing(fact: Fact, state: FoldState, policy: Policy, now: datetime | None) -> Standing:
    """The fact's standing; ``now`` as in :func:`monitor.ledger.judge.fold`."""
    open_changes = tuple(case.change.id for case in state.waiting)
    for case in (state.refined, state.last):
        if case and case.change.state is ChangeState.UNCONFIRMED:
            open_changes = (case.change.id, *open_changes)
    held = state.held
    plain = Standing(
        fact=fact.id,
        value=held.value,
        since=held.since,
        sources=held.backing.count,
        last_seen=state.last_seen,
        state="open" if open_changes else "stated",
        open_changes=open_changes,
        claims=held.claims,
        outlets=held.backing.outlets,
    )
    return at_time(plain, fact, policy, now)


def at_time(standing: Standing, fact: Fact, policy: Policy, now: datetime | None) -> Standing:
    """``standing`` with the state that the passing of time gives it."""
    state = "open" if standing.open_changes else "stated"
    if fact.kind is Kind.MILESTONE and isinstance(standing.value, Milestone):
        state = standing.value.state.value
        if now is not None and is_overdue(standing.value, now):
            state = "overdue"
    elif now is not None and not standing.open_changes and is_quiet(standing, policy, now):
        state = "quiet"
    return replace(standing, state=state)


def is_overdue(value: Milestone, now: datetime) -> bool:
    """Whether the last day of a milestone has passed and nobody said that it happened."""
    expected = value.state is MilestoneState.EXPECTED
    return expected and value.latest is not None and value.latest < now.date()


def is_quiet(standing: Standing, policy: Policy, now: datetime) -> bool:
    """Whether nobody has spoken of the fact for ``policy.quiet_months``."""
    heard = standing.last_seen or standing.since
    return heard is not None and months_before(now, policy.quiet_months) > heard


def months_before(now: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day where that is shorter."""
    index = now.year * 12 + now.month - 1 - months
    year, month = max(index // 12, 1), index % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
