"""Broken XML made whole again, and a feed cut into its raw items. Pure text work.

Feeds are written by templates: bare ampersands, HTML's entities, control characters,
a warning in front, an end that is missing. What can be mended without guessing is
mended here, so that the parser behind sees XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.entities import html5

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
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
_ITEM_TAG = re.compile(r"<(/?)((?:[\w.-]{1,20}:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE)
_CDATA = "<![CDATA["
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]{0,30}):[A-Za-z_]")
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
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


@dataclass(frozen=True, slots=True)
class Pieces:
    """A feed in three parts; ``head`` and ``tail`` around any choice of ``items`` make a feed.

    ``cut`` says that the document ends too early.
    """

    head: str
    items: tuple[str, ...]
    tail: str
    cut: bool = False

    def document(self, items: tuple[str, ...] | list[str]) -> str:
        return self.head + "".join(items) + self.tail


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
    return _ILLEGAL.sub("", text)


def split(text: str) -> Pieces:
    """Cuts a feed (which starts at its root) into raw items.

    Items inside of CDATA or comments are no items; one that is never closed ends where
    the next begins. A last item that breaks off is kept only if its title and link,
    what it is known by, are whole.
    """
    spans, first, last = _item_spans(text)
    root_tag = re.match(r"<([\w.:-]+)", text)
    closing = f"</{root_tag[1]}" if root_tag else "</"
    end = text.rfind(closing, last)
    cut = end < 0
    items = [text[start:stop] for start, stop, _ in spans]
    if cut and spans and not spans[-1][2]:
        half = _close_item(items.pop())
        items += [half] if half else []
    head = text[:first] if spans else _head_without_items(text, cut)
    tail = _closing_tags(head) if cut or not spans else text[last:]
    return Pieces(mend(head), tuple(items), mend(tail), cut)


def _item_spans(text: str) -> tuple[list[tuple[int, int, bool]], int, int]:
    """(start, stop, closed) of each item, then where the first starts and the last stops."""
    spans: list[tuple[int, int, bool]] = []
    hidden = _hidden_spans(text)
    at = 0
    start, name = -1, ""
    for match in _ITEM_TAG.finditer(text):
        while at < len(hidden) and hidden[at][1] <= match.start():
            at += 1
        if at < len(hidden) and hidden[at][0] <= match.start():
            continue
        tag = match[2].lower()
        if match[1]:
            if start >= 0 and tag == name:
                stop = text.find(">", match.end())
                spans.append((start, len(text) if stop < 0 else stop + 1, stop >= 0))
                start = -1
        elif start < 0 or tag == name:
            if start >= 0:
                spans.append((start, match.start(), False))
            start, name = match.start(), tag
    if start >= 0:
        stop = _end_of_last(text, start)
        spans.append((start, stop, False))
    if not spans:
        return [], len(text), 0
    return spans, spans[0][0], spans[-1][1]


def _end_of_last(text: str, start: int) -> int:
    """Where an item that is never closed ends: at the end of its channel, or of the text."""
    match = re.compile(r"</(?:[\w.-]+:)?(?:channel|rss|rdf|feed)\s*>", re.IGNORECASE).search(
        text, start
    )
    return match.start() if match else len(text)


def _hidden_spans(text: str) -> list[tuple[int, int]]:
    """CDATA sections and comments, in order. A CDATA mark that another one follows before
    any end has lost its end and hides nothing.
    """
    if "<!" not in text:
        return []
    spans: list[tuple[int, int]] = []
    ends = {"]]>": _Finder(text, "]]>"), "-->": _Finder(text, "-->")}
    marks = _Finder(text, _CDATA)
    at = text.find("<!")
    while at >= 0:
        stop = at + 2
        if text.startswith(_CDATA, at):
            end = ends["]]>"].after(at)
            if end >= 0 and not at < marks.after(at + 1) < end:
                stop = end + 3
                spans.append((at, stop))
        elif text.startswith("<!--", at):
            end = ends["-->"].after(at + 4)
            if end >= 0:
                stop = end + 3
                spans.append((at, stop))
        at = text.find("<!", stop)
    return spans


class _Finder:
    """``str.find`` for positions that only grow: what lies ahead is looked for once."""

    def __init__(self, text: str, what: str) -> None:
        self._text = text
        self._what = what
        self._next = text.find(what)

    def after(self, at: int) -> int:
        if 0 <= self._next < at:
            self._next = self._text.find(self._what, at)
        return self._next


def _close_item(item: str) -> str:
    """An item that breaks off, closed; empty where its title or link is not whole."""
    lower = item.lower()
    has_link = "</link>" in lower or re.search(r"<link\b[^<>]*href=[^<>]*>", lower)
    if "</title>" not in lower or not (has_link or "</guid>" in lower or "</id>" in lower):
        return ""
    whole = item[: item.rfind("</")] + item[item.rfind("</") :].partition(">")[0] + ">"
    match = _ITEM_TAG.match(item)
    return whole + f"</{match[2]}>" if match else ""


def _head_without_items(text: str, cut: bool) -> str:
    if not cut:
        end = re.compile(r"</(?:[\w.-]+:)?(?:channel|rss|rdf|feed)\s*>", re.IGNORECASE).search(text)
        return text[: end.start()] if end else text
    whole = text.rfind(">")
    return text[: whole + 1]


def _closing_tags(head: str) -> str:
    """The tags that end what ``head`` leaves open: the root, and a channel inside of it."""
    root = re.match(r"<([\w.:-]+)", head)
    name = root[1] if root else "rss"
    opened = re.search(r"<((?:[\w.-]+:)?channel)(?=[\s>])", head[1:], re.IGNORECASE)
    closed = re.search(r"</(?:[\w.-]+:)?channel\s*>", head, re.IGNORECASE)
    return (f"</{opened[1]}>" if opened and not closed else "") + f"</{name}>"


def slim(pieces: Pieces) -> Pieces:
    """The same feed with nothing but its outermost tags around the items."""
    root = re.match(r"<[^<>]*>", pieces.head)
    channel = re.search(r"<(?:[\w.-]+:)?channel(?:\s[^<>]*)?>", pieces.head[1:], re.IGNORECASE)
    head = (root[0] if root else "<rss>") + (channel[0] if channel else "")
    return replace(pieces, head=head, tail=_closing_tags(head))


def declare_prefixes(pieces: Pieces, items: list[str]) -> Pieces:
    """The same feed with a declaration for every namespace prefix that lacks one."""
    document = pieces.document(items)
    declared = set(re.findall(r"xmlns:([\w.-]{1,30})\s*=", document))
    missing = sorted(set(_PREFIX.findall(document)) - declared - {"xml", "xmlns"})[:50]
    root = re.match(r"<[\w.:-]+", pieces.head)
    if not missing or not root:
        return pieces
    extra = "".join(f' xmlns:{name}="{_NAMESPACES.get(name, f"urn:x:{name}")}"' for name in missing)
    return replace(pieces, head=root[0] + extra + pieces.head[root.end() :])


def means_more(item: str) -> bool:
    """Whether mending a raw item may change more than what no parser would take."""
    return item.count("<") > _MOST_TAGS or ("&#" in item and bool(_WINDOWS.search(item)))


def mend_item(item: str) -> str:
    """One raw item made legal. Of one that is all tags only a feed's own ones are left:
    they nest as deep as somebody likes, and each costs time.
    """
    if item.count("<") > _MOST_TAGS:
        item = _ANY_TAG.sub(lambda tag: tag[0] if tag[1].lower() in _OWN_TAGS else " ", item)
    tag = _ITEM_TAG.match(item)
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
    for start, stop in _hidden_spans(text):
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
