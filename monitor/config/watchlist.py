"""``[[entities]]`` and ``[[facts]]`` -> Watchlist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitor.config.report import describe, suggest
from monitor.config.table import Table
from monitor.model import Entity, EntityKind, Fact, Kind, Party, Value, Watchlist
from monitor.reading.values import parse_value
from monitor.reading.vocabulary import ATTRIBUTES

_ID = re.compile(r"\w[\w.-]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ID_HINT = 'Write letters, digits, dots and hyphens, such as "smz-complex".'


def read_watchlist(root: Table, topic: tuple[str, ...]) -> Watchlist:
    """All entities and facts, as far as they are right; the report has the rest."""
    entities = _read_entities(root, topic)
    _check_parts(root, entities)
    facts = _read_facts(root, entities)
    return Watchlist(tuple(entities.values()), facts, topic)


def _read_entities(root: Table, topic: tuple[str, ...]) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for table in root.tables("entities"):
        entity = Entity(
            id=_identifier(table, entities),
            name=table.text("name", required=True, example="Solikamsk Magnesium Plant"),
            kind=table.one_of("kind", EntityKind, EntityKind.PROJECT),
            aliases=table.texts("aliases"),
            short=table.texts("short"),
            context=table.texts("context"),
            excluded=table.texts("not"),
            part_of=table.text("part_of", example="smz"),
        )
        if entity.short and not entity.context and not topic:
            table.warn(
                "short",
                "short names count only near a word of context, and there is none",
                "Add context = [...] to the entity, or topic = [...] to [monitor].",
            )
        table.finish()
        if entity.id and entity.id not in entities:
            entities[entity.id] = entity
    return entities


def _identifier(table: Table, taken: dict[str, Any], default: str = "") -> str:
    name = table.text("id", required=not default, example="smz") or default
    if name and not _ID.fullmatch(name):
        table.wrong("id", f"{describe(name)} is not an id", _ID_HINT)
    elif name in taken:
        table.wrong("id", f'"{name}" is used twice', "Give one of them another id.")
    return name


def _check_parts(root: Table, entities: dict[str, Entity]) -> None:
    for table in root.tables("entities"):
        parent = table.data.get("part_of", "")
        seen = {str(table.data.get("id"))}
        if not isinstance(parent, str) or not parent:
            continue
        if parent not in entities:
            table.wrong("part_of", f'there is no entity "{parent}"', suggest(parent, entities))
        while parent in entities and parent not in seen:
            seen.add(parent)
            parent = entities[parent].part_of
        if parent in seen:
            table.wrong("part_of", "goes round in a circle", "Leave it out of one of the entities.")


def _read_facts(root: Table, entities: dict[str, Entity]) -> tuple[Fact, ...]:
    facts: dict[str, Fact] = {}
    for table in root.tables("facts"):
        fact = _FactReader(table, entities).read(facts)
        table.finish()
        if fact and fact.id not in facts:
            facts[fact.id] = fact
    return tuple(facts.values())


@dataclass
class _FactReader:
    table: Table
    entities: dict[str, Entity]

    def read(self, taken: dict[str, Fact]) -> Fact | None:
        table = self.table
        entity = table.text("entity", required=True, example="smz")
        if entity and entity not in self.entities:
            table.wrong("entity", f'there is no entity "{entity}"', suggest(entity, self.entities))
        attribute = table.text("attribute", required=True, example="commissioning")
        name = _identifier(table, taken, f"{entity}.{attribute}" if entity and attribute else "")
        cues = table.texts("cues")
        kind = self.kind(attribute, cues)
        unit = table.text("unit", example="t/yr")
        fact = Fact(
            id=name, entity=entity, attribute=attribute, kind=kind or Kind.MILESTONE, cues=cues,
            unit=unit, currency=self.currency(kind), candidates=self.candidates(kind),
            as_of=table.day("as_of"), source=table.text("source", example="https://..."),
        )  # fmt: skip
        value = self.value(fact) if kind else table.raw("value") and None
        return replace(fact, value=value) if kind and name and entity and attribute else None

    def kind(self, attribute: str, cues: Sequence[str]) -> Kind | None:
        table, built_in = self.table, ATTRIBUTES.get(attribute)
        given = table.choice("kind", [kind.value for kind in Kind], "")
        if built_in:
            if given and given != built_in:
                hint = f'Leave kind out, or give the attribute another name than "{attribute}".'
                table.wrong("kind", f'"{attribute}" is a {built_in.value}, not a {given}', hint)
            return built_in
        if not attribute or "kind" in table.data:
            if attribute and not cues and "cues" not in table.data:
                hint = 'Write cues = ["..."]: the words by which a text announces the value.'
                table.wrong("cues", f'is missing, and "{attribute}" is not built in', hint)
            return Kind(given) if given else None
        hint = suggest(attribute, ATTRIBUTES) if len(attribute) > 2 else ""
        hint = hint or f"Built in are: {', '.join(ATTRIBUTES)}."
        hint += (
            ' For one of your own write kind = "milestone" (or another kind) and cues = ["..."].'
        )
        table.wrong("attribute", f'"{attribute}" is not built in', hint)
        return None

    def currency(self, kind: Kind | None) -> str:
        code = self.table.text("currency", example="RUB")
        if code and not _CURRENCY.fullmatch(code):
            hint = 'Write its three capital letters, such as "RUB", "USD" or "CNY".'
            self.table.wrong("currency", f'"{code}" is not a currency', hint)
        elif code and kind not in {Kind.MONEY, None}:
            self.table.warn("currency", f"means nothing for a {kind}", "Take it out.")
        return code

    def candidates(self, kind: Kind | None) -> tuple[str, ...]:
        names = self.table.texts("candidates", example="rosatom")
        for index, name in enumerate(names):
            if name not in self.entities:
                path = (*self.table.at("candidates"), index)
                self.table.report.wrong(
                    path, f'there is no entity "{name}"', suggest(name, self.entities)
                )
        if names and kind not in {Kind.PARTY, None}:
            self.table.warn("candidates", f"mean nothing for a {kind}", "Take them out.")
        return names

    def value(self, fact: Fact) -> Value | None:
        table, text = self.table, self.table.raw("value")
        if text is None:
            if fact.as_of:
                table.warn(
                    "as_of",
                    "says when a value was believed, and there is no value",
                    'Add value = "...".',
                )
            return None
        if isinstance(text, bool | list | dict) or not str(text).strip():
            hint = 'Write it as a person would, in quotes: value = "Q3 2027".'
            table.wrong("value", f"{describe(text)} is not a value", hint)
            return None
        text = str(text).strip()
        try:
            value = self.parse(fact, text, fact.as_of or date(2001, 1, 1))
            if not fact.as_of and value != self.parse(fact, text, date(2012, 6, 1)):
                table.wrong(
                    "value",
                    f'"{text}" depends on the day it was said',
                    "Add as_of = 2025-09-10 (that day), or write the date in full.",
                )
        except ValueError as error:
            said, _, examples = str(error).partition("; write for instance ")
            table.wrong("value", said, f"Write for instance {examples}." if examples else "")
            return None
        return value

    def parse(self, fact: Fact, text: str, published: date) -> Value:
        value = parse_value(
            fact.kind, text, unit=fact.unit, currency=fact.currency, published=published
        )
        return known_party(value, self.entities.values()) if isinstance(value, Party) else value


def known_party(value: Party, entities: Iterable[Entity]) -> Party:
    """A party that is tracked is known by its id, whatever was written, and shown by a name."""
    said = value.party.casefold()
    for entity in entities:
        names = (entity.id, entity.name, *entity.aliases, *entity.short)
        if said in {name.casefold() for name in names}:
            shown = entity.name if said == entity.id.casefold() else value.text
            return replace(value, party=entity.id, text=shown)
    return value
