"""Which route wants which change, and why not. Every answer carries its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fnmatch import fnmatchcase

from monitor.alerts.plan.times import parse_mode
from monitor.model import (
    NEVER_TOLD,
    Change,
    Entity,
    Fact,
    Milestone,
    Money,
    Mute,
    Quantity,
    Route,
    Share,
    Value,
    Verdict,
    Watchlist,
)

DIGEST_ONLY = frozenset({Verdict.REFINED, Verdict.DISPUTED, Verdict.FIRST})
_MOVES = frozenset({Verdict.SLIPPED, Verdict.ADVANCED, Verdict.REFINED})
_AMOUNTS = frozenset({Verdict.RAISED, Verdict.LOWERED, Verdict.REFINED})


class Names:
    """Looks up facts and entities by id, and what an entity is part of."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.facts: Mapping[str, Fact] = {fact.id: fact for fact in watchlist.facts}
        self.entities: Mapping[str, Entity] = {item.id: item for item in watchlist.entities}

    def family(self, fact: Fact) -> tuple[str, ...]:
        """The fact's entity and, upwards, what that is part of."""
        chain: list[str] = []
        entity = fact.entity
        while entity and entity not in chain:
            chain.append(entity)
            known = self.entities.get(entity)
            entity = known.part_of if known else ""
        return tuple(chain)


def told_by_default(verdict: Verdict, mode: str) -> bool:
    """Whether a route that names no verdicts tells this one."""
    if verdict in NEVER_TOLD:
        return False
    return verdict not in DIGEST_ONLY or parse_mode(mode).digest


def refusal(route: Route, change: Change, fact: Fact, names: Names, *, before: Value | None) -> str:
    """Why a route does not tell a change; empty when it does.

    ``before`` is what the reader believes: the value last told, or what a person wrote
    in the configuration. The size of a move is measured from there, so that many small
    steps add up.
    """
    if change.verdict in NEVER_TOLD:
        return f"{change.verdict} is never told"
    if route.verdicts and change.verdict not in route.verdicts:
        return f"{change.verdict} is not among its verdicts"
    if not route.verdicts and not told_by_default(change.verdict, route.mode):
        return f"{change.verdict} is for digests unless the route names it"
    if not route.verdicts and not change.moved and not parse_mode(route.mode).digest:
        return "it has moved nothing yet, that is for digests unless the route names verdicts"
    if not selected(route, fact, names):
        return f"{fact.id} is not among its facts or entities"
    return unsure(route, change) or _too_small(route, change, before)


def unsure(route: Route, change: Change) -> str:
    """Why a change is not sure enough for a route; empty when it is."""
    if route.states and change.state not in route.states:
        return f"it tells only what is {' or '.join(route.states)}"
    if change.confidence < route.min_confidence:
        return f"confidence {change.confidence:.2f} is below {route.min_confidence:.2f}"
    if route.tiers and change.article and change.article.tier not in route.tiers:
        return f"{change.article.source} is {change.article.tier}"
    return ""


def selected(route: Route, fact: Fact, names: Names) -> bool:
    """By fact or by entity (with its parts); ``*`` stands for anything within an id."""
    if not route.facts and not route.entities:
        return True
    if any(fnmatchcase(fact.id, pattern) for pattern in route.facts):
        return True
    family = names.family(fact)
    return any(fnmatchcase(entity, pattern) for pattern in route.entities for entity in family)


def _too_small(route: Route, change: Change, before: Value | None) -> str:
    if before is None:
        return ""
    if route.min_slip_days and change.verdict in _MOVES:
        days = moved_days(before, change.new)
        if days is not None and days < route.min_slip_days:
            return f"moved by {days} days, told from {route.min_slip_days} on"
    if route.min_percent and change.verdict in _AMOUNTS:
        percent = moved_percent(before, change.new)
        if percent is not None and percent < route.min_percent:
            return f"moved by {percent:.1f} %, told from {route.min_percent:g} % on"
    return ""


def moved_days(old: Value, new: Value) -> int | None:
    """By how many days a milestone moved at either end, whichever is more; None if unknown."""
    if not isinstance(old, Milestone) or not isinstance(new, Milestone):
        return None
    ends: tuple[tuple[date | None, date | None], ...] = (
        (old.earliest, new.earliest),
        (old.latest, new.latest),
    )
    moves = [abs((after - before).days) for before, after in ends if before and after]
    return max(moves, default=None)


def moved_percent(old: Value, new: Value) -> float | None:
    """By how many per cent of the old value an amount moved; None if that is not known."""
    match old, new:
        case (Quantity(), Quantity()) if old.unit == new.unit:
            pass
        case (Money(), Money()) if old.currency == new.currency:
            pass
        case (Share(), Share()):
            pass
        case _:
            return None
    ends = ((old.low, new.low), (old.high, new.high))
    moves = [
        abs(after - before) / abs(before) * 100
        for before, after in ends
        if before and after is not None
    ]
    return max(moves, default=None)


def muted_until(
    mutes: Iterable[Mute], fact: Fact | None, names: Names, source: str, now: datetime
) -> Mute | None:
    """The mute that holds longest, of those that cover this fact or source now."""
    family = names.family(fact) if fact else ()
    covering = [
        mute
        for mute in mutes
        if mute.until > now
        and (
            (mute.kind == "fact" and fact is not None and mute.target == fact.id)
            or (mute.kind == "entity" and mute.target in family)
            or (mute.kind == "source" and bool(source) and mute.target == source)
        )
    ]
    return max(covering, key=lambda mute: mute.until, default=None)
