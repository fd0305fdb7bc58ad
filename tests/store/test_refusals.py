"""Every public method of the store on a database that refuses: one StoreError, one sentence.

``CALLS`` has an entry for each; a method without one is reported.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.model import (
    Alert,
    Change,
    ChangeState,
    Delivery,
    Evidence,
    Judgement,
    Reading,
    Standing,
    Timeline,
    TimelineEntry,
    Verdict,
)
from monitor.model.polling import SeenEntry, SourceState
from monitor.store import open_store
from monitor.store.articles import ArticleStore
from monitor.store.channels import ChannelStore
from monitor.store.facade import Store
from monitor.store.ledger import LedgerStore
from monitor.store.mutes import MuteStore
from monitor.store.outbox import Outbox, Picked
from monitor.store.sources import SourceStore
from tests.store_factories import FACT, NOW, WATCHLIST, article, claim, hit, save, year

OLD, NEW = article(1), article(2)
SAID = claim(OLD, year(2027))
CHANGE = Change(
    "x1", FACT, Verdict.SLIPPED, None, year(2028), ChangeState.CONFIRMED, 0.9, NOW, NOW
)  # fmt: skip
OTHER = replace(CHANGE, id="x3")
STANDS = Standing(FACT, year(2028), NOW, 1, NOW, "expected")
ENTRY = TimelineEntry(Verdict.SLIPPED, year(2028), None, NOW)
ALERT = Alert("a1", "key", "all", "email", "change", ("x1",), NOW, NOW, {"fact": FACT})
SENT = Delivery("a0", NOW, 0.1, "sent")
SEEN = SeenEntry("Feed", "key", "", "", b"", "n1", NOW)


def lease_all(due, recent):
    return Picked(tuple(due), "batch")


# name: (reads, or writes), and the call
CALLS = {
    "articles.get": (False, lambda s: s.articles.get("n1")),
    "articles.shares_url": (False, lambda s: s.articles.shares_url(1)),
    "articles.is_new": (False, lambda s: s.articles.is_new("n1")),
    "articles.batch": (False, lambda s: s.articles.batch(0, 9)),
    "articles.story": (False, lambda s: s.articles.story("n1")),
    "articles.count": (False, lambda s: s.articles.count()),
    "articles.enqueue": (True, lambda s: s.articles.enqueue(NEW)),
    "articles.save": (True, lambda s: s.articles.save(NEW)),
    "articles.dated": (False, lambda s: s.articles.dated(1, 1)),
    "articles.join_story": (
        True, lambda s: s.articles.join_story(1, NOW, "{}", ["key"], lambda _: True)),
    "ledger.save_watchlist": (True, lambda s: s.ledger.save_watchlist(WATCHLIST, NOW)),
    "ledger.terms": (False, lambda s: s.ledger.terms()),
    "ledger.listening": (False, lambda s: s.ledger.listening()),
    "ledger.save_terms": (True, lambda s: s.ledger.save_terms(FACT, "terms")),
    "ledger.save_hits": (True, lambda s: s.ledger.save_hits(1, 1, "", [hit(OLD)], NOW)),
    "ledger.discard_hits": (True, lambda s: s.ledger.discard_hits(1, Reading())),
    "ledger.hits": (False, lambda s: s.ledger.hits("n1")),
    "ledger.save_claims": (
        True, lambda s: s.ledger.save_claims(1, 1, "", [claim(OLD, year(2030))], NOW)),
    "ledger.compare_reading": (False, lambda s: s.ledger.compare_reading(OLD, Reading())),
    "ledger.discard_claims": (
        True, lambda s: s.ledger.discard_claims(Reading(), [Evidence(SAID, OLD.ref, "s")])),
    "ledger.evidence": (False, lambda s: s.ledger.evidence(FACT)),
    "ledger.claim": (False, lambda s: s.ledger.claim(SAID.id)),
    "ledger.claims_of": (False, lambda s: s.ledger.claims_of("n1")),
    "ledger.facts_of": (False, lambda s: s.ledger.facts_of([1])),
    "ledger.resolve": (False, lambda s: s.ledger.resolve("c")),
    "ledger.fact_of": (False, lambda s: s.ledger.fact_of(SAID.id)),
    "ledger.facts_concerned": (False, lambda s: s.ledger.facts_concerned(SAID.id)),
    "ledger.add_review": (
        True, lambda s: s.ledger.add_review(SAID.id, Judgement.ACCEPT, at=NOW)),
    "ledger.reviews": (False, lambda s: s.ledger.reviews(FACT)),
    "ledger.reviews_noted_wrongly": (False, lambda s: s.ledger.reviews_noted_wrongly()),
    "ledger.note_reviews": (True, lambda s: s.ledger.note_reviews()),
    "ledger.changes": (False, lambda s: s.ledger.changes(FACT)),
    "ledger.told_by": (False, lambda s: s.ledger.told_by("x1")),
    "ledger.change": (False, lambda s: s.ledger.change("x1")),
    "ledger.save_all": (True, lambda s: s.ledger.save_all(FACT, [OTHER], NOW)),
    "ledger.save_some": (True, lambda s: s.ledger.save_some([OTHER], [], NOW)),
    "ledger.save_standing": (True, lambda s: s.ledger.save_standing(STANDS)),
    "ledger.standings": (False, lambda s: s.ledger.standings()),
    "ledger.standing": (False, lambda s: s.ledger.standing(FACT)),
    "ledger.save_entries": (True, lambda s: s.ledger.save_entries(FACT, [])),
    "ledger.entries_differ": (False, lambda s: s.ledger.entries_differ(FACT, [])),
    "ledger.add_entries": (True, lambda s: s.ledger.add_entries(FACT, [ENTRY])),
    "ledger.rename": (True, lambda s: s.ledger.rename(FACT, "x1", "x2")),
    "ledger.first_entry": (False, lambda s: s.ledger.first_entry(FACT)),
    "ledger.save_timeline": (
        True, lambda s: s.ledger.save_timeline(Timeline(FACT, (), (CHANGE,), STANDS), NOW)),
    "ledger.save_step": (True, lambda s: s.ledger.save_step(STANDS, [ENTRY], [CHANGE], [], NOW)),
    "sources.state": (False, lambda s: s.sources.state("Feed")),
    "sources.save": (True, lambda s: s.sources.save(SourceState("Feed"))),
    "sources.due": (False, lambda s: s.sources.due(NOW, {"Feed": ""})),
    "sources.next_due": (False, lambda s: s.sources.next_due(["Feed"])),
    "sources.unknown": (False, lambda s: s.sources.unknown({"Feed": ""})),
    "sources.unwilling": (False, lambda s: s.sources.unwilling(NOW)),
    "sources.resume": (True, lambda s: s.sources.resume("Feed")),
    "sources.mark_seen": (True, lambda s: s.sources.mark_seen(SEEN)),
    "sources.rename": (True, lambda s: s.sources.rename("Feed", "key", "other")),
    "sources.seen": (False, lambda s: s.sources.seen("Feed", "key", ["key"])),
    "sources.rechecks": (False, lambda s: s.sources.rechecks(NOW, ["Feed"], 9)),
    "sources.forget": (True, lambda s: s.sources.forget(NOW)),
    "sources.health": (False, lambda s: s.sources.health(NOW)),
    "outbox.plan": (True, lambda s: s.outbox.plan([ALERT])),
    "outbox.told": (False, lambda s: s.outbox.told()),
    "outbox.rename_change": (True, lambda s: s.outbox.rename_change("x1", "x2")),
    "outbox.waiting_channels": (False, lambda s: s.outbox.waiting_channels(NOW)),
    "outbox.lease": (
        True, lambda s: s.outbox.lease("file", NOW, "me", timedelta(1), lease_all)),
    "outbox.holders": (False, lambda s: s.outbox.holders()),
    "outbox.release": (True, lambda s: s.outbox.release("me", NOW)),
    "outbox.settle": (True, lambda s: s.outbox.settle({"a0": "why"}, "me", NOW)),
    "outbox.put_back": (
        True, lambda s: s.outbox.put_back([SENT], "me", NOW, keep_batch=False)),
    "outbox.give_up": (True, lambda s: s.outbox.give_up([SENT], "me", "why")),
    "outbox.record": (True, lambda s: s.outbox.record(SENT)),
    "outbox.find": (False, lambda s: s.outbox.find("a")),
    "outbox.deliveries": (False, lambda s: s.outbox.deliveries("a0")),
    "outbox.retry": (True, lambda s: s.outbox.retry("a0", NOW)),
    "outbox.drop": (True, lambda s: s.outbox.drop("a0", NOW)),
    "outbox.told_events": (False, lambda s: s.outbox.told_events("dead-source")),
    "outbox.given_up": (False, lambda s: s.outbox.given_up(NOW)),
    "outbox.counts": (False, lambda s: s.outbox.counts(NOW)),
    "channels.states": (False, lambda s: s.outbox.channels.states(NOW)),
    "channels.state": (False, lambda s: s.outbox.channels.state("email", NOW)),
    "channels.worked": (True, lambda s: s.outbox.channels.worked("email", NOW)),
    "channels.failed": (True, lambda s: s.outbox.channels.failed("email", NOW, None, "why")),
    "mutes.add": (True, lambda s: s.outbox.mutes.add("fact", FACT, NOW, NOW)),
    "mutes.current": (False, lambda s: s.outbox.mutes.current(NOW)),
    "mutes.end": (True, lambda s: s.outbox.mutes.end(FACT, NOW)),
    "store.kept": (False, lambda s: s.kept("name")),
    "store.keep": (True, lambda s: s.keep("name", b"content")),
    "store.tidy": (True, lambda s: s.tidy()),
}  # fmt: skip
PARTS = {
    "articles": ArticleStore, "ledger": LedgerStore, "sources": SourceStore,
    "outbox": Outbox, "channels": ChannelStore, "mutes": MuteStore, "store": Store,
}  # fmt: skip
NOT_TRIED = {"store.close", "outbox.sent"}
WRITES = [name for name, (writes, _) in CALLS.items() if writes]


def methods():
    for part, kind in PARTS.items():
        for name in dir(kind):
            if not name.startswith("_") and callable(getattr(kind, name)):
                yield f"{part}.{name}"


def test_every_method_is_tried():
    known = set(methods()) - NOT_TRIED
    assert CALLS.keys() - known == set()
    missing = known - CALLS.keys()
    assert {name for name in missing if not name.startswith("outbox.")} == set()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A database with a little of everything, to be copied."""
    path = tmp_path_factory.mktemp("template") / "monitor.db"
    with open_store(path) as store:
        store.ledger.save_watchlist(WATCHLIST, NOW)
        save(store, OLD, [hit(OLD)], [SAID])
        store.ledger.save_timeline(Timeline(FACT, (ENTRY,), (CHANGE,), STANDS), NOW)
        store.sources.save(SourceState("Feed"))
        store.outbox.plan([Alert("a0", "other", "all", "file", "change", ("x1",), NOW, NOW)])
    return path.read_bytes()


