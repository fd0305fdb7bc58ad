"""A feed cut into its raw items, and put together again around some of them. Pure text work."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitor.sources.markup import ITEM_TAG, hidden_spans, mend

_BARE_ITEM_TAG = re.compile(r"<(/?)(item|entry)(?=[\s/>])", re.IGNORECASE)
_PREFIXED_ITEM = re.compile(r":(?:item|entry)", re.IGNORECASE)
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]{0,30}):[A-Za-z_]")
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


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
    hidden = hidden_spans(text)
    at = 0
    start, name = -1, ""
    item_tag = ITEM_TAG if _PREFIXED_ITEM.search(text) else _BARE_ITEM_TAG
    for match in item_tag.finditer(text):
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


def _close_item(item: str) -> str:
    """An item that breaks off, closed; empty where its title or link is not whole."""
    lower = item.lower()
    has_link = "</link>" in lower or re.search(r"<link\b[^<>]*href=[^<>]*>", lower)
    if "</title>" not in lower or not (has_link or "</guid>" in lower or "</id>" in lower):
        return ""
    whole = item[: item.rfind("</")] + item[item.rfind("</") :].partition(">")[0] + ">"
    match = ITEM_TAG.match(item)
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
