"""Absence is news too: overdue, gone quiet, lost its only source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from monitor.ledger.standing import is_overdue, is_quiet, months_before
from monitor.model import Fact, Milestone, MilestoneState, Policy, Standing

OVERDUE = "overdue"
QUIET = "quiet"
LOST_SOURCE = "lost-source"


@dataclass(frozen=True, slots=True)
class Absence:
    """What did not come: ``event`` is overdue, quiet or lost-source, ``since`` when it began."""

    fact: str
    event: str
    since: datetime
    detail: str


def absences(
    facts: Iterable[Fact], standings: Iterable[Standing], policy: Policy, now: datetime,
    *, dead: Collection[str] = (), listening: Mapping[str, datetime] | None = None,
) -> list[Absence]:  # fmt: skip
    """What is missing for each fact at ``now``; ``dead`` names the sources that no longer answer.

    What is done or cancelled is not waited for. A fact is overdue rather than quiet.
    Silence counts from when we began ``listening`` for a fact: before that we would have
    missed whoever spoke of it. What was overdue already then is no news: its state says so.
    """
    by_fact = {standing.fact: standing for standing in standings}
    found = []
    for fact in facts:
        standing = by_fact.get(fact.id)
        if standing is None or standing.value is None or _is_over(standing):
            continue
        if absence := _silence(standing, policy, now, (listening or {}).get(fact.id)):
            found.append(absence)
        if standing.outlets and set(standing.outlets) <= set(dead):
            names = ", ".join(sorted(standing.outlets))
            detail = f"nobody else holds the value: {names}"
            since = standing.last_seen or standing.since or now
            found.append(Absence(fact.id, LOST_SOURCE, since, detail))
    return found


def _silence(
    standing: Standing, policy: Policy, now: datetime, listening: datetime | None
) -> Absence | None:
    value = standing.value
    if isinstance(value, Milestone) and value.latest and is_overdue(value, now):
        since = datetime.combine(value.latest + timedelta(days=1), time.min, UTC)
        if listening and since <= listening:
            return None
        days = (now.date() - value.latest).days
        detail = (
            f"due by {value.latest}, {days} day{'s' * (days != 1)} ago, and not reported as done"
        )
        return Absence(standing.fact, OVERDUE, since, detail)
    too_new = listening and listening > months_before(now, policy.quiet_months)
    if is_quiet(standing, policy, now) and not too_new:
        heard = standing.last_seen or standing.since or now
        detail = f"not mentioned since {heard.date()}, more than {policy.quiet_months} months"
        return Absence(standing.fact, QUIET, heard, detail)
    return None


def _is_over(standing: Standing) -> bool:
    value = standing.value
    over = {MilestoneState.DONE, MilestoneState.CANCELLED}
    return isinstance(value, Milestone) and value.state in over