@pytest.fixture
def path(tmp_path, template):
    path = tmp_path / "monitor.db"
    path.write_bytes(template)
    return path


@pytest.mark.parametrize("name", WRITES)
def test_writing_to_a_locked_database(path, name, monkeypatch):
    monkeypatch.setattr("monitor.store.connection.BUSY_SECONDS", 0.001)
    with (
        open_store(path) as store,
        open_store(path) as other,
        other.database.transaction(),
        pytest.raises(StoreError, match="locked by another program"),
    ):
        CALLS[name][1](store)


@pytest.mark.parametrize("name", WRITES)
def test_writing_to_a_read_only_database(path, name):
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(StoreError, match="read-only"),
    ):
        CALLS[name][1](store)


@pytest.mark.parametrize("name", [name for name in CALLS if name not in WRITES])
def test_reading_while_another_program_writes(path, name):
    with (
        open_store(path, read_only=True) as store,
        open_store(path) as other,
        other.database.transaction(),
    ):
        CALLS[name][1](store)


@pytest.mark.parametrize("name", CALLS)
def test_a_database_in_ruins(path, name):
    with open_store(path) as store:
        store.database.execute("PRAGMA foreign_keys = OFF")
        for row in store.database.rows(
            "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'table')"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
        ):
            store.database.execute(f"DROP {row['type']} {row['name']}")
        with pytest.raises(StoreError, match="the database refused: no such table"):
            CALLS[name][1](store)
