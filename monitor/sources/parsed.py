"""One item as feedparser or expat gives it, as an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from monitor.model import Entry
from monitor.sources.dates import judge_date, parse_date
from monitor.sources.identity import absolute
from monitor.sources.text import plain, title_text, without_publisher

_MOST_TITLE = 1000
_DATES = ("published", "created", "updated")
_FULL_TEXT = re.compile(
    r"<((?:yandex|rbc_news|turbo):(?:full-text|content))\b[^<>]*>(.*?)(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_HEADLINES_ONLY = "https://news.google.com/"  # its texts are other outlets' headlines


@dataclass(frozen=True, slots=True)
class Context:
    """The feed that an item stands in; ``now`` tells dates of the future."""

    url: str
    language: str
    source: str
    now: datetime


def entry_of(parsed: dict[str, Any], raw: str, key: str, context: Context) -> Entry:
    """``raw`` is the item's markup, ``key`` what it is remembered by."""
    source = parsed.get("source")
    publisher = title_text(str(source.get("title", ""))) if source else ""
    title = title_text(str(parsed.get("title", "")))[:_MOST_TITLE]
    published, updated, note = _dates(parsed, context)
    url = _entry_url(parsed, context.url)
    return Entry(
        key=key,
        url=url,
        title=without_publisher(title, (publisher, context.source)),
        html="" if url.startswith(_HEADLINES_ONLY) else _longest(parsed, raw, title),
        published=published,
        updated=updated,
        language=str(parsed.get("language", ""))[:20].lower(),
        publisher=publisher,
        date_note=note,
    )


def _entry_url(parsed: dict[str, Any], base: str) -> str:
    links: Sequence[dict[str, Any]] = parsed.get("links") or ()
    found = [
        str(link["href"])
        for link in links
        if link.get("rel", "alternate") == "alternate" and str(link.get("href", "")).strip()
    ]
    identity = str(parsed.get("id", ""))
    chosen = found[0] if found else str(parsed.get("link", ""))
    if not chosen and identity.startswith(("http://", "https://")):
        chosen = identity
    return absolute(base, chosen) if chosen.strip() else ""


def _longest(parsed: dict[str, Any], raw: str, title: str) -> str:
    texts = [str(part.get("value", "")) for part in parsed.get("content") or ()]
    texts += [str(parsed.get("summary", "")), str(parsed.get("description", ""))]
    if "full-text" in raw or "turbo:" in raw:
        texts += [_inner_html(match[2]) for match in _FULL_TEXT.finditer(raw)]
    best = max(texts, key=len)
    repeats = len(best) < 2 * len(title) + 50 and plain(best) == title
    return "" if repeats else best


def _inner_html(raw: str) -> str:
    """Escaped or CDATA-wrapped HTML inside of a raw element, as HTML."""
    if "<![CDATA[" in raw:
        return raw.replace("<![CDATA[", "").replace("]]>", "")
    return unescape(raw)


def _dates(
    parsed: dict[str, Any], context: Context
) -> tuple[datetime | None, datetime | None, str]:
    language = context.language or str(parsed.get("language", ""))[:2]
    texts = [str(dict.get(parsed, name, "")) for name in _DATES]
    note = "no date"
    published = None
    for text in filter(None, texts):
        published, note = judge_date(parse_date(text, language), text, context.now)
        if published is not None:
            break
    updated = parse_date(texts[-1], language) if texts[-1] else None
    if updated and updated > context.now:
        updated = None
    return published, updated, note
