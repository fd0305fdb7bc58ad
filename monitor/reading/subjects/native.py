"""Other people's mines and works in Han characters, whose names are spelt with ordinary ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.reading.languages import load
from monitor.reading.text.layout import Layout

_LONGEST = 10  # characters of a name with what the works make
_NAME = re.compile("[\u4e00-\u9fff]{2,5}")
_OPENS = re.compile("[^\u4e00-\u9fffA-Za-z0-9%)）”》]|[与和及]")


def native_names(layout: Layout, context: set[str]) -> Iterable[tuple[int, int]]:
    """Places of a name at the head of a clause, with the noun that it stands before: 石岗铜矿."""
    content = layout.content
    code = layout.language
    made, never, vague = _made(code), _never(code), load(code).phrases("names", "vague")
    goes_on = "".join(load(code).phrases("names", "goes-on"))
    for mark in layout.marks.get("subjects.project", ()):
        noun = content[mark.start : mark.end]
        if noun in vague or (mark.end < len(content) and content[mark.end] in goes_on):
            continue
        low = max(layout.sentence_at(mark.start).start, mark.start - _LONGEST)
        begin = _head(content, low, mark.start, layout)
        if begin is None:
            continue
        name = made.sub("", content[begin : mark.start])
        if not _NAME.fullmatch(name) or never.search(name):
            continue
        if not any(name[:2] in word or word in name for word in context):
            yield begin, mark.end


def _head(content: str, low: int, end: int, layout: Layout) -> int | None:
    """Where the clause begins that a noun stands in, if no farther than a name is long."""
    for at in range(end - 1, low - 1, -1):
        if _OPENS.match(content, at):
            return at + 1
    return low if low == layout.sentence_at(end).start else None


@cache
def _made(code: str) -> re.Pattern[str]:
    """What works make, at the end of their name."""
    words = sorted(load(code).phrases("subjects", "made"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+$")


@cache
def _never(code: str) -> re.Pattern[str]:
    """Characters and words that are in no name."""
    words = load(code).phrases("subjects", "no-name")
    return re.compile("|".join(map(re.escape, words)))
