"""However long a text or a sentence, reading it takes seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.text.text import sentences
from monitor.service.legible import LONGEST_SENTENCE, MOST_TEXT, legible
from monitor.store import open_store
from tests.service_factories import pipeline
from tests.store_factories import article


def test_a_usual_article_stays_as_it_is():
    usual = article(text="The plant opens in 2028. " * 400)
    assert legible(usual) is usual


@pytest.mark.parametrize(
    "text",
    [
        "the plant will open in 2027, 2028 and 2029, " * 5000,
        "工厂计划于2027年投产，年产能2500吨" * 5000,
        "1" * 100_000,
        "A word. " * 50_000,
    ],
)
def test_long_texts_and_sentences_are_cut(text):
    short = legible(article(text=text))
    assert len(short.text) <= MOST_TEXT
    assert max(end - start for start, end in sentences(short.text)) <= LONGEST_SENTENCE
    assert legible(short) is short


@given(st.text(max_size=40), st.integers(0, 200), st.integers(0, 200))
def test_nothing_but_white_space_is_added_or_lost(unit, times, more):
    text = unit * times + " and so on, " * more
    kept = "".join(legible(article(text=text)).text.split())
    assert kept == "".join(text.split())


def test_what_is_stored_is_what_was_read(tmp_path):
    with open_store(tmp_path / "monitor.db") as store:
        endless = article(text="to be opened in 2028, " * 20_000)
        line = pipeline(store)
        assert line.process(endless).new
        assert not line.process(endless).new
        stored = store.articles.get(endless.ref.id)
        assert stored is not None
        assert len(stored.text) <= MOST_TEXT
