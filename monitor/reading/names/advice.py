"""What is worth knowing about a watchlist before it is used: advice, forms, near misses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.model import Article, Entity, EntityKind, Watchlist
from monitor.reading.names.match import judge
from monitor.reading.names.names import Name, is_acronym, is_proper
from monitor.reading.names.scan import Matcher, compile_matcher
from monitor.reading.names.terms import term_forms
from monitor.reading.names.view import View
from monitor.reading.spelling import chinese, dictionary, russian
from monitor.reading.text.text import fold_name


@dataclass(frozen=True, slots=True)
class Advice:
    """Something about a name that will cost hits or bring false ones, and what to write."""

    entity: str
    alias: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.entity}: {self.alias!r} {self.message} {self.hint}"


@dataclass(frozen=True, slots=True)
class NameForms:
    """What one alias stands for: its forms by how they come from it, and the edits forgiven."""

    alias: str
    role: str
    budget: int
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A stretch of an article that nearly was a mention, and why it is none."""

    entity: str
    start: int
    end: int
    text: str
    alias: str
    why: str
    points: float | None = None


def explain_names(matcher: Matcher, entity_id: str) -> list[NameForms]:
    """Every form under which an entity is found. Raises KeyError for an unknown entity."""
    index = matcher.positions[entity_id]
    return [
        NameForms(name.alias, name.role, name.budget, tuple(name.forms.items()))
        for name in matcher.names
        if name.entity == index
    ]


def near_misses(matcher: Matcher, article: Article) -> list[NearMiss]:
    """What was found in an article and does not count, in the order of the text."""
    view = View(matcher, article)
    misses: list[NearMiss] = []
    for candidate in judge(view):
        pairs = list(candidate.dropped)
        if candidate.refused:
            pairs += [(found, candidate.refused) for found in candidate.mentions]
        for found, why in pairs:
            start, end = view.original(found)
            alias = matcher.names[found.name].alias
            text = view.content[start:end]
            points = round(candidate.points, 2) if candidate.mentions else None
            misses.append(NearMiss(candidate.entity.id, start, end, text, alias, why, points))
    for found in view.unlikely:
        start, end = view.original(found)
        name = matcher.names[found.name]
        entity = matcher.watchlist.entities[name.entity].id
        why = f"{found.edits} edits away, but likelier another word"
        misses.append(NearMiss(entity, start, end, view.content[start:end], name.alias, why))
    return sorted(misses, key=lambda miss: (miss.start, miss.end, miss.entity))


def advise(watchlist: Watchlist, matcher: Matcher | None = None) -> list[Advice]:
    """Names that collide, are too short to be safe, mean something else, or need company."""
    matcher = matcher or compile_matcher(watchlist)
    found = list(_collisions(matcher))
    for entity in watchlist.entities:
        names = [n for n in matcher.names if matcher.watchlist.entities[n.entity] is entity]
        found.extend(_on_names(entity, names))
        found.extend(_on_context(entity))
        found.extend(_on_excluded(entity, names))
    order = {entity.id: place for place, entity in enumerate(watchlist.entities)}
    return sorted(found, key=lambda advice: order[advice.entity])


def _collisions(matcher: Matcher) -> Iterator[Advice]:
    """Forms that stand for more than one entity."""
    owners: dict[str, dict[int, Name]] = defaultdict(dict)
    for name in matcher.names:
        for form in name.forms:
            owners[form].setdefault(name.entity, name)
    told: Counter[tuple[int, int]] = Counter()
    entities = matcher.watchlist.entities
    for form, names in owners.items():
        first, *others = names.items()
        for index, name in others:
            told[first[0], index] += 1
            if told[first[0], index] == 1:
                yield Advice(
                    entities[index].id, name.alias,
                    f"is also a name of {entities[first[0]].id} (as {form!r}).",
                    "Both will be hit; remove it from one, or make it longer.",
                )  # fmt: skip


def _on_names(entity: Entity, names: Iterable[Name]) -> Iterator[Advice]:
    for name in names:
        if name.role != "full":
            continue
        alias, folded = name.alias, fold_name(name.alias)
        if alias.endswith("*") and len(folded) < 6:
            yield Advice(
                entity.id, alias, "is the beginning of other words too.",
                "Write the name in full; its inflected forms are found by themselves.",
            )  # fmt: skip
        elif is_acronym(alias) or _too_short(folded):
            yield Advice(
                entity.id, alias, "is too short to be safe: other things have the same letters.",
                "Move it to `short`, and list in `context` words that stand in your stories.",
            )  # fmt: skip
        elif _is_common_word(alias, folded):
            yield Advice(
                entity.id, alias, "is an ordinary word of the language too.",
                "Move it to `short`, and list in `context` words that stand in your stories.",
            )  # fmt: skip
        elif not is_proper(alias) and not entity.part_of and not entity.context:
            yield Advice(
                entity.id, alias, "is written in small letters, so it is a general term.",
                "Set `part_of` to what it belongs to, or add `context`.",
            )  # fmt: skip
        if entity.kind is EntityKind.PERSON and " " not in folded and "·" not in folded:
            yield from _on_surname(entity, name)


def _too_short(folded: str) -> bool:
    letters = sum(char.isalnum() for char in folded)
    return letters < 3 if chinese.is_chinese(folded) else letters < 4


def _is_common_word(alias: str, folded: str) -> bool:
    if not re.fullmatch("[а-я]+", folded):
        return False
    return dictionary.is_common(folded) or (alias == alias.lower() and dictionary.is_known(folded))


def _on_surname(entity: Entity, name: Name) -> Iterator[Advice]:
    """A surname alone, and the towns that share its forms."""
    towns = [
        town.capitalize()
        for ending in ("о", "ка", "ск")
        if russian.is_russian(name.alias)
        and dictionary.is_known(town := fold_name(name.alias) + ending)
    ]
    listed = {fold_name(word) for word in entity.excluded}
    towns = [town for town in towns if fold_name(town) not in listed]
    if towns:
        yield Advice(
            entity.id, name.alias, f"shares case forms with the place name {', '.join(towns)}.",
            f'Add "{towns[0]}" to `not`.',
        )  # fmt: skip


def _on_context(entity: Entity) -> Iterator[Advice]:
    if entity.short and not entity.context:
        yield Advice(
            entity.id, entity.short[0], "is a short name, and the entity has no `context`.",
            "Without any, it counts only where the story itself is surely of your business.",
        )  # fmt: skip
    for word in entity.context:
        if word.endswith("*") and len(fold_name(word[:-1])) < 3 and not chinese.is_chinese(word):
            yield Advice(
                entity.id, word, "is the beginning of very many words.",
                "Make it longer, or list the words themselves.",
            )  # fmt: skip


def _on_excluded(entity: Entity, names: Iterable[Name]) -> Iterator[Advice]:
    forms = {form for name in names for form in name.forms}
    for word in entity.excluded:
        own = forms & set(term_forms(word))
        if fold_name(word) in own:
            yield Advice(
                entity.id, word, "in `not` is a name here too, just as it is written.",
                "No mention that is written so counts.",
            )  # fmt: skip
        elif own:
            yield Advice(
                entity.id, word, f"in `not` has forms that are names too ({min(own)}).",
                "Those forms are taken for the name; the others still tell against it.",
            )  # fmt: skip
