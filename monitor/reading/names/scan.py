"""A compiled watchlist: everything that is found in an article, ready to be looked for."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from importlib import resources
from typing import Any

from monitor.model import Entity, Watchlist
from monitor.reading.languages import codes, load
from monitor.reading.names import kept
from monitor.reading.names.finder import NameFinder
from monitor.reading.names.names import Name, names_of
from monitor.reading.names.pieces import Cut, Cutter, gather
from monitor.reading.names.roles import Roles
from monitor.reading.names.termfinder import TermFinder
from monitor.reading.names.terms import Terms
from monitor.reading.spelling.wording import bags, part_heads
from monitor.reading.text.text import fold, fold_name

Pieces = list[list[tuple[str, int, str]]]
# Sections of a words file that announce nothing; what [trade] holds counts as trade.toml's does.
_OF_NO_NEWS = frozenset(
    {"language", "sentences", "values", "joining", "names", "shares", "date-signs", "trade"}
)
_SUBJECTS = ("ours", "project", "other", "industries", "place", "things", "people")


@dataclass(frozen=True)
class Matcher:
    """All names and words of a watchlist, with their forms. Made by ``compile_matcher``."""

    watchlist: Watchlist
    digest: str
    names: Sequence[Name]
    cut: Cut
    terms: tuple[tuple[str, ...], ...]
    roles: Roles
    positions: dict[str, int] = field(default_factory=dict)

    @cached_property
    def name_finder(self) -> NameFinder:
        return NameFinder(self.names, self.cut)

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
    def in_trade(self) -> frozenset[int]:
        """The entities of the business that ``trade.toml`` knows.

        All of them where every third has a word of it in its context.
        """
        contexts = enumerate(self.roles.context)
        knowing = frozenset(index for index, own in contexts if own & self.trade_context)
        entities = range(len(self.watchlist.entities))
        return frozenset(entities) if len(knowing) * 3 >= max(1, len(entities)) else knowing

    @cached_property
    def foreign(self) -> frozenset[int]:
        """Words of all that is not the business that ``trade.toml`` knows."""
        return self.roles.other | self.roles.industries

    @cached_property
    def strange(self) -> frozenset[int]:
        """Words that make nothing beside them a part of the business."""
        roles = self.roles
        others = self.foreign | roles.place | roles.people
        return others.union(*roles.excluded).difference(self.works, *roles.context)

    @cached_property
    def works(self) -> frozenset[int]:
        """Words for what may stand at a place and be called after it."""
        return self.roles.ours | self.roles.project

    def own_things(self, index: int) -> frozenset[int]:
        """The words for kinds of things that an entity's names and context have themselves."""
        if index not in self._own_things:
            entity = self.watchlist.entities[index]
            said = (entity.name, *entity.aliases, *entity.short, *entity.context)
            own = " ".join(fold_name(word.rstrip("*")) for word in said)
            known = {form for word in self.roles.context[index] for form in self.terms[word]}
            self._own_things[index] = frozenset(
                thing
                for thing in self.roles.things
                for form in self.terms[thing]
                if form in known or form.rstrip("*") in own
            )
        return self._own_things[index]

    @cached_property
    def _own_things(self) -> dict[int, frozenset[int]]:
        return {}

    @cached_property
    def own_business(self) -> frozenset[int]:
        """The words of a business that ``trade.toml`` does not know: topic and all contexts."""
        return self.roles.topic.union(*self.roles.context)

    @cached_property
    def elsewhere(self) -> frozenset[int]:
        """Words of other walks of life, but for those that the watchlist has itself."""
        own = {form.rstrip("*") for term in self.own_business for form in self.terms[term]}
        others = self.roles.other - self.roles.topic
        return frozenset(term for term in others if self.terms[term][0].rstrip("*") not in own)

    def dump(self) -> bytes:
        """A cache of the compiled form; give it back to ``compile_matcher``."""
        return kept.dump(self.digest, self.names, self.cut, self.terms, self.roles)


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
            terms.add_bare(word) for words in _languages() for word in words.get(subject, ())
        )
        for subject in _SUBJECTS
    }
    entities = watchlist.entities
    roles = Roles(
        frozenset(map(terms.add, filter(fold_name, watchlist.topic))),
        subjects["ours"],
        subjects["project"],
        subjects["other"],
        subjects["industries"],
        subjects["place"],
        subjects["things"],
        subjects["people"],
        tuple(frozenset(map(terms.add, filter(fold_name, one.context))) for one in entities),
        tuple(frozenset(map(terms.add, filter(fold_name, one.excluded))) for one in entities),
        tuple(tuple(tuple(map(terms.add_bare, bag)) for bag in bags(one)) for one in entities),
        tuple(frozenset(map(terms.add, _heads(one, watchlist))) for one in entities),
    )
    cutter = Cutter(_common_words(), [name.forms for name in names])
    pieces = [cutter.cut(n.forms, n.budget, open_ended=n.open_ended) for n in names]
    names, pieces = _told_apart(names, pieces, cutter)
    cut = gather([name.forms for name in names], pieces)
    return Matcher(
        watchlist, digest, tuple(names), cut, tuple(terms.forms), roles, _positions(watchlist)
    )


