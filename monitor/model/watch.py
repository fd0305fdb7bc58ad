"""What is tracked: entities, their facts, the topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.model.values import Kind, Value


class EntityKind(StrEnum):
    COMPANY = "company"
    DEPOSIT = "deposit"
    PROJECT = "project"
    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something tracked by name. ``name`` is an alias too; an entry ending in ``*`` is a prefix."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One tracked attribute of an entity; ``value`` is what was believed on ``as_of``."""

    id: str
    entity: str
    attribute: str
    kind: Kind
    cues: tuple[str, ...] = ()
    unit: str = ""
    currency: str = ""
    candidates: tuple[str, ...] = ()
    value: Value | None = None
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All that reading needs to know: the entities, their facts, and the topic."""

    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    topic: tuple[str, ...] = ()
