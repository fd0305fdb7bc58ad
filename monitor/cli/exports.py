"""Records in the formats of others: CSV, iCalendar, Atom. Pure; hostile text stays text."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from monitor.cli.terminal import clean

Row = dict[str, Any]

_ARTICLE = ("title", "url", "published", "source", "language")
_VALUE = ("earliest", "latest", "state", "low", "high", "unit", "currency", "stage", "party")
COLUMNS: dict[str, tuple[str, ...]] = {
    "hits": (
        "id", "entity", "score", "review", "mention.text", "mention.alias", "mention.how",
        *(f"article.{key}" for key in _ARTICLE), "reasons",
    ),
    "claims": (
        "id", "fact", "kind", "value.text", *(f"value.{key}" for key in _VALUE), "modality",
        "confidence", "review", "quote", *(f"article.{key}" for key in _ARTICLE), "story",
        "speaker",
    ),
    "changes": (
        "id", "fact", "verdict", "old.text", "new.text", *(f"new.{key}" for key in _VALUE), "state",
        "confidence", "published", "recorded", "stories", "claims", "why",
        *(f"article.{key}" for key in _ARTICLE),
    ),
    "facts": (
        "id", "entity", "attribute", "kind", "value.text", *(f"value.{key}" for key in _VALUE),
        "state", "since", "sources", "last_seen", "open_changes",
    ),
}  # fmt: skip
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Lines of CSV, heading first; text that a spreadsheet would run is quoted with ``'``."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: Iterable[object]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue()

    yield line(columns)
    for row in rows:
        yield line(cell(find(row, column)) for column in columns)


def write_csv(what: str, rows: Iterable[Row]) -> None:
    """CSV on stdout, row by row."""
    every = rows if what in COLUMNS else list(rows)
    columns = COLUMNS.get(what) or tuple(next(iter(every), {"id": ""}))
    for line in csv_lines(columns, every):
        sys.stdout.write(line)


def find(row: Row, path: str) -> object:
    """What a record has under a dotted name; None where it has nothing."""
    value: Any = row
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def cell(value: object) -> object:
    """A value as a cell: numbers as they are, lists in one text, formulas made harmless."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    elif isinstance(value, dict):
        value = value.get("text") or value.get("name") or ""
    if not isinstance(value, str):
        return "" if value is None else value
    text = clean(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or value.startswith(_FORMULA) else text


# ---------------------------------------------------------------- iCalendar


def calendar_lines(facts: Iterable[Row], names: dict[str, str], now: datetime) -> Iterator[str]:
    """One all-day event for each milestone with a date; one with an open end on the day known."""
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//monitor//facts//EN",
        "CALSCALE:GREGORIAN",
    )
    yield from _folded("X-WR-CALNAME:Milestones")
    for fact in facts:
        value = fact.get("value") or {}
        days = [day for day in (value.get("earliest"), value.get("latest")) if day]
        if fact.get("kind") == "milestone" and days and value.get("state") != "cancelled":
            yield from _event(
                fact, date.fromisoformat(days[0]), date.fromisoformat(days[-1]), names, now
            )
    yield "END:VCALENDAR"


def _event(
    fact: Row, first: date, last: date, names: dict[str, str], now: datetime
) -> Iterator[str]:
    value = fact["value"]
    entity = names.get(fact["entity"], fact["entity"])
    about = f"{entity}: {fact['attribute']} {value.get('text', '')}".strip()
    sources = fact.get("sources") or 0
    detail = f"{fact['id']}: {fact['state']}, held by {sources} source{'' if sources == 1 else 's'}"
    detail += f" since {str(fact['since'])[:10]}" if fact.get("since") else ""
    yield "BEGIN:VEVENT"
    yield from _folded(f"UID:{_ical(fact['id'])}@monitor")
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield from _folded(f"SUMMARY:{_ical(about)}")
    yield from _folded(f"DESCRIPTION:{_ical(detail)}")
    yield "STATUS:CONFIRMED" if value.get("state") == "done" else "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _ical(text: str) -> str:
    for plain in "\\;,":
        text = text.replace(plain, "\\" + plain)
    return clean(text)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, broken between characters."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 74:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part


# ---------------------------------------------------------------- Atom


def atom_lines(changes: Iterable[Row], quotes: dict[str, str], now: datetime) -> Iterator[str]:
    """A feed of changes, newest first as given; ``quotes`` are by claim id."""
    rows = list(changes)
    updated = max([str(row["recorded"]) for row in rows], default=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield "  <title>monitor: changes of tracked facts</title>"
    yield "  <id>urn:monitor:changes</id>"
    yield f"  <updated>{updated}</updated>"
    yield "  <author><name>monitor</name></author>"
    for row in rows:
        yield from _entry(row, quotes)
    yield "</feed>"


def headline(change: Row) -> str:
    """``smz-complex.commissioning slipped: 2027 -> 2028``."""
    old = (change.get("old") or {}).get("text")
    new = (change.get("new") or {}).get("text", "")
    moved = f"{old} -> {new}" if old else str(new)
    return f"{change['fact']} {change['verdict']}: {moved}"


def _entry(row: Row, quotes: dict[str, str]) -> Iterator[str]:
    article = row.get("article") or {}
    url = str(article.get("url") or "")
    quote = next((quotes[claim] for claim in row.get("claims", ()) if claim in quotes), "")
    said = f"“{quote}” — " if quote else ""
    who = article.get("source") or "a review"
    text = f"{said}{who}, {str(row['published'])[:10]} ({row['state']})"
    yield "  <entry>"
    yield f"    <id>urn:monitor:change:{_xml(row['id'])}</id>"
    yield f"    <title>{_xml(headline(row))}</title>"
    yield f"    <published>{_xml(row['published'])}</published>"
    yield f"    <updated>{_xml(row['recorded'])}</updated>"
    if url.startswith(("http://", "https://")):
        yield f'    <link rel="related" href="{_xml(url)}"/>'
    yield f'    <category term="{_xml(row["verdict"])}"/>'
    yield f'    <content type="text">{_xml(text)}</content>'
    yield "  </entry>"


def _xml(text: object) -> str:
    return escape(clean(str(text)))
