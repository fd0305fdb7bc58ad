"""Copies of one report are told from independent reports."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.stories import Signature, copied_part, keys, same_story, signature
from monitor.model import Article, ArticleRef, Tier

START = datetime(2026, 4, 21, 8, tzinfo=UTC)

WIRE = """The Hillside plant will commission its separation unit in 2028 rather than 2027, the
producer said in materials for its annual meeting. The company attributed the change to a longer
than expected state review of design documents and to the replacement of several pieces of
imported equipment. The unit will take 3,400 tonnes of carbonate a year and cost $412 million, up
from $380 million. Shareholders meet on May 26."""
SHORTENED = """(Adds background) The Hillside plant will commission its separation unit in 2028 rather
than 2027, the producer said in materials for its meeting. It attributed the change to a longer than
expected state review of design documents. The shares were flat."""
RUSSIAN = """Завод «Хиллсайд» введёт разделительную установку не в 2027-м, а в 2028 году, говорится в
материалах к собранию. Проект подорожал с 380 до 412 млн долларов, переработка составит 3,4 тыс. тонн
карбонатов в год."""
CHINESE = "希尔赛德工厂的分离装置将于2028年而非2027年投产，年处理碳酸盐3400吨，投资由3.8亿美元增至4.12亿美元。"
OWN_REPORT = """Neighbours of the Hillside plant have been told to expect lorries for two more years. The
separation unit, once promised for 2027, will not run before 2028, a manager told a town meeting
attended by 140 people. The ring road is to be widened at a cost of 9 million."""
OTHER_NEWS = """Copper closed at $9,870 a tonne, zinc at $2,640 and nickel at $15,900 on Tuesday. Stocks in
registered warehouses fell by 3,425 tonnes, the smallest move since January 2026."""


def article(text, *, title="", hours=0.0, source="A"):
    at = START + timedelta(hours=hours)
    ref = ArticleRef("n1", "https://news.example/1", title, source, Tier.PRESS, "en", at, at)
    return Article(ref, text)


def sign(text, **more):
    return signature(article(text, **more))


CASES = [
    ("the same text", WIRE, WIRE, True),
    ("a shortened copy", WIRE, SHORTENED, True),
    ("a Russian translation", WIRE, RUSSIAN, True),
    ("a Chinese translation", WIRE, CHINESE, True),
    ("from translation to translation", RUSSIAN, CHINESE, True),
    ("a report of its own", WIRE, OWN_REPORT, False),
    ("a report of its own, and a short copy", SHORTENED, OWN_REPORT, False),
    ("other news", WIRE, OTHER_NEWS, False),
]


@pytest.mark.parametrize(("_name", "one", "other", "expected"), CASES, ids=[c[0] for c in CASES])
def test_copies(_name, one, other, expected):
    one, other = sign(one, title="One"), sign(other, title="Other", hours=5)
    assert same_story(one, other) is same_story(other, one) is expected
    if expected:
        assert set(keys(one)) & set(keys(other))


def test_a_copy_weeks_later_is_news_again():
    assert same_story(sign(WIRE), sign(WIRE, hours=6 * 24))
    assert not same_story(sign(WIRE), sign(WIRE, hours=8 * 24))


def test_a_headline_is_known_again_under_another_outlets_name():
    bare = sign("", title="Hillside separation unit slips a year to 2028")
    named = sign("", title="Hillside separation unit slips a year to 2028 - Prikamye Metals Brief")
    longer = sign(WIRE, title="Hillside separation unit slips a year to 2028 | The Wire")
    other = sign("", title="Hillside separation unit slips two years to 2029 - The Wire")
    assert same_story(bare, named)
    assert same_story(named, longer)
    assert not same_story(bare, other)


def test_short_headlines_tell_nothing():
    assert not same_story(
        sign(WIRE, title="News in brief"), sign(OTHER_NEWS, title="News in brief")
    )


def test_a_signature_can_be_stored():
    one = sign(WIRE, title="Hillside separation unit slips a year to 2028")
    assert Signature.from_json(json.loads(json.dumps(one.to_json()))) == one
    assert len(json.dumps(sign(WIRE * 50).to_json())) < 3000


@given(st.text(), st.text())
def test_any_text_has_a_signature(one, other):
    a, b = sign(one), sign(other)
    assert same_story(a, a)
    assert same_story(a, b) == same_story(b, a)
    assert 0 <= copied_part(a, b) <= 1


words = st.sampled_from(
    [
        "plant",
        "unit",
        "mine",
        "ore",
        "year",
        "said",
        "review",
        "cost",
        "state",
        "works",
        "shaft",
        "road",
    ]
)


@given(st.lists(words, min_size=40, max_size=60), st.integers(0, 20))
def test_cutting_the_end_off_keeps_the_story(text, cut):
    full, part = sign(" ".join(text)), sign(" ".join(text[: len(text) - cut]))
    assert same_story(full, part)
    assert set(keys(full)) & set(keys(part))
