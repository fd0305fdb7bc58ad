"""Hits on the labelled corpus: how many are right, how many are found. The figures are floors."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Tier, Watchlist
from monitor.reading.names.match import match
from monitor.reading.names.scan import compile_matcher

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("MONITOR_CORPUS") or ROOT.parent / "shared" / "corpus")
pytestmark = pytest.mark.skipif(
    not (CORPUS / "articles.jsonl").exists(), reason="the labelled corpus is not here"
)
FLOORS = {"all": 0.97, "en": 0.95, "ru": 0.95, "zh": 0.95, "half a": 0.96, "half b": 0.96}


@pytest.fixture(scope="module")
def items():
    with (CORPUS / "articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def found(items):
    """Item id -> ids of the entities hit."""
    tables = tomllib.loads((CORPUS / "config.toml").read_text("utf-8"))["entities"]
    entities = tuple(
        Entity(
            one["id"], one["name"], EntityKind(one["kind"]), tuple(one.get("aliases", ())),
            tuple(one.get("short", ())), tuple(one.get("context", ())), tuple(one.get("not", ())),
            one.get("part_of", ""),
        )
        for one in tables
    )  # fmt: skip
    matcher = compile_matcher(Watchlist(entities))
    return {item["id"]: {hit.entity for hit in match(matcher, article(item))} for item in items}


def article(item):
    ref = ArticleRef(
        item["id"], item["url"], item["title"], item.get("source", ""),
        Tier(item.get("tier", "other")), item.get("language", ""), None, datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Article(ref, item.get("text", ""))


def half(item):
    """A fixed half of the items, whole stories together."""
    story = item["expect"].get("group", item["id"])
    return "half a" if blake2b(story.encode()).digest()[0] % 2 else "half b"


def test_precision_and_recall(items, found):
    right, false, missed = Counter(), Counter(), Counter()
    for item in items:
        expected = set(item["expect"]["entities"]) if item["expect"]["relevant"] else set()
        hits = found[item["id"]]
        for group in ("all", item["language"], half(item)):
            right[group] += len(hits & expected)
            false[group] += len(hits - expected)
            missed[group] += len(expected - hits)
    for group, floor in FLOORS.items():
        precision = right[group] / (right[group] + false[group])
        recall = right[group] / (right[group] + missed[group])
        print(f"{group}: precision {precision:.3f}, recall {recall:.3f}")
        assert precision >= floor, group
        assert recall >= floor, group


def test_items_that_are_not_relevant(items, found):
    others = [item["id"] for item in items if not item["expect"]["relevant"]]
    assert sum(bool(found[one]) for one in others) * 50 <= len(others)
