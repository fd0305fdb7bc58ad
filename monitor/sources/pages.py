"""HTML to readable text: the main text of a page, and what the page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from monitor.clock import SystemClock
from monitor.errors import ParseError
from monitor.sources.charset import decode
from monitor.sources.dates import judge_date, parse_date
from monitor.sources.identity import absolute
from monitor.sources.markup import strip_illegal
from monitor.sources.text import paragraphs as entry_text
from monitor.sources.text import title_text

__all__ = ["Page", "entry_text", "readable"]

_ENOUGH = 250
_BEGINNING = 4000
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1b"))
_SENTENCE = 40
_ARTICLE_PARAGRAPHS = "article p, main p, [itemprop=articleBody] p"
_LONGEST = 200_000
_DEEPEST = 1000
_MOST_NODES = 3000
_MOST_TAGS = 200_000
_NESTING = re.compile(  # elements that nothing closes but their own end
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|param|p|li|dt|dd|"
    r"option|tr|td|th|thead|tbody|tfoot|path|rect|circle|use|line|polygon)\b)[a-z][a-z0-9-]*\b"
    r"(?![^<>]*/>)",
    re.IGNORECASE,
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date",
    "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "parsely-pub-date",
    "sailthru.date", "mediator_published_time", "weibo:article:create_at",
)  # fmt: skip
_STUBS = {
    "captcha": re.compile(
        r"captcha|are you (?:a robot|human)|подтвердите, что вы не робот|安全验证|访问频繁|"
        r"checking your browser|enable javascript and cookies",
        re.IGNORECASE,
    ),
    "consent": re.compile(
        r"before you continue|we (?:and our partners )?(?:use|value).{0,40}(?:cookies|privacy)|"
        r"accept all cookies|manage consent",
        re.IGNORECASE,
    ),
    "paywall": re.compile(
        r"subscribe to (?:continue|read|unlock)|to continue reading|already a subscriber|"
        r"subscribers only|полный текст (?:статьи )?доступен|оформите подписку|"
        r"читать полностью.{0,30}подписк|登录后(?:阅读|查看)|订阅后",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader sees it. ``stub`` says what stands there instead of an article:
    captcha, consent or paywall; such a text is no news.
    """

    title: str
    text: str
    published: datetime | None = None
    canonical: str = ""
    language: str = ""
    stub: str = ""


def readable(
    html: bytes | str, url: str, content_type: str = "", *, now: datetime | None = None
) -> Page:
    """The article of a page. Raises ParseError where it holds none that can be read."""
    text, noise = (html, False) if isinstance(html, str) else _decoded(html, content_type)
    text = strip_illegal(text)
    if not text.strip():
        raise ParseError("the page is empty", reason="empty")
    if noise or _is_binary(text, content_type):
        raise ParseError(f"not a web page ({content_type or 'unknown type'})", reason="not-a-page")
    tree = parse_html(text)
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    title = _title(tree, meta, linked)
    body = _main_text(tree, linked, title)
    return Page(
        title=title,
        text=body[:_LONGEST],
        published=_published(tree, meta, linked, now or SystemClock().now()),
        canonical=_canonical(tree, meta, url),
        language=_language(tree, meta),
        stub=_stub(body, linked),
    )


def parse_html(text: str) -> HTMLTree:
    """The tree of a page. Raises ParseError for one nested so deep that reading it takes hours."""
    if text.count("<") > _MOST_TAGS:
        raise ParseError("the page has too many tags", reason="too-large")
    depth = 0
    for match in _NESTING.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST:
            raise ParseError("the page is nested too deep", reason="malformed")
    return HTMLTree.parse(text)


def _decoded(html: bytes, content_type: str) -> tuple[str, bool]:
    """The text of a page, and whether it is none: one byte in thirty is one that no text has."""
    text, encoding = decode(html, content_type)
    start = html[:_BEGINNING]
    noise = len(start.translate(None, _CONTROLS)) < len(start) * 29 / 30
    return text, noise and not encoding.startswith(("utf-16", "utf-32"))


