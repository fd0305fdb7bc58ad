"""The ledger's door: claims and reviews -> a fact's timeline, its changes, what stands.

A timeline is a pure function of a fact's claims, their articles and the reviews. It
depends on when each article was published and first seen, never on the order in which
the evidence is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.ledger.advance import advance
from monitor.ledger.fold import Course, run
from monitor.ledger.standing import standing
from monitor.ledger.state import FoldState, Step
from monitor.model import Evidence, Fact, Policy, Review, Timeline


def fold(
    fact: Fact, evidence: Iterable[Evidence], reviews: Iterable[Review], policy: Policy,
    *, now: datetime | None = None, as_of: datetime | None = None,
    known_by: datetime | None = None,
) -> Timeline:  # fmt: skip
    """The fact's whole story, from everything that was said of it.

    ``as_of`` leaves out what was published later, ``known_by`` what we had not seen or
    reviewed by then. ``now`` decides what is overdue or quiet; without it nothing is.
    """
    course = run(fact, evidence, reviews, policy, as_of=as_of, known_by=known_by)
    return timeline(course, now)


@dataclass(frozen=True, slots=True)
class Folded:
    """A whole fold: the timeline, and the state from which :func:`advance` goes on."""

    timeline: Timeline
    state: FoldState


def fold_whole(
    fact: Fact, evidence: Iterable[Evidence], reviews: Iterable[Review], policy: Policy,
    *, now: datetime | None = None,
) -> Folded:  # fmt: skip
    """As :func:`fold`, of everything known, with what is needed to go on from it."""
    course = run(fact, evidence, reviews, policy)
    return Folded(timeline(course, now), course.state)


def timeline(course: Course, now: datetime | None = None) -> Timeline:
    """What a finished fold amounts to."""
    entries = sorted(course.entries, key=lambda entry: entry.at)
    changes = sorted(
        course.changes.values(), key=lambda change: (change.published, change.recorded)
    )
    return Timeline(
        course.fact.id,
        tuple(entries),
        tuple(changes),
        standing(course.fact, course.state, course.policy, now),
    )


__all__ = ["FoldState", "Folded", "Step", "advance", "fold", "fold_whole", "standing", "timeline"]
