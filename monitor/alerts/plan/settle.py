"""What is still worth telling when a message is about to go out. Pure.

Between planning and sending, things move on: a change is confirmed or withdrawn, a date
slips and comes back. The reader is told the way from what they were told last to what
stands now, and nothing where that is no way at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.ledger.values import Comparison, compare
from monitor.model import NEVER_TOLD, Alert, Change, ChangeState, Item, Told, Value, Verdict
from monitor.wire import value_from_json

_BESIDE = frozenset({Verdict.DISPUTED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What a message tells, and the alerts that it does not tell with the reason."""

    items: tuple[Item, ...]
    settled: tuple[tuple[Alert, str], ...]


@dataclass(frozen=True, slots=True)
class Background:
    """What is known besides the alerts of a message, for its route and channel.

    ``changes`` are those of the ledger now, by id; ``told`` is by fact. ``history``, by fact,
    holds the changes that the route would be told, in order; ``first``, by fact, the alert
    that was planned before all others.
    """

    changes: Mapping[str, Change]
    told: Mapping[str, Told]
    history: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    first: Mapping[str, Alert] = field(default_factory=dict)


def settle(alerts: Iterable[Alert], background: Background) -> Telling:
    """What goes out again, to those that it has not reached or because a person asked for
    it, is told whatever was told before.
    """
    by_fact: dict[str, list[Alert]] = {}
    for alert in alerts:
        by_fact.setdefault(alert.fact, []).append(alert)
    items: list[Item] = []
    settled: list[tuple[Alert, str]] = []
    for fact, mine in by_fact.items():
        again = any(alert.recipients or alert.details.get("again") for alert in mine)
        found, why = _item(mine, background, None if again else background.told.get(fact), again)
        if found:
            items.append(found)
        else:
            settled.extend((alert, why) for alert in mine)
    return Telling(tuple(items), tuple(settled))


def _item(
    alerts: list[Alert], background: Background, told: Told | None, again: bool
) -> tuple[Item | None, str]:
    changes = background.changes
    ids = dict.fromkeys(subject for alert in alerts for subject in alert.subjects)
    steps = sorted((changes[key] for key in ids if key in changes), key=_order)
    if not steps:
        return None, "the ledger no longer holds this change"
    if any(step.verdict in _BESIDE for step in steps):
        present = [step for step in steps if step.state is not ChangeState.REVERTED]
    else:  # where things stand now, by whatever change
        others = (c for c in background.history.get(steps[0].fact, ()) if c.id not in ids)
        present = sorted(filter(_moves, (*others, *steps)), key=_order)
    heard = next((step for step in steps if told and told.change == step.id), None)
    if not present or (heard and _is_plain_withdrawal(heard, present[-1])):
        return _withdrawn(heard or steps[-1], told)
    last = present[-1]
    if told and told.change == last.id:
        return _same_change(last, told)
    if last.verdict in _BESIDE:  # it stands against what is believed, whoever was told that
        before = last.old
    else:
        before = _before(alerts[0], steps[0], background, told, again)
    if _moves(last) and _same(before, last.new):
        return None, "what was told last still stands"
    way = tuple(step for step in present if step.id in ids or _order(step) > _order(steps[0]))
    return Item("corrected" if heard else "news", last, before, way or (last,), told), ""


def _is_plain_withdrawal(heard: Change, present: Change) -> bool:
    """Whether what was told is withdrawn, and the fact stands again as it did before."""
    if heard.state is not ChangeState.REVERTED or _order(present) > _order(heard):
        return False
    return _same(heard.old, present.new)


def _before(
    alert: Alert, change: Change, background: Background, told: Told | None, again: bool
) -> Value | None:
    """What the reader believes: what was told last, or what stood before any of the alerts."""
    if told:
        withdrawn = told.state is ChangeState.REVERTED and told.verdict is Verdict.FIRST
        return None if withdrawn else told.value
    first = alert if again else background.first.get(alert.fact, alert)
    believed = first.details.get("before")
    if isinstance(believed, Mapping):
        return value_from_json(change.new.kind, believed)
    origin = background.changes.get(first.subjects[0]) if first.subjects else None
    return origin.old if origin else change.old


def _moves(change: Change) -> bool:
    """Whether a change moves what is believed, and still holds."""
    aside = change.verdict in _BESIDE or change.verdict in NEVER_TOLD
    return not aside and change.state is not ChangeState.REVERTED


def _order(change: Change) -> tuple[datetime, datetime]:
    return change.published, change.recorded


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
