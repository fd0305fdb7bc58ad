"""On which line each key of a TOML file stands; the standard library does not say.

Expects text that ``tomllib`` has accepted, so it need not judge, only find its way.
"""

from __future__ import annotations

import json
import re

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^\s,\]}#]+(?: \d[^\s,\]}#]*)?")


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.counted_to = 0
        self.line = 1

    def blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        if match:
            self.at = match.end()

    def record(self, path: Path) -> None:
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        self.lines.setdefault(path, self.line)

    def peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def key(self) -> list[str]:
        """A dotted key, up to the ``=`` or ``]`` behind it."""
        parts: list[str] = []
        while True:
            self.blank()
            if match := _STRING.match(self.text, self.at):
                quoted = match.group()
                parts.append(json.loads(quoted) if quoted[0] == '"' else quoted[1:-1])
            elif match := _BARE.match(self.text, self.at):
                parts.append(match.group())
            else:
                return parts
            self.at = match.end()
            self.blank()
            if not self.peek("."):
                return parts
            self.at += 1

    def resolve(self, keys: list[str]) -> Path:
        """The path of a header: an array of tables on the way means its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def header(self) -> Path:
        start = self.at
        several = self.peek("[[")
        self.at += 2 if several else 1
        keys = self.key()
        end = self.text.index("]", self.at) + (2 if several else 1)
        self.at = start
        if several:
            array = (*self.resolve(keys[:-1]), keys[-1])
            self.counts[array] = self.counts.get(array, -1) + 1
            self.record(array)
        path = self.resolve(keys)
        self.record(path)
        self.at = end
        return path

    def pair(self, table: Path) -> None:
        start = self.at
        keys = self.key()
        end, self.at = self.at, start
        path = table
        for key in keys:
            path = (*path, key)
            self.record(path)
        self.at = end
        self.blank()
        self.at += 1  # the equals sign
        self.value(path)

    def value(self, path: Path) -> None:
        self.blank()
        if self.peek("["):
            self.items(path)
        elif self.peek("{"):
            self.members(path)
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self.blank()
            if self.at >= len(self.text) or self.peek("]"):
                self.at += 1
                return
            self.record((*path, index))
            self.value((*path, index))
            index += 1
            self.blank()
            if self.peek(","):
                self.at += 1

    def members(self, path: Path) -> None:
        self.at += 1
        while True:
            self.blank()
            if self.at >= len(self.text) or self.peek("}"):
                self.at += 1
                return
            self.pair(path)
            self.blank()
            if self.peek(","):
                self.at += 1

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while True:
            self.blank()
            if self.at >= len(self.text):
                return self.lines
            if self.peek("["):
                table = self.header()
            else:
                self.pair(table)


def locate(text: str) -> dict[Path, int]:
    """Path of every table, key and array item -> its 1-based line.

    A path is what leads to it: ``("sources", 2, "url")``.
    """
    return _Scanner(text.removeprefix("\ufeff")).scan()
