"""What counts as told rightly: the fact, the value, about the day, and once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import ParseError
from monitor.model import Change, ChangeState, Verdict
from monitor.service.evaluate_changes import read_due, score_changes
from tests.store_factories import FACT, year

DAY = datetime(2026, 4, 21, 9, tzinfo=UTC)


def told(value=2028, verdict=Verdict.SLIPPED, days=0, fact=FACT, moved=True):
    at = DAY + timedelta(days=days)
    state = ChangeState.CONFIRMED
    return Change("x", fact, verdict, year(2027), year(value), state, 0.9, at, at, moved=moved)


@pytest.fixture
def due(tmp_path):
    file = tmp_path / "timelines.json"
    value = {"earliest": "2028-01-01", "latest": "2028-12-31"}
    entry = {"article": "n", "published": "2026-04-21T10:00:00Z", "value": value}
    entries = [
        {**entry, "verdict": "slipped", "alert": True},
        {**entry, "verdict": "restated", "alert": False},
    ]
    file.write_text(json.dumps({FACT: entries}), encoding="utf-8")
    return list(read_due(file))


CASES = {
    "the value, on the day": ([told()], (1, 0, 0)),
    "two days later": ([told(days=2)], (1, 0, 0)),
    "a week later": ([told(days=7)], (0, 1, 1)),
    "twice": ([told(), told(days=1)], (1, 1, 0)),
    "another value": ([told(2029)], (0, 1, 1)),
    "another fact": ([told(fact="other.fact")], (0, 1, 1)),
    "what moved nothing": ([told(moved=False)], (0, 0, 1)),
    "what is not told by itself": ([told(verdict=Verdict.REFINED)], (0, 0, 1)),
    "nothing": ([], (0, 0, 1)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_right_once(case, due):
    changes, expected = CASES[case]
    score = score_changes(changes, due).scores["all"]
    assert (score.right, score.wrong, score.missed) == expected


@pytest.mark.parametrize("text", ["", "[]", '{"f": [{"alert": true}]}', '{"f": 3}'])
def test_what_holds_no_timelines_is_said(text, tmp_path):
    file = tmp_path / "timelines.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ParseError, match="no timelines"):
        list(read_due(file))
