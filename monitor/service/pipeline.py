"""One article's way through the house, recorded in one transaction.

    article -> version -> hits and claims -> story -> timelines and changes -> alerts

What happens to a known wording is nothing; a new wording of a known article takes back
what it no longer says. Either everything about an article is in the store, the alerts
that it calls for included, or nothing is, and it will be processed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from monitor.alerts.plan import plan
from monitor.clock import Clock
from monitor.ledger import stories
from monitor.ledger.judge import fold
from monitor.ledger.stories import Signature
from monitor.model import (
    Alert,
    Article,
    Change,
    ChangeState,
    Claim,
    Fact,
    Hit,
    Judgement,
    Policy,
    Reading,
    Review,
    Route,
    SeenEntry,
    Timeline,
    Value,
    Verdict,
    Watchlist,
)
from monitor.store import Store
from monitor.store.findings import dump
from monitor.store.history import Moved, same_news, terms_of

_UNMOVED = frozenset({Verdict.DISPUTED})


class ReadsArticles(Protocol):
    """The reader, as the pipeline sees it."""

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an article; ``new`` is false where its wording was known."""

    article: str
    new: bool = False
    hits: tuple[Hit, ...] = ()
    claims: tuple[Claim, ...] = ()
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(slots=True)
class Judged:
    """What folding some facts came to."""

    changes: list[Change] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


