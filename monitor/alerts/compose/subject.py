"""The subject line: it carries the news. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.compose.parts import Parts
from monitor.alerts.compose.safe import line

LIMIT = 180
_OPENINGS = {
    "digest": "Digest",
    "held": "Since you were last told",
    "late": "Delayed",
    "flood": "Many at once",
}


def subject(style: str, parts: Sequence[Parts], count: int) -> str:
    """One headline, or the first with how many follow; summaries say what they are.

    ``count`` is how many facts there are, of which ``parts`` are the first.
    """
    if style in _OPENINGS:
        facts = "1 change" if count == 1 else f"{count} changes"
        opening = f"{_OPENINGS[style]}: {facts}"
        return line(f"{opening}: {_listed(parts, count, LIMIT - len(opening) - 2)}", LIMIT)
    if len(parts) == 1:
        return line(parts[0].headline, LIMIT)
    return line(_listed(parts, count, LIMIT), LIMIT)


def _listed(parts: Sequence[Parts], count: int, limit: int) -> str:
    """As many headlines as fit, an entity named once in a row."""
    said, entity = "", ""
    for position, part in enumerate(parts):
        text = part.headline
        if part.entity == entity:
            text = text.removeprefix(f"{entity}: ")
        entity = part.entity
        longer = f"{said}; {text}" if said else text
        rest = count - position - 1
        more = f"; {rest} more" if rest else ""
        if said and len(longer) + len(more) > limit:
            return f"{said}; {count - position} more"
        said = longer
    return said
