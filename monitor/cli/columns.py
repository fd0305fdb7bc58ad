"""Which columns the tables of listings have, and in which colours."""

from __future__ import annotations

from operator import itemgetter

from monitor.cli.tables import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Row = dict[str, Any]

_COLOURS: dict[str, tuple[str, ...]] = {
    "slipped": ("red",), "set-back": ("red",), "cancelled": ("red", "bold"),
    "suspended": ("red",), "advanced": ("green",), "achieved": ("green", "bold"),
    "progressed": ("green",), "resumed": ("green",), "raised": ("cyan",), "lowered": ("magenta",),
    "replaced": ("magenta",), "first": ("blue",), "refined": ("cyan",), "disputed": ("yellow",),
    "unconfirmed": ("yellow",), "reverted": ("dim",), "overdue": ("red",), "done": ("green",),
    "quiet": ("yellow",), "restated": ("dim",), "loosened": ("dim",), "stale": ("dim",),
    "open": ("dim",), "accept": ("green",), "reject": ("red",), "correct": ("cyan",),
    "denied": ("magenta",), "unknown": ("yellow",), "conditional": ("yellow",),
    "historic": ("dim",),
    "happened": ("green",),
    "ok": ("green",), "failing": ("red",), "gone": ("red", "bold"), "silent": ("yellow",),
    "empty": ("yellow",), "rolled": ("yellow",), "certificate": ("yellow",), "off": ("dim",),
    "removed": ("dim",), "new": ("dim",), "sent": ("green",), "failed": ("red",),
    "waiting": ("yellow",), "settled": ("dim",), "dropped": ("dim",),
}  # fmt: skip
_SIGNS = frozenset("$€£¥₽")


def colour_of(word: object) -> tuple[str, ...]:
    """The colours of a verdict, state, modality or judgement."""
    return _COLOURS.get(str(word), ())


def day_of(instant: str | None) -> str:
    return (instant or "")[:10] or "-"


def text_of(value: Row | None) -> str:
    """A ``value`` object as people read it, with the unit or currency that a person left out."""
    if not value or not value.get("text"):
        return "-"
    text, unit = str(value["text"]), str(value.get("unit") or "")
    currency = str(value.get("currency") or "")
    if currency and currency not in text and not _SIGNS & set(text):
        return f"{currency} {text}"
    return f"{text} {unit}" if unit and text[-1:].isdigit() else text


def article(row: Row) -> Row:
    found: Row = row.get("article") or {}
    return found


def _url(row: Row) -> str:
    return str(article(row).get("url") or "")


def plain_columns(*keys: str) -> list[Column]:
    """Columns that show a key each as it is."""
    return [Column(key.replace("_", " "), itemgetter(key), least=8) for key in keys]


COLUMNS: dict[str, list[Column]] = {
    "hits": [
        Column("id", lambda row: row["id"], least=7, cut="head", style=lambda row: ("dim",)),
        Column("published", lambda row: day_of(article(row).get("published")), keep=2),
        Column("entity", lambda row: row["entity"], least=10, style=lambda row: ("bold",)),
        Column("score", lambda row: f"{row['score']:.2f}", keep=3, right=True),
        Column("review", lambda row: row["review"], keep=6, style=lambda r: colour_of(r["review"])),
        Column("source", lambda row: article(row).get("source"), least=8, keep=5),
        Column("named", lambda row: row["mention"]["text"], least=8, keep=4),
        Column("title", lambda row: article(row).get("title"), least=24, link=_url),
    ],
    "claims": [
        Column("id", lambda row: row["id"], least=7, cut="head", style=lambda row: ("dim",)),
        Column("published", lambda row: day_of(article(row).get("published")), keep=3),
        Column("fact", lambda row: row["fact"], least=20, cut="middle",
               style=lambda row: ("bold",)),
        Column("value", lambda row: text_of(row["value"]), least=12),
        Column("modality", lambda r: r["modality"], keep=2,
               style=lambda r: colour_of(r["modality"])),
        Column("conf", lambda row: f"{row['confidence']:.2f}", keep=4, right=True),
        Column("review", lambda row: row["review"], keep=7, style=lambda r: colour_of(r["review"])),
        Column("source", lambda row: article(row).get("source"), least=8, keep=5, link=_url),
        Column("quote", lambda row: row["quote"], least=16, keep=1),
    ],
    "changes": [
        Column("id", lambda row: row["id"], least=7, cut="head", style=lambda row: ("dim",)),
        Column("published", lambda row: day_of(row["published"]), keep=2),
        Column("fact", lambda row: row["fact"], least=20, cut="middle",
               style=lambda row: ("bold",)),
        Column("verdict", lambda row: row["verdict"], style=lambda row: colour_of(row["verdict"])),
        Column("from", lambda row: text_of(row["old"]), least=12, keep=1, label=True),
        Column("to", lambda row: text_of(row["new"]), least=12, label=True,
               style=lambda row: ("bold",)),
        Column("state", lambda r: r["state"], keep=4, style=lambda r: colour_of(r["state"])),
        Column("conf", lambda row: f"{row['confidence']:.2f}", keep=6, right=True),
        Column("source", lambda row: article(row).get("source"), least=8, keep=5),
        Column("title", lambda row: article(row).get("title"), least=16, keep=7, link=_url),
    ],
    "facts": [
        Column("id", lambda row: row["id"], style=lambda row: ("bold",)),
        Column("value", lambda row: text_of(row["value"]), least=12),
        Column("state", lambda row: row["state"], style=lambda row: colour_of(row["state"])),
        Column("since", lambda row: day_of(row["since"]), keep=2, label=True),
        Column("sources", lambda row: row["sources"], keep=3, right=True),
        Column("last seen", lambda row: day_of(row["last_seen"]), keep=4, label=True),
        Column("open", lambda row: " ".join(row["open_changes"]), least=7, cut="head", keep=1,
               label=True, style=lambda row: ("yellow",)),
    ],
}  # fmt: skip
