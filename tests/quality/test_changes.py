"""Changes from text to ledger: told when they should be, once, with the right value."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.clock import SystemClock
from monitor.config import load
from monitor.service.evaluate_changes import evaluate_changes

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("MONITOR_CORPUS") or ROOT.parent / "shared" / "corpus")
NEWS = Path(__file__).parent / "news"
FLOORS = {
    # folder: precision and recall of what would be told
    CORPUS: (0.90, 0.93),
    NEWS / "fourth": (0.83, 0.69),
    NEWS / "fifth": (0.73, 0.66),
    NEWS / "sixth": (0.74, 0.74),
    NEWS / "seventh": (0.76, 0.60),
    NEWS / "english": (0.86, 0.70),
    NEWS / "russian": (0.84, 0.68),
    NEWS / "chinese": (0.86, 0.80),
    NEWS / "english2": (0.70, 0.63),
    NEWS / "russian2": (0.86, 0.82),
    NEWS / "chinese2": (0.88, 0.79),
}


@pytest.mark.parametrize("folder", FLOORS, ids=lambda folder: folder.name)
def test_changes_are_told_when_they_should_be(folder):
    timelines = folder / "timelines.json"
    if not timelines.exists():
        pytest.skip("the labelled news is not here")
    config = load(folder / "config.toml")
    report = evaluate_changes(folder / "articles.jsonl", timelines, config, SystemClock())
    precision, recall = FLOORS[folder]
    assert (report.scores["all"].precision or 0) >= precision, report.to_json()
    assert (report.scores["all"].recall or 0) >= recall, report.to_json()
