"""What a person writes in a configuration or types to correct a claim."""

from datetime import date

import pytest

from monitor.model import MilestoneState, Quantity, Shift
from monitor.reading.expressions.quantities import base_unit, convert
from monitor.reading.values import parse_value

PUBLISHED = date(2025, 9, 10)


def days(first, last):
    return (
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027", "2027-01-01", "2027-12-31"),
        ("in 2027", "2027-01-01", "2027-12-31"),
        ("Q3 2027", "2027-07-01", "2027-09-30"),
        ("third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("first half of 2026", "2026-01-01", "2026-06-30"),
        ("H2 2029", "2029-07-01", "2029-12-31"),
        ("by the end of fiscal 2027", None, "2027-06-30"),
        ("by end of 2027", None, "2027-12-31"),
        ("by 2027", None, "2027-12-31"),
        ("late 2027", "2027-10-01", "2027-12-31"),
        ("early 2027", "2027-01-01", "2027-03-31"),
        ("mid-2027", "2027-05-01", "2027-08-31"),
        ("November 2025", "2025-11-01", "2025-11-30"),
        ("late 2028 or early 2029", "2028-10-01", "2029-03-31"),
        ("late 2028 to early 2029", "2028-10-01", "2029-03-31"),
        ("2027-2028", "2027-01-01", "2028-12-31"),
        ("no earlier than 2030", "2030-01-01", None),
        ("after 2030", "2031-01-01", None),
        ("14 September 2026", "2026-09-14", "2026-09-14"),
        ("2026-09-14", "2026-09-14", "2026-09-14"),
        ("2026-09-14 to 2027-01-02", "2026-09-14", "2027-01-02"),
        ("next year", "2026-01-01", "2026-12-31"),
        ("spring 2026", "2026-03-01", "2026-05-31"),
        ("2027 год", "2027-01-01", "2027-12-31"),
        ("IV кв. 2026 г.", "2026-10-01", "2026-12-31"),
        ("второе полугодие 2027 года", "2027-07-01", "2027-12-31"),
        ("до конца 2027 года", None, "2027-12-31"),
        ("к концу 2027-го", None, "2027-12-31"),
        ("не ранее 2030 года", "2030-01-01", None),
        ("2027年", "2027-01-01", "2027-12-31"),
        ("2027年底", "2027-10-01", "2027-12-31"),
        ("2027年底前", None, "2027-12-31"),
        ("2027年第三季度", "2027-07-01", "2027-09-30"),
    ],
)
def test_milestones(text, first, last):
    value = parse_value("milestone", text, published=PUBLISHED)
    assert (value.earliest, value.latest) == days(first, last)
    assert value.state is MilestoneState.EXPECTED
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "state", "first"),
    [
        ("done 2026-09-14", "done", "2026-09-14"),
        ("done in September 2026", "done", "2026-09-01"),
        ("done", "done", None),
        ("Done: 2026-09-14", "done", "2026-09-14"),
        ("suspended", "suspended", None),
        ("on hold", "suspended", None),
        ("cancelled", "cancelled", None),
        ("canceled", "cancelled", None),
        ("suspended 2027", "suspended", "2027-01-01"),
        ("приостановлено", "suspended", None),
        ("已完成 2026年9月14日", "done", "2026-09-14"),
    ],
)
def test_states(text, state, first):
    value = parse_value("milestone", text, published=PUBLISHED)
    assert value.state == state
    assert value.earliest == (date.fromisoformat(first) if first else None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6 months later", 6, 6),
        ("two years later than planned", 24, 24),
        ("6 to 9 months later", 6, 9),
        ("3 months earlier", -3, -3),
        ("на год позже", 12, 12),
        ("推迟一年", 12, 12),
    ],
)
def test_moves(text, low, high):
    value = parse_value("milestone", text, published=PUBLISHED)
    assert value.shift == Shift(low, high)


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("1,000", "t/yr", 1000, 1000),
        ("1000", "t/yr", 1000, 1000),
        ("up to 2,500", "t/yr", None, 2500),
        ("at least 500", "t/yr", 500, None),
        ("365,000 to 450,000", "t/yr", 365000, 450000),
        ("365,000-450,000", "t/yr", 365000, 450000),
        ("120 million", "t/yr", 120e6, 120e6),
        ("2.5 thousand", "t/yr", 2500, 2500),
        ("45 kt", "t/yr", 45000, 45000),
        ("45 ktpa", "t/yr", 45000, 45000),
        ("up to 2,500 t/yr", "", None, 2500),
        ("120 Mtpa", "Mt/yr", 120, 120),
        ("3.1 t", "oz", 99667.31, 99667.32),
        ("до 2,5 тыс.", "t/yr", None, 2500),
        ("до 2,5 тыс. т в год", "t/yr", None, 2500),
        ("45 тыс. тонн", "t/yr", 45000, 45000),
        ("1.2万吨/年", "t/yr", 12000, 12000),
        ("2500吨", "t/yr", 2500, 2500),
        ("20%", "%", 20, 20),
        ("20", "%", 20, 20),
    ],
)
def test_quantities(text, unit, low, high):
    value = parse_value("quantity", text, unit=unit, published=PUBLISHED)
    assert value.unit == (unit or "t/yr")
    assert value.low == (None if low is None else pytest.approx(low, rel=1e-6))
    assert value.high == (None if high is None else pytest.approx(high, rel=1e-6))


