"""A watchlist as claims need it: which facts may be meant when an entity is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Entity, EntityKind, Fact, Watchlist
from monitor.reading.cues.cuebook import own_cues
from monitor.reading.names.kinds import beside
from monitor.reading.text.phrases import PhraseBook

_SITES = frozenset({EntityKind.PROJECT, EntityKind.DEPOSIT})


@dataclass(frozen=True, slots=True)
class Families:
    """Entities with their facts and parts; ``own`` are the cues that the watchlist gives itself.

    ``beside``: sites that a text may mean where it names another, a mine and its railway.
    Made once for a watchlist; nothing in it grows with the articles.
    """

    entities: dict[str, Entity]
    kinds: dict[str, EntityKind]
    facts: dict[str, list[Fact]]
    parts: dict[str, list[str]]
    places: dict[str, int]
    own: PhraseBook
    beside: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, watchlist: Watchlist) -> Families:
        facts: dict[str, list[Fact]] = {}
        parts: dict[str, list[str]] = {}
        for fact in watchlist.facts:
            facts.setdefault(fact.entity, []).append(fact)
        for entity in watchlist.entities:
            if entity.part_of:
                parts.setdefault(entity.part_of, []).append(entity.id)
        return cls(
            {entity.id: entity for entity in watchlist.entities},
            {entity.id: entity.kind for entity in watchlist.entities},
            facts,
            parts,
            {fact.id: at for at, fact in enumerate(watchlist.facts)},
            own_cues(fact for fact in watchlist.facts if fact.cues),
            beside(watchlist.entities),
        )

    def in_play(self, named: Iterable[str]) -> list[Fact]:
        """The facts of entities that are named or beside one, and of their parts, in order."""
        meant = {one for entity in named for one in (entity, *self.beside.get(entity, ()))}
        members = {member for entity in meant for member in self.near(entity)}
        found = [fact for member in members for fact in self.facts.get(member, ())]
        return sorted(found, key=lambda fact: self.places[fact.id])

    def is_site(self, entity: str) -> bool:
        """A thing that is built and run, as against who builds it."""
        return self.kinds.get(entity) in _SITES

    def names(self, entity: str) -> tuple[str, ...]:
        """The whole names of an entity; none where it is not tracked."""
        known = self.entities.get(entity)
        return (known.name, *known.aliases) if known else ()

    def near(self, entity: str) -> list[str]:
        """The entity and its parts."""
        return [entity, *self.parts.get(entity, ())]
