"""Stages and agreements: the words that say how far a project or a negotiation has come.

A phrase may leave a gap, written ``...``: ``piles ... driven`` is found with a few words
between, within one clause. Words that deny the stage right there ("not yet agreed") are
marked in the notes; what else hedges it is for the reader of claims.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from monitor.model import Agreement, Stage
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.languages import load
from monitor.reading.text.lexicon import Lexicon
from monitor.reading.text.tokens import BREAK, Tokens, tokenise

_GAP = "..."
_GAP_REACH = 6
_NEGATION_REACH = 4
_STOPS = frozenset({".", ";", ":", "!", "?", BREAK, "。", "；", "！", "？", ","})


class _Pattern(NamedTuple):
    """Segments with gaps between; those in ``exact`` keep their case."""

    segments: tuple[tuple[str, ...], ...]
    exact: frozenset[str]
    rung: str


class Ladder:
    """The phrases of one language for the rungs of one ladder."""

    def __init__(self, code: str, section: str) -> None:
        words = load(code)
        patterns: dict[str, list[_Pattern]] = {}
        for rung, phrases in words.groups(section).items():
            for phrase in phrases:
                if phrase != _GAP:
                    pattern = _pattern(phrase, rung)
                    patterns.setdefault(pattern.segments[0][0], []).append(pattern)
        for listed in patterns.values():
            listed.sort(key=lambda entry: -sum(len(segment) for segment in entry.segments))
        self._patterns = {first: _by_second(listed) for first, listed in patterns.items()}
        denials = words.phrases(f"{section}.denial", "not")
        self._denials = Lexicon((phrase, "denial", "not") for phrase in denials)

    def beginnings(self, tokens: Tokens) -> list[int]:
        """Places of the words that a phrase may begin with."""
        known = self._patterns
        return [at for at, word in enumerate(tokens.words) if word in known]

    def at(self, tokens: Tokens, index: int) -> tuple[_Pattern, int] | None:
        """The longest phrase that begins at a word, and its end."""
        following = self._patterns.get(tokens.words[index], {})
        second = tokens.word(index + 1)
        for pattern in following.get(second if second in following else "", ()):
            last = _match(tokens, index, pattern)
            if last:
                return pattern, last
        return None

    def denied(self, tokens: Tokens, pattern: _Pattern, first: int, last: int) -> bool:
        """Whether the phrase is denied right before it or in one of its gaps."""
        inside = last if len(pattern.segments) > 1 else first
        for at in range(inside - 1, max(-1, first - 1 - _NEGATION_REACH), -1):
            if at < first and tokens.words[at] in _STOPS:
                return False
            if self._denials.at(tokens, at):
                return True
        return False


def _pattern(phrase: str, rung: str) -> _Pattern:
    pieces = [each.strip() for each in phrase.split(_GAP)]
    exact = frozenset(each[1:] for each in pieces if each.startswith("="))
    segments = tuple(tuple(tokenise(each.removeprefix("=")).words) for each in pieces)
    return _Pattern(segments, exact, rung)


def _by_second(patterns: list[_Pattern]) -> dict[str, list[_Pattern]]:
    """Phrases that begin with one word, by the word after it; "" stands for any other word."""
    found: dict[str, list[_Pattern]] = {"": []}
    for pattern in patterns:
        found.setdefault((*pattern.segments[0], "")[1], [])
    for pattern in patterns:
        wanted = (*pattern.segments[0], "")[1]
        for listed in [found[wanted]] if wanted else found.values():
            listed.append(pattern)
    return found


def _match(tokens: Tokens, index: int, pattern: _Pattern) -> int:
    """The end of a phrase with gaps that begins at a word; 0 where it does not."""
    words, at = tokens.words, index
    for number, segment in enumerate(pattern.segments):
        reach = 0 if number == 0 else _GAP_REACH
        for start in range(at, at + reach + 1):
            if tuple(words[start : start + len(segment)]) == segment:
                at = start + len(segment)
                if pattern.exact and not _keeps_case(tokens, start, at, pattern.exact):
                    return 0
                break
            if start >= len(words) or words[start] in _STOPS:
                return 0
        else:
            return 0
    return at


def _keeps_case(tokens: Tokens, first: int, last: int, exact: frozenset[str]) -> bool:
    """Whether words that are to keep their case do; others may be written anyhow."""
    raw = tokens.raw(first, last)
    return raw in exact or raw.lower() not in {each.lower() for each in exact}


@cache
def ladder(code: str, section: str) -> Ladder:
    """Compiled once for each language."""
    return Ladder(code, section)


def find_stages(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every word for a stage of a project."""
    del context
    return _find(text, ladder(language, "stages"), Stage)


def find_agreements(text: str, language: str, context: ReadingContext) -> list[Expression]:
    """Every word for a stage of a negotiation."""
    del context
    return _find(text, ladder(language, "agreements"), Agreement)


def _find(text: str, known: Ladder, make: type[Stage | Agreement]) -> list[Expression]:
    tokens = tokenise(text)
    found: list[Expression] = []
    done = 0
    for index in known.beginnings(tokens):
        one = known.at(tokens, index) if index >= done else None
        if one is None:
            continue
        pattern, last = one
        notes = ("negated",) if known.denied(tokens, pattern, index, last) else ()
        start, end = tokens.starts[index], tokens.ends[last - 1]
        value = make(pattern.rung, pattern.rung)
        found.append(Expression(start, end, value, "exact", "phrase", sure=True, notes=notes))
        done = last
    return found
