"""When a source is due next, what is learned of it, and what its state says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Rhythm, SourceState
from monitor.sources.http.headers import lifetime, retry_after
from monitor.sources.rhythm import first_look, hour_factor, observe, rate, relevance
from monitor.sources.schedule import (
    PACE,
    backoff,
    closed_times,
    next_poll,
    next_recheck,
    past_closed_hours,
    wanted_interval,
)
from monitor.store.sources import judge_health
from tests.sources.world import NOW

RHYTHMS = st.builds(
    Rhythm,
    items=st.floats(0, 1e5),
    relevant=st.floats(0, 1e3),
    hours=st.floats(0, 1e4),
    by_hour=st.lists(st.floats(0, 1e4), min_size=24, max_size=24).map(tuple),
    gap=st.floats(0, 1e4),
)
STATES = st.builds(
    SourceState,
    name=st.just("s"),
    polls=st.integers(0, 1000),
    failures=st.integers(0, 10_000),
    fresh_for=st.floats(0, 1e9),
    window=st.integers(0, 5000),
    closed=st.sampled_from(["", "h5", "h1 h2 d6", " ".join(f"h{n}" for n in range(24))]),
    rhythm=RHYTHMS,
)


@given(
    STATES, st.floats(0, 0.999), st.none() | st.floats(0, 1e9), st.none() | st.integers(1, 10_000)
)
def test_the_next_poll_is_never_too_soon_and_never_never(state, chance, asked, every) -> None:
    period = timedelta(minutes=every) if every else None
    due = next_poll(state, NOW, chance=chance, every=period, asked=asked)
    wait = (due - NOW).total_seconds()
    floor = min(PACE.floor, period.total_seconds()) if period else PACE.floor
    assert wait >= floor * (1 - PACE.jitter) - 60
    longest = max(
        PACE.ceiling, PACE.patience, PACE.longest_wait, period.total_seconds() if period else 0
    )
    assert wait <= longest * (1 + PACE.jitter) + 7 * 86_400


@given(st.integers(1, 10_000))
def test_backoff_grows_up_to_its_ceiling(failures) -> None:
    assert backoff(1, 900) == 900
    assert backoff(failures, 900) <= backoff(failures + 1, 900) <= PACE.patience


def busy(items: float, relevant: float, hours: float = 100.0) -> SourceState:
    return SourceState("s", polls=50, window=500, rhythm=Rhythm(items, relevant, hours))


def test_what_publishes_more_of_use_is_asked_more_often() -> None:
    quiet, busier, relevant = busy(5, 0), busy(200, 2), busy(200, 80)
    intervals = [wanted_interval(state, NOW, None) for state in (relevant, busier, quiet)]
    assert intervals == sorted(intervals)
    assert intervals[0] == PACE.floor
    assert wanted_interval(quiet, NOW, timedelta(minutes=10)) == 600


def test_a_window_never_rolls_unseen() -> None:
    state = replace(busy(2500, 0, 100.0), window=25)  # 25 an hour, of which it lists the last 25
    assert wanted_interval(state, NOW, None) <= 1800
    assert wanted_interval(replace(state, window=500), NOW, None) > 1800


def test_a_window_that_rolled_is_looked_at_again_soon() -> None:
    state = replace(busy(5, 0), rolled=NOW, polled=NOW)
    assert wanted_interval(state, NOW, None) == PACE.floor


def test_the_hour_of_the_day_counts() -> None:
    by_hour = tuple(50.0 if 8 <= hour < 18 else 0.0 for hour in range(24))
    rhythm = Rhythm(500, 10, 500, by_hour)
    assert hour_factor(rhythm, 12) > 1.5 > 0.5 > hour_factor(rhythm, 2)


def test_the_first_look_reads_the_window() -> None:
    dates = [NOW - timedelta(hours=n) for n in range(10)]
    rhythm = first_look([*dates, None, NOW - timedelta(days=90)], 3, NOW)
    assert (rhythm.items, rhythm.relevant, rhythm.hours, rhythm.gap) == (10, 3, 9, 1)


@given(RHYTHMS, st.floats(-1, 1e5), st.integers(0, 1000), st.data())
def test_observing_keeps_counts_sane(rhythm, hours, new, data) -> None:
    relevant = data.draw(st.integers(0, new))
    after = observe(rhythm, hours, new, relevant=relevant, now=NOW)
    assert after.items >= 0
    assert rate(after) > 0
    assert relevance(after) > 0
    assert len(after.by_hour) == 24


@pytest.mark.parametrize(
    ("closed", "due", "expected"),
    [
        ("", "12:00", "12:00"),
        ("h12 h13", "12:30", "14:00"),
        ("d0", "12:00", "00:00"),
        (" ".join(f"h{n}" for n in range(24)), "12:00", "12:00"),
    ],
)
def test_closed_hours(closed, due, expected) -> None:
    hour, minute = map(int, due.split(":"))
    found = past_closed_hours(NOW.replace(hour=hour, minute=minute), closed)
    assert f"{found:%H:%M}" == expected
    assert closed_times("h5 d6") == (frozenset({5}), frozenset({6}))


@pytest.mark.parametrize(
    ("age_days", "times", "pending", "minutes"),
    [
        (0, 0, True, 10), (0, 3, True, 480), (0, 4, True, None),
        (0, 0, False, 30), (1, 3, False, 288), (10, 9, False, 2880), (15, 9, False, None),
    ],
)  # fmt: skip
def test_rechecks_decay(age_days, times, pending, minutes) -> None:
    due = next_recheck(NOW - timedelta(days=age_days), NOW, times, pending=pending)
    assert due == (NOW + timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Mon, 23 Nov 2026 12:05:00 GMT", 300), ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
     ("-5", None), ("soon", None), ("", None), ("1e9", None), ("2.5", 2.5)],
)  # fmt: skip
def test_retry_after(value, seconds) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("control", "expires", "seconds"),
    [
        ("max-age=60", "", 60), ('public,  MAX-AGE="60"', "", 60), ("max-age=60, no-store", "", 0),
        ("max-age=x", "Mon, 23 Nov 2026 13:00:00 GMT", 3600), ("", "0", 0), ("", "-1", 0),
        ("", "Mon, 23 Nov 2020 13:00:00 GMT", 0), ("max-age=99999999999999999999", "", 9999999999.0),
    ],
)  # fmt: skip
def test_lifetimes(control, expires, seconds) -> None:
    assert lifetime({"cache-control": control, "expires": expires}, NOW) == seconds


def state(**changes: object) -> SourceState:
    usual = {"polled": NOW, "succeeded": NOW, "new_at": NOW, "polls": 9, "window": 20}
    return replace(SourceState("s", "http://s.example/"), **{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "word", "says"),
    [
        ({}, "ok", ""),
        ({"polled": None}, "new", "not polled yet"),
        (
            {"failures": 3, "failing_since": NOW, "detail": "it broke"},
            "failing",
            "3 times in a row: it broke",
        ),
        ({"gone": NOW}, "gone", "410"),
        ({"empty": 2}, "empty", "2 answers in a row"),
        ({"empty": 2, "new_at": None}, "ok", ""),
        (
            {"new_at": NOW - timedelta(days=9), "rhythm": Rhythm(100, 1, 200)},
            "silent",
            "nothing new for 9 days; usual is every 2 h",
        ),
        ({"new_at": NOW - timedelta(days=9), "rhythm": Rhythm(4, 1, 2000)}, "ok", ""),
        ({"new_at": NOW - timedelta(hours=20), "rhythm": Rhythm(900, 1, 90)}, "ok", ""),
        ({"certificate_ends": NOW + timedelta(days=3)}, "certificate", "ends on 2026-11-26"),
        ({"rolled": NOW - timedelta(hours=2)}, "rolled", "faster than we asked"),
    ],
)
def test_health(changes, word, says) -> None:
    health = judge_health(state(**changes), NOW)
    assert (health.state, says in health.detail) == (word, True), health.detail
