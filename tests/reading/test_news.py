"""News of our own making, in three languages, about projects that do not exist: floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load
from monitor.reading.reader import Reader
from monitor.service.evaluate import evaluate
from monitor.service.scores import Report

NEWS = Path(__file__).parent / "news"


@pytest.fixture(scope="module")
def report() -> Report:
    reader = Reader(load(NEWS / "watchlist.toml").watchlist)
    return evaluate(NEWS / "items.jsonl", reader)


@pytest.mark.parametrize(
    ("what", "floor"),
    [("all", 0.82), ("language en", 0.8), ("language ru", 0.8), ("language zh", 0.78)],
)
def test_claims_are_right_and_found(report, what, floor):
    assert (report.claims[what].f1 or 0) >= floor, report.to_json()


def test_the_surest_claims_are_mostly_right(report):
    assert (report.confidence["0.9"].precision or 0) >= 0.85


def test_every_miss_says_where_and_what(report):
    assert all(miss.article and miss.fact and miss.value for miss in report.misses)
    assert report.to_json()["claims"]["all"]["right"] == report.claims["all"].right
