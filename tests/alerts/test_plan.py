"""Who is told about what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.plan import plan, routes_told
from monitor.model import ChangeState, Mute, Tier, Told, Verdict
from tests.alert_factories import (
    CAPACITY,
    COMMISSIONING,
    NOW,
    STAGE,
    WATCHLIST,
    article,
    at,
    change,
    route,
    tonnes,
    year,
)


def planned(one, *routes, **more):
    return plan([one], routes, WATCHLIST, more.pop("now", NOW), **more)


DIGEST = {Verdict.REFINED, Verdict.DISPUTED, Verdict.FIRST}
NEVER = {Verdict.RESTATED, Verdict.LOOSENED, Verdict.STALE}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_is_told_by_default(verdict):
    one = change(verdict=verdict)
    assert bool(planned(one, route())) == (verdict not in DIGEST | NEVER)
    assert bool(planned(one, route(mode="daily 08:00"))) == (verdict not in NEVER)
    assert bool(planned(one, route(verdicts=(verdict,)))) == (verdict not in NEVER)


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, True),
        ({"facts": (COMMISSIONING,)}, True),
        ({"facts": ("smz-complex.*",)}, True),
        ({"facts": (CAPACITY,)}, False),
        ({"entities": ("smz-complex",)}, True),
        ({"entities": ("smz",)}, True),  # its parts are meant too
        ({"entities": ("tomtor",)}, False),
        ({"facts": (CAPACITY,), "entities": ("smz",)}, True),
        ({"verdicts": (Verdict.ADVANCED,)}, False),
        ({"states": (ChangeState.CONFIRMED,)}, True),
        ({"states": (ChangeState.UNCONFIRMED,)}, False),
        ({"tiers": (Tier.OFFICIAL,)}, False),
        ({"tiers": (Tier.OFFICIAL, Tier.PRESS)}, True),
        ({"min_confidence": 0.86}, True),
        ({"min_confidence": 0.87}, False),
        ({"min_slip_days": 365}, True),
        ({"min_slip_days": 367}, False),
        ({"min_percent": 50.0}, True),  # says nothing of dates
    ],
)
def test_filters(filters, told):
    assert bool(planned(change(), route(**filters))) == told


def raised(new, old=2500, key="x1"):
    return change(key, fact=CAPACITY, verdict=Verdict.RAISED, old=tonnes(old), new=tonnes(new))


def test_small_changes_add_up_since_the_last_telling():
    careful = route(min_percent=5.0)
    assert not planned(raised(2600), careful)
    # the second small step is measured from what the reader believes, not from the first
    assert planned(raised(2700, old=2600, key="x2"), careful)
    last = Told(
        "desk", "email", CAPACITY, "x2", ChangeState.CONFIRMED, Verdict.RAISED, tonnes(2700), NOW
    )
    told = {("desk", "email", CAPACITY): last}
    assert not planned(raised(2750, old=2700, key="x3"), careful, told=told)
    assert planned(raised(2900, old=2750, key="x4"), careful, told=told)


def test_a_key_is_the_same_whenever_it_is_planned():
    first = planned(change(), route())
    again = planned(change(), route(), now=NOW + timedelta(days=1))
    assert [a.key for a in first] == [a.key for a in again]
    assert [a.id for a in first] == [a.id for a in again]
    confirmed = planned(change(state=ChangeState.UNCONFIRMED), route())
    assert confirmed[0].key != first[0].key


def test_one_alert_for_each_channel_and_route():
    both = route("desk", "email", "slack")
    daily = route("boss", "email", mode="daily 08:00")
    alerts = planned(change(), both, daily)
    assert [(a.route, a.channel) for a in alerts] == [
        ("desk", "email"),
        ("desk", "slack"),
        ("boss", "email"),
    ]
    assert len({a.key for a in alerts}) == 3


def test_a_channel_hears_it_once_although_two_routes_want_it():
    alerts = planned(change(), route("one"), route("two"))
    assert len(alerts) == 1
    assert routes_told(alerts[0]) == ("one", "two")


def test_a_channel_hears_it_as_soon_as_any_of_its_routes_may_speak():
    quiet = route("one", quiet="22:00-07:00")
    now = at("2026-11-24 23:00")
    (alert,) = planned(change(), quiet, route("two"), now=now)
    assert (alert.route, alert.due, routes_told(alert)) == ("two", now, ("two", "one"))


def test_last_ends_the_search():
    assert len(planned(change(), route("one", last=True), route("two", "slack"))) == 1
    other = route("one", facts=(STAGE,), last=True)
    assert [a.route for a in planned(change(), other, route("two", "slack"))] == ["two"]


def told_of(one, state):
    last = Told("desk", "email", one.fact, one.id, state, one.verdict, one.new, NOW)
    return {("desk", "email", one.fact): last}


def test_a_confirmation_answers_what_was_told_unconfirmed():
    first = change(state=ChangeState.UNCONFIRMED, confidence=0.4)
    picky = route(min_confidence=0.3)
    assert planned(first, picky)
    confirmed = replace(first, state=ChangeState.CONFIRMED)
    told = told_of(first, ChangeState.UNCONFIRMED)
    assert planned(confirmed, picky, told=told)
    assert not planned(first, picky, told=told)


def test_a_withdrawal_is_planned_for_all_who_may_have_heard():
    gone = change(state=ChangeState.REVERTED)
    assert planned(gone, route())  # whether it is told depends on what was, when it is sent
    assert not planned(gone, route(facts=(STAGE,)))
    assert planned(gone, route(facts=(STAGE,)), told=told_of(gone, ChangeState.CONFIRMED))


def test_a_digest_waits_for_its_time():
    (alert,) = planned(change(), route(mode="daily 08:00"))
    assert alert.due == at("2026-11-25 08:00")


def test_quiet_hours_hold():
    (alert,) = planned(change(), route(quiet="22:00-07:00"), now=at("2026-11-24 23:00"))
    assert alert.due == at("2026-11-25 07:00")
    assert alert.held == "quiet hours"


@pytest.mark.parametrize(
    ("kind", "target", "held"),
    [
        ("fact", COMMISSIONING, True),
        ("fact", CAPACITY, False),
        ("entity", "smz-complex", True),
        ("entity", "smz", True),
        ("entity", "tomtor", False),
        ("source", "Kommersant", True),
        ("source", "Interfax", False),
    ],
)
def test_mutes_hold(kind, target, held):
    until = NOW + timedelta(days=7)
    (alert,) = planned(change(), route(), mutes=[Mute(1, kind, target, until)])
    assert (alert.due == until) == held
    assert bool(alert.held) == held


def test_a_fact_that_is_not_tracked_is_told_to_nobody():
    assert not planned(change(fact="gone.fact"), route())


def test_a_change_by_a_person_has_no_article():
    one = replace(change(), article=None)
    assert planned(one, route(tiers=(Tier.OFFICIAL,)))
    assert planned(replace(one, new=year(2029)), route())
    assert article().source == "Kommersant"
