"""By what an entry is known again, although guids repeat, change, or are missing. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|yclid|ysclid|mc_[ce]id|cmpid|_openstat|from|ref|rss|oc|xtor|at_.*|"
    r"ns_.*|source|feature)$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[^\w\s]")
_SLASHES = re.compile(r"/{2,}")
_VARIANT = re.compile(r"/(?:amp|index\.(?:html?|php))$")
_SIMPLE = re.compile(
    r"https?://(?:www\.)?(?:m\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)((?:/[\w%.~-]+)+/?)\Z", re.ASCII
)
_ABSOLUTE = re.compile(
    r"https?://[a-zA-Z0-9.-]+(?::\d+)?/[^\s#;\\<>\x00-\x20\x7f]*[^\s#?;\\<>\x00-\x20\x7f]\Z"
)
_LONGEST_KEY = 300
_LONGEST_LINK = 4000


@dataclass(frozen=True, slots=True)
class Identified:
    """What an item says of its identity, each possibly empty."""

    guid: str
    link: str
    title: str


def entry_keys(items: Sequence[Identified]) -> list[str]:
    """A key for each item of one feed: the guid where it tells items apart.

    A guid that several different items share is joined with the URL, and where that
    repeats too with the title. Items alike in all three are one.
    """
    keys = [item.guid for item in items]
    if all(keys) and len(set(keys)) == len(keys):
        return [key if len(key) <= _LONGEST_KEY else short_digest(key) for key in keys]
    guids = _distinct(items, lambda item: item.guid)
    links = _distinct(items, lambda item: url_key(item.link))
    keys = []
    for item in items:
        link = url_key(item.link)
        if item.guid and guids[item.guid] == 1:
            key = item.guid
        elif link and links[link] == 1:
            key = f"{item.guid} {link}".strip()
        else:
            key = f"{item.guid} {link} {short_digest(item.title)}".strip()
        keys.append(key if len(key) <= _LONGEST_KEY else short_digest(key))
    return keys


def shared_links(items: Sequence[Identified]) -> frozenset[str]:
    """Normalised URLs that several different items of one feed have."""
    all_links = [item.link for item in items]
    if len(set(map(url_key, all_links))) == len(all_links):
        return frozenset()
    links = _distinct(items, lambda item: url_key(item.link))
    return frozenset(link for link, count in links.items() if link and count > 1)


def _distinct(items: Sequence[Identified], part: Callable[[Identified], str]) -> Counter[str]:
    """How many different items share each value of ``part``."""
    pairs = {(part(item), url_key(item.link), item.title) for item in items}
    return Counter(value for value, _, _ in pairs)


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """A URL reduced to what names the page: no scheme, www, tracking, fragment or slash.

    Empty for a URL without a path of its own: a home page names no article.
    """
    if simple := _SIMPLE.match(url):
        path = _VARIANT.sub("", simple[2].rstrip("/"))
        return simple[1] + path if path else ""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    query = []
    if parts.query:
        query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.match(k)]
    path = _VARIANT.sub("", _SLASHES.sub("/", parts.path).rstrip("/"))
    if not path and not query:
        return ""
    return f"{host}{port}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def absolute(base: str, link: str) -> str:
    """A link of a feed or page as a web address; empty for anything else (javascript:, mailto:)."""
    if len(link) <= _LONGEST_LINK and _ABSOLUTE.match(link):
        return link
    try:
        found = urljoin(base, "".join(link.split()) if "\n" in link else link.strip())
        scheme, host = urlsplit(found)[:2]
    except ValueError:
        return ""
    usable = scheme in ("http", "https") and host and len(found) <= _LONGEST_LINK
    return found if usable else ""


def without_userinfo(url: str) -> str:
    """A URL without the name and password that it may carry: what may be stored or shown."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@lru_cache(maxsize=1024)
def title_key(title: str) -> str:
    """A title reduced to its words."""
    words = _MARKS.sub(" ", title.casefold().replace("ё", "е"))
    return " ".join(words.split())


def short_digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fingerprint(title: str, text: str) -> bytes:
    """A digest of an entry's words: what must differ for it to count as edited.

    Nothing but single blanks and line breaks parts the words of ``text``.
    """
    line = " ".join(filter(None, text.strip().split("\n")))
    words = f"{title_key(title)}\n{line}"
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()
