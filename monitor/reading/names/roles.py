"""What the words of a watchlist are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Roles:
    """What a watchlist word is for. Numbers are places in ``Matcher.terms``."""

    topic: frozenset[int]
    ours: frozenset[int]
    project: frozenset[int]
    other: frozenset[int]
    industries: frozenset[int]
    place: frozenset[int]
    things: frozenset[int]
    people: frozenset[int]
    context: tuple[frozenset[int], ...]
    excluded: tuple[frozenset[int], ...]
    bags: tuple[tuple[tuple[int, ...], ...], ...]
    heads: tuple[frozenset[int], ...]

    @property
    def subjects(self) -> tuple[frozenset[int], ...]:
        return (
            self.ours, self.project, self.other, self.industries, self.place, self.things,
            self.people,
        )  # fmt: skip

    def plain(self) -> list[Any]:
        """As lists of numbers, to be kept."""
        return [
            *(sorted(words) for words in (self.topic, *self.subjects)),
            [sorted(own) for own in self.context],
            [sorted(own) for own in self.excluded],
            self.bags,
            [sorted(own) for own in self.heads],
        ]

    @classmethod
    def of_plain(cls, lists: list[Any]) -> Roles:
        topic, ours, project, other, industries, place, things, people, *lists = lists
        context, excluded, bags, heads = lists
        return cls(
            frozenset(topic), frozenset(ours), frozenset(project), frozenset(other),
            frozenset(industries), frozenset(place), frozenset(things), frozenset(people),
            tuple(map(frozenset, context)), tuple(map(frozenset, excluded)),
            tuple(tuple(map(tuple, own)) for own in bags), tuple(map(frozenset, heads)),
        )  # fmt: skip
