"""Where sentences end, in any of the languages."""

from __future__ import annotations

import re

from monitor.reading.languages import everywhere

_END = re.compile(  # one set of characters first: the rest of a text is passed over quickly
    r"[\n。！？!?….](?:"
    r"(?<=\n)(?:\s*\n\s*"  # a paragraph
    r"|[ \t]*(?=[-*•–—]\s)"  # a list item
    r"|(?<=[;；:：]\n)\s*)"  # a line of a list
    r"|(?<=[。！？!?…])[。！？!?…]*[”’」』》）\"')\]»]*\s*"
    r"|(?<=\.)\.*[”’\"')\]»]*(?=\s|$)\s*)"
)
_NEXT_LOWER = re.compile(r"[\"'«“„(\[]?[a-zа-яё]")
_NUMBER_BEFORE = re.compile(r"\d[\d\s.,]*\s*$")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if found.start() < start or not _ends(text, start, found):
            continue
        _add(spans, text, start, found.end())
        start = found.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the mark found really closes a sentence."""
    mark = found.group()
    if mark[0] == "\n":
        return True
    after = text[found.end() : found.end() + 3]
    if mark[0] in "。！？":
        return not after or after[0] not in "，、,；;"
    if _NEXT_LOWER.match(after) and "\n\n" not in mark:
        return False
    return mark[0] != "." or not _abbreviated(text, start, found)


def _abbreviated(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the full stop belongs to a word ("No. 3", "г. Соликамск", "J. Smith")."""
    if "\n\n" in found.group():
        return False
    before = text[max(start, found.start() - 24) : found.start()]
    cut = max(map(before.rfind, ' \n\u00a0(«"-')) + 1
    word = before[cut:]
    lowered = word.lower()
    initial = len(word) == 1 and word.isupper()
    before_name = lowered in everywhere("sentences", "before-name")
    if not initial and not before_name and lowered not in everywhere("sentences", "open"):
        return False
    following = re.match(r"[\"'«“„(]?(\w+)", text[found.end() : found.end() + 24])
    if not following:
        return False
    if initial:
        return True
    if before_name:
        if re.fullmatch("[а-яё]+", lowered):
            return not _NUMBER_BEFORE.search(before[:cut])
        return following.group(1).lower() not in everywhere("sentences", "starters")
    return (
        lowered not in everywhere("sentences", "before-number") or following.group(1)[0].isdigit()
    )
