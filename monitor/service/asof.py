"""What was believed on another day, and on which evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.ledger.standing import at_time
from monitor.model import Fact, Policy, Timeline
from monitor.service.judging import Judging
from monitor.wire import instant_to_json, value_to_json


def believed(
    judging: Judging, policy: Policy, as_of: datetime, *, known_by: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Every fact as it stood at ``as_of`` by what was published then, as JSON objects.

    ``known_by``: counting only what we had stored and judged by that instant.
    """
    for id_ in sorted(judging.facts):
        timeline = judging.derive(id_, as_of=as_of, known_by=known_by)
        yield fact_to_json(judging.facts[id_], timeline, policy, as_of)


def fact_to_json(fact: Fact, timeline: Timeline, policy: Policy, at: datetime) -> dict[str, Any]:
    """The object that ``monitor facts --json`` lists, from a timeline."""
    standing = at_time(timeline.standing, fact, policy, at)
    return {
        "id": fact.id,
        "entity": fact.entity,
        "attribute": fact.attribute,
        "kind": fact.kind.value,
        "value": value_to_json(standing.value) if standing.value else None,
        "since": instant_to_json(standing.since),
        "sources": standing.sources,
        "last_seen": instant_to_json(standing.last_seen),
        "state": standing.state,
        "open_changes": list(standing.open_changes),
        "claims": list(standing.claims),
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
        "believed": value_to_json(fact.value) if fact.value else None,
        "believed_source": fact.source,
    }
