"""A source's answer, read as what the source is: a feed, a sitemap, a list page, a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from monitor.errors import ParseError
from monitor.sources.feed import Feed
from monitor.sources.feeds import parse_feed
from monitor.sources.listings import parse_listing, parse_page
from monitor.sources.sitemaps import parse_sitemap

KINDS = ("feed", "sitemap", "listing", "page")


def read_source(
    body: bytes,
    url: str,
    content_type: str,
    *,
    kind: str,
    known: Collection[bytes],
    language: str,
    source: str,
    links: str,
    now: datetime,
) -> Feed:
    """What is listed. ``kind`` empty: found out, which is never a web page by itself.

    Raises ParseError.
    """
    if kind == "page":
        return parse_page(body, url, content_type, now=now)
    if kind == "listing" and not _is_json(body):
        return parse_listing(
            body, url, content_type, known=known, language=language, now=now, links=links
        )
    if kind != "sitemap":
        try:
            return parse_feed(
                body, url, content_type, known=known, language=language, source=source, now=now
            )
        except ParseError as error:
            if error.reason != "sitemap":
                raise
    return parse_sitemap(
        body, url, content_type, known=known, language=language, source=source, now=now
    )


def _is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