@pytest.mark.parametrize(
    ("text", "currency", "low", "high", "expected"),
    [
        ("6 billion", "USD", 6e9, 6e9, "USD"),
        ("1.7-1.8 billion", "AUD", 1.7e9, 1.8e9, "AUD"),
        ("$475 million", "AUD", 475e6, 475e6, "AUD"),
        ("A$475m", "AUD", 475e6, 475e6, "AUD"),
        ("RUB 11.3 billion", "", 11.3e9, 11.3e9, "RUB"),
        ("11.3 billion roubles ($140 million)", "USD", 140e6, 140e6, "USD"),
        ("47 млрд рублей", "RUB", 47e9, 47e9, "RUB"),
        ("47 млрд", "RUB", 47e9, 47e9, "RUB"),
        ("113亿卢布", "RUB", 11.3e9, 11.3e9, "RUB"),
        ("113亿", "RUB", 11.3e9, 11.3e9, "RUB"),
        ("up to 500 million", "USD", None, 500e6, "USD"),
    ],
)
def test_money(text, currency, low, high, expected):
    value = parse_value("money", text, currency=currency, published=PUBLISHED)
    assert (value.low, value.high, value.currency) == (low, high, expected)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("20%", 20, 20), ("51", 51, 51), ("half", 50, 50), ("51 to 60%", 51, 60), ("70 %", 70, 70)],
)
def test_shares(text, low, high):
    value = parse_value("share", text, published=PUBLISHED)
    assert (value.low, value.high) == (low, high)


@pytest.mark.parametrize(
    ("kind", "text", "stage"),
    [
        ("stage", "design", "design"),
        ("stage", "Design", "design"),
        ("stage", "under construction", "construction"),
        ("stage", "строительство", "construction"),
        ("stage", "可行性研究", "study"),
        ("agreement", "talks", "talks"),
        ("agreement", "переговоры", "talks"),
        ("agreement", "签署", "signed"),
    ],
)
def test_rungs(kind, text, stage):
    assert parse_value(kind, text, published=PUBLISHED).stage == stage


def test_a_party_is_what_is_written():
    assert parse_value("party", "Rosatom", published=PUBLISHED).party == "Rosatom"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("milestone", "2027 or so they say in town"),
        ("milestone", "30 February 2027"),
        ("milestone", "soon"),
        ("quantity", "a lot"),
        ("quantity", "100 MW"),
        ("money", "cheap"),
        ("share", "most"),
        ("stage", "half-way"),
    ],
)
def test_the_rest_is_refused(kind, text):
    with pytest.raises(ValueError, match="not understood"):
        parse_value(kind, text, unit="t/yr", published=PUBLISHED)


def test_units_convert():
    assert base_unit("kt/yr") == (1000, "t/yr")
    assert convert(Quantity(1.0, 2.0, "t/yr"), "kt/yr") == Quantity(0.001, 0.002, "kt/yr")
    assert convert(Quantity(None, 31.1034768, "t"), "oz").high == pytest.approx(1e6)
    assert convert(Quantity(1.0, 1.0, "t"), "MW") is None
    assert convert(Quantity(1.0, 1.0, "t"), "t/yr") is None
