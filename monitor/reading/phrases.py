"""A small pattern language for words in a text, and one pass that finds them all.

A phrase is words parted by blanks. ``*`` behind a word takes any ending, ``a|b`` are
alternatives, ``word?`` may be missing, ``…`` skips a few words (never over a comma or a
full stop), ``……`` up to a dozen. Phrases in Chinese have no blanks and ``…`` skips a few
characters. Texts and
phrases are compared folded (see ``text.py``); matching is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from monitor.reading.text import fold_name

_SKIP, _LONG_SKIP = "…", "……"
_BEGINNING = 4  # letters by which a word is known to stand in a text
_WORD = re.compile(r"\w+")
# a word begins here, and not behind a short prefix ("pre-", "non-", "по-")
_BEGIN = r"(?<!\w)(?<!\W\w\w-)(?<!\W\w\w\w-)"
_HAN = re.compile("[\u3400-\u9fff]")
_NO_LETTER = "■"  # Han characters stand beside foreign words without a blank
_SKIP_WORDS = r"(?:[^\s.,;:!?()]+[\s-]+){0,4}?"
_SKIP_MORE = r"(?:[^\s.;:!?()]+[\s-]+){0,12}?"
_SKIP_HAN = "[^。；，！？\n]{0,8}?"
_SKIP_HAN_MORE = "[^。；，！？\n]{0,20}?"


class Found(NamedTuple):
    """A phrase found at ``text[start:end]``; ``tag`` is what it was added under."""

    start: int
    end: int
    tag: str


class _Entry(NamedTuple):
    """A phrase by one of its first words, ``lead`` characters into the pattern.

    ``needs`` are beginnings of words, one of which the text has to have; empty for any text.
    """

    lead: int
    pattern: str
    tag: str
    needs: frozenset[str]


@dataclass(slots=True)
class PhraseBook:
    """Phrases under tags, compiled to be found in one pass."""

    _exact: dict[str, list[_Entry]] = field(default_factory=dict)
    _prefix: dict[str, list[_Entry]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    _han: dict[str, list[tuple[re.Pattern[str] | None, str]]] = field(default_factory=dict)
    _han_scan: re.Pattern[str] | None = None
    _signs: list[tuple[str, str]] = field(default_factory=list)

    def add(self, phrase: str, tag: str) -> None:
        """Add one phrase; call :meth:`seal` when all are in."""
        if _HAN.search(phrase):
            self._add_han(phrase, tag)
            return
        tokens = phrase.split()
        if not tokens:
            return
        pattern = _pattern(tokens)
        heads = list(_heads(tokens))
        needs = _needs(tokens)
        if not heads:
            self._signs.append((pattern, tag))
        for lead, head, open_end in heads:
            table = self._prefix if open_end else self._exact
            table.setdefault(head, []).append(_Entry(lead, pattern, tag, needs))

    def _add_han(self, phrase: str, tag: str) -> None:
        skip = _SKIP_HAN_MORE if _LONG_SKIP in phrase else _SKIP_HAN
        plain = phrase.replace("*", "").replace(_LONG_SKIP, _SKIP)
        folded = [fold_name(part) for part in plain.split(_SKIP)]
        rest = re.compile(skip.join(map(re.escape, folded))) if len(folded) > 1 else None
        self._han.setdefault(folded[0], []).append((rest, tag))

    def seal(self) -> PhraseBook:
        self._lengths = tuple(sorted({len(head) for head in self._prefix}))
        if self._han:
            heads = sorted(self._han, key=len, reverse=True)
            self._han_scan = re.compile("(?=(" + "|".join(map(re.escape, heads)) + "))")
        return self

    def find(self, text: str) -> list[Found]:
        """Every phrase in the folded ``text``, in order of place, the longest first."""
        found: list[Found] = []
        foreign = _HAN.sub(_NO_LETTER, text)
        if self._exact or self._prefix:
            self._find_words(foreign, found)
        if self._han_scan is not None and _HAN.search(text):
            self._find_han(text, found)
        for sign, tag in self._signs:
            found += [
                Found(hit.start(), hit.end(), tag) for hit in _compiled(sign).finditer(foreign)
            ]
        found.sort(key=lambda one: (one.start, -one.end))
        return found

    def _find_words(self, text: str, found: list[Found]) -> None:
        exact, prefix, lengths = self._exact, self._prefix, self._lengths
        words = list(_WORD.finditer(text))
        there = {word.group()[:_BEGINNING] for word in words}
        for word in words:
            token, at = word.group(), word.start()
            entries = exact.get(token)
            if entries:
                _verify(text, at, entries, there, found)
            for length in lengths:
                if length > len(token):
                    break
                entries = prefix.get(token[:length])
                if entries:
                    _verify(text, at, entries, there, found)

    def _find_han(self, text: str, found: list[Found]) -> None:
        if self._han_scan is None:
            return
        for hit in self._han_scan.finditer(text):
            longest = hit.group(1)
            for length in range(len(longest), 0, -1):
                for rest, tag in self._han.get(longest[:length], ()):
                    match = rest.match(text, hit.start()) if rest else None
                    if rest is None:
                        found.append(Found(hit.start(), hit.start() + length, tag))
                    elif match:
                        found.append(Found(match.start(), match.end(), tag))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first has its words: of thousands of phrases few ever are tried."""
    return re.compile(pattern)