def _is_binary(text: str, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind == "application/pdf":
        return True
    return text.startswith("%PDF-") or text[:2000].count("\ufffd") > 50


def _main_text(tree: HTMLTree, linked: list[dict[str, Any]], title: str) -> str:
    found = _tidy(extract_plain_text(tree, main_content=True, comments=False, alt_texts=False))
    bodies = (_tidy(entry_text(str(item.get("articleBody") or ""))) for item in linked)
    stated = max(bodies, key=len, default="")
    if len(stated) > 1.5 * len(found):
        found = stated
    if len(found) < _ENOUGH:
        found = max((found, _paragraphs(tree)), key=len)
    head, _, rest = found.partition("\n\n")
    return rest if rest and _same(head, title) else found


def _paragraphs(tree: HTMLTree) -> str:
    """The paragraphs of what calls itself the article, where its surroundings hide it."""
    found = (" ".join(node.text.split()) for node in _all(tree, _ARTICLE_PARAGRAPHS))
    return "\n\n".join(text for text in found if len(text) >= _SENTENCE)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _same(left: str, right: str) -> bool:
    def fold(text: str) -> str:
        return re.sub(r"\W+", "", text.casefold())

    return bool(fold(left)) and fold(left) == fold(right)


def _meta(tree: HTMLTree) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in _all(tree, "meta"):
        name = node.getattr("property") or node.getattr("name") or node.getattr("itemprop")
        content = node.getattr("content")
        if name and content:
            found.setdefault(name.lower(), content.strip())
    return found


def _all(tree: HTMLTree, selector: str) -> list[Any]:
    if tree.document is None:
        return []
    found = tree.document.query_selector_all(selector)
    return list(found[:_MOST_NODES]) if found else []  # to iterate over it is quadratic


def _linked_data(tree: HTMLTree) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that speak of an article."""
    for node in _all(tree, 'script[type="application/ld+json"]')[:20]:
        try:
            document = json.loads(node.text, strict=False)
        except (ValueError, RecursionError):
            continue
        stack = [document]
        for _ in range(200):
            if not stack:
                break
            item = stack.pop()
            if isinstance(item, list):
                stack += item[:50]
            elif isinstance(item, dict):
                stack += [value for key, value in item.items() if key in ("@graph", "mainEntity")]
                if re.search(r"Article|Posting|Report", str(item.get("@type", ""))):
                    yield item


def _title(tree: HTMLTree, meta: dict[str, str], linked: list[dict[str, Any]]) -> str:
    stated = [str(item.get("headline", "")) for item in linked if item.get("headline")]
    headings = [node.text for node in _all(tree, "h1")[:1]]
    candidates = [meta.get("og:title", ""), *stated, *headings, tree.title or ""]
    return next((title for raw in candidates if (title := title_text(raw))), "")[:500]


def _published(
    tree: HTMLTree, meta: dict[str, str], linked: list[dict[str, Any]], now: datetime
) -> datetime | None:
    language = _language(tree, meta)
    texts = [str(item.get("datePublished") or "") for item in linked]
    texts += [meta.get(name, "") for name in _PUBLISHED]
    texts += [node.getattr("datetime") or "" for node in _all(tree, "time")[:3]]
    for text in texts:
        when, _ = judge_date(parse_date(text, language), text, now)
        if when:
            return when
    return None


def _canonical(tree: HTMLTree, meta: dict[str, str], url: str) -> str:
    """The page's own address; only one on the same site is believed."""
    stated = [node.getattr("href") or "" for node in _all(tree, 'link[rel="canonical"]')[:1]]
    for raw in (*stated, meta.get("og:url", "")):
        found = absolute(url, raw) if raw.strip() else ""
        if not found:
            continue
        parts, own = urlsplit(found), urlsplit(url)
        if _site(parts.hostname) == _site(own.hostname) and parts.path.strip("/"):
            return found
    return ""


def _site(host: str | None) -> str:
    return ".".join((host or "").split(".")[-2:])


def _language(tree: HTMLTree, meta: dict[str, str]) -> str:
    stated = [node.getattr("lang") or "" for node in _all(tree, "html")[:1]]
    stated = [code for code in (*stated, meta.get("og:locale", "")) if code]
    return (stated[0] if stated else "").replace("_", "-").split("-")[0].lower()[:3]


def _stub(text: str, linked: list[dict[str, Any]]) -> str:
    if len(text) > 1500:
        return ""
    for name, pattern in _STUBS.items():
        if pattern.search(text):
            return name
    closed = any(str(item.get("isAccessibleForFree", "")).lower() == "false" for item in linked)
    return "paywall" if closed and len(text) < _ENOUGH else ""
