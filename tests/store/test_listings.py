"""The listings: the contract's keys, filters, order."""

import subprocess
import sys
from datetime import timedelta
from functools import reduce
from operator import getitem

import pytest

from monitor.errors import StoreError
from monitor.model import (
    Change,
    ChangeState,
    Evidence,
    Judgement,
    Modality,
    Standing,
    Tier,
    Timeline,
    TimelineEntry,
    Verdict,
)
from monitor.store import listings
from monitor.wire import change_to_json, claim_to_json, hit_to_json
from tests.store_factories import FACT, NOW, WATCHLIST, article, claim, hit, save, year

FIRST = article(1, title="Первый", language="ru")
SECOND = article(2, title="Second", source="Interfax", tier=Tier.OTHER)


def derived(said):
    change = Change(
        "x1", FACT, Verdict.SLIPPED, year(2027), year(2028), ChangeState.UNCONFIRMED,
        0.7, SECOND.ref.dated, NOW, (said.id,), 1, SECOND.ref, "one voice",
    )  # fmt: skip
    evidence = Evidence(said, SECOND.ref, "s")
    return Timeline(
        FACT,
        (TimelineEntry(Verdict.SLIPPED, year(2028), year(2027), NOW, evidence, change="x1"),),
        (change,),
        Standing(FACT, year(2028), NOW, 1, NOW, "expected", ("x1",), (said.id,)),
    )


@pytest.fixture
def connection(store, path):
    store.ledger.save_watchlist(WATCHLIST, NOW)
    save(store, FIRST, [hit(FIRST)], [claim(FIRST, year(2027))])
    said = claim(SECOND, year(2028), confidence=0.5, modality=Modality.HAPPENED)
    save(store, SECOND, [hit(SECOND, score=0.6), hit(SECOND, "smz", score=0.3)], [said])
    store.ledger.save_timeline(derived(said), NOW)
    store.ledger.add_review(hit(SECOND, "smz").id, Judgement.REJECT, at=NOW, by="ann")
    opened = listings.open_listings(str(path))
    yield opened
    opened.close()


def texts(rows, *keys):
    return [reduce(getitem, keys, row) for row in rows]


def contains(row, form):
    """Whether ``row`` has at least what the wire form has."""
    return {key: row[key] for key in form} == form


def test_rows_are_the_wire_forms_and_more(store, connection):
    row = next(listings.hits(connection, entity="smz"))
    form = hit_to_json(hit(SECOND, "smz", score=0.3), SECOND.ref, "reject")
    assert contains(row["article"], form.pop("article"))
    assert contains(row, form)
    row = next(listings.claims(connection, source="Interfax"))
    evidence = store.ledger.claim(row["id"])
    form = claim_to_json(evidence)
    assert contains(row["article"], form.pop("article"))
    assert contains(row, form)
    row = next(listings.changes(connection))
    form = change_to_json(store.ledger.change("x1"))
    assert contains(row["article"], form.pop("article"))
    assert contains(row, form)


def test_facts_have_the_contracts_keys(connection):
    rows = {row["id"]: row for row in listings.facts(connection)}
    assert rows[FACT]["value"]["text"] == "2028"
    assert rows[FACT]["open_changes"] == ["x1"]
    assert (rows[FACT]["sources"], rows[FACT]["state"]) == (1, "expected")
    empty = rows["smz-complex.capacity"]
    assert (empty["value"], empty["since"], empty["state"]) == (None, None, "open")


@pytest.mark.parametrize(
    ("today", "state"), [(None, "expected"), ("2028-12-31", "expected"), ("2029-01-01", "overdue")]
)
def test_a_milestone_may_be_overdue(connection, today, state):
    assert next(listings.facts(connection, today=today, fact=FACT))["state"] == state
    assert len(list(listings.facts(connection, today=today, state="overdue"))) == (
        state == "overdue"
    )


def test_a_timeline_tells_the_story(connection):
    (row,) = listings.timeline(connection, FACT)
    assert (row["verdict"], row["old"]["text"], row["value"]["text"]) == ("slipped", "2027", "2028")
    assert (row["quote"], row["state"], row["article"]["id"]) == ("Some text", "unconfirmed", "n2")


