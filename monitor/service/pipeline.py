"""One article's way through the house, recorded in one transaction.

    article -> version -> hits and claims -> story -> timelines and changes -> alerts

What happens to a known wording is nothing; a new wording of a known article takes back
what it no longer says. Either everything about an article is in the store, the alerts
that it calls for included, or nothing is, and it will be processed again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.ledger import stories
from monitor.ledger.stories import Signature
from monitor.model import (
    Alert,
    Article,
    Change,
    Claim,
    Evidence,
    Hit,
    Reading,
    SeenEntry,
)
from monitor.service.judging import Judging
from monitor.service.legible import legible
from monitor.service.revision import revise
from monitor.store import Store
from monitor.store.sources import seen_row
from monitor.store.values import dump

_log = logging.getLogger("monitor.pipeline")


class ReadsArticles(Protocol):
    """The reader, as the pipeline sees it."""

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an article; ``new`` is false where its wording was known.

    ``problem``: it could not be read, and is not stored.
    """

    article: str
    new: bool = False
    hits: tuple[Hit, ...] = ()
    claims: tuple[Claim, ...] = ()
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    problem: str = ""


@dataclass(slots=True)
class Touched:
    """Facts whose evidence changed: by whole new articles alone, or in any other way."""

    whole: set[str] = field(default_factory=set)
    added: dict[str, list[list[Evidence]]] = field(default_factory=dict)

    def add(self, evidence: Iterable[Evidence]) -> None:
        """What one new article says."""
        by_fact: dict[str, list[Evidence]] = {}
        for each in evidence:
            by_fact.setdefault(each.claim.fact, []).append(each)
        for fact, claims in by_fact.items():
            self.added.setdefault(fact, []).append(claims)

    @property
    def facts(self) -> set[str]:
        return self.whole | self.added.keys()

    @property
    def fresh(self) -> dict[str, list[list[Evidence]]]:
        return {fact: added for fact, added in self.added.items() if fact not in self.whole}


class Pipeline:
    """Reads articles, records what they say, judges it, and plans whom to tell."""

    def __init__(self, store: Store, reader: ReadsArticles, judging: Judging, clock: Clock) -> None:
        self._store = store
        self._reader = reader
        self.judging = judging
        self._clock = clock

    def start(self) -> set[str]:
        """Adopts the configuration; to be called once, before anything else."""
        with self._store.database.transaction():
            return self.judging.adopt()

    def process(
        self, article: Article, *, alert: bool = True, entry: SeenEntry | None = None
    ) -> Outcome:
        """Takes an article in, with the entry that listed it. All or nothing."""
        article = legible(article)
        stays = self._store.database.in_transaction
        read = self._read(article)
        if stays and read and _is_plain(*read):
            self._store.articles.enqueue(read[0], *([seen_row(entry)] if entry else ()))
            return Outcome(article.ref.id, True)
        with self._store.database.transaction():
            if entry is not None:
                self._store.sources.mark_seen(entry)
            touched = Touched()
            outcome = self._record(article, read, touched, stays=stays)
            judged = self.judging.judge(touched.facts, alert=alert, fresh=touched.fresh)
        if not (judged.changes or judged.alerts):
            return outcome
        return replace(outcome, changes=tuple(judged.changes), alerts=tuple(judged.alerts))

    def process_all(self, articles: Iterable[Article]) -> tuple[list[Outcome], list[Change]]:
        """Takes articles in together, all or nothing, and alerts nobody.

        The ledger is folded once, after the last of them: much faster, and the ledger is
        the same; only that a change was unconfirmed for a while between two of the
        articles is not recorded. Returns what was found in each, and all the changes.
        """
        outcomes: list[Outcome] = []
        touched = Touched()
        read = []
        for article in map(legible, articles):
            try:
                read.append((article, self._read(article)))
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one article must not cost the others
                _log.exception("article %s could not be read", article.ref.id)
                problem = f"could not be read: {type(error).__name__}: {error}"
                outcomes.append(Outcome(article.ref.id, problem=problem))
        with self._store.database.transaction():
            outcomes += (self._record(*each, touched) for each in read)
            judged = self.judging.judge(touched.facts, alert=False, fresh=touched.fresh)
        return outcomes, judged.changes

    def record_again(self, number: int, article: Article, reading: Reading) -> None:
        """Puts what a stored article is read as today in the place of what it was read as.

        The ledger is folded by the caller.
        """
        ledger, now = self._store.ledger, self._clock.now()
        with self._store.database.transaction():
            lost, _ = ledger.compare_reading(article, reading)
            ledger.discard_hits(number, reading)
            ledger.discard_claims(reading, lost)
            dated = self._store.articles.dated(number, article.version)
            ledger.save_hits(number, article.version, dated, reading.hits, now)
            ledger.save_claims(number, article.version, dated, reading.claims, now)
            if reading.hits:
                self._join_story(number, article)

    # One article

    def _read(self, found: Article) -> tuple[Article, Reading] | None:
        """The version that this would be and what it says; None where it is known."""
        articles = self._store.articles
        stored = None if articles.is_new(found.ref.id) else articles.get(found.ref.id)
        article = revise(stored, found)
        return None if article is None else (article, self._reader.read(article))

    def _record(
        self,
        found: Article,
        read: tuple[Article, Reading] | None,
        touched: Touched,
        *,
        stays: bool = False,
    ) -> Outcome:
        """Stores a version and what it says, and notes whose evidence that changes.

        ``stays``: nobody can have stored anything since ``read``.
        """
        if not stays:
            article = revise(self._store.articles.get(found.ref.id), found)
            if article is None:
                return Outcome(found.ref.id)
            if read is None or read[0] != article:  # it was stored meanwhile, in other words
                read = article, self._reader.read(article)
        if read is None:
            return Outcome(found.ref.id)
        article, reading = read
        if _is_plain(article, reading):
            self._store.articles.enqueue(article)
        else:
            number = self._store.articles.save(article)
            self._record_reading(number, article, reading, touched)
        return Outcome(article.ref.id, True, reading.hits, reading.claims)

    def _record_reading(
        self, number: int, article: Article, reading: Reading, touched: Touched
    ) -> None:
        ledger, now = self._store.ledger, self._clock.now()
        dated = self._store.articles.dated(number, article.version)
        plain = ledger.save_hits(number, article.version, dated, reading.hits, now)
        facts = ledger.save_claims(number, article.version, dated, reading.claims, now)
        if reading.hits:
            touched.whole |= ledger.facts_of(self._join_story(number, article))
        if not plain or article.version > 1 or self._store.articles.shares_url(number):
            touched.whole |= facts
        elif facts:
            touched.add(ledger.claims_of(article.ref.id))

    def _join_story(self, number: int, article: Article) -> set[int]:
        signature = stories.signature(article)

        def same(stored: str) -> bool:
            return stories.same_story(signature, _load_signature(stored))

        return self._store.articles.join_story(
            number,
            signature.dated,
            dump(signature.to_json()),
            stories.keys(signature),
            same,
        )


def _is_plain(article: Article, reading: Reading) -> bool:
    """Whether nothing follows from an article: it is new, and about nothing that is tracked."""
    return article.version == 1 and not reading.hits


def _load_signature(text: str) -> Signature:
    return Signature.from_json(json.loads(text))
