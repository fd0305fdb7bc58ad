"""A text from a file, an address or stdin, made into an article."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from monitor.errors import ConfigError, ParseError, Problem
from monitor.model import Article, ArticleRef, Tier, make_id

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta)\b",
    re.IGNORECASE,
)
_FEED = re.compile(r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_DAY = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:(\d{1,2}) ([A-Z][a-z]+),? (\d{4})|([A-Z][a-z]+) (\d{1,2}),? (\d{4})|(\d{4}-\d\d-\d\d))",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HEAD_LINES = 8
_MAX_BYTES = 20_000_000


def read_input(name: str, published: datetime | None, now: datetime) -> Article:
    """The article in a file, on stdin (``-``) or at an address; ConfigError where there is none."""
    if name.startswith(("http://", "https://")):
        from monitor.cli.online import fetch_page

        body, url = fetch_page(name)
        _refuse(body, name)
        return _page(body, url, published, now)
    try:
        body = sys.stdin.buffer.read(_MAX_BYTES) if name == "-" else _read_file(Path(name))
    except OSError as error:
        raise ConfigError([Problem(name, 0, "", f"cannot be read: {error.strerror}")]) from None
    _refuse(body, name)
    text = decode(body)
    if _HTML.match(text):
        return _page(body, "", published, now)
    return plain_article(text, published, now)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MAX_BYTES)


def _refuse(body: bytes, name: str) -> None:
    """ConfigError for what is no article, and would only be read as a heap of letters."""
    head = body[:2000]
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 is full of zeros
    wrong = hint = ""
    if head.startswith(b"%PDF") or (b"\0" in head and not marked):
        kind = "a PDF" if head.startswith(b"%PDF") else "not a text"
        wrong, hint = f"is {kind}.", "Give its text: the title first, or HTML."
    elif _FEED.match(decode(head)):
        wrong, hint = "is a feed, and one article is needed.", "Give the address of one of its own."
    if wrong:
        raise ConfigError([Problem(name, 0, "", wrong, hint)])


def decode(body: bytes) -> str:
    """UTF-8 or UTF-16 by its mark; else the Russian or Chinese encoding that fits."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030", "cp1251"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and not any(
            "\u4e00" <= character <= "\u9fff" for character in text[:2000]
        ):
            continue
        return text
    return body.decode("utf-8", errors="replace")


def plain_article(text: str, published: datetime | None, now: datetime) -> Article:
    """Plain text with the title first; a line near the top that is a day alone dates it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    if not any(line.strip() for line in lines):
        raise ConfigError([Problem("input", 0, "", "holds no text.", "Give a title and a text.")])
    dated = published or next(filter(None, map(find_day, lines[:_HEAD_LINES])), None)
    body = "\n".join(line.rstrip() for line in lines[1:]).strip()
    return make_article(lines[0].strip(), body, dated, now)


def find_day(line: str) -> datetime | None:
    """The day that a line consists of, at midnight UTC."""
    match = _DAY.fullmatch(line.strip())
    if not match:
        return None
    try:
        if match[7]:
            day = date.fromisoformat(match[7])
        else:
            name, number, year = (
                (match[2], match[1], match[3]) if match[1] else match.group(4, 5, 6)
            )
            day = date(int(year), _MONTHS.index(name[:3].lower()) + 1, int(number))
    except ValueError:
        return None
    return datetime.combine(day, time(), UTC)


def _page(body: bytes, url: str, published: datetime | None, now: datetime) -> Article:
    from monitor.sources.pages import readable

    page = readable(body, url)
    if not page.title and not page.text:
        raise ParseError("the page holds no readable text")
    return make_article(
        page.title, page.text, published or page.published, now, page.canonical or url
    )


def make_article(
    title: str, text: str, published: datetime | None, now: datetime, url: str = ""
) -> Article:
    """An article of no source; undated, it counts as of ``now``."""
    from monitor.reading.text.text import detect_language
    from monitor.service.legible import legible

    ref = ArticleRef(
        id=make_id("n", url, title, text), url=url, title=title, source="", tier=Tier.PRESS,
        language=detect_language(f"{title}\n{text}"), published=published or now, seen=now,
    )  # fmt: skip
    return legible(Article(ref, text))
