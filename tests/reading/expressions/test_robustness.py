"""Hostile and odd text: no failure, no overlap, no blow-up in time."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.expressions.dates import find_dates
from monitor.reading.expressions.found import ReadingContext
from monitor.reading.expressions.money import find_money, find_shares
from monitor.reading.expressions.quantities import find_quantities
from monitor.reading.expressions.stages import find_agreements, find_stages
from tests.reading.expressions.case_files import read_cases

FINDERS = (find_dates, find_quantities, find_money, find_shares, find_stages, find_agreements)
LANGUAGES = ("en", "ru", "zh")
CONTEXT = ReadingContext(date(2026, 3, 10))
PIECES = [
    "2027", "1", "3", "31", "0", "99999999999999999999999999999", "2,500", "1.2.3", "12.13.2027", "2,5", "Q3",
    "H1", "FY27", "first", "half", "quarter", "late", "early", "mid-", "end of", "by", "before", "not", "until",
    "from", "to", "-", "–", "—", "or", "between", "and", "the", "a", "year", "years", "later than", "delayed by",
    "next", "last", "this", "in", "May", "30 February", "2027-02-30", "$", "A$", "million", "t", "tonnes a year",
    "%", "(", ")", ",", ".", "\n\n", "&nbsp;", "&#0;", "&#x110000;", "\u00ad", "\ufeff", "İ", "ß", "﷽", "٣", "²", "½",
    "в", "конце", "2027-го", "квартале", "до", "с", "на", "тыс.", "т в год", "рублей", "полгода", "позже", "не",
    "年", "底", "前", "月", "日", "推迟", "一", "十", "万", "亿", "吨", "美元", "百分之", "二〇二七", "財年", "億",
    "construction", "not yet", "agreed", "переговоры", "谈判",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)


def in_order(value):
    """The ends of an interval, where it has both."""
    ends = [
        getattr(value, name, None)
        for name in (("earliest", "latest") if hasattr(value, "earliest") else ("low", "high"))
    ]
    return None in ends or ends[0] <= ends[1]


@settings(max_examples=250, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_spans_are_in_the_text_and_in_order(text, language):
    for finder in FINDERS:
        last = 0
        for each in finder(text, language, CONTEXT):
            assert last <= each.start < each.end <= len(text)
            assert text[each.start : each.end] == text[each.start : each.end].strip()
            assert all(in_order(value) for value in (each.value, *each.alternatives))
            last = each.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text, language):
    for finder in FINDERS:
        finder(text, language, CONTEXT)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.dates())
def test_any_day_of_publication_will_do(text, published):
    find_dates(text, "en", ReadingContext(published))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "finder"),
    [("dates", find_dates), ("quantities", find_quantities), ("money", find_money)],
)
def test_place_in_the_text_does_not_matter(kind, finder, language):
    for text, _, _ in read_cases(f"{kind}.{language}.txt"):
        alone = finder(text, language, CONTEXT)
        before = "Ёж «№» — 漢。\n\n"
        among = finder(f"{before}{text}\n\nEnd", language, CONTEXT)
        moved = [(each.start - len(before), each.end - len(before), each.value) for each in among]
        assert moved == [(each.start, each.end, each.value) for each in alone], text


HOSTILE = [
    "2027 ", "1,", "1.1", "9", "1 234 ", "in ", "by the end of ", "from 2027 to ", "late ", "first or second ",
    "Q", "Q3-", "FY2026-", "2027-", "2027/", "14.09.", "the ", "a million ", "up to ", "$1 ", "$1 (", "1% ", "t ",
    "1 t of ore ", "half ", "not before ", "delayed by ", "two years ", "&nbsp;", "&", "\u00ad", "-\n", "\n", "\n ",
    "года на ", "до конца ", "с 1 до ", "полтора ", "перенесли на ", "年", "年底前", "一", "十", "万", "推迟", "1万",
    "百分之", "年产", "construction not ", "talks ", "переговоры не ", "договорённость ", "谈判", "1,000 t ", "$5 bn, 6 bn ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_only(piece):
    text = piece * (10_000 // len(piece))
    began = process_time()
    for language in LANGUAGES:
        for finder in FINDERS:
            finder(text, language, CONTEXT)
    assert process_time() - began < 3.0
