"""Fragments of HTML as plain text: titles, and bodies in paragraphs. Pure."""

from __future__ import annotations

import re
from html import unescape

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|iframe|svg)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|h[1-6]|ul|ol|li|table|tr|blockquote|figure|figcaption|pre|"
    r"header|footer|aside|dl|dt|dd|main|nav|hr|center)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_EMPTY_LINES = re.compile(r"\n{3,}")
_THREE = "\n\n\n"
_ENTITY = re.compile(r"&(?:#?\w{2,8});")
_INLINE_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
)
_SEPARATORS = (" - ", " – ", " — ", " | ", " :: ")


def plain(html: str) -> str:
    """One line of text: no tags, entities or doubled spaces."""
    text = unescape(_TAG.sub(" ", html)) if "<" in html or "&" in html else html
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def title_text(raw: str) -> str:
    """A title as people read it: escaped once or twice, with tags or without."""
    text = unescape(raw) if "&" in raw else raw
    text = unescape(text) if "&" in text and _ENTITY.search(text) else text
    if "<" in text:
        text = _INLINE_TAG.sub("", text)
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def without_publisher(title: str, names: tuple[str, ...]) -> str:
    """``Headline - Publisher`` without the tail, only where the tail is one of ``names``."""
    for name in names:
        for separator in _SEPARATORS:
            if name and title.endswith(separator + name) and len(title) > len(separator + name):
                return title[: -len(separator + name)].strip()
    for separator in _SEPARATORS:
        headline, found, tail = title.rpartition(separator)
        if found and headline.strip():
            folded = _fold(tail)
            if any(folded == _fold(name) for name in names if name):
                return headline.strip()
    return title


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").removeprefix("www.").split())


def paragraphs(html: str) -> str:
    """The text of a fragment; paragraphs are parted by an empty line, lines by one break."""
    if "<" not in html and "&" not in html:
        text = html
    else:
        text = _UNSEEN.sub(" ", html)
        if _BLOCK.search(text) or _BREAK.search(text):
            text = text.replace("\r", " ").replace("\n", " ")
        text = _BREAK.sub("\n", _BLOCK.sub("\n\n", _CELL.sub(" \t", text)))
        text = unescape(_TAG.sub("", text))
    whole = "\n".join(map(_line, text.split("\n"))).strip()
    return _EMPTY_LINES.sub("\n\n", whole) if _THREE in whole else whole


def _line(raw: str) -> str:
    """A line with single spaces only, and nothing that is not seen."""
    if not raw.isprintable():
        raw = _INVISIBLE.sub("", raw)
    elif "  " not in raw:  # a printable line has no other kind of space
        return raw.strip()
    return " ".join(raw.split())


def plain_value(raw: str) -> str:
    """The text of a raw element: without CDATA marks, entities and outer space."""
    return plain(raw.replace("<![CDATA[", "").replace("]]>", ""))
