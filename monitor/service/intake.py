"""From entries to articles: which are new, which were edited, what their text is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from monitor.config.types import SourceConfig
from monitor.model import Article, ArticleRef, Entry, SeenEntry, make_id
from monitor.sources.feed import Feed
from monitor.sources.identity import fingerprint, short_digest, title_key, url_key
from monitor.sources.pages import Page, entry_text

_TITLE_LENGTH = 140
_SAME_MOMENT = 60.0
_FULL_ENOUGH = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that is to be read, with its own text in plain paragraphs.

    ``before`` is what was seen of it, None where it is new.
    """

    entry: Entry
    text: str
    fingerprint: bytes
    before: SeenEntry | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that may be one of a feed's entries."""

    by_key: dict[str, SeenEntry]
    by_url: dict[str, SeenEntry]
    by_title: dict[str, SeenEntry]


def index(
    feed: Feed,
    keys: Iterable[SeenEntry],
    urls: Iterable[SeenEntry],
    titles: Iterable[SeenEntry],
) -> Known:
    """Only an entry whose own key the feed no longer lists can have been given another."""
    listed = frozenset(feed.keys)
    return Known(
        {entry.key: entry for entry in keys},
        {e.url: e for e in urls if e.url and e.key not in listed and e.url not in feed.shared},
        {e.title: e for e in titles if e.title and e.key not in listed},
    )


def pick(feed: Feed, known: Known) -> tuple[list[Candidate], list[tuple[str, str]]]:
    """The entries to read, oldest first, and keys (old, new) that the source changed."""
    candidates: list[Candidate] = []
    renamed: list[tuple[str, str]] = []
    taken: set[str] = set()
    for listed_entry in reversed(feed.entries):
        entry = listed_entry
        text = entry_text(entry.html)
        mark = fingerprint(entry.title, text)
        key = entry.key
        before = known.by_key.get(key)
        name = name_key(entry, text)
        if before and _reused(before, entry, name):
            key = f"{key} {url_key(entry.url)}"
            before = known.by_key.get(key)
            entry = replace(entry, key=key)
        if key in taken:
            continue
        taken.add(key)
        if before is None:
            before = _same_under_another_key(entry, name, mark, known)
            if before is not None:
                renamed.append((before.key, key))
        if before is None or before.fingerprint != mark:
            candidates.append(Candidate(entry, text, mark, before))
    return candidates, renamed


def name_key(entry: Entry, text: str) -> str:
    """A title reduced to its words; of an entry without one, those its text begins with."""
    return title_key(entry.title or _first_words(text))


def _reused(before: SeenEntry, entry: Entry, name: str) -> bool:
    """Whether a known key now stands for another article: address, title and date all differ."""
    if not before.url or before.url == url_key(entry.url):
        return False
    if before.title == name:
        return False
    return before.published is None or before.published != entry.published


def _same_under_another_key(entry: Entry, name: str, mark: bytes, known: Known) -> SeenEntry | None:
    """The known entry that this one is, although its key is new: by address, else by title."""
    if by_url := known.by_url.get(url_key(entry.url)):
        return by_url
    by_title = known.by_title.get(name)
    if by_title is None:
        return None
    if entry.published is None or by_title.published is None:
        return by_title if by_title.fingerprint == mark else None
    apart = abs((by_title.published - entry.published).total_seconds())
    return by_title if apart <= _SAME_MOMENT else None


def needs_page(source: SourceConfig, feed: Feed, candidate: Candidate) -> bool:
    """Whether the source gives too little, and the page is to be fetched.

    Sitemaps and list pages never give a text, so that theirs is always fetched.
    """
    wanted = source.full_text or feed.form in ("sitemap", "listing")
    return wanted and len(candidate.text) < _FULL_ENOUGH and bool(candidate.entry.url)


def build_article(
    source: SourceConfig,
    candidate: Candidate,
    page: Page | None,
    now: datetime,
    shared: frozenset[str] = frozenset(),
) -> Article:
    """The article of an entry: its own text or that of its page, whichever says more."""
    entry, text = candidate.entry, candidate.text
    if page and not page.stub and len(page.text) > len(text):
        text = page.text
    title = entry.title or (page.title if page else "") or _first_words(text)
    url = entry.url or f"{source.url}#{short_digest(entry.key)}"
    published = entry.published or (page.published if page else None)
    language = source.language or entry.language[:2] or (page.language if page else "")
    reference = ArticleRef(
        id=candidate.before.article if candidate.before else article_id(source.name, entry, shared),
        url=url,
        title=title or url,
        source=entry.publisher if _aggregates(source, entry) else source.name,
        tier=source.tier,
        language=language,
        published=published,
        seen=now,
    )
    return Article(reference, text)


def article_id(source: str, entry: Entry, shared: frozenset[str] = frozenset()) -> str:
    """The same for one address wherever it is listed; by source and key where the address
    is missing, or is ``shared`` by several entries.
    """
    address = url_key(entry.url)
    if not address or address in shared:
        return make_id("n", source, entry.key)
    return make_id("n", address)


def _aggregates(source: SourceConfig, entry: Entry) -> bool:
    """Whether the source lists other outlets' articles, and this is one of theirs."""
    return bool(entry.publisher) and urlsplit(source.url).hostname in (
        "news.google.com",
        "api.gdeltproject.org",
        "www.bing.com",
    )


def _first_words(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def seen_entry(
    source: SourceConfig,
    candidate: Candidate,
    article: Article,
    *,
    recheck: datetime | None = None,
    page: bytes = b"",
) -> SeenEntry:
    """What to remember of an entry that was taken in."""
    entry = candidate.entry
    return SeenEntry(
        source=source.name,
        key=entry.key,
        url=url_key(entry.url),
        title=name_key(entry, candidate.text),
        fingerprint=candidate.fingerprint,
        article=article.ref.id,
        seen=article.ref.seen,
        published=entry.published,
        link=entry.url,
        recheck=recheck,
        page=page,
    )


def newest_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those without a date count as newest."""
    return sorted(
        candidates,
        key=lambda c: c.entry.published.timestamp() if c.entry.published else float("inf"),
        reverse=True,
    )
