"""Pages without a feed: a list of articles, or one page that is watched itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from resiliparse.parse.html import HTMLTree

from monitor.errors import ParseError
from monitor.model import Entry
from monitor.sources.charset import decode
from monitor.sources.dates import judge_date, parse_date
from monitor.sources.feed import Feed, digest
from monitor.sources.identity import absolute, url_key
from monitor.sources.markup import strip_illegal
from monitor.sources.pages import parse_html, readable
from monitor.sources.text import plain, title_text

_MOST = 300
_MOST_NODES = 3000
_CSS = "css:"
_SHORTEST_TITLE = 12
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]+\d{1,2}:\d{2})?|"
    r"\d{1,2}\.\d{1,2}\.\d{4}(?:,?\s+\d{1,2}:\d{2})?|"
    r"\d{1,2}\s+[A-Za-zА-Яа-я]{3,9}\.?,?\s+\d{4}(?:\s*г\.?)?(?:,?\s+\d{1,2}:\d{2})?|"
    r"[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}"
)


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    title: str
    around: str
    shape: str


def parse_listing(
    body: bytes,
    url: str,
    content_type: str = "",
    *,
    known: Collection[bytes] = frozenset(),
    language: str = "",
    now: datetime,
    links: str = "",
) -> Feed:
    """The articles that a list page links to.

    ``links`` picks them: a regular expression that their URL matches, or a CSS selector
    after ``css:``. Without it, the largest group of alike links with titles is taken.
    Raises ParseError where there are none: a list page is never empty.
    """
    tree = parse_html(strip_illegal(decode(body, content_type)[0]))
    found = _links(tree, url, links[len(_CSS) :] if links.startswith(_CSS) else "a[href]")
    if not links:
        found = _largest_group(found)
    elif not links.startswith(_CSS):
        wanted = re.compile(links)
        found = [link for link in found if wanted.search(link.url)]
    unique = list({url_key(link.url) or link.url: link for link in reversed(found)}.items())[::-1]
    if not unique:
        raise ParseError("no article links on the list page", reason="no-links")
    unique = unique[:_MOST]
    marks = tuple(digest(f"{key}\n{link.title}") for key, link in unique)
    return Feed(
        title=title_text(tree.title or ""),
        entries=tuple(
            _entry(key, link, language, now)
            for (key, link), mark in zip(unique, marks, strict=True)
            if mark not in known
        ),
        items=marks,
        keys=tuple(key for key, _ in unique),
        form="listing",
        known=sum(mark in known for mark in marks),
    )


def parse_page(body: bytes, url: str, content_type: str = "", *, now: datetime) -> Feed:
    """One watched page as a feed of one entry, which is edited whenever its text changes."""
    page = readable(body, url, content_type, now=now)
    if page.stub:
        raise ParseError(f"a {page.stub} stands in place of the page", reason=page.stub)
    if not page.text:
        raise ParseError("the page has no text", reason="empty")
    html = escape(page.text, quote=False).replace("\n", "<br>")
    key = url_key(url) or url
    entry = Entry(key, url, page.title, html, language=page.language, date_note="a watched page")
    return Feed(
        title=page.title,
        entries=(entry,),
        items=(digest(page.text),),
        keys=(key,),
        form="page",
    )


def _links(tree: HTMLTree, url: str, selector: str) -> list[_Link]:
    if tree.document is None:
        return []
    try:
        chosen = tree.document.query_selector_all(selector)
        nodes = chosen[:_MOST_NODES] if chosen else ()  # to iterate over it is quadratic
    except Exception as error:
        raise ParseError(f"links = {selector!r} is not a CSS selector ({error})") from error
    found = []
    for node in nodes:
        anchor = node if node.tag == "a" else node.query_selector("a[href]")
        if anchor is None:
            continue
        href = (anchor.getattr("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        address = absolute(url, href)
        if not address:
            continue
        title = plain(anchor.text or "") or title_text(anchor.getattr("title") or "")
        if title:
            found.append(_Link(address, title, _around(anchor), _shape(anchor)))
    return found


def _around(anchor: Any) -> str:
    """The text of the smallest surroundings that say more than the link itself."""
    own = len(anchor.text or "")
    node = anchor.parent
    for _ in range(3):
        if node is None or node.tag in ("body", "html", "ul", "ol", "table", "tbody"):
            break
        text = node.text or ""
        if len(text.strip()) > own + 5:
            return text[:2000]
        node = node.parent
    return anchor.text or ""


def _shape(anchor: Any) -> str:
    """What alike links share: their place in the page."""
    place = []
    node = anchor
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            break
        place.append(f"{node.tag}.{(node.getattr('class') or '').split(' ')[0]}")
        node = node.parent
    return " ".join(place)


def _largest_group(links: list[_Link]) -> list[_Link]:
    """Menus are short words; articles are the group with the most text."""
    groups: dict[str, list[_Link]] = defaultdict(list)
    for link in links:
        width = sum(2 if char >= "\u2e80" else 1 for char in link.title)
        if width >= _SHORTEST_TITLE:
            groups[link.shape].append(link)
    if not groups:
        return []
    return max(groups.values(), key=lambda group: sum(len(link.title) for link in group))


def _entry(key: str, link: _Link, language: str, now: datetime) -> Entry:
    match = _DATE.search(link.around)
    written = match[0] if match else ""
    published, note = judge_date(parse_date(written, language), written, now)
    title = _DATE.sub("", link.title).strip(" \t|·-–—") or link.title
    return Entry(key, link.url, title, published=published, date_note=note)