class Pipeline:
    """Reads articles, records what they say, judges it, and plans whom to tell."""

    def __init__(
        self,
        store: Store,
        reader: ReadsArticles,
        watchlist: Watchlist,
        policy: Policy,
        routes: Sequence[Route],
        clock: Clock,
        *,
        zone: tzinfo = UTC,
    ) -> None:
        self._store = store
        self._reader = reader
        self._watchlist = watchlist
        self._facts = {fact.id: fact for fact in watchlist.facts}
        self._policy = policy
        self._routes = tuple(routes)
        self._clock = clock
        self._zone = zone

    def start(self) -> set[str]:
        """Writes down what is tracked, and folds anew what was configured differently before.

        Nobody is alerted: whoever changed the configuration knows. Returns those facts.
        """
        with self._store.database.transaction():
            self._store.ledger.save_watchlist(self._watchlist)
            before = self._store.ledger.terms()
            terms = {id_: terms_of(fact, self._policy) for id_, fact in self._facts.items()}
            differing = {id_ for id_, text in terms.items() if before.get(id_) != text}
            self._judge(differing, alert=False)
            for id_ in differing:
                self._store.ledger.save_terms(id_, terms[id_])
        return differing

    def process(
        self, article: Article, *, alert: bool = True, entry: SeenEntry | None = None
    ) -> Outcome:
        """Takes an article in, with the entry that listed it. All or nothing."""
        read = self._read(article)
        with self._store.database.transaction():
            if entry is not None:
                self._store.sources.mark_seen(entry)
            outcome, facts = self._record(article, read)
            judged = self._judge(facts, alert=alert)
        return replace(outcome, changes=tuple(judged.changes), alerts=tuple(judged.alerts))

    def process_all(self, articles: Iterable[Article], *, alert: bool = False) -> list[Outcome]:
        """Takes articles in together: the ledger is folded once, after the last of them.

        Much faster, and the ledger is the same; that a change was unconfirmed for a
        while between two of the articles is not recorded.
        """
        outcomes: list[Outcome] = []
        facts: set[str] = set()
        with self._store.database.transaction():
            for article in articles:
                outcome, touched = self._record(article, self._read(article))
                outcomes.append(outcome)
                facts |= touched
            judged = self._judge(facts, alert=alert)
        return [*outcomes, Outcome("", changes=tuple(judged.changes), alerts=tuple(judged.alerts))]

    def review(
        self, target: str, judgement: Judgement, *, by: str = "", why: str = "",
        value: Value | None = None, alert: bool = True,
    ) -> tuple[Review, list[Change]]:  # fmt: skip
        """Records a person's judgement and what follows from it. All or nothing.

        ``target`` is the full id of a hit, claim, change or fact.
        """
        ledger = self._store.ledger
        with self._store.database.transaction():
            review = ledger.add_review(
                target, judgement, at=self._clock.now(), by=by, why=why, value=value
            )
            judged = self._judge(ledger.facts_concerned(target), alert=alert)
        return review, judged.changes

    def refold(self, facts: Iterable[str] | None = None, *, alert: bool = True) -> list[Change]:
        """Derives the ledger of facts (default: all) again and stores it."""
        with self._store.database.transaction():
            wanted = self._facts if facts is None else facts
            return self._judge(set(wanted), alert=alert).changes

    def derive(
        self, fact: str, *, as_of: datetime | None = None, known_by: datetime | None = None
    ) -> Timeline:
        """A fact's timeline from the evidence as stored; nothing is written."""
        ledger = self._store.ledger
        return fold(
            self._facts[fact],
            ledger.evidence(fact, known_by=known_by),
            ledger.reviews(fact, known_by=known_by),
            self._policy,
            as_of=as_of,
            known_by=known_by,
        )

    # One article

    def _read(self, article: Article) -> tuple[int, Reading] | None:
        """Which version this is and what it says; None where it is known."""
        version = self._store.articles.next_version(article)
        if version is None:
            return None
        return version, self._reader.read(replace(article, version=version))

    def _record(
        self, article: Article, read: tuple[int, Reading] | None
    ) -> tuple[Outcome, set[str]]:
        """Stores a version and what it says; returns the facts whose evidence changed."""
        version = self._store.articles.next_version(article)
        if version is None:
            return Outcome(article.ref.id), set()
        if read is None or read[0] != version:  # another process stored one meanwhile
            read = version, self._reader.read(replace(article, version=version))
        article, reading = replace(article, version=version), read[1]
        now = self._clock.now()
        number = self._store.articles.save(article)
        facts: set[str] = set()
        if reading.hits or version > 1:
            ledger = self._store.ledger
            dated = self._store.articles.dated(number, version)
            ledger.save_hits(number, version, dated, reading.hits, now)
            facts = ledger.save_claims(number, version, dated, reading.claims, now)
        if reading.hits:
            facts |= ledger.facts_of(self._join_story(number, article))
        return Outcome(article.ref.id, True, reading.hits, reading.claims), facts

    def _join_story(self, number: int, article: Article) -> set[int]:
        signature = stories.signature(article)

        def same(stored: str) -> bool:
            return stories.same_story(signature, load_signature(stored))

        return self._store.articles.join_story(
            number,
            signature.dated,
            dump(signature.to_json()),
            stories.keys(signature),
            same,
        )

    # The ledger

    def _judge(self, facts: Iterable[str], *, alert: bool) -> Judged:
        """Folds facts, stores what they come to, and plans alerts for what is news."""
        judged = Judged()
        for id_ in sorted(facts):
            if id_ not in self._facts:
                continue
            timeline = self.derive(id_)
            known = {change.id for change in self._store.ledger.changes(id_)}
            moved = self._store.ledger.save_timeline(timeline, self._clock.now())
            judged.changes += [*moved.new, *(change for change, _ in moved.turned)]
            if alert and moved:
                judged.alerts += self._plan(news(moved, timeline, known), timeline)
        return judged

    def _plan(self, changes: Sequence[Change], timeline: Timeline) -> Sequence[Alert]:
        if not changes or not self._routes:
            return ()
        outbox = self._store.outbox
        now = self._clock.now()
        return outbox.plan(
            plan(
                changes,
                self._routes,
                self._watchlist,
                now,
                zone=self._zone,
                told=outbox.told(),
                mutes=outbox.mutes.active(now),
                timelines={timeline.fact: timeline},
            )
        )


def news(moved: Moved, timeline: Timeline, known: set[str]) -> list[Change]:
    """Which of the changes that a fold moved are news, and not history that filled in.

    Changes that turned, and those that are taken back; of the new ones those that nothing
    known followed: what an old article adds to the past is no alarm, nor is a change that
    is only told by an earlier article than before.
    """
    last = max(
        (
            place
            for place, change in enumerate(timeline.changes)
            if change.id in known and change.verdict not in _UNMOVED
        ),
        default=-1,
    )
    new = {change.id for change in moved.new}
    gone = [
        change for change in moved.gone if not any(same_news(change, each) for each in moved.new)
    ]
    told = [
        change
        for place, change in enumerate(timeline.changes)
        if change.id in new
        and place > last
        and not any(same_news(change, each) for each in moved.gone)
    ]
    turned = [change for change, _ in moved.turned]
    taken_back = [replace(change, state=ChangeState.REVERTED) for change in gone]
    return [*taken_back, *turned, *told]


def load_signature(text: str) -> Signature:
    import json

    return Signature.from_json(json.loads(text))


