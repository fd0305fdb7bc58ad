"""Lists of feeds: OPML and the tables of config.toml, and the feeds that a page names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

from monitor.cli.terminal import clean
from monitor.config import SourceConfig

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
)
_GUESSES = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml")


def to_opml(sources: Iterable[SourceConfig]) -> str:
    """All enabled sources, for any feed reader."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>monitor</title></head>", "  <body>"]
    for source in sources:
        if source.enabled:
            name, url = escape(clean(source.name)), escape(clean(source.url))
            lines.append(f'    <outline type="rss" text="{name}" title="{name}" xmlUrl="{url}"/>')
    return "\n".join([*lines, "  </body>", "</opml>", ""])


_FEED_SCHEME = re.compile(r"^feed:(?://|(?=https?:))", re.IGNORECASE)


class _Outlines(HTMLParser):
    """Reads attributes only: no entities are expanded, nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "outline" and given.get("xmlurl"):
            self.found.append((given.get("title") or given.get("text") or "", given["xmlurl"]))


def _web(match: re.Match[str]) -> str:
    """``feed://a`` means ``http://a``, ``feed:https://a`` what it says."""
    return "http://" if match[0].endswith("//") else ""


def from_opml(text: str) -> str:
    """The feeds of an OPML file as tables for config.toml, each address once."""
    parser = _Outlines()
    parser.feed(text)
    names: set[str] = set()
    urls: set[str] = set()
    tables = []
    for title, given in parser.found:
        url = _FEED_SCHEME.sub(_web, clean(given).strip(), count=1)
        if url in urls or not url.lower().startswith(("http://", "https://")):
            continue
        name = clean(title).strip() or url
        while name in names:
            name += " (2)"
        names.add(name)
        urls.add(url)
        tables.append(table(name, url))
    return "\n".join(tables)


def table(name: str, url: str, *, language: str = "", kind: str = "") -> str:
    """A ``[[sources]]`` table."""
    lines = ["[[sources]]", f"name = {_toml(name)}", f"url = {_toml(url)}"]
    if kind:
        lines.append(f"kind = {_toml(kind)}")
    if language:
        lines.append(f"language = {_toml(language)}")
    return "\n".join([*lines, 'tier = "press"', ""])


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: (value or "").strip() for key, value in attrs}
        kinds = given.get("rel", "").lower().split()
        if tag == "link" and "alternate" in kinds and given.get("type", "").lower() in _FEED_TYPES:
            self.feeds.append(given.get("href", ""))


def named_feeds(html: str, url: str) -> list[str]:
    """The feeds that a page names, then the usual places."""
    parser = _Links()
    parser.feed(html)
    named = [urljoin(url, href) for href in parser.feeds if href]
    base = url if url.endswith("/") else url + "/"
    return list(dict.fromkeys([*named, *(urljoin(base, guess) for guess in _GUESSES)]))


def named_sitemaps(robots: str) -> list[str]:
    """The sitemaps that a robots.txt names, those of news first."""
    lines = [line.partition(":") for line in robots.splitlines()[:2000]]
    found = [rest.strip() for name, _, rest in lines if name.strip().lower() == "sitemap"]
    return sorted(found, key=lambda url: "news" not in url.lower())[:3]
