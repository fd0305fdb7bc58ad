"""The words of each language: one TOML file each, and nothing else to add for a new one.

A list of phrases may be written short: ``commission(|s|ed|ing)`` stands for four words,
``no (sooner|earlier) than`` for two phrases; an empty alternative leaves the part out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

COMMON = "common"  # signs that are the same in every language


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, by section and key."""

    code: str
    tables: Mapping[str, Any]

    def section(self, name: str) -> Mapping[str, Any]:
        """A section (dots go deeper: ``cues.capacity``); an absent one is empty."""
        table: Any = self.tables
        for part in name.split("."):
            table = table.get(part, {}) if isinstance(table, Mapping) else {}
        return table if isinstance(table, Mapping) else {}

    def phrases(self, section: str, key: str) -> tuple[str, ...]:
        """The phrases of a list, written out in full; ``{name}`` stands for a set of words."""
        listed = self.section(section).get(key, ())
        return tuple(form for phrase in listed for form in expand(self._with_sets(phrase)))

    def _with_sets(self, phrase: str) -> str:
        """The phrase with the words of ``[sets]`` in place of their names."""
        if "{" not in phrase:
            return phrase
        for name, words in self.section("sets").items():
            phrase = phrase.replace(f"{{{name}}}", words)
        if "{" in phrase:
            raise ValueError(f"no such set of words: {phrase!r}")
        return phrase

    def groups(self, section: str) -> dict[str, tuple[str, ...]]:
        """Every list of a section, written out in full."""
        table = self.section(section)
        lists = (key for key, listed in table.items() if isinstance(listed, list))
        return {key: self.phrases(section, key) for key in lists}


@cache
def everywhere(section: str, key: str) -> frozenset[str]:
    """A list of all languages together: of what a text may have in the words of another one."""
    return frozenset(word for code in codes() for word in load(code).phrases(section, key))


def expand(pattern: str) -> list[str]:
    """``a (b|c) d`` -> ``a b d``, ``a c d``; brackets may stand in brackets."""
    open_at = pattern.find("(")
    if open_at < 0:
        return [" ".join(pattern.split())]
    depth, cuts = 0, [open_at]
    for at in range(open_at, len(pattern)):
        char = pattern[at]
        if char == "(":
            depth += 1
        elif char == "|" and depth == 1:
            cuts.append(at)
        elif char == ")":
            depth -= 1
            if depth == 0:
                cuts.append(at)
                break
    if depth:
        raise ValueError(f"unclosed bracket in {pattern!r}")
    head, tail = pattern[:open_at], pattern[cuts[-1] + 1 :]
    choices = [pattern[a + 1 : b] for a, b in pairwise(cuts)]
    found = [form for choice in choices for form in expand(head + choice + tail)]
    return list(dict.fromkeys(found))


@cache
def codes() -> tuple[str, ...]:
    """The languages there are words for."""
    names = (entry.name for entry in files(__name__).iterdir())
    codes = (name[:-5] for name in names if name.endswith(".toml"))
    return tuple(sorted(code for code in codes if code != COMMON))


@cache
def load(code: str) -> Words:
    """The words of a language; one without a file has none."""
    if code not in {*codes(), COMMON}:
        return Words(code, {})
    text = files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return Words(code, tomllib.loads(text))
