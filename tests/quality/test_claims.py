"""Claims on the labelled corpus: how many are right, how many are found. The figures are floors.

The corpus is parted in two by story: rules and words were made with one half in sight (a),
the other (b) was only ever measured.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path

import pytest

from monitor.config import load
from monitor.reading.reader import Reader
from monitor.service.evaluate import evaluate, read_labelled
from monitor.service.scores import Report

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("MONITOR_CORPUS") or ROOT.parent / "shared" / "corpus")
pytestmark = pytest.mark.skipif(
    not (CORPUS / "articles.jsonl").exists(), reason="the labelled corpus is not here"
)
FLOORS = {"all": 0.88, "a": 0.93, "b": 0.81}


def half(item: dict) -> str:
    """By story: the group where there is one, else the address."""
    key = item["expect"].get("group") or item["url"]
    return "ab"[blake2b(key.encode(), digest_size=8).digest()[-1] & 1]


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    reader = Reader(load(CORPUS / "config.toml").watchlist)
    path = CORPUS / "articles.jsonl"
    with path.open(encoding="utf-8") as lines:
        halves = [half(json.loads(line)) for line in lines]
    items = list(read_labelled(path))
    found = {"all": evaluate(items, reader)}
    for name in "ab":
        chosen = [one for one, where in zip(items, halves, strict=True) if where == name]
        found[name] = evaluate(chosen, reader)
    return found


@pytest.mark.parametrize("part", FLOORS)
def test_claims_are_right_and_found(reports, part):
    assert (reports[part].claims["all"].f1 or 0) >= FLOORS[part], reports[part].to_json()


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_in_every_language(reports, language):
    assert (reports["all"].claims[f"language {language}"].f1 or 0) >= 0.78


@pytest.mark.parametrize("kind", ["milestone", "quantity", "money"])
def test_of_every_kind(reports, kind):
    assert (reports["all"].claims[f"kind {kind}"].f1 or 0) >= 0.75


def test_nine_in_ten_of_the_surest_are_right(reports):
    assert (reports["all"].confidence["0.9"].precision or 0) >= 0.9


def test_items_that_are_not_relevant_make_no_claims_to_speak_of(reports):
    assert reports["all"].negatives_hit <= 2
