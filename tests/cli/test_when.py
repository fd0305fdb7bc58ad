from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.cli.when import parse_when

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # a Monday
LONDON = ZoneInfo("Europe/London")

CASES = [
    ("2025-09-10", "2025-09-10T00:00:00", "2025-09-10T23:59:59"),
    ("2025-09", "2025-09-01T00:00:00", "2025-09-30T23:59:59"),
    ("2025", "2025-01-01T00:00:00", "2025-12-31T23:59:59"),
    ("2025-09-10T08:00", "2025-09-10T08:00:00", "2025-09-10T08:00:00"),
    ("2025-09-10t08:00:00z", "2025-09-10T08:00:00", "2025-09-10T08:00:00"),
    ("2025-09-10 08:00+02:00", "2025-09-10T06:00:00", "2025-09-10T06:00:00"),
    ("today", "2026-11-23T00:00:00", "2026-11-23T23:59:59"),
    ("Yesterday", "2026-11-22T00:00:00", "2026-11-22T23:59:59"),
    ("now", "2026-11-23T05:00:00", "2026-11-23T05:00:00"),
    ("3 days", "2026-11-20T05:00:00", "2026-11-20T05:00:00"),
    ("3 days ago", "2026-11-20T05:00:00", "2026-11-20T05:00:00"),
    ("last 12 hours", "2026-11-22T17:00:00", "2026-11-22T17:00:00"),
    ("90min", "2026-11-23T03:30:00", "2026-11-23T03:30:00"),
    ("2w", "2026-11-09T05:00:00", "2026-11-09T05:00:00"),
    ("a month ago", "2026-10-24T05:00:00", "2026-10-24T05:00:00"),
    ("last week", "2026-11-16T05:00:00", "2026-11-23T05:00:00"),
    ("this week", "2026-11-23T00:00:00", "2026-11-29T23:59:59"),
    ("this quarter", "2026-10-01T00:00:00", "2026-12-31T23:59:59"),
    ("this year", "2026-01-01T00:00:00", "2026-12-31T23:59:59"),
    ("monday", "2026-11-16T00:00:00", "2026-11-16T23:59:59"),
    ("last fri", "2026-11-20T00:00:00", "2026-11-20T23:59:59"),
    ("Q3 2025", "2025-07-01T00:00:00", "2025-09-30T23:59:59"),
    ("2025 q4", "2025-10-01T00:00:00", "2025-12-31T23:59:59"),
    ("September 2025", "2025-09-01T00:00:00", "2025-09-30T23:59:59"),
    ("10 September 2025", "2025-09-10T00:00:00", "2025-09-10T23:59:59"),
    ("Sep 10, 2025", "2025-09-10T00:00:00", "2025-09-10T23:59:59"),
    ("10 dec", "2025-12-10T00:00:00", "2025-12-10T23:59:59"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_times_as_people_type_them(text: str, first: str, last: str) -> None:
    assert parse_when(text, NOW, UTC).isoformat()[:19] == first
    assert parse_when(text, NOW, UTC, end=True).isoformat()[:19] == last


def test_days_are_those_of_the_place() -> None:
    assert parse_when("2026-07-01", NOW, LONDON).isoformat()[:19] == "2026-06-30T23:00:00"
    assert parse_when("2026-10-25", NOW, LONDON, end=True).isoformat()[:19] == "2026-10-25T23:59:59"


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-13", "2025-02-30", "99999 years", "32 september", "q5 2025"]
)
def test_what_is_no_time_is_said_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="last week"):
        parse_when(text, NOW, UTC)
