"""Bytes to entries: RSS, RDF and Atom by feedparser, JSON Feed and news APIs by ourselves.

Only items that have not been seen as they are now are parsed at all; each costs what
it costs, and an unchanged one nothing but a digest.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

import feedparser

from monitor.clock import SystemClock
from monitor.errors import ParseError
from monitor.sources import jsonfeed
from monitor.sources.charset import decode
from monitor.sources.dates import parse_date
from monitor.sources.elements import read_items
from monitor.sources.feed import MOST_ITEMS, Feed, digest
from monitor.sources.identity import Identified, entry_keys, shared_links
from monitor.sources.manners import feed_manners
from monitor.sources.markup import find_root, means_more, mend_item, strip_illegal
from monitor.sources.parsed import Context, entry_of
from monitor.sources.pieces import Pieces, declare_prefixes, slim, split
from monitor.sources.text import plain_value, title_text

_ANY = re.DOTALL | re.IGNORECASE
_VALUE = r"(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[\s*)?([^<]{0,2000})"
_GUID = re.compile(r"<(?:\w{1,9}:)?(?:guid|id)" + _VALUE, _ANY)
_ABOUT = re.compile(r"<[^<>]*\brdf:about\s*=\s*[\"']([^\"'<>]*)", _ANY)
_LINK = re.compile(
    r"<link(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[\s*)?([^<\s][^<]{0,2000})|"
    r"<link\b[^<>]*\bhref\s*=\s*[\"']([^\"'<>]+)",
    _ANY,
)
_TITLE = re.compile(r"<(?:\w{1,9}:)?title" + _VALUE, _ANY)
_DATE = re.compile(r"<(?:pubDate|published|updated|dc:date)\b" + _VALUE, _ANY)
_GUARDED_JSON = re.compile(  # by comments, against inclusion as a script, or as JSONP
    r"[\ufeff\s]*(?://[^\n]*\s|/\*[^*]{0,500}\*/\s*|\)\]\}'[^\n]*\s|[\w.$]{1,60}\(|while\(1\);)+\s*\{"
)
_SHORT = 300
_TOO_MANY = re.compile(r"limit requests|too many requests|rate limit|quota")
_PARSED_AT_A_TIME = 4 << 20
_LONGEST_HEAD = 20_000


def parse_feed(
    body: bytes,
    url: str,
    content_type: str = "",
    *,
    known: Collection[bytes] = frozenset(),
    language: str = "",
    source: str = "",
    now: datetime | None = None,
) -> Feed:
    """What a body holds as a feed. Raises ParseError where it is none.

    ``known`` are digests of items that need not be parsed again; ``language`` and
    ``source`` are what the configuration says; ``now`` tells dates of the future.
    """
    now = now or SystemClock().now()
    if not body.strip(b" \t\r\n\0"):
        raise ParseError("the answer is empty", reason="empty")
    text, encoding = decode(body, content_type)
    text = strip_illegal(text)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "[") or _GUARDED_JSON.match(text):
        return jsonfeed.parse(text, url, known=known, language=language, source=source, now=now)
    root, at = find_root(text)
    if not root:
        raise _not_a_feed(text)
    if root in ("urlset", "sitemapindex"):
        raise ParseError('a sitemap, not a feed; write kind = "sitemap"', reason="sitemap")
    pieces = split(text[at:])
    return _read(pieces, url, encoding, Context(url, language, source, now), known)


def _read(
    pieces: Pieces, url: str, encoding: str, context: Context, known: Collection[bytes]
) -> Feed:
    raw = _newest(pieces.items)
    digests = tuple(map(digest, raw))
    unseen = [i for i, mark in enumerate(digests) if mark not in known]
    wanted = _within(unseen, raw)
    left = frozenset(unseen) - frozenset(wanted)
    identities = [_identify(item) for item in raw]
    keys = entry_keys(identities)
    head, found = _parse_items(pieces, [raw[i] for i in wanted], url)
    read = (
        entry_of(parsed, raw[i], keys[i], context)
        for i, parsed in zip(wanted, found, strict=True)
        if parsed is not None
    )
    entries = tuple(entry for entry in read if entry.title or entry.url or entry.html)
    ttl, closed = feed_manners(pieces.head)
    notes = [f"read as {encoding}"] if encoding not in ("utf-8", "utf-16") else []
    if pieces.cut:
        notes.append("the document breaks off")
    if len(pieces.items) > MOST_ITEMS:
        notes.append(f"more than {MOST_ITEMS} items; the oldest are left out")
    return Feed(
        title=title_text(str(head.get("title", "")))[:200],
        link=str(head.get("link", "")),
        language=str(head.get("language", ""))[:20].lower(),
        entries=entries,
        items=tuple(mark for i, mark in enumerate(digests) if i not in left),
        keys=tuple(keys),
        ttl=ttl,
        closed=closed,
        notes=tuple(notes),
        cut=pieces.cut,
        form=str(head.get("version", "")),
        known=len(raw) - len(unseen),
        left=len(left),
        shared=shared_links(identities),
    )


def _newest(items: tuple[str, ...]) -> tuple[str, ...]:
    """As many items as are read, from the end where the newest stand last."""
    if len(items) <= MOST_ITEMS:
        return items
    first, last = (_DATE.search(items[at]) for at in (0, -1))
    oldest, newest = (parse_date(match[1]) if match else None for match in (first, last))
    if oldest and newest and oldest < newest:
        return items[-MOST_ITEMS:]
    return items[:MOST_ITEMS]


def _within(unseen: list[int], raw: tuple[str, ...]) -> list[int]:
    """As many of the unseen items, from the first, as may be parsed at a time."""
    room = _PARSED_AT_A_TIME
    for count, number in enumerate(unseen):
        room -= len(raw[number])
        if room < 0:
            return unseen[: max(count, 1)]
    return unseen


def _parse_items(
    pieces: Pieces, items: list[str], url: str
) -> tuple[dict[str, Any], list[dict[str, Any] | None]]:
    """The feed's own fields, and for each raw item what a parser made of it.

    Sound ones all at once and quickly; otherwise by the tolerant parser, one by one where
    need be, so that a broken item costs none but itself.
    """
    quick = None if means_more(items) else read_items(pieces, items)
    if quick is not None:
        return quick[0], list(quick[1])
    mended = [mend_item(item) for item in items]
    quick = read_items(pieces, mended)
    if quick is None and "xml:base" not in pieces.head:
        quick = read_items(declare_prefixes(pieces, mended), mended)
    if quick is not None:
        return quick[0], list(quick[1])
    if len(pieces.head) > _LONGEST_HEAD:
        pieces = slim(pieces)
    whole = _run_parser(declare_prefixes(pieces, []).document([]), url)
    head = {**whole.feed, "version": whole.get("version", "")}
    bare = slim(pieces)
    return head, [_parse_item(bare, item, url) for item in mended]


def _parse_item(bare: Pieces, item: str, url: str) -> dict[str, Any] | None:
    """One item by itself, quickly where it is sound."""
    around = declare_prefixes(bare, [item])
    quick = read_items(around, [item])
    if quick is not None:
        return quick[1][0]
    alone = _run_parser(around.document([item]), url).entries
    return alone[0] if alone else None


def _run_parser(document: str, url: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        return feedparser.parse(
            io.BytesIO(document.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser fails in many ways on hostile markup
        raise ParseError(f"not understood as a feed ({type(error).__name__})") from error


def _identify(item: str) -> Identified:
    """Guid, link and title as they stand in the raw item, without parsing it."""
    guid = _GUID.search(item) or _ABOUT.match(item)
    link = _LINK.search(item)
    title = _TITLE.search(item)
    return Identified(
        plain_value(guid[1]) if guid else "",
        plain_value(link[1] or link[2]) if link else "",
        plain_value(title[1]) if title else "",
    )


def _not_a_feed(text: str) -> ParseError:
    """One line on what came instead of a feed."""
    lower = text[:20_000].lower()
    if any(word in lower for word in ("captcha", "проверк", "安全验证", "are you a robot")):
        return ParseError("a captcha came instead of a feed", reason="captcha")
    if any(word in lower for word in ("访问频繁", "access denied", "cf-browser-verification")):
        return ParseError("a page that refuses us came instead of a feed", reason="refused")
    if "<html" in lower or "<!doctype html" in lower or "<body" in lower:
        title = re.search(r"<title[^<>]*>\s*([^<]{1,80})", text[:20_000], re.IGNORECASE)
        named = f" ({' '.join(title[1].split())})" if title else ""
        return ParseError(f"a web page came instead of a feed{named}", reason="html")
    said = " ".join(text.split())
    if 0 < len(said) <= _SHORT and "<" not in said and said.isprintable():
        reason = "too-many" if _TOO_MANY.search(lower) else "not-a-feed"
        return ParseError(f'the answer is not a feed; it says "{said[:120]}"', reason=reason)
    return ParseError("the answer is not a feed", reason="not-a-feed")
