"""When a route may speak."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.plan.times import next_slot, parse_mode, parse_quiet, quiet_until

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")


def local(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("mode", "zone", "after", "due"),
    [
        ("now", LONDON, "2026-11-24 09:12", "2026-11-24 09:12"),
        ("hourly", LONDON, "2026-11-24 09:12", "2026-11-24 10:00"),
        ("hourly", KOLKATA, "2026-11-24 09:12", "2026-11-24 10:00"),
        ("daily 08:00", LONDON, "2026-11-24 07:59", "2026-11-24 08:00"),
        ("daily 08:00", LONDON, "2026-11-24 08:00", "2026-11-25 08:00"),
        ("daily 8:00", LONDON, "2026-11-24 09:12", "2026-11-25 08:00"),
        ("weekly mon 08:00", LONDON, "2026-11-24 09:12", "2026-11-30 08:00"),
        ("weekly Tuesday 09:30", LONDON, "2026-11-24 09:12", "2026-11-24 09:30"),
        ("weekly tue 09:00", LONDON, "2026-11-24 09:12", "2026-12-01 09:00"),
        # the clocks go forward on 29 March 2026 in London: 01:30 is 02:30 that day
        ("daily 08:00", LONDON, "2026-03-28 20:00", "2026-03-29 08:00"),
        ("daily 01:30", LONDON, "2026-03-28 20:00", "2026-03-29 02:30"),
        # and back on 25 October: 01:30 comes twice, the first counts
        ("daily 01:30", LONDON, "2026-10-24 20:00", "2026-10-25 01:30"),
        ("daily 08:00", NEW_YORK, "2026-10-31 20:00", "2026-11-01 08:00"),
    ],
)
def test_next_slot(mode, zone, after, due):
    assert next_slot(parse_mode(mode), local(after, zone), zone) == local(due, zone)


def test_a_time_that_comes_twice_is_due_once():
    first = next_slot(parse_mode("daily 01:30"), local("2026-10-24 20:00", LONDON), LONDON)
    second = next_slot(parse_mode("daily 01:30"), first, LONDON)
    assert second - first == timedelta(hours=25)


@given(
    mode=st.sampled_from(["hourly", "daily 02:30", "daily 00:00", "weekly sun 01:30"]),
    zone=st.sampled_from([LONDON, NEW_YORK, KOLKATA, ZoneInfo("Australia/Lord_Howe")]),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
)
@settings(max_examples=200, deadline=None)
def test_a_slot_is_ahead_and_within_its_rhythm(mode, zone, after):
    after = after.replace(tzinfo=UTC)
    slot = next_slot(parse_mode(mode), after, zone)
    longest = {"h": 1, "d": 25.5, "w": 7 * 24 + 1.5}[mode[0]]
    assert timedelta(0) < slot - after <= timedelta(hours=longest)


@pytest.mark.parametrize("mode", ["", "  NOW ", "now", "Hourly", "daily 23:59", "weekly Sun 00:00"])
def test_modes_understood(mode):
    parse_mode(mode)


@pytest.mark.parametrize(
    "mode",
    ["often", "daily", "daily 25:00", "daily 8", "weekly 08:00", "weekly xxx 08:00", "now 5"],
)
def test_modes_refused(mode):
    with pytest.raises(ValueError):
        parse_mode(mode)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ("22:00-07:00", "2026-11-24 21:59", None),
        ("22:00-07:00", "2026-11-24 22:00", "2026-11-25 07:00"),
        ("22:00-07:00", "2026-11-25 06:59", "2026-11-25 07:00"),
        ("22:00-07:00", "2026-11-25 07:00", None),
        ("12:00-13:00", "2026-11-25 12:30", "2026-11-25 13:00"),
        ("sat-sun", "2026-11-28 00:00", "2026-11-30 00:00"),
        ("fri-mon", "2026-11-27 10:00", "2026-12-01 00:00"),
        ("sat-sun", "2026-11-27 23:59", None),
        ("mon-fri 20:00-07:00, sat-sun", "2026-11-27 21:00", "2026-11-30 00:00"),
        ("mon-fri 20:00-07:00, sat-sun", "2026-11-30 06:00", None),
        ("", "2026-11-24 23:00", None),
        # through the night in which the clocks go back
        ("22:00-07:00", "2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_quiet(quiet, now, until):
    found = quiet_until(parse_quiet(quiet), local(now, LONDON), LONDON)
    assert found == (local(until, LONDON) if until else None)


@pytest.mark.parametrize(
    "quiet",
    ["at night", "22-07", "22:00", "25:00-07:00", "xxx 22:00-07:00", "00:00-00:00", "mon-sun"],
)
def test_quiet_refused(quiet):
    with pytest.raises(ValueError):
        parse_quiet(quiet)
