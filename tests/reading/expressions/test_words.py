"""The words of the languages, and numbers."""

from decimal import Decimal

import pytest

from monitor.model import AGREEMENTS, AGREEMENTS_BESIDE, STAGES, STAGES_BESIDE
from monitor.reading.expressions.numerals import amount, han, whole
from monitor.reading.languages import codes, expand, load


@pytest.mark.parametrize(
    ("pattern", "forms"),
    [
        ("a", ["a"]),
        ("year(|s)", ["year", "years"]),
        ("no (sooner|earlier) than", ["no sooner than", "no earlier than"]),
        ("a (|b )c", ["a c", "a b c"]),
        ("(a|b(c|d))e", ["ae", "bce", "bde"]),
    ],
)
def test_phrases_are_written_out(pattern, forms):
    assert expand(pattern) == forms


def test_an_open_bracket_is_an_error():
    with pytest.raises(ValueError, match="bracket"):
        expand("a (b|c")


def test_every_language_has_every_rung():
    assert codes() == ("en", "ru", "zh")
    for code in codes():
        words = load(code)
        assert set(words.groups("stages")) == {*STAGES, *STAGES_BESIDE}
        assert set(words.groups("agreements")) == {*AGREEMENTS, *AGREEMENTS_BESIDE}


def test_a_language_without_words_has_none():
    assert load("fi").phrases("dates.month", "1") == ()


@pytest.mark.parametrize(
    ("word", "comma_decimal", "scaled", "number"),
    [
        ("2500", False, False, 2500),
        ("2,500", False, False, 2500),
        ("2,500,000", False, False, 2500000),
        ("2.5", False, False, "2.5"),
        ("2,5", False, False, "2.5"),
        ("1.234", False, False, "1.234"),
        ("1,234.5", False, False, "1234.5"),
        ("1.234,5", True, False, "1234.5"),
        ("2,5", True, False, "2.5"),
        ("1,400", True, False, 1400),
        ("1.400", True, False, 1400),
        ("2,125", True, True, "2.125"),
        ("0,125", True, False, "0.125"),
        ("1.2.3", False, False, None),
        ("12,34,56", False, False, None),
        ("十二", False, False, 12),
    ],
)
def test_amounts(word, comma_decimal, scaled, number):
    wanted = None if number is None else Decimal(number)
    assert amount(word, comma_decimal=comma_decimal, scaled=scaled) == wanted


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("二〇二七", 2027),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三百二十", 320),
        ("一千二百", 1200),
        ("九", 9),
    ],
)
def test_chinese_numerals(word, number):
    assert han(word) == number
    assert whole(word) == number
