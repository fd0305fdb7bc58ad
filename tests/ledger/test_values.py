from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.ledger.values import add_months, compare, months_between, resolve_shift
from monitor.model import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    STAGES_BESIDE,
    Agreement,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Shift,
    Stage,
)

DONE, SUSPENDED = MilestoneState.DONE, MilestoneState.SUSPENDED


def when(first, last, state=MilestoneState.EXPECTED):
    def day(text):
        return date.fromisoformat(text) if text else None

    return Milestone(day(first), day(last), state)


Y2027, Y2028 = when("2027-01-01", "2027-12-31"), when("2028-01-01", "2028-12-31")
Q3 = when("2027-07-01", "2027-09-30")
BY_2027, FROM_2027 = when(None, "2027-12-31"), when("2027-01-01", None)

CASES = [
    (Y2027, Y2027, "same"),
    (Y2027, Q3, "refines"),
    (Q3, Y2027, "loosens"),
    (Y2027, Y2028, "later"),
    (Y2028, Y2027, "earlier"),
    (Y2027, BY_2027, "loosens"),
    (BY_2027, Y2027, "refines"),
    (BY_2027, Y2028, "later"),
    (FROM_2027, Y2028, "refines"),
    (FROM_2027, BY_2027, "earlier"),
    (Y2027, when("2027-10-01", "2028-03-31"), "later"),
    (Y2027, when("2027-05-01", "2027-05-01", DONE), "achieved"),
    (when("2027-05-01", "2027-05-01", DONE), Y2027, "reopened"),
    (Y2027, when("2027-01-01", "2027-12-31", SUSPENDED), "suspended"),
    (when("2027-01-01", "2027-12-31", SUSPENDED), Y2028, "resumed"),
    (Quantity(2500, 2500, "t/yr"), Quantity(2.5e3, 2500.0, "t/yr"), "same"),
    (Quantity(2500, 2500, "t/yr"), Quantity(2520, 2520, "t/yr"), "same"),
    (Quantity(2500, 2500, "t/yr"), Quantity(2600, 2600, "t/yr"), "higher"),
    (Quantity(2500, 2500, "t/yr", about=True), Quantity(2600, 2600, "t/yr"), "same"),
    (Quantity(None, 2500, "t/yr"), Quantity(2500, 2500, "t/yr"), "refines"),
    (Quantity(2500, 2500, "t/yr"), Quantity(None, 2500, "t/yr"), "loosens"),
    (Quantity(1400, 1500, "t/yr"), Quantity(1450, 1600, "t/yr"), "higher"),
    (Quantity(2500, 2500, "t/yr"), Quantity(2500, 2500, "t"), "incomparable"),
    (Money(1e9, 1e9, "RUB"), Money(1e9, 1e9, "USD"), "incomparable"),
    (Money(8.6e9, 8.6e9, "RUB"), Money(11.3e9, 11.3e9, "RUB"), "higher"),
    (Share(20, 20), Share(22, 22), "higher"),
    (Share(20, 20), Share(15, 15), "lower"),
    (Stage("design"), Stage("construction"), "progressed"),
    (Stage("construction"), Stage("design"), "set-back"),
    (Stage("construction"), Stage("suspended"), "suspended"),
    (Stage("suspended"), Stage("cancelled"), "cancelled"),
    (Stage("suspended"), Stage("construction"), "resumed"),
    (Agreement("talks"), Agreement("agreed"), "progressed"),
    (Agreement("agreed"), Agreement("refused"), "set-back"),
    (Agreement("refused"), Agreement("talks"), "progressed"),
    (Party("rosatom"), Party("Rosatom "), "same"),
    (Party("rosatom"), Party("rosneft"), "other"),
    (Party("Tamura"), Party("Tamura Mining"), "same"),
    (Party("Tamura Mining"), Party("«Тамура»"), "same"),
    (Party("Тамура"), Party("Tamura"), "same"),
    (Party("Tamura Mining"), Party("Tamura Gold"), "other"),
    (Party("Ural Steel"), Party("Уралсталь"), "other"),
    (Party("Nord"), Party("Nordgold"), "other"),
    (Party("田村"), Party("田村矿业"), "same"),
    (Party("田村矿业"), Party("田野矿业"), "other"),
    (Party("田村"), Party("Tamura"), "other"),
    (Party("A"), Party("A B"), "other"),
    (Party("rosatom"), Stage("design"), "incomparable"),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_comparison(old, new, expected):
    assert compare(old, new) == expected


MIRROR = {
    "same": {"same"}, "refines": {"loosens"}, "loosens": {"refines"},
    "later": {"earlier"}, "earlier": {"later"}, "higher": {"lower"}, "lower": {"higher"},
    "progressed": {"set-back"}, "set-back": {"progressed"}, "other": {"other"},
    "achieved": {"reopened", "suspended", "cancelled"}, "reopened": {"achieved"},
    "suspended": {"resumed", "cancelled", "achieved"}, "cancelled": {"resumed", "suspended", "achieved"},
    "resumed": {"suspended", "cancelled"}, "incomparable": {"incomparable"},
}  # fmt: skip

days = st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 28))
amounts = st.none() | st.integers(95, 110).map(float)


