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

from monitor.reading.text.text import fold_name

_SKIP, _LONG_SKIP = "…", "……"
_BEGINNING = 4  # letters by which a word is known to stand in a text
_WORD = re.compile(r"\w+")
_WORD_OR_STOP = re.compile(r"\w+|[.;:!?()]")
_STOPS = frozenset(".;:!?()")  # over which no phrase skips words
# a word begins here, and not behind a short prefix ("pre-", "non-", "по-")
_BEGIN = r"(?<!\w)(?<!\W\w\w-)(?<!\W\w\w\w-)"
_HAN = re.compile("[\u3400-\u9fff]")
_NO_LETTER = "■"  # Han characters stand beside foreign words without a blank
_KEPT = 20_000  # words remembered with what they may begin
_SKIP_WORDS = r"(?:(?:[^\s.,;:!?()]|(?<=\d)[.,](?=\d))+[\s-]+){0,4}?"
_SKIP_MORE = r"(?:(?:[^\s.;:!?()]|(?<=\d)\.(?=\d))+[\s-]+){0,12}?"
_SKIP_HAN = "[^。；，！？\n]{0,8}?"
_SKIP_HAN_MORE = "[^。；，！？\n]{0,20}?"


class Found(NamedTuple):
    """A phrase found at ``text[start:end]``; ``tag`` is what it was added under."""

    start: int
    end: int
    tag: str


class _Entry(NamedTuple):
    """A phrase by one of its first words, ``lead`` characters into the pattern.

    ``follows`` are beginnings of words, one of which comes next, and ``needs`` are some of
    which one comes before the next full stop; empty where any text will do.
    """

    lead: int
    pattern: str
    tag: str
    follows: frozenset[str]
    needs: frozenset[str]


class _Entries:
    """What may begin with a word, by the beginning of the word after it."""

    __slots__ = ("_anyhow", "_by_next")

    def __init__(self, entries: Iterable[_Entry]) -> None:
        listed = tuple(entries)
        self._anyhow = tuple(one for one in listed if not one.follows)
        self._by_next = {
            beginning: tuple(one for one in listed if not one.follows or beginning in one.follows)
            for beginning in frozenset[str]().union(*(one.follows for one in listed))
        }

    def before(self, word: str) -> tuple[_Entry, ...]:
        return self._by_next.get(word[:_BEGINNING], self._anyhow)


