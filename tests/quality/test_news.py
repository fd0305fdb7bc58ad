"""Reading on labelled news by different authors. The figures are floors: they only go up."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load
from monitor.reading.reader import Reader
from monitor.service.evaluate import evaluate
from monitor.service.scores import Report

NEWS = Path(__file__).parent / "news"
FLOORS = {
    # set: hits F1, claims precision, claims recall
    "first": (0.98, 0.78, 0.76),
    "second": (0.93, 0.91, 0.79),
    "third": (0.97, 0.83, 0.74),
    "fourth": (0.95, 0.86, 0.71),
    "fifth": (0.98, 0.86, 0.76),
    "sixth": (0.95, 0.85, 0.71),
    "seventh": (0.95, 0.79, 0.62),
    "eighth": (0.94, 0.84, 0.69),
    "ninth": (0.96, 0.79, 0.63),
    "tenth": (0.94, 0.84, 0.66),
    "eleventh": (0.95, 0.87, 0.71),
    "english": (0.97, 0.93, 0.79),
    "russian": (0.97, 0.93, 0.85),
    "chinese": (0.97, 0.94, 0.92),
    "english2": (0.95, 0.86, 0.76),
    "russian2": (0.95, 0.94, 0.83),
    "chinese2": (0.94, 0.90, 0.83),
}


@pytest.fixture(scope="module", params=FLOORS)
def measured(request) -> tuple[str, Report]:
    folder = NEWS / request.param
    reader = Reader(load(folder / "config.toml").watchlist)
    return request.param, evaluate(folder / "articles.jsonl", reader)


def test_names_are_found_and_look_alikes_left_alone(measured):
    name, report = measured
    assert (report.hits["all"].f1 or 0) >= FLOORS[name][0], report.to_json()


def test_claims_are_right(measured):
    name, report = measured
    assert (report.claims["all"].precision or 0) >= FLOORS[name][1], report.to_json()


def test_claims_are_found(measured):
    name, report = measured
    assert (report.claims["all"].recall or 0) >= FLOORS[name][2], report.to_json()