def _ordered(ends):
    one, other = ends
    return one is None or other is None or one <= other


milestones = (
    st.tuples(days, days)
    .filter(_ordered)
    .flatmap(lambda e: st.sampled_from(MilestoneState).map(lambda s: Milestone(e[0], e[1], s)))
)
quantities = (
    st.tuples(amounts, amounts)
    .filter(_ordered)
    .flatmap(lambda e: st.booleans().map(lambda about: Quantity(e[0], e[1], "t", about=about)))
)
stages = st.sampled_from(STAGES + STAGES_BESIDE).map(Stage)
agreements = st.sampled_from(AGREEMENTS + AGREEMENTS_BESIDE).map(Agreement)
parties = st.sampled_from(["a", "b"]).map(Party)
values = milestones | quantities | stages | agreements | parties
pairs = st.one_of(*[st.tuples(k, k) for k in (milestones, quantities, stages, agreements, parties)])


@given(pairs)
@settings(max_examples=300)
def test_a_comparison_has_its_mirror(pair):
    old, new = pair
    assert compare(new, old) in MIRROR[compare(old, new)]


@given(values)
def test_a_value_is_the_same_as_itself(value):
    assert compare(value, value) == "same"


@given(st.tuples(milestones, milestones, milestones))
def test_refining_and_moving_later_are_transitive(three):
    a, b, c = (Milestone(m.earliest, m.latest) for m in three)
    for relation in ("refines", "later"):
        if compare(a, b) == compare(b, c) == relation:
            assert compare(a, c) in {relation, "refines", "loosens"}
    if compare(a, b) == compare(b, c) == "refines":
        assert compare(a, c) == "refines"


@pytest.mark.parametrize(
    ("old", "shift", "expected"),
    [
        (Y2027, Shift(12, 12), Y2028),
        (Q3, Shift(3, 3), when("2027-10-01", "2027-12-31")),
        (BY_2027, Shift(6, 12), when(None, "2028-12-31")),
        (when("2027-02-28", "2027-02-28"), Shift(12, 12), when("2028-02-29", "2028-02-29")),
        (Y2028, Shift(-12, -12), Y2027),
    ],
)
def test_a_shift_resolves_against_the_old_value(old, shift, expected):
    assert resolve_shift(old, Milestone(None, None, shift=shift)) == expected


def test_a_shift_without_an_old_value_stays_unresolved():
    assert resolve_shift(None, Milestone(None, None, shift=Shift(12, 12))) is None


def test_fractions_of_months_are_days():
    assert add_months(date(2027, 3, 15), 0.5) == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("old", "new", "months"),
    [(Y2027, Y2028, 12.0), (Q3, Y2027, 3.0), (Y2027, FROM_2027, 0.0), (BY_2027, FROM_2027, None)],
)
def test_distance_in_months(old, new, months):
    assert months_between(old, new) == months