@dataclass(slots=True)
class PhraseBook:
    """Phrases under tags, compiled to be found in one pass."""

    _exact: dict[str, list[_Entry]] = field(default_factory=dict)
    _prefix: dict[str, list[_Entry]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    _seen: dict[str, _Entries | None] = field(default_factory=dict)
    _han: dict[str, list[tuple[re.Pattern[str] | None, str]]] = field(default_factory=dict)
    _han_lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
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
        for lead, head, open_end, follows in heads:
            table = self._prefix if open_end else self._exact
            table.setdefault(head, []).append(_Entry(lead, pattern, tag, follows, needs))

    def _add_han(self, phrase: str, tag: str) -> None:
        skip = _SKIP_HAN_MORE if _LONG_SKIP in phrase else _SKIP_HAN
        plain = phrase.replace("*", "").replace(_LONG_SKIP, _SKIP)
        folded = [fold_name(part) for part in plain.split(_SKIP)]
        rest = re.compile(skip.join(map(re.escape, folded))) if len(folded) > 1 else None
        self._han.setdefault(folded[0], []).append((rest, tag))

    def seal(self) -> PhraseBook:
        self._lengths = tuple(sorted({len(head) for head in self._prefix}))
        lengths: dict[str, set[int]] = {}
        for head in self._han:
            lengths.setdefault(head[0], set()).add(len(head))
        self._han_lengths = {
            first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()
        }
        return self

    def find(self, text: str) -> list[Found]:
        """Every phrase in the folded ``text``, in order of place, the longest first."""
        found: list[Found] = []
        foreign = _HAN.sub(_NO_LETTER, text)
        if self._exact or self._prefix:
            self._find_words(foreign, found)
        if self._han_lengths:
            self._find_han(text, found)
        for sign, tag in self._signs:
            found += [
                Found(hit.start(), hit.end(), tag) for hit in _compiled(sign).finditer(foreign)
            ]
        found.sort(key=lambda one: (one.start, -one.end))
        return found

    def _find_words(self, text: str, found: list[Found]) -> None:
        known = self._seen
        begun: list[tuple[int, _Entries, set[str]]] = []  # words that may begin a phrase
        following: list[str] = []  # and the word after each of them
        there: set[str] = set()  # beginnings of the words up to the next stop
        for one in _WORD_OR_STOP.finditer(text):
            word = one.group()
            if word in _STOPS:
                there = set()
                continue
            there.add(word[:_BEGINNING])
            if len(following) < len(begun):
                following.append(word)
            entries = known[word] if word in known else self._look_up(word)
            if entries:
                begun.append((one.start(), entries, there))
        following.append("")
        for (at, entries, words), after in zip(begun, following, strict=False):
            _verify(text, at, entries.before(after), words, found)

    def _look_up(self, word: str) -> _Entries | None:
        """What may begin with a word; kept, since most words of a text are common ones."""
        entries = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            entries += self._prefix.get(word[:length], ())
        if len(self._seen) >= _KEPT:
            self._seen.clear()
        made = self._seen[word] = _Entries(entries) if entries else None
        return made

    def _find_han(self, text: str, found: list[Found]) -> None:
        known, han, end = self._han_lengths, self._han, len(text)
        for at, char in enumerate(text):
            for length in known.get(char, ()):
                entries = han.get(text[at : at + length]) if at + length <= end else None
                for rest, tag in entries or ():
                    match = rest.match(text, at) if rest else None
                    if rest is None:
                        found.append(Found(at, at + length, tag))
                    elif match:
                        found.append(Found(match.start(), match.end(), tag))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first has its words: of thousands of phrases few ever are tried."""
    return re.compile(pattern)


def _verify(
    text: str, at: int, entries: Iterable[_Entry], there: set[str], found: list[Found]
) -> None:
    for lead, pattern, tag, _, needs in entries:
        if needs and needs.isdisjoint(there):
            continue
        match = _compiled(pattern).match(text, at - lead) if at >= lead else None
        if match:
            found.append(Found(match.start(), match.end(), tag))


def _needs(tokens: list[str]) -> frozenset[str]:
    """Beginnings of the words its last word may be, where the phrase has to have one."""
    if len(tokens) < 2 or any(sign in _STOPS for token in tokens for sign in token.rstrip("?")):
        return frozenset()
    return _beginnings(tokens[-1:])


def _beginnings(tokens: list[str]) -> frozenset[str]:
    """Beginnings of the words, one of which comes first in the rest of a phrase; empty for any."""
    if not tokens or tokens[0] in (_SKIP, _LONG_SKIP):
        return frozenset()
    found: set[str] = set()
    for one in tokens[0].removesuffix("?").split("|"):
        begins = _beginning(fold_name(one.rstrip("*")), open_end=one.endswith("*"), number=0)
        if not begins:
            return frozenset()
        found.add(begins)
    if _optional(tokens[0]):
        others = _beginnings(tokens[1:])
        return others and others | found
    return frozenset(found)


def _beginning(plain: str, *, open_end: bool, number: int) -> str:
    """How word ``number`` of what stands between two blanks begins; empty where it need not."""
    words = list(_WORD.finditer(plain))
    if len(words) <= number:
        return ""
    word = words[number]
    opened = open_end and word.end() == len(plain) and len(word.group()) < _BEGINNING
    return "" if opened else word.group()[:_BEGINNING]


def _optional(token: str) -> bool:
    return token.endswith("?") and len(token) > 1


def _pattern(tokens: list[str]) -> str:
    """The regular expression of a phrase's words."""
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token in (_SKIP, _LONG_SKIP):
            parts.append(_SKIP_WORDS if token == _SKIP else _SKIP_MORE)
            continue
        optional = _optional(token)
        body = "|".join(_word(one) for one in token.removesuffix("?").split("|") if one)
        last = all(map(_optional, tokens[index + 1 :]))
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


def _heads(tokens: list[str]) -> Iterable[tuple[int, str, bool, frozenset[str]]]:
    """The words a phrase may begin with: (characters before it, word, open end, what follows)."""
    for index, token in enumerate(tokens):
        for one in token.removesuffix("?").split("|"):
            plain = fold_name(one.rstrip("*"))
            word = _WORD.search(plain)
            if word:
                open_end = one.endswith("*")
                whole = word.end() == len(plain)
                follows = _follows(plain, tokens[index + 1 :], open_end=open_end)
                yield word.start(), word.group(), open_end and whole, follows
        if not _optional(token):
            return


def _follows(plain: str, rest: list[str], *, open_end: bool) -> frozenset[str]:
    """Beginnings of the word after the first one of a phrase; empty for any."""
    if len(_WORD.findall(plain)) > 1:
        second = _beginning(plain, open_end=open_end, number=1)
        return frozenset({second} if second else ())
    if open_end and not plain[-1:].isalnum():
        return frozenset()  # the ending is a word of its own
    return _beginnings(rest)
