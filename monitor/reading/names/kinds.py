"""What kind of thing a name in Han characters ends in: a mine, a railway, a smelter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.model import Entity, EntityKind
from monitor.reading.languages import load
from monitor.reading.languages.structure import written_in

_HAN = re.compile("[\u3400-\u9fff]$")
_STEM = 2  # characters that two names at least share


def kind_of(words: str) -> str:
    """What kind of thing a name or a noun ends in; nothing where that is not said."""
    return _parted(words)[1]


def tails(key: str) -> tuple[str, ...]:
    """A list of the section on things."""
    return _listed(key)


def beside(entities: Iterable[Entity]) -> dict[str, tuple[str, ...]]:
    """Tracked things whose names differ only in the kind of thing: a mine and its railway."""
    sites = (EntityKind.PROJECT, EntityKind.DEPOSIT)
    stems: dict[str, list[str]] = {}
    for entity in entities:
        if entity.kind in sites and _HAN.search(entity.name):
            stem, kind = _parted(entity.name)
            if kind and len(stem) >= _STEM:
                stems.setdefault(stem, []).append(entity.id)
    return {one: tuple(group) for group in stems.values() if len(group) > 1 for one in group}


def _parted(words: str) -> tuple[str, str]:
    """A name without what kind of thing it is, and the kind."""
    for tail in _listed("parts"):
        words = words.removesuffix(tail)
    for tail, kind in _kinds():
        if words.endswith(tail):
            return words.removesuffix(tail), kind
    return words, ""


@cache
def _listed(key: str) -> tuple[str, ...]:
    return tuple(tail for code in written_in("Han") for tail in load(code).phrases("things", key))


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    """Endings and the kinds they tell, the longest first."""
    pairs = (
        (tail, kind)
        for code in written_in("Han")
        for kind, listed in load(code).groups("things.kinds").items()
        for tail in listed
    )
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
