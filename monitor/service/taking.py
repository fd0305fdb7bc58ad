"""Entries into the pipeline, one by one, with their pages; and pages read again later."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.errors import StoreError
from monitor.model import Article, SeenEntry
from monitor.service.fulltext import Budget, PageAnswer, get_page, page_mark
from monitor.service.intake import (
    Candidate,
    Known,
    build_article,
    index,
    name_key,
    needs_page,
    newest_first,
    pick,
    seen_entry,
)
from monitor.service.outcomes import Finding, Intake, StoreDoor
from monitor.service.together import Together
from monitor.sources.beside import Beside
from monitor.sources.feed import Feed
from monitor.sources.http import Fetcher
from monitor.sources.identity import url_key
from monitor.sources.pages import entry_text
from monitor.sources.progress import Taken
from monitor.sources.schedule import next_recheck

_log = logging.getLogger(__name__)
_PAGES = 30
_PAGE_SECONDS = 60.0
_TOGETHER = 50


@dataclass(slots=True)
class Tally:
    """What has been taken in so far. ``pending`` must be tried again."""

    new: int = 0
    edited: int = 0
    pending: int = 0
    relevant: int = 0
    hits: int = 0

    def add(self, candidate: Candidate, found: Finding | None) -> None:
        """``found`` is None where the entry must be tried again."""
        if found is None:
            self.pending += 1
            return
        is_new = candidate.before is None
        self.hits += len(found.hits)
        self.new += is_new
        self.edited += not is_new
        self.relevant += bool(found.hits and is_new)

    def taken(self, *, rolled: bool) -> Taken:
        return Taken(self.new, self.edited, self.pending, self.relevant, rolled)


class Taking:
    """Takes in what a source lists."""

    def __init__(
        self,
        store: StoreDoor,
        fetcher: Fetcher,
        pipeline: Intake,
        beside: Beside,
        clock: Clock,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._pipeline = pipeline
        self._beside = beside
        self._clock = clock
        self.together = Together(store.database, clock.monotonic)

    async def take(self, source: SourceConfig, feed: Feed, window: int) -> tuple[Taken, int]:
        """Reads what is new or edited in ``feed``; returns what that was, and how many hits.

        ``window`` is how many entries the source listed before, 0 at the first poll.
        """
        candidates, renamed = pick(feed, self._known(source.name, feed))
        for old, new in renamed:
            self._store.sources.rename(source.name, old, new)
        budget = Budget(_PAGES, _PAGE_SECONDS, self._clock.monotonic)
        wanted = [c for c in newest_first(candidates) if needs_page(source, feed, c)]
        with_page = {id(candidate) for candidate in wanted[:_PAGES]}
        tally = Tally()
        batch: list[tuple[Candidate, PageAnswer | None]] = []
        for candidate in candidates:
            answer = None
            if needs_page(source, feed, candidate):
                answer = PageAnswer(None, "later", again=True)
                if id(candidate) in with_page and budget.open:
                    answer = await self._page(source, candidate.entry.url)
                    budget.spend(answer)
            batch.append((candidate, answer))
            if answer is not None or len(batch) >= _TOGETHER:
                await self._process_all(source, batch, feed.shared, tally)
                batch = []
        if batch:
            await self._process_all(source, batch, feed.shared, tally)
        return tally.taken(rolled=_rolled(feed, candidates, window)), tally.hits

    async def recheck(self, sources: Mapping[str, SourceConfig], limit: int) -> int:
        """Reads pages again that are due for it; returns how many articles had changed."""
        due = self._store.sources.rechecks(self._clock.now(), sources, limit)
        changed = 0
        for entry in due:
            answer = await self._page(sources[entry.source], entry.link)
            changed += self._reread(entry, answer)
        return changed

    async def _page(self, source: SourceConfig, url: str) -> PageAnswer:
        return await get_page(self._fetcher, self._beside, source, url, self._clock)

    def _known(self, source: str, feed: Feed) -> Known:
        store = self._store.sources
        entries = feed.entries
        keys = [key for e in entries for key in (e.key, f"{e.key} {url_key(e.url)}")]
        return index(
            feed,
            store.seen(source, "key", keys),
            store.seen(source, "url", (url_key(e.url) for e in entries)),
            store.seen(
                source,
                "title",
                (name_key(e, "" if e.title else entry_text(e.html)) for e in entries),
            ),
        )

    async def _process_all(
        self,
        source: SourceConfig,
        batch: list[tuple[Candidate, PageAnswer | None]],
        shared: frozenset[str],
        tally: Tally,
    ) -> None:
        """Several entries in one transaction, and those of other sources with them."""

        def take(candidate: Candidate, answer: PageAnswer | None) -> None:
            tally.add(candidate, self._process(source, candidate, answer, shared))

        await self.together.run(partial(take, *each) for each in batch)

    def _process(
        self,
        source: SourceConfig,
        candidate: Candidate,
        answer: PageAnswer | None,
        shared: frozenset[str],
    ) -> Finding | None:
        """What was found in an entry; None where reading it failed and it is to be tried again."""
        now = self._clock.now()
        page = answer.page if answer else None
        article = build_article(source, candidate, page, now, shared)
        published = article.ref.dated
        again = answer is not None and page is None and answer.again
        recheck = next_recheck(published, now, 0, pending=True) if again else None
        if page:
            recheck = next_recheck(published, now, 0, pending=False)
        mark = page_mark(page) if page else b""
        entry = seen_entry(source, candidate, article, recheck=recheck, page=mark)
        try:
            found = self._pipeline.process(article, entry=entry)
            if recheck and page and not found.claims:
                self._store.sources.mark_seen(replace(entry, recheck=None))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - nor one entry its source
            _log.error("source %s: %s could not be read: %r", source.name, entry.key, error)
            _log.debug("how it failed", exc_info=True)
            return None
        return found

    def _reread(self, entry: SeenEntry, answer: PageAnswer) -> bool:
        now = self._clock.now()
        stored = self._store.articles.get(entry.article)
        if stored is None:
            self._store.sources.mark_seen(replace(entry, recheck=None))
            return False
        page, pending = answer.page, not entry.page
        after = replace(
            entry,
            rechecks=entry.rechecks + 1,
            page=page_mark(page) if page else entry.page,
            recheck=next_recheck(
                stored.ref.dated, now, entry.rechecks + 1, pending=pending and page is None
            ),
        )
        if page is None or after.page == entry.page or len(page.text) < len(stored.text) / 4:
            self._store.sources.mark_seen(
                after if page is None else replace(after, page=entry.page)
            )
            return False
        reference = replace(stored.ref, title=page.title or stored.ref.title, seen=now)
        if not pending:
            reference = replace(reference, published=None)
        found = self._pipeline.process(Article(reference, page.text), entry=after)
        if not found.claims:
            self._store.sources.mark_seen(replace(after, recheck=None))
        return True


def _rolled(feed: Feed, candidates: list[Candidate], window: int) -> bool:
    """Whether a window of some size came back without a single entry that we knew."""
    if window < 3 or feed.known or len(feed.entries) < 3:
        return False
    return len(candidates) == len(feed.entries) and all(c.before is None for c in candidates)
