"""Hits, claims, reviews; changes, standing values, timelines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.model import (
    Change,
    ChangeState,
    Evidence,
    Judgement,
    Milestone,
    Shift,
    Standing,
    Timeline,
    TimelineEntry,
    Verdict,
    Watchlist,
)
from monitor.store import listings
from tests.store_factories import FACT, NOW, WATCHLIST, article, claim, hit, save, year


@pytest.fixture
def ledger(store):
    store.ledger.save_watchlist(WATCHLIST, NOW)
    return store.ledger


def told(ledger):
    return [each.claim.value.text for each in ledger.evidence(FACT) if not each.withdrawn]


def test_evidence_comes_back_as_it_went_in(store, ledger):
    news = article()
    said = [claim(news, year(2028)), claim(news, Milestone(None, None, shift=Shift(2, 3)))]
    save(store, news, [hit(news)], said)
    evidence = ledger.evidence(FACT)
    assert {each.claim.id: each.claim for each in evidence} == {each.id: each for each in said}
    assert {each.article for each in evidence} == {news.ref}
    assert ledger.hits("n1") == [hit(news)]
    assert ledger.claim(said[0].id).claim == said[0]
    assert len(ledger.claims_of("n1")) == 2


def test_evidence_stands_in_the_order_of_publication(store, ledger):
    for number in (3, 1, 2):
        news = article(number)
        save(store, news, [hit(news)], [claim(news, year(2026 + number))])
    assert told(ledger) == ["2027", "2028", "2029"]


def test_an_edit_withdraws_what_it_no_longer_says(store, ledger):
    news = article()
    save(store, news, [hit(news)], [claim(news, year(2027)), claim(news, year(2028))])
    edited = article(text="Edited.", version=2)
    save(store, edited, [hit(edited)], [claim(edited, year(2028)), claim(edited, year(2029))])
    assert sorted(told(ledger)) == ["2028", "2029"]
    kept = store.database.rows("SELECT version, withdrawn FROM claims ORDER BY value")
    assert [tuple(row) for row in kept] == [(1, 2), (1, None), (2, None)]
    by_year = {each.claim.value: each for each in ledger.evidence(FACT)}
    assert by_year[year(2029)].article.published == NOW
    assert by_year[year(2027)].withdrawn == NOW
    again = article(text="Back.", version=3)
    save(store, again, [hit(again)], [claim(news, year(2027))])
    assert told(ledger) == ["2027"]


def test_a_claim_in_other_words_is_the_same_claim(store, ledger):
    news = article()
    save(store, news, [hit(news)], [claim(news, year(2028))])
    edited = article(text="Edited.", version=2)
    save(store, edited, [hit(edited)], [claim(edited, year(2028), quote="Edited")])
    assert [each.claim for each in ledger.evidence(FACT)] == [claim(news, year(2028))]


def test_the_same_claims_again_change_nothing(store, ledger):
    news = article()
    number = save(store, news, [hit(news)], [claim(news, year(2027))])
    assert ledger.save_claims(number, 1, "", [claim(news, year(2027))], NOW) == set()


def test_an_edit_without_the_name_withdraws_the_hit(store, ledger):
    news = article()
    save(store, news, [hit(news)])
    save(store, article(text="Other.", version=2), [])
    assert ledger.hits("n1") == []
    assert store.database.value("SELECT withdrawn FROM hits") == 2


def test_a_judgement_on_a_hit_concerns_its_facts_until_it_is_undone(store, ledger):
    news = article()
    save(store, news, [hit(news)], [claim(news, year(2027))])
    review = ledger.add_review(
        hit(news).id, Judgement.REJECT, at=NOW, by="ann", why="another plant"
    )
    assert ledger.reviews(FACT) == [review]
    assert ledger.facts_concerned(hit(news).id) == {FACT}
    ledger.add_review(hit(news).id, Judgement.UNDO, at=NOW)
    assert ledger.reviews(FACT) == []
    rows = store.database.rows("SELECT judgement FROM reviews ORDER BY id")
    assert [row["judgement"] for row in rows] == [Judgement.REJECT, Judgement.UNDO]


def test_a_persons_own_value_belongs_to_the_fact(store, ledger):
    review = ledger.add_review(FACT, Judgement.CORRECT, at=NOW, value=year(2029))
    assert ledger.reviews(FACT) == [review]
    assert ledger.facts_concerned(FACT) == {FACT}
    assert ledger.resolve(FACT) == [FACT]


@pytest.mark.parametrize(
    ("source", "score", "text", "kept"),
    [
        ("Kommersant", 0.5, "SMZ", False),
        ("Kommersant", 0.4, "SMZ", False),
        ("Kommersant", 0.6, "SMZ", True),  # more for it than what was rejected
        ("Kommersant", 0.5, "SMZ complex", True),
        ("Interfax", 0.5, "SMZ", True),
    ],
)
def test_a_rejected_look_alike_is_remembered_in_its_source(
    store, ledger, source, score, text, kept
):
    news = article(1)
    save(store, news, [hit(news, score=0.5, text="SMZ")])
    ledger.add_review(hit(news).id, Judgement.REJECT, at=NOW)
    later = article(2, source=source)
    save(store, later, [hit(later, score=score, text=text)], [claim(later, year(2028))])
    assert told(ledger) == (["2028"] if kept else [])
    ledger.add_review(hit(news).id, Judgement.UNDO, at=NOW)
    assert told(ledger) == ["2028"]


def test_what_looks_sure_has_to_be_rejected_twice(store, ledger):
    for number in (1, 2, 3):
        news = article(number)
        save(store, news, [hit(news, score=0.95)], [claim(news, year(2026 + number))])
        if number < 3:
            ledger.add_review(hit(news, score=0.95).id, Judgement.REJECT, at=NOW)
    waiting = store.database.rows("SELECT resembles FROM hits ORDER BY article")
    assert [row[0] for row in waiting] == [None, None, hit(article(2)).id]
    assert "2029" not in told(ledger)


def test_a_persons_word_on_a_look_alike_outlasts_the_memory(store, ledger):
    news, later = article(1), article(2)
    save(store, news, [hit(news, score=0.5)])
    ledger.add_review(hit(news).id, Judgement.REJECT, at=NOW)
    save(store, later, [hit(later, score=0.5)], [claim(later, year(2028))])
    ledger.add_review(hit(later).id, Judgement.ACCEPT, at=NOW)
    ledger.add_review(hit(news).id, Judgement.REJECT, at=NOW)
    assert told(ledger) == ["2028"]


def test_reviews_belong_to_the_fact(store, ledger):
    news = article()
    said = claim(news, year(2027))
    save(store, news, [hit(news)], [said])
    review = ledger.add_review(said.id, Judgement.CORRECT, at=NOW, by="ann", value=year(2028))
    assert ledger.reviews(FACT) == [review]
    assert ledger.reviews(FACT, known_by=NOW - timedelta(1)) == []
    assert ledger.facts_concerned(said.id) == {FACT}


def test_a_review_stays_as_it_was_written(store, ledger):
    news = article()
    save(store, news, [hit(news)])
    ledger.add_review(hit(news).id, Judgement.ACCEPT, at=NOW)
    for statement in ("UPDATE reviews SET why = 'other'", "DELETE FROM reviews"):
        with pytest.raises(StoreError, match="never"):
            store.database.execute(statement)


def test_ids_may_be_shortened(store, ledger):
    news = article()
    said = claim(news, year(2027))
    save(store, news, [hit(news)], [said])
    assert ledger.resolve(said.id[:4]) == [said.id]
    assert ledger.resolve("h") == [hit(news).id]
    for nothing in ("", "c%", "zzz", "c" * 40):
        assert ledger.resolve(nothing) == []


def test_as_of_knows_what_was_known(store, ledger):
    early, late = article(1, seen=NOW - timedelta(10)), article(2)
    save(store, early, [hit(early)], [claim(early, year(2027))], now=NOW - timedelta(10))
    save(store, late, [hit(late)], [claim(late, year(2028))], now=NOW)
    assert len(ledger.evidence(FACT, known_by=NOW - timedelta(1))) == 1
    assert len(ledger.evidence(FACT, known_by=NOW)) == 2


# What is derived


def change(name="x1", *, old=2027, new=2028, state=ChangeState.UNCONFIRMED, of=None):
    published = of.ref.dated if of else NOW
    return Change(
        name,
        FACT,
        Verdict.SLIPPED,
        year(old),
        year(new),
        state,
        0.8,
        published,
        NOW,
        ("c1",),
        1,
        of.ref if of else None,
        "why",
    )


def timeline(*changes, entries=()):
    standing = Standing(
        FACT, changes[-1].new if changes else None, NOW, 2, NOW, "expected", ("x1",)
    )
    return Timeline(FACT, tuple(entries), changes, standing)


def states(store, name="x1"):
    return [
        row["state"]
        for row in store.database.rows(
            "SELECT state FROM change_history WHERE change = ? ORDER BY number", (name,)
        )
    ]


def test_a_change_is_new_once(store, ledger):
    news = article()
    save(store, news)
    derived = timeline(change(of=news))
    assert ledger.save_timeline(derived, NOW).new == derived.changes
    assert not ledger.save_timeline(derived, NOW)
    assert ledger.changes(FACT) == list(derived.changes)
    assert ledger.change("x1") == derived.changes[0]
    assert ledger.standing(FACT) == derived.standing
    assert ledger.standings() == {FACT: derived.standing}
    assert states(store) == ["unconfirmed"]


def test_every_state_of_a_change_is_remembered(store, ledger):
    ledger.save_timeline(timeline(change()), NOW)
    confirmed = change(state=ChangeState.CONFIRMED)
    moved = ledger.save_timeline(timeline(confirmed), NOW)
    assert moved.turned == ((confirmed, ChangeState.UNCONFIRMED),)
    moved = ledger.save_timeline(timeline(), NOW)
    assert moved.gone == (confirmed,)
    assert ledger.change("x1").state is ChangeState.REVERTED
    assert not ledger.save_timeline(timeline(), NOW)
    ledger.save_timeline(timeline(confirmed), NOW)
    assert states(store) == ["unconfirmed", "confirmed", "reverted", "confirmed"]


def test_the_same_news_from_an_earlier_article_replaces_a_change(store, ledger):
    ledger.save_timeline(timeline(change("x1")), NOW)
    moved = ledger.save_timeline(timeline(change("x2")), NOW)
    assert [each.id for each in moved.new] == ["x2"]
    assert (moved.gone, moved.replaced) == ((), {"x1": "x2"})
    assert [each.id for each in ledger.changes(FACT)] == ["x2"]
    assert [ledger.told_by(each) for each in ("x1", "x2")] == ["x2", "x2"]
    [row] = listings.changes(store.database.connection, id="x1")
    assert row["replaced_by"] == "x2", "what people were told is still found"
    ledger.save_timeline(timeline(change("x1")), NOW)
    assert [each.id for each in ledger.changes(FACT)] == ["x1"]


def test_a_timeline_is_written_from_where_it_differs(store, ledger):
    news = article()
    said = claim(news, year(2027))
    save(store, news, [hit(news)], [said])
    evidence = Evidence(said, news.ref, "s")

    def entry(text):
        return TimelineEntry(Verdict.FIRST, year(2027), None, NOW, evidence, note=text)

    for notes in (["a", "b"], ["a", "c", "d"], ["a"], []):
        ledger.save_timeline(timeline(change(), entries=map(entry, notes)), NOW)
        stored = store.database.rows("SELECT note, claim FROM timelines ORDER BY position")
        assert [tuple(row) for row in stored] == [(note, said.id) for note in notes]


def test_a_fact_that_is_tracked_no_more_is_not_listed(store, ledger):
    ledger.save_timeline(timeline(change()), NOW)
    ledger.save_watchlist(replace(WATCHLIST, facts=()), NOW)
    assert ledger.standings() == {}
    assert ledger.standing(FACT)
    ledger.save_watchlist(Watchlist(), NOW)
    ledger.save_watchlist(WATCHLIST, NOW)
    assert set(ledger.standings()) == {FACT}
