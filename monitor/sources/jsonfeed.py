"""JSON Feed, and the article lists of news APIs that look like one (GDELT). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from monitor.errors import ParseError
from monitor.model import Entry
from monitor.sources.dates import judge_date, parse_date
from monitor.sources.feed import MOST_ITEMS, Feed, digest
from monitor.sources.identity import Identified, absolute, entry_keys, shared_links
from monitor.sources.text import title_text, without_publisher

# No possessive groups: Python 3.11 before 3.11.5 matches them wrongly (single sets are fine).
_LOOSE = re.compile(
    r'("[^"\\]*+(?:\\.[^"\\]*+)*"?)|/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/|//[^\n]*|,(?=\s*+[}\]])',
    re.DOTALL,
)
_LISTED = re.compile(r'"(items|articles)"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"[\s,]*+")
_LONGEST_NUMBER = 400
_READABLE = ("title", "url", "external_url", "content_html", "content_text", "summary")
_CUT = "\0cut"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # "\\ud800" is JSON, but no text


def parse(
    text: str,
    url: str,
    *,
    known: Collection[bytes],
    language: str,
    source: str,
    now: datetime,
) -> Feed:
    """A JSON Feed (1.0 and 1.1), or an ``articles`` list. Raises ParseError."""
    document = _load(text)
    listed = document.get("items", document.get("articles"))
    if listed is None and not document and "gdelt" in url:
        listed = []  # its way of saying that nothing was found
    if not isinstance(listed, list):
        raise ParseError("JSON, but not a feed", reason="not-a-feed")
    items = [item for item in listed if isinstance(item, dict) and _says(item)][:MOST_ITEMS]
    digests = tuple(digest(json.dumps(item, sort_keys=True)) for item in items)
    identities = [_identify(item, url) for item in items]
    keys = entry_keys(identities)
    gdelt = "articles" in document
    entries = tuple(
        _entry(item, key, url=url, language=language, source=source, now=now, spaced=gdelt)
        for item, key, mark in zip(items, keys, digests, strict=True)
        if mark not in known
    )
    return Feed(
        title=title_text(_text(document, "title"))[:200],
        link=_text(document, "home_page_url"),
        language=_text(document, "language")[:20].lower(),
        entries=entries,
        items=digests,
        keys=tuple(keys),
        form="gdelt" if gdelt else "json",
        known=len(items) - len(entries),
        notes=("the document breaks off",) if _CUT in document else (),
        cut=_CUT in document,
        shared=shared_links(identities),
    )


def _load(text: str) -> dict[str, Any]:
    text = text.lstrip("\ufeff \t\r\n")
    try:
        try:
            document = json.loads(text, strict=False)
        except ValueError as error:
            document = _mended(text, error)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"not JSON after all ({error})"[:200], reason="malformed") from error
    if not isinstance(document, dict):
        raise ParseError("JSON, but not a feed", reason="not-a-feed")
    return document


def _mended(text: str, error: ValueError) -> dict[str, Any]:
    """JSON with comments, commas too many, or a guard around it; of one that breaks off the
    items that are whole. Raises ValueError where there are none.
    """
    text = _LOOSE.sub(lambda match: match[1] or "", text[text.index("{") :])
    decoder = json.JSONDecoder(strict=False, parse_int=_number)
    try:
        return cast("dict[str, Any]", decoder.raw_decode(text)[0])
    except ValueError:
        pass
    found: list[Any] = []
    listed = _LISTED.search(text)
    at = listed.end() if listed else len(text)
    while at < len(text):
        try:
            item, at = decoder.raw_decode(text, at)
        except ValueError:
            break
        found.append(item)
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    if not found or not listed:
        raise error
    return {listed[1]: found, _CUT: True}


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONGEST_NUMBER else digits


def _text(item: dict[str, Any], *names: str) -> str:
    for name in names:
        value = item.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return _LONE_SURROGATE.sub("", str(value))
    return ""


def _says(item: dict[str, Any]) -> bool:
    """Whether an item has anything to read; one that has only an id has not."""
    identity = _text(item, "id")
    return identity.startswith(("http://", "https://")) or any(_text(item, n) for n in _READABLE)


def _identify(item: dict[str, Any], base: str) -> Identified:
    return Identified(_text(item, "id"), _url(item, base), _text(item, "title"))


def _url(item: dict[str, Any], base: str) -> str:
    found = _text(item, "url", "external_url").strip()
    identity = _text(item, "id")
    if not found and identity.startswith(("http://", "https://")):
        found = identity
    return absolute(base, found) if found else ""


def _entry(
    item: dict[str, Any],
    key: str,
    *,
    url: str,
    language: str,
    source: str,
    now: datetime,
    spaced: bool,
) -> Entry:
    written = _text(item, "date_published", "date_modified", "seendate")
    published, note = judge_date(parse_date(written, language), written, now)
    publisher = _text(item, "domain")
    title = title_text(_text(item, "title"))[:1000]
    if spaced:
        title = title.replace(" ,", ",").replace(" .", ".").replace(" :", ":")
    body = _text(item, "content_html")
    if not body:
        body = _as_html(_text(item, "content_text", "summary"))
    return Entry(
        key=key,
        url=_url(item, url),
        title=without_publisher(title, (publisher, source)),
        html=body,
        published=published,
        updated=parse_date(_text(item, "date_modified"), language),
        language=_text(item, "language")[:20].lower() if not spaced else "",
        publisher=publisher,
        date_note="when it was first indexed" if spaced and published else note,
    )


def _as_html(text: str) -> str:
    from html import escape

    return escape(text, quote=False).replace("\n", "<br>") if text else ""
