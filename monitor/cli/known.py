"""What was typed, held against what there is: a slip of the hand is no empty listing.

The words stand here once more because importing the model would double a listing's start;
a test holds the two against each other.
"""

from __future__ import annotations

import argparse

from monitor.cli.context import load_config, usage_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, NoReturn

WORDS: dict[str, tuple[str, ...]] = {
    "kind": ("milestone", "quantity", "money", "share", "stage", "agreement", "party"),
    "modality": ("planned", "happened", "conditional", "denied", "historic", "unknown"),
    "tier": ("official", "press", "other"),
    "verdict": (
        "first", "restated", "refined", "loosened", "slipped", "advanced", "achieved", "raised",
        "lowered", "progressed", "set-back", "suspended", "resumed", "cancelled", "replaced",
        "disputed", "stale",
    ),
    "review": ("accept", "reject", "correct"),
    "state of changes": ("unconfirmed", "confirmed", "reverted"),
    "state of facts": (
        "open", "stated", "quiet", "expected", "overdue", "done", "suspended", "cancelled",
    ),
    "state of alerts": ("waiting", "sent", "settled", "failed", "dropped"),
    "state of sources": (
        "ok", "new", "failing", "gone", "silent", "empty", "rolled", "certificate", "off",
        "removed",
    ),
}  # fmt: skip
_MANY = 20


def check_words(what: str, name: str, given: Iterable[str]) -> None:
    """A usage error for a word that no row of the listing ``what`` can ever have."""
    words = WORDS.get(name) or WORDS.get(f"{name} of {what}")
    for word in given:
        if words and word not in words:
            refuse(name, word, dict.fromkeys(words, ""))


def check_names(connection: Any, arguments: argparse.Namespace, filters: Mapping[str, Any]) -> None:
    """A usage error for an entity, fact or source that neither database nor configuration has."""
    from monitor.store import listings

    for kind in ("entity", "fact"):
        if given := filters.get(kind):
            _check(kind, given, listings.names(connection, kind), arguments)
    given = [n for n in filters.get("source") or () if not listings.has_source(connection, n)]
    if given:
        _check("source", given, listings.names(connection, "source"), arguments)


def _check(
    kind: str, given: Sequence[str], stored: dict[str, str], arguments: argparse.Namespace
) -> None:
    known = stored if all(name in stored for name in given) else None
    known = known or {**_configured(arguments, kind), **stored}
    for name in given:
        if name not in known:
            refuse(kind, name, known)


def _configured(arguments: argparse.Namespace, kind: str) -> dict[str, str]:
    """Those that the configuration has, which may be younger than the database."""
    from monitor.errors import ConfigError

    try:
        config = load_config(arguments)
    except ConfigError:
        return {}
    if kind == "source":
        return dict.fromkeys((one.name for one in config.sources), "")
    if kind == "fact":
        return dict.fromkeys((one.id for one in config.watchlist.facts), "")
    return {one.id: one.name for one in config.watchlist.entities}


def refuse(kind: str, given: str, known: Mapping[str, str]) -> NoReturn:
    """A usage error that names what comes nearest, or all there is; ``known`` are texts by name."""
    from monitor.cli.terminal import clean

    near = nearest(given, known)
    ids = kind in {"entity", "fact"}  # ids need no quotation marks
    said = [f"{n} ({known[n]})" if known[n] else n if ids else f'"{n}"' for n in near]
    if said:
        hint = f"did you mean {' or '.join(said)}?"
    elif len(known) > _MANY:
        hint = f"there are {len(known)}, among them {', '.join(sorted(known)[: _MANY // 2])}"
    else:
        hint = f"there are: {', '.join(known)}" if known else "there is none yet"
    raise usage_error(clean(f'there is no {kind} "{given}"; {hint}'))


def nearest(given: str, known: Mapping[str, str]) -> list[str]:
    """The names that are written nearly so, or whose text in full has what was given in it."""
    from difflib import get_close_matches

    wanted = given.casefold()
    close = get_close_matches(given, known, n=3, cutoff=0.6)
    return (
        close
        or [
            name
            for name, text in known.items()
            if len(wanted) > 2 and (wanted in name.casefold() or wanted in text.casefold())
        ][:3]
    )
