"""The message as plain text that stands alone. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from monitor.alerts.compose.parts import Outlet, Parts, Quote

WIDTH = 76
RULE = f"\n\n{'-' * 24}\n\n"
"""Between one fact and the next."""


def text(parts: Sequence[str], intro: str, footer: str) -> str:
    """The whole text; ``parts`` are what :func:`part_text` gives."""
    opening = f"{wrap(intro)}\n\n" if intro else ""
    return f"{opening}{RULE.join(parts)}\n\n-- \n{wrap(footer)}\n"


def outline(parts: Sequence[Parts]) -> str:
    """What a summary tells, one line each."""
    rows = []
    for number, part in enumerate(parts, 1):
        first, *rest = wrap(part.headline, WIDTH - 4).split("\n")
        rows += [f"{number:2}. {first}", *(f"    {row}" for row in rest)]
    return "\n".join(rows)


def part_text(part: Parts) -> str:
    sections = [wrap(part.headline), _values(part)]
    if part.meaning:
        sections.append(wrap(part.meaning))
    if part.quote:
        sections.append(_quote(part.quote))
    if part.outlet:
        sections.append(_outlet(part.outlet))
    sections.append("\n".join(wrap(sentence) for sentence in part.sure))
    if part.others:
        also = [f"  {_told_by(outlet)}\n  {outlet.url}".rstrip() for outlet in part.others]
        sections.append("Also reported by:\n" + "\n".join(also))
    if part.history:
        sections.append("History:\n" + history(part))
    sections.append("\n".join(f"  {f'{name}:':8}{command}" for name, command in part.commands))
    return "\n\n".join(sections)


def _values(part: Parts) -> str:
    since = f"   ({part.since})" if part.since else ""
    far = f"   ({part.distance})" if part.distance else ""
    now = {"disputed": "or", "unconfirmed": "said"}.get(part.state, "is")
    return f"  was   {part.was}{since}\n  {now:4}  {part.now}{far}"


def _quote(quote: Quote) -> str:
    marked = f"{quote.before}*{quote.value}*{quote.after}" if quote.value else quote.before
    lines = wrap(f"“{marked}”", WIDTH - 2).splitlines()
    return "\n".join(f"> {line}" for line in lines)


def _outlet(outlet: Outlet) -> str:
    rows = [wrap(outlet.title), wrap(_told_by(outlet))]
    if outlet.url:
        rows.append(outlet.url)
    return "\n".join(row for row in rows if row)


def _told_by(outlet: Outlet) -> str:
    return f"{outlet.source} ({outlet.tier}), {outlet.published}; seen {outlet.seen}"


def history(part: Parts) -> str:
    """The fact's short history as a table in letters of one width; the newest first."""
    wide = max(_cells(row.value) for row in part.history)
    rows = []
    for row in part.history:
        padding = " " * (wide - _cells(row.value))
        mark = ">" if row.now else " "
        source = f", {row.source}" if row.source else ""
        rows.append(f"{mark} {row.day:>11}  {row.value}{padding}  {row.verdict}{source}")
    return "\n".join(rows)


def wrap(text: str, width: int = WIDTH) -> str:
    """Broken at blanks (between any two letters of Chinese), counting wide letters twice."""
    rows: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for word in _words(paragraph):
            if row and _cells(row) + _cells(word.rstrip()) > width:
                rows.append(row.rstrip())
                row = word.lstrip()
            else:
                row += word
        rows.append(row.rstrip())
    return "\n".join(rows)


def _words(text: str) -> list[str]:
    words: list[str] = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        fresh = wide and unicodedata.category(letter) == "Lo"
        if fresh or (words[-1][-1:].isspace() and not letter.isspace()):
            words.append("")
        words[-1] += letter
    return words


def _cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
