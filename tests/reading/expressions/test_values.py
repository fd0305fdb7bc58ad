"""Values as people write them: read, printed, and read again."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    STAGES_BESIDE,
    Agreement,
    Kind,
    Milestone,
    MilestoneState,
    Money,
    Quantity,
    Share,
    Shift,
    Stage,
)
from monitor.reading.values import format_value, parse_value

PUBLISHED = date(2025, 9, 10)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))
NUMBERS = st.one_of(
    st.integers(0, 10**12).map(float),
    st.floats(min_value=0, max_value=1e12, allow_nan=False).map(lambda x: round(x, 4)),
)
AMOUNTS = st.tuples(NUMBERS, NUMBERS, st.sampled_from(["both", "low", "high"])).map(
    lambda t: {
        "both": tuple(sorted(t[:2])),
        "low": (t[0], None),
        "high": (None, t[0]),
    }[t[2]]
)
INTERVALS = st.tuples(DAYS, DAYS, st.sampled_from(["both", "earliest", "latest"])).map(
    lambda t: {
        "both": tuple(sorted(t[:2])),
        "earliest": (t[0], None),
        "latest": (None, t[0]),
    }[t[2]]
)
MONTHS = st.floats(min_value=-120, max_value=120, allow_nan=False).map(lambda x: round(x, 3) + 0.0)


def same(value, again):
    fields = [name for name in value.__dataclass_fields__ if name != "text"]
    return all(getattr(value, name) == getattr(again, name) for name in fields)


def check(value, **hints):
    words = format_value(value)
    again = parse_value(value.kind, words, published=PUBLISHED, **hints)
    assert same(value, again), (words, value, again)


@settings(max_examples=150, deadline=None)
@given(INTERVALS, st.sampled_from(list(MilestoneState)))
def test_milestones_come_back(interval, state):
    check(Milestone(*interval, state))


def test_a_long_range_comes_back():
    check(Milestone(date(2000, 1, 1), date(2031, 4, 30)))


@pytest.mark.parametrize("year", [1999, 2027, 2060])
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("months", [1, 3, 4, 6, 12, 24, 120])
def test_periods_come_back(year, month, months):
    from monitor.reading.expressions.dates.calendar import month_span

    span = month_span(year, month, months)
    check(Milestone(span.first, span.last))
    check(Milestone(None, span.last))
    check(Milestone(span.first, None))


@settings(max_examples=100, deadline=None)
@given(MONTHS, MONTHS)
def test_shifts_come_back(one, other):
    low, high = sorted((one, other))
    check(Milestone(None, None, shift=Shift(low, high)))
    check(Milestone(date(2027, 1, 1), date(2027, 12, 31), shift=Shift(low, high)))


@pytest.mark.parametrize("state", list(MilestoneState))
def test_a_state_alone_comes_back(state):
    check(Milestone(None, None, state))


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, st.sampled_from(["t", "t/yr", "oz/yr", "t/day", "m3", "MW"]), st.booleans())
def test_quantities_come_back(ends, unit, about):
    check(Quantity(*ends, unit, about=about))
    check(Quantity(*ends, unit, about=about), unit=unit)


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, st.sampled_from(["USD", "RUB", "AUD", "CNY", "EUR", "KZT"]), st.booleans())
def test_money_comes_back(ends, currency, about):
    check(Money(*ends, currency, about=about))


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, st.booleans())
def test_shares_come_back(ends, about):
    check(Share(*ends, about=about))


def test_rungs_come_back():
    for stage in (*STAGES, *STAGES_BESIDE):
        check(Stage(stage))
    for stage in (*AGREEMENTS, *AGREEMENTS_BESIDE):
        check(Agreement(stage))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PARTY])
def test_what_is_not_understood_says_what_would_be(kind):
    with pytest.raises(ValueError, match="write for instance"):
        parse_value(kind, "some time or other", published=PUBLISHED)
    with pytest.raises(ValueError, match="write for instance"):
        parse_value(kind, "  ", published=PUBLISHED)
