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
        self._entries: dict[str, dict[str, list[_Entry]]] = {}  # by the first two words
        for phrase, tag, value in entries:
            exact = phrase[1:] if phrase.startswith("=") and len(phrase) > 1 else ""
            words = tokenise(exact or phrase).words
            if not words:
                continue
            entry = _Entry(words[1:], exact, tag, value)
            following = self._entries.setdefault(words[0], {})
            following.setdefault(words[1] if len(words) > 1 else "", []).append(entry)
        for following in self._entries.values():
            for listed in following.values():
                listed.sort(key=lambda entry: (-len(entry.rest), not entry.exact))

    def at(self, tokens: Tokens, index: int) -> Item | None:
        """The longest known phrase that begins at a word."""
        words = tokens.words
        following = self._entries.get(words[index])
        if following is None:
            return None
        after = words[index + 1] if index + 1 < len(words) else ""
        for second in (after, "") if after in following else ("",):
            for rest, exact, tag, value in following.get(second, ()):
                last = index + 1 + len(rest)
                if rest and words[index + 1 : last] != rest:
                    continue
                if exact and tokens.raw(index, last) != exact:
                    continue
                return Item(tag, value, index, last)
        return None

    def first_words(self) -> Iterable[str]:
        return self._entries.keys()

    def beginnings(self) -> Iterable[tuple[str, str]]:
        """The first two words of every phrase; the second is empty where there is but one."""
        return ((first, second) for first, rest in self._entries.items() for second in rest)
