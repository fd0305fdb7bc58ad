"""Intervals of days, moves of them, and moves whose old date the text gives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Milestone, Shift
from monitor.reading.expressions.dates import find_dates, resolve_nearby, resolve_shift
from monitor.reading.expressions.dates.calendar import (
    add_months,
    fiscal_year_end,
    month_span,
    part_of,
    year_span,
)

YEARS = st.integers(1950, 2099)


@given(YEARS, st.integers(1, 12), st.integers(1, 36))
def test_months_make_a_span(year, month, count):
    span = month_span(year, month, count)
    assert span.first == date(year, month, 1)
    assert add_months(span.first, count) == date.fromordinal(span.last.toordinal() + 1)


@given(YEARS, st.sampled_from(["early", "mid", "late", "end"]), st.sampled_from([1, 3, 6, 12, 120]))
def test_parts_lie_within(year, part, months):
    whole = month_span(year, 1, months)
    inner = part_of(whole, part)
    assert whole.first <= inner.first <= inner.last <= whole.last
    if part == "early":
        assert inner.first == whole.first
    if part in {"late", "end"}:
        assert inner.last == whole.last


def test_fiscal_years_end_in_june_in_australia():
    assert fiscal_year_end("au") == 6
    span = year_span(2027, 6)
    assert (span.first, span.last) == (date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("first", "last", "low", "high", "wanted_first", "wanted_last"),
    [
        ("2028-01-01", "2028-12-31", 12, 12, "2029-01-01", "2029-12-31"),
        ("2026-10-01", "2026-12-31", 6, 6, "2027-04-01", "2027-06-30"),
        ("2027-04-01", "2027-06-30", 8, 8, "2027-12-01", "2028-02-29"),
        ("2028-01-01", "2028-12-31", 6, 9, "2028-07-01", "2029-09-30"),
        ("2028-01-01", "2028-12-31", -12, -12, "2027-01-01", "2027-12-31"),
        ("2026-08-31", "2026-08-31", 1, 1, "2026-09-30", "2026-09-30"),
    ],
)
def test_moves(first, last, low, high, wanted_first, wanted_last):
    anchor = Milestone(date.fromisoformat(first), date.fromisoformat(last))
    moved = resolve_shift(anchor, Shift(low, high))
    assert (str(moved.earliest), str(moved.latest)) == (wanted_first, wanted_last)


def test_a_move_out_of_the_calendar_stays_a_move():
    anchor = Milestone(date(9999, 1, 1), date(9999, 12, 31))
    assert resolve_shift(anchor, Shift(12, 12)).shift == Shift(12, 12)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        (
            "en",
            "It was due in 2028 and will come a year later than planned.",
            "2029-01-01",
            "2029-12-31",
        ),
        (
            "en",
            "It comes two quarters later than planned; the plan was Q4 2026.",
            "2027-04-01",
            "2027-06-30",
        ),
        (
            "ru",
            "Завод, который хотели сдать в 2028 году, откроется на год позже.",
            "2029-01-01",
            "2029-12-31",
        ),
        ("zh", "原定2027年投产，现推迟一年。", "2028-01-01", "2028-12-31"),
    ],
)
def test_a_move_beside_its_old_date(language, text, first, last, context):
    dates = find_dates(text, language, context)
    move = next(each for each in dates if each.value.shift)
    found = resolve_nearby(move, dates, text)
    assert (str(found.value.earliest), str(found.value.latest)) == (first, last)
    assert found.notes[-1].startswith("counted from")


def test_a_move_alone_is_not_resolved(context):
    text = "It was in 2028.\n\nThe start slipped by six months."
    dates = find_dates(text, "en", context)
    assert resolve_nearby(dates[1], dates, text) is None
    assert resolve_nearby(dates[0], dates, text) is None
