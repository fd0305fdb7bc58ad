"""The ledger derived again from claims and reviews, and compared with what is stored.

What stands in the tables of changes, standing values and timelines is a cache. Where it
differs from what the claims come to, a rule has changed since, or there is a bug.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from monitor.model import Change, ChangeState, Standing, Timeline
from monitor.service.assemble import Service
from monitor.store import Store
from monitor.wire import change_to_json, instant_to_json, value_to_json


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the stored ledger is not what its evidence comes to; JSON forms or None."""

    fact: str
    what: str
    stored: Any
    derived: Any

    def __str__(self) -> str:
        return f"{self.fact}: {self.what}: stored {_short(self.stored)}, {_short(self.derived)} now"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found. ``stored``: the derived ledger has taken the place of the other."""

    facts: int
    differences: tuple[Difference, ...]
    stored: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "facts": self.facts,
            "stored": self.stored,
            "differences": [
                {
                    "fact": each.fact,
                    "what": each.what,
                    "stored": each.stored,
                    "derived": each.derived,
                }
                for each in self.differences
            ],
        }


def rebuild(service: Service, *, store: bool = True) -> Rebuilt:
    """Derives every fact's ledger again; with ``store`` what differs is replaced, silently."""
    judging = service.judging
    differences: list[Difference] = []
    with service.store.database.transaction():
        differences += _reviews(service.store)
        for fact in sorted(judging.facts):
            differences += compare(service.store, judging.derive(fact))
        if store and differences:
            service.store.ledger.note_reviews()
            judging.judge({each.fact for each in differences}, alert=False)
    return Rebuilt(len(judging.facts), tuple(differences), store and bool(differences))


def compare(store: Store, derived: Timeline) -> Iterator[Difference]:
    """How what is stored of a fact differs from ``derived``."""
    fact, ledger = derived.fact, store.ledger
    yield from _standings(fact, ledger.standing(fact), derived.standing)
    stored = {change.id: change for change in ledger.changes(fact)}
    wanted = {change.id: change for change in derived.changes}
    for id_ in sorted(stored.keys() | wanted.keys()):
        yield from _changes(fact, id_, stored.get(id_), wanted.get(id_))
    entries = ledger.entries_differ(fact, derived.entries)
    if entries is not None:
        yield Difference(fact, f"timeline from entry {entries}", "other entries", "these")


def _standings(fact: str, stored: Standing | None, derived: Standing) -> Iterator[Difference]:
    before, after = _standing_form(stored), _standing_form(derived)
    for key in after:
        if before.get(key) != after[key]:
            yield Difference(fact, key, before.get(key), after[key])


def _standing_form(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {
        "value": value_to_json(standing.value) if standing.value else None,
        "since": instant_to_json(standing.since),
        "sources": standing.sources,
        "last_seen": instant_to_json(standing.last_seen),
        "state": standing.state,
        "open_changes": sorted(standing.open_changes),
        "claims": list(standing.claims),
        "outlets": sorted(standing.outlets),
    }


def _changes(
    fact: str, id_: str, stored: Change | None, derived: Change | None
) -> Iterator[Difference]:
    if derived is None and stored and stored.state is ChangeState.REVERTED:
        return  # it was told once and no longer is: history
    before, after = _change_form(stored), _change_form(derived)
    if before != after:
        yield Difference(fact, f"change {id_}", before, after)


def _change_form(change: Change | None) -> dict[str, Any] | None:
    return change_to_json(replace(change, article=None)) if change else None


def _reviews(store: Store) -> Iterator[Difference]:
    for target, fact, noted, said in store.ledger.reviews_noted_wrongly():
        yield Difference(fact or target, f"review of {target}", noted, said)


def _short(form: Any) -> str:
    if isinstance(form, dict):
        if "verdict" in form:
            return f"{form['verdict']} to {form['new']['text'] or form['new']}, {form['state']}"
        return str(form.get("text") or form)
    return "nothing" if form is None else str(form)
