"""A compiled watchlist: everything that is found in an article, ready to be looked for."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from importlib import resources

from monitor.model import Entity, Watchlist
from monitor.reading.finder import ALIKE, NameFinder, TermFinder
from monitor.reading.names import Name, names_of
from monitor.reading.pieces import Cutter
from monitor.reading.spelling.wording import bags, part_heads
from monitor.reading.terms import Terms
from monitor.reading.text import fold_name

Pieces = tuple[tuple[tuple[str, int, str], ...], ...]
_FORMAT = 3
_SUBJECTS = ("ours", "project", "other", "place")


@dataclass(frozen=True, slots=True)
class Roles:
    """What a watchlist word is for. Numbers are places in ``Matcher.terms``."""

    topic: frozenset[int]
    ours: frozenset[int]
    project: frozenset[int]
    other: frozenset[int]
    place: frozenset[int]
    context: tuple[frozenset[int], ...]
    excluded: tuple[frozenset[int], ...]
    bags: tuple[tuple[tuple[int, ...], ...], ...]
    heads: tuple[frozenset[int], ...]

    @property
    def subjects(self) -> tuple[frozenset[int], ...]:
        return self.ours, self.project, self.other, self.place


@dataclass(frozen=True)
class Matcher:
    """All names and words of a watchlist, with their forms. Made by ``compile_matcher``."""

    watchlist: Watchlist
    digest: str
    names: tuple[Name, ...]
    pieces: Pieces
    terms: tuple[tuple[str, ...], ...]
    roles: Roles
    positions: dict[str, int] = field(default_factory=dict)

    @cached_property
    def name_finder(self) -> NameFinder:
        return NameFinder(self.names, self.pieces)

    @cached_property
    def term_finder(self) -> TermFinder:
        return TermFinder(self.terms)

    @cached_property
    def first_names(self) -> dict[int, int]:
        """Entity -> the place of its own name in ``names``."""
        places: dict[int, int] = {}
        for place, name in enumerate(self.names):
            places.setdefault(name.entity, place)
        return places

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """Entity -> its parts."""
        found: dict[int, list[int]] = {}
        for index, entity in enumerate(self.watchlist.entities):
            if entity.part_of in self.positions:
                found.setdefault(self.positions[entity.part_of], []).append(index)
        return found

    @cached_property
    def bags_by_word(self) -> dict[int, list[tuple[int, tuple[int, ...]]]]:
        """One word of each bag -> (entity, bag). The word is the one that fewest bags have."""
        often = Counter(word for own in self.roles.bags for bag in own for word in bag)
        found: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for index, own in enumerate(self.roles.bags):
            for bag in own:
                rarest = min(bag, key=lambda word: (often[word], word))
                found.setdefault(rarest, []).append((index, bag))
        return found

    @cached_property
    def full_forms(self) -> dict[int, list[str]]:
        """Entity -> every form of its full names."""
        found: dict[int, list[str]] = {}
        for name in self.names:
            if name.role == "full":
                found.setdefault(name.entity, []).extend(name.forms)
        return found

    @cached_property
    def trade_context(self) -> frozenset[int]:
        """The context words that are words of the business too."""
        ours = {form.rstrip("*") for term in self.roles.ours for form in self.terms[term]}
        return frozenset(
            term
            for own in self.roles.context
            for term in own
            if any(form.rstrip("*") in ours for form in self.terms[term])
        )

    @cached_property
    def in_trade(self) -> bool:
        """Whether the watchlist is about the business that ``trade.toml`` knows."""
        knowing = sum(bool(own & self.trade_context) for own in self.roles.context)
        return knowing * 3 >= max(1, len(self.watchlist.entities))

    def dump(self) -> bytes:
        """A cache of the compiled form; give it back to ``compile_matcher``."""
        roles = self.roles
        content = {
            "format": _FORMAT,
            "digest": self.digest,
            "names": [
                [n.entity, n.alias, n.role, n.forms, n.budget, n.proper, n.open_ended]
                for n in self.names
            ],
            "pieces": self.pieces,
            "terms": self.terms,
            "roles": [
                *(sorted(words) for words in (roles.topic, *roles.subjects)),
                [sorted(own) for own in roles.context],
                [sorted(own) for own in roles.excluded],
                roles.bags,
                [sorted(own) for own in roles.heads],
            ],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def compile_matcher(watchlist: Watchlist, cache: bytes | None = None) -> Matcher:
    """Make the forms of everything in the watchlist, or take them from a cache.

    A cache made from another watchlist, by another version, or damaged, is ignored.
    """
    digest = _digest(watchlist)
    if cache:
        loaded = _load(watchlist, digest, cache)
        if loaded:
            return loaded
    names = [name for i, entity in enumerate(watchlist.entities) for name in names_of(entity, i)]
    terms = Terms()
    subjects = {
        subject: frozenset(
            terms.add_bare(word) for words in _languages() for word in words[subject]
        )
        for subject in _SUBJECTS
    }
    entities = watchlist.entities
    roles = Roles(
        frozenset(map(terms.add, filter(fold_name, watchlist.topic))),
        subjects["ours"],
        subjects["project"],
        subjects["other"],
        subjects["place"],
        tuple(frozenset(map(terms.add, filter(fold_name, one.context))) for one in entities),
        tuple(frozenset(map(terms.add, filter(fold_name, one.excluded))) for one in entities),
        tuple(tuple(tuple(map(terms.add_bare, bag)) for bag in bags(one)) for one in entities),
        tuple(frozenset(map(terms.add, _heads(one, watchlist))) for one in entities),
    )
    cutter = Cutter(_common_words(), (next(iter(name.forms)) for name in names))
    pieces = tuple(_cut(cutter, name) for name in names)
    names, pieces = _told_apart(names, pieces, cutter)
    return Matcher(
        watchlist, digest, tuple(names), pieces, tuple(terms.forms), roles, _positions(watchlist)
    )


def _heads(entity: Entity, watchlist: Watchlist) -> list[str]:
    parent = next((one for one in watchlist.entities if one.id == entity.part_of), None)
    return part_heads(entity, parent) if entity.part_of else []


def _positions(watchlist: Watchlist) -> dict[str, int]:
    return {entity.id: index for index, entity in enumerate(watchlist.entities)}


def _common_words() -> dict[str, float]:
    """Words that the news we read is full of, and how often an article may have each."""
    often: dict[str, float] = {}
    for words in _languages():
        for subject, table in words.items():
            for word in table:
                often[fold_name(word.rstrip("*"))] = 1.0 if subject == "common" else 0.3
    return often


def _told_apart(names: list[Name], pieces: Pieces, cutter: Cutter) -> tuple[list[Name], Pieces]:
    """Lower the edit budgets with which a name would reach into another entity's name.

    Two names that are d edits apart forgive less than half of d, so that no spelling is
    within reach of both.
    """
    finder = NameFinder(names, pieces)
    budgets = [name.budget for name in names]
    for index, name in enumerate(names):
        alias = next(iter(name.forms))
        for found in finder.find(alias):
            other = names[found.name]
            if (
                other.entity == name.entity
                or not found.edits
                or found.end - found.start < len(alias)
            ):
                continue
            for side in (index, found.name):
                budgets[side] = min(budgets[side], (found.edits - 1) // 2)
    recut = list(pieces)
    for index, (name, budget) in enumerate(zip(names, budgets, strict=True)):
        if budget != name.budget:
            names[index] = replace(name, budget=budget)
            recut[index] = _cut(cutter, names[index])
    return names, tuple(recut)


def _cut(cutter: Cutter, name: Name) -> tuple[tuple[str, int, str], ...]:
    """The pieces to look for, each with its offset and the first letters of its forms."""
    cut = cutter.cut(name.forms, name.budget)
    return tuple(dict.fromkeys((piece, offset, form[:ALIKE]) for piece, offset, form in cut))


def _subjects() -> str:
    return resources.files("monitor.reading").joinpath("trade.toml").read_text("utf-8")


def _languages() -> list[dict[str, list[str]]]:
    return list(tomllib.loads(_subjects()).values())


def _digest(watchlist: Watchlist) -> str:
    content = repr((_FORMAT, watchlist.entities, watchlist.topic, _subjects()))
    return blake2b(content.encode(), digest_size=16).hexdigest()


def _load(watchlist: Watchlist, digest: str, cache: bytes) -> Matcher | None:
    try:
        content = json.loads(cache)
        if content["format"] != _FORMAT or content["digest"] != digest:
            return None
        topic, ours, project, other, place, context, excluded, bags, heads = content["roles"]
        return Matcher(
            watchlist,
            digest,
            tuple(Name(*name) for name in content["names"]),
            tuple(tuple((p, o, f) for p, o, f in own) for own in content["pieces"]),
            tuple(map(tuple, content["terms"])),
            Roles(
                frozenset(topic), frozenset(ours), frozenset(project), frozenset(other),
                frozenset(place),
                tuple(map(frozenset, context)), tuple(map(frozenset, excluded)),
                tuple(tuple(map(tuple, own)) for own in bags), tuple(map(frozenset, heads)),
            ),
            _positions(watchlist),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None
