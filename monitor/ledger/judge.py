"""The ledger's door: claims and reviews -> a fact's timeline, its changes, what stands.

A timeline is a pure function of a fact's claims, their articles and the reviews. It
depends on when each article was published and first seen, never on the order in which
the evidence is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.ledger.fold import Course, run
from monitor.ledger.standing import standing
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
