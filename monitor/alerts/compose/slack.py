"""The message as Slack blocks, within Slack's limits. Pure.

Text from outside stands only in ``plain_text`` and ``rich_text`` elements, which Slack
does not search for markup, mentions or links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.alerts.compose.parts import Outlet, Parts
from monitor.alerts.compose.safe import clean, cut, line
from monitor.alerts.compose.text import history

Json = dict[str, Any]

MAX_BLOCKS = 50
MAX_HEADER = 150
MAX_TEXT = 3000
MAX_MESSAGE = 12_000
"""Slack refuses blocks whose text is longer than about 13,000 characters altogether."""

PARTS = 8
"""A summary shows this many in full; the rest are headlines."""

_QUOTE = {True: 1200, False: 350}
"""How much of a quote is shown before and after the value, alone or among others."""


def blocks(subject: str, parts: Sequence[Parts], intro: str, footer: str) -> tuple[Json, ...]:
    single = len(parts) == 1
    found: list[Json] = [header(subject)]
    if intro:
        found.append(_section([_text(intro)]))
    for part in parts[:PARTS]:
        found.extend(_part(part, single=single))
    rest = parts[PARTS:]
    if rest:
        listed = "\n".join(f"• {part.headline}" for part in rest[:20])
        more = f"\n… and {len(rest) - 20} more" if len(rest) > 20 else ""
        found.append(_section([_text(cut(listed, MAX_TEXT - len(more)) + more)]))
    return _fitted(found, footer)


def plain(subject: str, sections: Sequence[str], footer: str) -> tuple[Json, ...]:
    """Blocks of paragraphs, for what is not about a change."""
    found = [header(subject)]
    found += [_section([_text(section)]) for section in sections if section]
    return _fitted(found, footer)


def _fitted(found: list[Json], footer: str) -> tuple[Json, ...]:
    """As many of the blocks as Slack takes, and the footer."""
    while len(found) > 2 and (len(found) >= MAX_BLOCKS or _length(found) > MAX_MESSAGE):
        found.pop()
    return (*found, context(footer))


def header(text: str) -> Json:
    return {"type": "header", "text": _plain(text, MAX_HEADER)}


def context(text: str) -> Json:
    return {"type": "context", "elements": [_plain(text, 1000)]}


def _part(part: Parts, *, single: bool) -> list[Json]:
    found: list[Json] = []
    if not single:
        found.append(_section([_text(part.headline, bold=True)]))
    elements = [_text("was "), _text(part.was), _text(f" ({part.since})" if part.since else "")]
    now = {"disputed": "or", "unconfirmed": "said"}.get(part.state, "is")
    elements += [_text(f"\n{now} "), _text(part.now, bold=True)]
    elements += [_text(f" ({part.distance})" if part.distance else "")]
    elements += [_text(f"\n{part.meaning}" if part.meaning else "")]
    rich: list[Json] = [_rich_section(elements)]
    if part.quote:
        quote = part.quote
        room = _QUOTE[single]
        before = quote.before if len(quote.before) <= room else "…" + quote.before[-room:]
        words = [_text("“"), _text(before), _text(cut(quote.value, room), bold=True)]
        rich.append(_rich("rich_text_quote", [*words, _text(cut(quote.after, room)), _text("”")]))
    if part.outlet:
        rich.append(_rich_section(_outlet(part.outlet)))
    sure: list[Json] = [_text(" ".join(part.sure))]
    for outlet in part.others[:4]:
        sure += [_text("\nAlso: "), *_outlet(outlet)]
    rich.append(_rich_section(sure))
    if single and part.history:
        rich.append(_rich("rich_text_preformatted", [_text(history(part))]))
    rich.append(_rich_section(_commands(part)))
    found.append({"type": "rich_text", "elements": rich})
    return found


def _length(form: object) -> int:
    """Characters of text in blocks."""
    match form:
        case str():
            return len(form)
        case dict():
            return sum(_length(value) for value in form.values())
        case list() | tuple():
            return sum(_length(value) for value in form)
    return 0


def _outlet(outlet: Outlet) -> list[Json]:
    title: Json = _text(outlet.title)
    if outlet.url:
        title = {"type": "link", "url": outlet.url, "text": line(outlet.title, 300) or outlet.url}
    told = f" — {outlet.source} ({outlet.tier}), {outlet.published}; seen {outlet.seen}"
    return [title, _text(told)]


def _commands(part: Parts) -> list[Json]:
    elements: list[Json] = []
    for _, command in part.commands:
        elements += [{"type": "text", "text": command, "style": {"code": True}}, _text("  ")]
    return elements


def _section(elements: Sequence[Json]) -> Json:
    return {"type": "rich_text", "elements": [_rich_section(elements)]}


def _rich_section(elements: Sequence[Json]) -> Json:
    return _rich("rich_text_section", elements)


def _rich(kind: str, elements: Sequence[Json]) -> Json:
    kept = [element for element in elements if element.get("text") or element.get("url")]
    return {"type": kind, "elements": kept or [{"type": "text", "text": " "}]}


def _text(text: str, *, bold: bool = False) -> Json:
    element: Json = {"type": "text", "text": _edged(text)}
    if bold:
        element["style"] = {"bold": True}
    return element


def _edged(text: str) -> str:
    """Clean, keeping the blanks at both ends."""
    core = clean(text, MAX_TEXT - 2)
    start = text[: len(text) - len(text.lstrip())].replace("\r", "")[:1]
    end = text[len(text.rstrip()) :][-1:]
    safe = {" ", "\n"}
    if not core:
        return start if start in safe else ""
    return (start if start in safe else "") + core + (end if end in safe else "")


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": line(text, limit) or " ", "emoji": False}
