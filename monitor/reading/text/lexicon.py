"""Known phrases with what they mean, found in one pass over the words of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from monitor.reading.text.tokens import Tokens, tokenise


class Item(NamedTuple):
    """A known phrase: words ``first`` to before ``last`` of the text."""

    tag: str
    value: str
    first: int
    last: int


class _Entry(NamedTuple):
    rest: list[str]
    exact: str
    tag: str
    value: str


class Lexicon:
    """Phrases as (phrase, tag, value); one written ``=Mt`` keeps its case.

    Where several begin at one word the longest wins, and of two alike the one with its case.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for phrase, tag, value in entries:
            exact = phrase[1:] if phrase.startswith("=") and len(phrase) > 1 else ""
            words = tokenise(exact or phrase).words
            if not words:
                continue
            entry = _Entry(words[1:], exact, tag, value)
            self._entries.setdefault(words[0], []).append(entry)
        for listed in self._entries.values():
            listed.sort(key=lambda entry: (-len(entry.rest), not entry.exact))

    def at(self, tokens: Tokens, index: int) -> Item | None:
        """The longest known phrase that begins at a word."""
        words = tokens.words
        listed = self._entries.get(words[index])
        if listed is None:
            return None
        for rest, exact, tag, value in listed:
            last = index + 1 + len(rest)
            if rest and words[index + 1 : last] != rest:
                continue
            if exact and tokens.raw(index, last) != exact:
                continue
            return Item(tag, value, index, last)
        return None

    def first_words(self) -> Iterable[str]:
        return self._entries.keys()

    def scan(self, tokens: Tokens) -> list[Item]:
        """All known phrases from left to right, none overlapping another."""
        found: list[Item] = []
        index, length = 0, len(tokens.words)
        known = self._entries
        words = tokens.words
        while index < length:
            if words[index] in known and (item := self.at(tokens, index)) is not None:
                found.append(item)
                index = item.last
            else:
                index += 1
        return found
