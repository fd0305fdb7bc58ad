"""Messages in the user's own words: ``string.Template`` files that take the place of ours. Pure.

    subject.txt   $subject $headline $entity $attribute $verb $was $now $distance $state $style
                  $route $count
    text.txt      $subject $intro $body $footer $route $style $count
    html.html     $subject $intro $cards $footer $route $style $count
    part.txt      one fact in $body: the names of a part, see PART
    part.html     one fact in $cards: the same, escaped, and $picture, a file name or empty

A template sees each value once and is not applied to what it has put in, so that a ``$``
in a title stays a ``$``. In HTML every value but $cards is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Template

from monitor.alerts.compose.parts import Outlet, Parts
from monitor.alerts.compose.safe import escape

PART = (
    "entity", "attribute", "headline", "verb", "meaning", "was", "since", "now", "distance",
    "state", "sure", "quote", "value", "speaker", "source", "tier", "title", "url", "published",
    "seen", "others", "history", "change", "accept", "reject", "explain",
)  # fmt: skip
_WHOLE = ("subject", "intro", "footer", "route", "style", "count")
NAMES: Mapping[str, tuple[str, ...]] = {
    "subject.txt": (
        "subject", "headline", "entity", "attribute", "verb", "was", "now", "distance", "state",
        "style", "route", "count",
    ),
    "text.txt": (*_WHOLE, "body"),
    "html.html": (*_WHOLE, "cards"),
    "part.txt": PART,
    "part.html": (*PART, "picture"),
}  # fmt: skip


def problems(templates: Mapping[str, str]) -> list[str]:
    """What is wrong with a set of templates, one sentence each."""
    found: list[str] = []
    for name, text in templates.items():
        known = NAMES.get(name)
        if known is None:
            found.append(f"{name} is no template; those are {', '.join(NAMES)}.")
            continue
        template = Template(text)
        if not template.is_valid():
            found.append(f"{name} has a $ that begins no name; write $$ for the sign itself.")
        strange = [key for key in template.get_identifiers() if key not in known]
        found += [f"{name} knows no ${key}; it knows ${', $'.join(known)}." for key in strange]
    return found


def fill(templates: Mapping[str, str], name: str, values: Mapping[str, str]) -> str | None:
    """The template with the values in it; None where there is no such template."""
    text = templates.get(name)
    return None if text is None else Template(text).safe_substitute(values)


def part_values(part: Parts) -> dict[str, str]:
    """What a template may say of one fact, as clean text."""
    quote, outlet = part.quote, part.outlet
    commands = {name.lower(): command for name, command in part.commands}
    return {
        "entity": part.entity,
        "attribute": part.attribute,
        "headline": part.headline,
        "verb": part.verb,
        "meaning": part.meaning,
        "was": part.was,
        "since": part.since,
        "now": part.now,
        "distance": part.distance,
        "state": part.state,
        "sure": " ".join(part.sure),
        "quote": f"{quote.before}{quote.value}{quote.after}" if quote else "",
        "value": quote.value if quote else "",
        "speaker": quote.speaker if quote else "",
        "source": outlet.source if outlet else "",
        "tier": outlet.tier if outlet else "",
        "title": outlet.title if outlet else "",
        "url": outlet.url if outlet else "",
        "published": outlet.published if outlet else "",
        "seen": outlet.seen if outlet else "",
        "others": _listed(part.others),
        "history": "\n".join(f"{row.day}  {row.value}  {row.verdict}" for row in part.history),
        "change": part.change,
        "accept": commands.get("accept", ""),
        "reject": commands.get("reject", ""),
        "explain": commands.get("why", ""),
    }


def escaped(values: Mapping[str, str]) -> dict[str, str]:
    return {name: escape(value) for name, value in values.items()}


def _listed(outlets: Sequence[Outlet]) -> str:
    return "\n".join(f"{each.source}, {each.published} {each.url}".rstrip() for each in outlets)
