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
_ANGLES = re.compile(r"(<[^<>]*>)")
_LONGEST_TAG = 40
_MOST_TAGS = 10_000
_SEEN = bytes(range(32, 127)) + b"\n"
_THREE, _FOUR = "\n\n\n", "\n\n\n\n"
_ENTITY = re.compile(r"&(?:#?\w{2,8});")
_INLINE_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_INVISIBLE = re.compile(
    "[\u200b\u200c\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
    f"|(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})"  # it makes one picture of two
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
    separators = [separator for separator in _SEPARATORS if separator in title]
    if not separators:
        return title
    for name in names:
        for separator in separators:
            if name and title.endswith(separator + name) and len(title) > len(separator + name):
                return title[: -len(separator + name)].strip()
    for separator in separators:
        headline, _, tail = title.rpartition(separator)
        if headline.strip():
            folded = _fold(tail)
            if any(folded == _fold(name) for name in names if name):
                return headline.strip()
    return title


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").removeprefix("www.").split())


def paragraphs(html: str) -> str:
    """The text of a fragment; paragraphs are parted by an empty line, lines by one break.

    There is no other space in it than these and single blanks, and nothing that is not seen.
    """
    text = html if "<" not in html and "&" not in html else _without_markup(html)
    if _is_even(text):
        whole = "\n".join(map(str.strip, text.split("\n"))).strip()
    else:
        whole = "\n".join(map(_line, text.split("\n"))).strip()
    if _THREE in whole:
        whole = whole.replace(_FOUR, "\n\n")  # as from one <p> to the next
        while _THREE in whole:
            whole = whole.replace(_THREE, "\n\n")
    return whole


def _without_markup(html: str) -> str:
    parts = _ANGLES.split(html)  # every other part is a tag, or looks like one
    marks = list(map(_tags.__getitem__, parts[1::2]))
    parts[1::2] = marks
    breaks = any("\n" in mark for mark in marks)
    if breaks and ("\n" in html or "\r" in html):
        parts[::2] = [part.replace("\r", " ").replace("\n", " ") for part in parts[::2]]
    text = "".join(parts)
    return unescape(text) if "<" not in text else _without_odd_markup(html)


def _without_odd_markup(html: str) -> str:
    """The same where angle brackets are left over, or tags hide what is between them."""
    text = _UNSEEN.sub(" ", html)
    if _BLOCK.search(text) or _BREAK.search(text):
        text = text.replace("\r", " ").replace("\n", " ")
    text = _BREAK.sub("\n", _BLOCK.sub("\n\n", _CELL.sub(" \t", text)))
    return unescape(_TAG.sub("", text))


class _Tags(dict[str, str]):
    """What tags come to in plain text; those that are long are not remembered."""

    def __missing__(self, tag: str) -> str:
        found = _meaning(tag)
        if len(tag) <= _LONGEST_TAG:
            if len(self) >= _MOST_TAGS:
                self.clear()
            self[tag] = found
        return found


def _meaning(tag: str) -> str:
    if _UNSEEN.match(tag):
        return tag
    if _BREAK.match(tag):
        return "\n"
    if _BLOCK.match(tag):
        return "\n\n"
    if _CELL.match(tag):
        return " \t"
    return "" if _TAG.match(tag) else tag


_tags = _Tags()


def _is_even(text: str) -> bool:
    """Whether nothing but line breaks and single blanks parts the words; perhaps also if not so."""
    if "  " in text:
        return False
    if text.isascii():
        return not text.encode().translate(None, _SEEN)
    return text.replace("\n", "").isprintable()


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
