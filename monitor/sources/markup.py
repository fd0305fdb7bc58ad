"""Broken XML made whole again. Pure text work.

Feeds are written by templates: bare ampersands, HTML's entities, control characters,
a warning in front, an end that is missing. What can be mended without guessing is
mended here, so that the parser behind sees XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.entities import html5

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OFTEN_ILLEGAL = (*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff")
_ROOT = re.compile(
    r"<(?:[\w.-]{1,20}:)?(rss|feed|rdf|channel|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_AMPERSAND = re.compile(
    r"&(?:#(?P<number>\d{1,8}|[xX][0-9a-fA-F]{1,7});?|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_WINDOWS = re.compile(r"&#(?:1[2-5]\d|0|[xX]0*[089])")
_BARE_LESS = re.compile(
    r"<(?![A-Za-z_/!?\u0400-\u04ff])|</(?![A-Za-z_\u0400-\u04ff])|<(?=[^<>]*+(?:<(?!!)|\Z))"
)
ITEM_TAG = re.compile(r"<(/?)((?:[\w.-]{1,20}:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE)
_CDATA, _COMMENT = "<![CDATA[", "<!--"
_MOST_TAGS = 3000
_HEAD = 4096
_ANY_TAG = re.compile(r"</?(?:[A-Za-z][\w.-]{0,20}:)?([A-Za-z][\w-]{0,30})[^<>]*>")
_OWN_TAGS = frozenset(
    {
        "item", "entry", "title", "link", "guid", "id", "description", "summary", "content",
        "encoded", "full-text", "pubdate", "published", "updated", "date", "source", "author",
    }
)  # fmt: skip
_LEAVES = ("title", "link", "guid", "id", "pubDate")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def find_root(text: str) -> tuple[str, int]:
    """The name of the root element of a feed or sitemap in lower case, and where it starts.

    ("", 0) where there is none: HTML that merely quotes a feed has none.
    """
    match = _ROOT.search(text, _after_doctype(text))
    if match is None:
        return "", 0
    before = text[: match.start()]
    if _HTML.search(before):
        return "", 0
    return match[1].lower(), match.start()


def _after_doctype(text: str) -> int:
    """Where a DOCTYPE's own declarations end: what they quote is no feed."""
    head = text[:_HEAD]
    start = head.upper().find("<!DOCTYPE")
    opened = head.find("[", start)
    if start < 0 or opened < 0 or ">" in head[start:opened]:
        return 0
    end = re.compile(r"\]\s*>").search(text, opened)
    return end.end() if end else 0


def strip_illegal(text: str) -> str:
    """Without the characters that XML forbids: a single NUL must not cost a feed."""
    if any(map(text.__contains__, _OFTEN_ILLEGAL)):
        return _ILLEGAL.sub("", text)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character
        return _ILLEGAL.sub("", text)
    return text


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """CDATA sections and comments, in order. A CDATA mark that another one follows before
    any end has lost its end and hides nothing.
    """
    find = text.find
    spans: list[tuple[int, int]] = []
    data, comment = find(_CDATA), find(_COMMENT)
    data_end = find("]]>", data) if data >= 0 else -1
    comment_end = find("-->", comment) if comment >= 0 else -1
    while data >= 0 or comment >= 0:
        if comment < 0 or 0 <= data < comment:
            at, data = data, find(_CDATA, data + 1)
            if 0 <= data_end < at:
                data_end = find("]]>", at)
            end = -1 if 0 <= data < data_end else data_end
        else:
            at, comment = comment, find(_COMMENT, comment + 1)
            if 0 <= comment_end < at + 4:
                comment_end = find("-->", at + 4)
            end = comment_end
        if end < 0:
            continue
        spans.append((at, end + 3))
        if 0 <= data < end:
            data = find(_CDATA, end)
        if 0 <= comment < end:
            comment = find(_COMMENT, end)
    return spans


def means_more(items: Iterable[str]) -> bool:
    """Whether mending raw items may change more than what no parser would take."""
    return any(
        item.count("<") > _MOST_TAGS
        or ("#" in item and "&#" in item and bool(_WINDOWS.search(item)))
        for item in items
    )


def mend_item(item: str) -> str:
    """One raw item made legal. Of one that is all tags only a feed's own ones are left:
    they nest as deep as somebody likes, and each costs time.
    """
    if item.count("<") > _MOST_TAGS:
        item = _ANY_TAG.sub(lambda tag: tag[0] if tag[1].lower() in _OWN_TAGS else " ", item)
    tag = ITEM_TAG.match(item)
    if tag and not item.rstrip(" \t\r\n>").endswith(f"</{tag[2]}"):
        item += f"</{tag[2]}>"
    for name in _LEAVES:
        if f"<{name}>" in item and f"</{name}" not in item:
            opened = rf"<{name}>((?:\s*<!\[CDATA\[)?[^<]*)"
            item = re.sub(opened, rf"<{name}>\1</{name}>", item, count=1)
    return mend(item)


def mend(text: str) -> str:
    """Ampersands, entities and stray angle brackets outside of CDATA made legal."""
    if _CDATA not in text:
        return _mend_plain(text)
    parts: list[str] = []
    at = 0
    for start, stop in hidden_spans(text):
        parts += (_mend_plain(text[at:start]), text[start:stop])
        at = stop
    parts.append(_mend_plain(text[at:]))
    return "".join(parts)


def _mend_plain(text: str) -> str:
    text = text.replace(_CDATA, "") if _CDATA in text else text
    if "&" in text:
        text = _AMPERSAND.sub(_reference, text)
    return _BARE_LESS.sub(lambda match: "&lt;" + match[0][1:], text)


def _reference(match: re.Match[str]) -> str:
    number, name = match["number"], match["name"]
    if number:
        return _character(int(number[1:], 16) if number[0] in "xX" else int(number))
    if name is None:
        return "&amp;"
    if name in _XML_NAMES:
        return match[0]
    character = html5.get(name + ";")
    if character is None:
        return f"&amp;{name};"
    return "".join(f"&#{ord(c)};" for c in character)


def _character(point: int) -> str:
    """A numeric reference that XML allows. 128 to 159 mean Windows' characters."""
    if 0x80 <= point < 0xA0:
        character = bytes([point]).decode("cp1252", "ignore")
        return f"&#{ord(character)};" if character else ""
    if point > 0x10FFFF or point == 0:
        return ""
    return "" if _ILLEGAL.match(chr(point)) else f"&#{point};"
