"""A compiled watchlist as bytes, so that it need not be compiled again.

Lines of JSON: a head, what is looked for, and then one line for each name with its forms.
Those are read when a text first has the name; the others at once.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, overload

from monitor.reading.names.names import Name
from monitor.reading.names.pieces import Cut
from monitor.reading.names.roles import Roles

FORMAT = 7
Terms = tuple[tuple[str, ...], ...]


class KeptNames(Sequence[Name]):
    """Names, each read from its line when it is asked for."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._read: dict[int, Name] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Name: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Name]: ...
    def __getitem__(self, index: int | slice) -> Name | Sequence[Name]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        name = self._read.get(index)
        if name is None:
            name = self._read[index] = Name(*json.loads(self._lines[index]))
        return name

    def __iter__(self) -> Iterator[Name]:
        return map(self.__getitem__, range(len(self)))


def dump(digest: str, names: Sequence[Name], cut: Cut, terms: Terms, roles: Roles) -> bytes:
    content = [
        roles.plain(), terms, cut.narrow, cut.others, list(cut.ends), list(cut.triples),
        *([n.entity, n.alias, n.role, n.forms, n.budget, n.proper, n.open_ended] for n in names),
    ]  # fmt: skip
    body = "\n".join(map(_line, content)).encode()
    head = {"format": FORMAT, "digest": digest, "sum": _sum(body)}
    return _line(head).encode() + b"\n" + body


def load(digest: str, kept: bytes) -> tuple[KeptNames, Cut, Terms, Roles] | None:
    """What was dumped; None if it is damaged, of another form or of another watchlist."""
    first, _, body = kept.partition(b"\n")
    try:
        head = json.loads(first)
        if head != {"format": FORMAT, "digest": digest, "sum": _sum(body)}:
            return None
    except ValueError:
        return None
    roles, terms, narrow, others, ends, triples, *names = body.decode().split("\n")
    cut = Cut(
        json.loads(narrow),
        json.loads(others),
        array("i", json.loads(ends)),
        array("i", json.loads(triples)),
    )
    terms_ = tuple(map(tuple, json.loads(terms)))
    return KeptNames(names), cut, terms_, Roles.of_plain(json.loads(roles))


def _line(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _sum(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