def test_states_and_judgements_are_listed(connection):
    assert texts(listings.change_history(connection, "x1"), "state") == ["unconfirmed"]
    assert texts(listings.reviews(connection), "judgement") == ["reject"]


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ({}, ["n2", "n2", "n1"]),
        ({"entity": "smz-complex"}, ["n2", "n1"]),
        ({"entity": ["smz", "smz-complex"]}, ["n2", "n2", "n1"]),
        ({"source": "Interfax"}, ["n2", "n2"]),
        ({"language": ["ru"]}, ["n1"]),
        ({"tier": "other"}, ["n2", "n2"]),
        ({"review": "reject"}, ["n2"]),
        ({"waiting": True}, ["n2", "n1"]),
        ({"min_score": 0.5}, ["n2", "n1"]),
        ({"min_score": 0.5, "limit": 1}, ["n2"]),
        ({"limit": 2, "offset": 2}, ["n1"]),
        ({"sort": "-score"}, ["n1", "n2", "n2"]),
        ({"sort": "published"}, ["n1", "n2", "n2"]),
        ({"since": "2026-10-26T00:00:00Z"}, ["n2", "n2"]),
        ({"until": "2026-10-26T00:00:00Z"}, ["n1"]),
        ({"id": "hz"}, []),
        ({"entity": [], "language": None, "limit": 0}, ["n2", "n2", "n1"]),
    ],
)
def test_filters_of_hits(connection, filters, articles):
    assert texts(listings.hits(connection, **filters), "article", "id") == articles


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        ({}, ["2028", "2027"]),
        ({"fact": FACT, "min_confidence": 0.8}, ["2027"]),
        ({"modality": "happened"}, ["2028"]),
        ({"kind": "quantity"}, []),
        ({"entity": "smz-complex"}, ["2028", "2027"]),
        ({"article": "n1"}, ["2027"]),
    ],
)
def test_filters_of_claims(connection, filters, values):
    assert texts(listings.claims(connection, **filters), "value", "text") == values


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"verdict": "slipped"}, 1),
        ({"verdict": ["raised", "lowered"]}, 0),
        ({"state": "unconfirmed", "entity": "smz-complex", "source": "Interfax"}, 1),
        ({"waiting": True}, 1),
        ({"min_confidence": 0.71}, 0),
        ({"since": "2026-11-01T00:00:00Z"}, 0),
    ],
)
def test_filters_of_changes(connection, filters, count):
    assert len(list(listings.changes(connection, **filters))) == count


def test_withdrawn_claims_are_listed_on_request(store, connection):
    save(store, article(1, text="Edited.", version=2), [], [])
    assert texts(listings.claims(connection), "value", "text") == ["2028"]
    assert len(list(listings.claims(connection, withdrawn=True))) == 2
    assert "n1" not in texts(listings.hits(connection), "article", "id")


def test_an_unknown_filter_or_order_names_those_there_are(connection):
    with pytest.raises(ValueError, match="entity"):
        list(listings.hits(connection, colour="red"))
    with pytest.raises(ValueError, match="published, score"):
        list(listings.hits(connection, sort="title"))
    with pytest.raises(ValueError, match="not a day"):
        list(listings.facts(connection, today="x' OR 1"))


def test_what_is_no_database_of_ours(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        listings.open_listings(str(tmp_path / "none.db"))
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="not a database of monitor"):
        listings.open_listings(str(tmp_path / "empty.db"))


def test_listing_imports_little():
    """What a listing loads is felt at each start of the command line."""
    code = "import sys; import monitor.store.listings; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"dataclasses", "inspect", "sqlite_utils", "monitor.model", "pathlib", "typing"}
    assert not heavy & set(loaded.stdout.split())


def test_newest_first_means_by_publication(store, connection):
    older = article(3, published=NOW - timedelta(400))
    save(store, older, [hit(older)])
    assert texts(listings.hits(connection), "article", "id")[-1] == "n3"