def _verify(text: str, at: int, entries: list[_Entry], there: set[str], found: list[Found]) -> None:
    for lead, pattern, tag, needs in entries:
        if needs and needs.isdisjoint(there):
            continue
        match = _compiled(pattern).match(text, at - lead) if at >= lead else None
        if match:
            found.append(Found(match.start(), match.end(), tag))


def _needs(tokens: list[str]) -> frozenset[str]:
    """Beginnings of the words its last word may be, where the phrase has to have one."""
    last = tokens[-1]
    if len(tokens) < 2 or last in (_SKIP, _LONG_SKIP) or last.endswith("?"):
        return frozenset()
    found: set[str] = set()
    for one in last.split("|"):
        plain = fold_name(one.rstrip("*"))
        word = _WORD.match(plain)
        if word is None or (one.endswith("*") and len(word.group()) < _BEGINNING):
            return frozenset()
        found.add(word.group()[:_BEGINNING])
    return frozenset(found)


def _pattern(tokens: list[str]) -> str:
    """The regular expression of a phrase's words."""
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token in (_SKIP, _LONG_SKIP):
            parts.append(_SKIP_WORDS if token == _SKIP else _SKIP_MORE)
            continue
        optional = token.endswith("?") and len(token) > 1
        body = "|".join(_word(one) for one in token.removesuffix("?").split("|") if one)
        last = all(rest.endswith("?") and len(rest) > 1 for rest in tokens[index + 1 :])
        gap = "" if last and index == len(tokens) - 1 else r"[\s-]+"
        if last and index < len(tokens) - 1:  # only optional words follow
            parts.append(f"(?:{body})")
            tail = "".join(
                rf"(?:[\s-]+(?:{'|'.join(_word(o) for o in rest.removesuffix('?').split('|'))}))?"
                for rest in tokens[index + 1 :]
            )
            parts.append(tail)
            break
        parts.append(f"(?:(?:{body}){gap})?" if optional else f"(?:{body}){gap}")
    return "".join(parts)


def _word(word: str) -> str:
    open_end = word.endswith("*")
    plain = fold_name(word.rstrip("*"))
    before = _BEGIN if plain[:1].isalnum() else ""
    after = r"(?!\w)" if plain[-1:].isalnum() else ""
    return before + re.escape(plain) + (r"\w*" if open_end else after)


def _heads(tokens: list[str]) -> Iterable[tuple[int, str, bool]]:
    """The words a phrase may begin with: (characters before the word, word, open end)."""
    for token in tokens:
        optional = token.endswith("?") and len(token) > 1
        for one in token.removesuffix("?").split("|"):
            plain = fold_name(one.rstrip("*"))
            word = _WORD.search(plain)
            if word:
                whole = word.end() == len(plain)
                yield word.start(), word.group(), one.endswith("*") and whole
        if not optional:
            return
