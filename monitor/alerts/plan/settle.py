"""What is still worth telling when a message is about to go out. Pure.

Between planning and sending, things move on: a change is confirmed or withdrawn, a date
slips and comes back. The reader is told the way from what they were told last to what
stands now, and nothing where that is no way at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.ledger.values import Comparison, compare
from monitor.model import NEVER_TOLD, Alert, Change, ChangeState, Item, Told, Value, Verdict

_BESIDE = frozenset({Verdict.DISPUTED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What a message tells, and the alerts that it does not tell with the reason."""

    items: tuple[Item, ...]
    settled: tuple[tuple[Alert, str], ...]


def settle(
    alerts: Iterable[Alert], changes: Mapping[str, Change], told: Mapping[str, Told]
) -> Telling:
    """``changes`` are those of the ledger now, by id; ``told`` is by fact, for this channel.

    What goes out again, to those that it has not reached or because a person asked for
    it, is told whatever was told before.
    """
    by_fact: dict[str, list[Alert]] = {}
    for alert in alerts:
        by_fact.setdefault(alert.fact, []).append(alert)
    items: list[Item] = []
    settled: list[tuple[Alert, str]] = []
    for fact, mine in by_fact.items():
        again = any(alert.recipients or alert.details.get("again") for alert in mine)
        found, why = _item(mine, changes, None if again else told.get(fact))
        if found:
            items.append(found)
        else:
            settled.extend((alert, why) for alert in mine)
    return Telling(tuple(items), tuple(settled))


def _item(
    alerts: list[Alert], changes: Mapping[str, Change], told: Told | None
) -> tuple[Item | None, str]:
    ids = dict.fromkeys(subject for alert in alerts for subject in alert.subjects)
    steps = sorted(
        (changes[key] for key in ids if key in changes), key=lambda c: (c.published, c.recorded)
    )
    if not steps:
        return None, "the ledger no longer holds this change"
    alive = [step for step in steps if step.state is not ChangeState.REVERTED]
    if not alive:
        return _withdrawn(steps[-1], told)
    moves = [
        step for step in alive if step.verdict not in _BESIDE and step.verdict not in NEVER_TOLD
    ]
    last = (moves or alive)[-1]
    if told and told.change == last.id:
        return _same_change(last, told)
    before = told.value if told else alive[0].old
    if moves and _same(before, last.new) and (_believes(told) or len(moves) > 1):
        return None, "what was told last still stands"
    corrected = told is not None and any(told.change == step.id for step in steps)
    return Item("corrected" if corrected else "news", last, before, tuple(alive), told), ""


def _believes(told: Told | None) -> bool:
    """Whether the reader holds the told value true; not after a first value was withdrawn."""
    if told is None:
        return False
    return told.state is not ChangeState.REVERTED or told.verdict is not Verdict.FIRST


def _withdrawn(change: Change, told: Told | None) -> tuple[Item | None, str]:
    if told and told.change == change.id and told.state is not ChangeState.REVERTED:
        return Item("withdrawn", change, change.new, (change,), told), ""
    return None, "withdrawn before it was told"


def _same_change(change: Change, told: Told) -> tuple[Item | None, str]:
    if told.state is ChangeState.REVERTED:
        return Item("reinstated", change, told.value, (change,), told), ""
    if told.state is change.state or change.state is ChangeState.UNCONFIRMED:
        return None, "already told"
    return Item("confirmed", change, change.old, (change,), told), ""


def _same(old: Value | None, new: Value) -> bool:
    return old is not None and compare(old, new, tolerance_percent=0.0) is Comparison.SAME
