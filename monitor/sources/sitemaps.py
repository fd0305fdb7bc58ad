"""News sitemaps, plain sitemaps, and indexes of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import ParseError
from monitor.model import Entry
from monitor.sources.charset import decode
from monitor.sources.dates import judge_date, parse_date
from monitor.sources.feed import MOST_ITEMS, Feed, digest
from monitor.sources.identity import absolute, url_key
from monitor.sources.markup import find_root, strip_illegal
from monitor.sources.text import plain_value, title_text, without_publisher

MOST_CHILDREN = 4
_END = 2000
_FRESH = timedelta(days=3)
_BLOCK = re.compile(
    r"<((?:\w{1,9}:)?(?:url|sitemap))(?:\s[^<>]*)?>(.*?)(?:</\1\s*>|(?=<\1[\s>])|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# No possessive groups: Python 3.11 before 3.11.5 matches them wrongly (single sets are fine).
_FIELD = re.compile(
    r"<((?:\w{1,9}:)?)(loc|lastmod|title|publication_date|language|name)(?:\s[^<>]*)?>"
    r"(\s*+<!\[CDATA\[(?:[^<\]]++|\](?!\]>)|<(?!!\[CDATA\[))*\]\]>\s*+|[^<]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Block:
    raw: str
    fields: dict[str, str]


def parse_sitemap(
    body: bytes,
    url: str,
    content_type: str = "",
    *,
    known: Collection[bytes] = frozenset(),
    language: str = "",
    source: str = "",
    now: datetime,
) -> Feed:
    """The articles of a sitemap, or of an index its most promising children.

    Articles older than a few days are left out: a sitemap of everything is not news.
    Raises ParseError.
    """
    text = strip_illegal(decode(body, content_type)[0])
    root, at = find_root(text)
    if root not in ("urlset", "sitemapindex"):
        raise ParseError("the answer is not a sitemap", reason="not-a-sitemap")
    text = text[at:]
    cut = f"{root}>" not in text[-_END:].lower()
    blocks = list(_blocks(text, url, cut=cut))
    if root == "sitemapindex":
        return Feed(children=_children(blocks, url, now), form="sitemapindex")
    fresh = [block for block in blocks if _is_news(block, language, now)][:MOST_ITEMS]
    marks = tuple(digest(block.raw) for block in fresh)
    entries = tuple(
        _entry(block, url, language, source, now)
        for block, mark in zip(fresh, marks, strict=True)
        if mark not in known
    )
    return Feed(
        title=next((f["name"] for b in fresh if (f := b.fields).get("name")), ""),
        entries=entries,
        items=marks,
        keys=tuple(url_key(absolute(url, block.fields["loc"])) for block in fresh),
        form="sitemap",
        known=len(fresh) - len(entries),
        notes=("the document breaks off",) if cut else (),
        cut=cut,
    )


def _blocks(text: str, base: str, *, cut: bool) -> Iterator[_Block]:
    for match in _BLOCK.finditer(text):
        if cut and match.end() == len(text) and not match[0].endswith(f"</{match[1]}>"):
            return
        fields: dict[str, str] = {}
        for field in _FIELD.finditer(match[2]):
            prefix, name = field[1].lower(), field[2].lower()
            if prefix and prefix not in ("news:", "n:") and name in ("title", "loc"):
                continue  # image:title, image:loc and the like
            fields.setdefault(name, plain_value(field[3]))
        if fields.get("loc") and absolute(base, fields["loc"]):
            yield _Block(match[2], fields)


def _is_news(block: _Block, language: str, now: datetime) -> bool:
    fields = block.fields
    if "publication_date" in fields or "title" in fields:
        return True
    when = parse_date(fields.get("lastmod", ""), language)
    return when is not None and now - when < _FRESH


def _entry(block: _Block, url: str, language: str, source: str, now: datetime) -> Entry:
    fields = block.fields
    written = fields.get("publication_date") or ""
    address = absolute(url, fields["loc"])
    published, note = judge_date(parse_date(written, language), written, now)
    publisher = fields.get("name", "")
    return Entry(
        key=url_key(address) or address,
        url=address,
        title=without_publisher(title_text(fields.get("title", "")), (publisher, source)),
        published=published,
        updated=parse_date(fields.get("lastmod", ""), language),
        language=fields.get("language", "")[:5].lower(),
        publisher=publisher,
        date_note=note,
    )


def _children(blocks: list[_Block], url: str, now: datetime) -> tuple[str, ...]:
    """News sitemaps first, then the ones that changed last."""

    def rank(block: _Block) -> tuple[bool, float]:
        when = parse_date(block.fields.get("lastmod", ""))
        age = (now - when).total_seconds() if when else float("inf")
        return "news" not in block.fields["loc"].lower(), age

    ordered = sorted(blocks, key=rank)[:MOST_CHILDREN]
    return tuple(absolute(url, block.fields["loc"]) for block in ordered)


def merge(children: list[Feed]) -> Feed:
    """Several sitemaps as one."""
    return Feed(
        cut=any(child.cut for child in children),
        title=next((child.title for child in children if child.title), ""),
        entries=tuple(entry for child in children for entry in child.entries),
        items=tuple(mark for child in children for mark in child.items),
        keys=tuple(key for child in children for key in child.keys),
        form="sitemap",
        known=sum(child.known for child in children),
    )
