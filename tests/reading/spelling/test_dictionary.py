"""Words looked up in the dictionary's files are what the dictionary, read as a whole, makes of them."""

import json
import re
from functools import cache
from pathlib import Path

import pymorphy3
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.spelling.dictionary import agree, is_given_name, is_known, known_tags, tags
from monitor.reading.spelling.wordfile import russian_words

NEWS = Path(__file__).parents[2] / "quality" / "news"


@cache
def analyzer():
    return pymorphy3.MorphAnalyzer()


def words_of_the_news():
    text = " ".join(
        json.loads(line)["text"]
        for file in sorted(NEWS.glob("*/articles.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if '"language": "ru"' in line
    )
    return sorted(set(re.findall("[а-яё-]+", text.lower())))


def test_words_of_the_news():
    words = words_of_the_news()
    assert len(words) > 1000
    for word in words:
        known = analyzer().word_is_known(word)
        expected = [str(parse.tag) for parse in analyzer().parse(word)] if known else []
        assert russian_words().tags(word) == expected
        assert russian_words().has(word) == known


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("аеёлнькзм-1 z"), max_size=8))
def test_any_word(word):
    assert is_known(word) == analyzer().word_is_known(word)
    assert bool(known_tags(word)) == is_known(word)


def test_a_guess_is_made_of_other_words():
    assert not is_known("томторского")
    assert {tag.part for tag in tags("томторского")} >= {"ADJF"}
    assert is_known("Ежик")
    assert is_known("ёжик")
    assert is_given_name("Денису")
    assert not is_given_name("руднику")
    assert agree("чайный", "рынок")
    assert not agree("чайной", "рынок")
    assert not is_known("а" * 100_000)
