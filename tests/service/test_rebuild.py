"""The stored ledger is what its evidence comes to: after every step, in any order."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Judgement, Policy, Tier
from monitor.service.rebuild import compare, rebuild
from monitor.store import open_store
from tests.service_factories import StillClock, pipeline
from tests.store_factories import FACT, NOW, article, year


@dataclass
class PlainService:
    store: object
    judging: object


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


def says(number, value, **options):
    text = f"Report {number} of its own.\n\n{FACT} = {value}"
    options.setdefault("source", f"Source {number % 5}")
    return article(number, text=text, **options)


def test_what_is_stored_is_what_is_derived(store):
    line = pipeline(store)
    for number in range(1, 9):
        line.process(says(number, 2026 + number % 3))
    done = rebuild(PlainService(store, line.judging))
    assert (done.facts, done.differences, done.stored) == (2, (), False)


def test_a_difference_is_shown_and_mended(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    line.process(says(2, 2028))
    store.database.execute("UPDATE standing SET sources = 9")
    store.database.execute("UPDATE changes SET state = 'unconfirmed' WHERE verdict = 'slipped'")
    store.database.execute("DELETE FROM timelines WHERE position = 1")
    service = PlainService(store, line.judging)
    done = rebuild(service, store=False)
    assert [each.what.split()[0] for each in done.differences if each.fact == FACT] == [
        "sources",
        "change",
        "timeline",
    ]
    assert "stored 9, 0 now" in str(done.differences[0])
    assert len(done.to_json()["differences"]) == 4
    assert rebuild(service).differences == done.differences
    assert rebuild(service).differences == ()


def test_a_judgement_that_was_not_noted_is_found(store):
    line = pipeline(store)
    (found,) = line.process(says(1, 2027)).hits
    line.judging.review(found.id, Judgement.REJECT)
    store.database.execute("UPDATE hits SET review = NULL")
    done = rebuild(PlainService(store, line.judging))
    assert (done.differences[0].stored, done.differences[0].derived) == (None, "reject")
    assert rebuild(PlainService(store, line.judging)).differences == ()


ARTICLES = st.tuples(
    st.just("article"),
    st.integers(1, 12),
    st.sampled_from([2026, 2027, 2028]),
    st.sampled_from(list(Tier)),
    st.integers(0, 400),
)
REVIEWS = st.tuples(
    st.just("review"),
    st.integers(0, 20),
    st.sampled_from(list(Judgement)),
    st.just(None),
    st.just(0),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(ARTICLES, ARTICLES, REVIEWS), max_size=14), st.booleans())
def test_going_on_comes_to_the_same_as_beginning_again(tmp_path_factory, steps, slow):
    """Whatever arrives in whatever order: new, edited, old, copied, judged."""
    clock = StillClock()
    policy = Policy(one_voice_tiers=(Tier.OFFICIAL,)) if slow else Policy()
    with open_store(tmp_path_factory.mktemp("ledger") / "monitor.db") as store:
        line = pipeline(store, policy=policy, clock=clock)
        for kind, number, what, tier, days in steps:
            clock.pass_days(1)
            if kind == "article":
                published = NOW - timedelta(days=days) if days < 300 else clock.at
                line.process(says(number, what, tier=tier, published=published, seen=clock.at))
            else:
                judge_something(store, line, number, what)
            for fact in line.judging.facts:
                assert list(compare(store, line.judging.derive(fact))) == []


def judge_something(store, line, number, judgement):
    targets = [
        row[0]
        for table in ("hits", "claims", "changes", "facts")
        for row in store.database.rows(f"SELECT id FROM {table} ORDER BY id")
    ]
    value = year(2030) if judgement is Judgement.CORRECT else None
    line.judging.review(targets[number % len(targets)], judgement, value=value)
