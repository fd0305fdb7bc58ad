"""Where the problems of a file are gathered, and how what was written is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from monitor.config.lines import Path as KeyPath
from monitor.errors import Problem

TYPES: dict[type, str] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list in brackets",
    dict: "a table",
    date: "a day",
    datetime: "a time",
}


@dataclass
class Report:
    """Where problems go while a file is read: its name, what it says, and on which lines."""

    file: str
    data: dict[str, Any]
    lines: dict[KeyPath, int]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def wrong(self, path: KeyPath, message: str, hint: str = "") -> None:
        self.problems.append(self._problem(path, message, hint))

    def warn(self, path: KeyPath, message: str, hint: str = "") -> None:
        self.warnings.append(self._problem(path, message, hint))

    def _problem(self, path: KeyPath, message: str, hint: str) -> Problem:
        sentence = f"{message.rstrip('.')}." if hint else message
        return Problem(self.file, self.line(path), dotted(path), sentence, hint)


def dotted(path: KeyPath) -> str:
    """``sources[2].url``; items are counted from 1, as people count."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def describe(value: object) -> str:
    """What a person would say was written."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return TYPES[type(value)]
    return str(value)


def suggest(word: str, known: Iterable[str]) -> str:
    """``Did you mean "x"?`` or, where nothing is near, the list of what there is."""
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    if len(names) > 24 or not names:
        return ""
    return f"Write one of: {', '.join(names)}."