def _heads(entity: Entity, watchlist: Watchlist) -> list[str]:
    if not entity.part_of:
        return []
    parent = next((one for one in watchlist.entities if one.id == entity.part_of), None)
    return part_heads(entity, parent)


def _positions(watchlist: Watchlist) -> dict[str, int]:
    return {entity.id: index for index, entity in enumerate(watchlist.entities)}


def _common_words() -> dict[str, float]:
    """Words that the news we read is full of, and how often an article may have each."""
    sections = (load(code).tables.items() for code in codes())
    told = [table for each in sections for name, table in each if name not in _OF_NO_NEWS]
    often = dict.fromkeys(_words_of(told), 0.3)
    for words in _languages():
        for subject, table in words.items():
            for word in table:
                often[fold_name(word.rstrip("*"))] = 1.0 if subject == "common" else 0.4
    return often


def _words_of(tables: Any) -> set[str]:
    """All words in any depth of tables and lists, folded."""
    if isinstance(tables, str):
        return set(re.findall(r"[^\W\d_]+", fold_name(tables)))
    if isinstance(tables, Mapping):
        tables = tables.values()
    return set().union(*map(_words_of, tables)) if isinstance(tables, Iterable) else set()


def _told_apart(names: list[Name], pieces: Pieces, cutter: Cutter) -> tuple[list[Name], Pieces]:
    """Lower the edit budgets with which a name would reach into another entity's name.

    Two names that are d edits apart forgive less than half of d, so that no spelling is
    within reach of both.
    """
    finder = NameFinder(names, gather([name.forms for name in names], pieces))
    budgets = [name.budget for name in names]
    for index, name in enumerate(names):
        alias = next(iter(name.forms))
        for found in finder.find(fold(alias)):
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
            recut[index] = cutter.cut(name.forms, budget, open_ended=name.open_ended)
    return names, recut


def _subjects() -> str:
    return resources.files("monitor.reading").joinpath("trade.toml").read_text("utf-8")


def _languages() -> list[Mapping[str, list[str]]]:
    """The words that tell subjects: of each language in ``trade.toml``, or in its words file."""
    own = (load(code).section("trade") for code in codes())
    return [*tomllib.loads(_subjects()).values(), *filter(None, own)]


def _digest(watchlist: Watchlist) -> str:
    content = repr((kept.FORMAT, watchlist.entities, watchlist.topic, _subjects()))
    return blake2b(content.encode(), digest_size=16).hexdigest()


def _load(watchlist: Watchlist, digest: str, cache: bytes) -> Matcher | None:
    loaded = kept.load(digest, cache)
    if loaded is None:
        return None
    names, cut, terms, roles = loaded
    return Matcher(watchlist, digest, names, cut, terms, roles, _positions(watchlist))
