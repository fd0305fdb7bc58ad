"""The compiled watchlist is kept, and compiled anew where anything has changed."""

from dataclasses import replace

import pytest

from monitor.service import compiled
from monitor.store import open_store
from tests.store_factories import WATCHLIST, article


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


def kept(store):
    return store.kept("compiled watchlist")


def test_what_was_compiled_is_used_again(store):
    first = compiled.make_reader(store, WATCHLIST)
    before = kept(store)
    again = compiled.make_reader(store, WATCHLIST)
    assert kept(store) == before
    news = article(text="The Solikamsk Magnesium Plant is open.")
    assert again.read(news) == first.read(news)
    assert len(first.read(news).hits) == 1


def test_another_watchlist_or_another_program_compiles_anew(store, monkeypatch):
    compiled.make_reader(store, WATCHLIST)
    before = kept(store)
    compiled.make_reader(store, replace(WATCHLIST, entities=WATCHLIST.entities[:1]))
    other = kept(store)
    assert other != before
    monkeypatch.setattr(compiled, "digest_of", lambda room: b"another version")
    compiled.make_reader(store, WATCHLIST)
    assert kept(store).startswith(b"another version")


def test_a_kept_form_that_is_broken_does_no_harm(store):
    compiled.make_reader(store, WATCHLIST)
    store.keep("compiled watchlist", kept(store)[:16] + b"{")
    assert compiled.make_reader(store, WATCHLIST).read(article()).hits == ()
