"""Every verdict of the labelled timelines, by folding the labelled claims."""

from __future__ import annotations

import calendar
import json
import os
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.ledger.judge import fold
from monitor.ledger.stories import same_story, signature
from monitor.model import (
    Article,
    ArticleRef,
    Claim,
    Evidence,
    Fact,
    Kind,
    Modality,
    Policy,
    Scope,
    Tier,
    make_id,
)
from monitor.reading.vocabulary import ATTRIBUTES
from monitor.wire import value_from_json

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("MONITOR_CORPUS") or ROOT.parent / "shared" / "corpus")
pytestmark = pytest.mark.skipif(
    not (CORPUS / "timelines.json").exists(), reason="the labelled corpus is not here"
)
PARTS = {
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "first half": (1, 6),
    "third quarter": (7, 9),
}


def load(name):
    return json.loads((CORPUS / name).read_text(encoding="utf-8"))


def believed_milestone(text):
    if match := re.fullmatch(r"by the end of fiscal (\d{4})", text):
        return {"earliest": None, "latest": f"{match[1]}-06-30"}
    words, year = re.fullmatch(r"(?:(.+?)(?: of)? )?(\d{4})", text).groups()
    months = {name.lower(): (n, n) for n, name in enumerate(calendar.month_name) if name} | PARTS
    first, last = months[words.lower()] if words else (1, 12)
    end = calendar.monthrange(int(year), last)[1]
    return {"earliest": f"{year}-{first:02}-01", "latest": f"{year}-{last:02}-{end}"}


def believed_amount(text, measure):
    scale = 1e9 if "billion" in text else 1e6 if "million" in text else 1.0
    digits = [float(n) * scale for n in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))]
    low = None if text.startswith("up to") else digits[0]
    return {"low": low, "high": digits[-1]} | measure


def read_fact(table, names):
    kind = ATTRIBUTES.get(table["attribute"]) or Kind(table["kind"])
    unit, currency = table.get("unit", ""), table.get("currency", "")
    text = table.get("value")
    value = None
    if text is not None:
        match kind:
            case Kind.MILESTONE:
                form = believed_milestone(text)
            case Kind.QUANTITY | Kind.MONEY | Kind.SHARE:
                form = believed_amount(text, {"unit": unit, "currency": currency})
            case Kind.PARTY:
                form = {"party": names.get(text, text)}
            case _:
                form = {"stage": text}
        value = value_from_json(kind, form)
    return Fact(
        table["id"], table["entity"], table["attribute"], kind,
        unit=unit, currency=currency, value=value, as_of=table.get("as_of"),
    )  # fmt: skip


def read_evidence(articles, facts):
    """The labelled claims of each fact, with the stories that the texts themselves show."""
    evidence = {fact: [] for fact in facts}
    stories = []
    for item in articles:
        at = datetime.fromisoformat(item["published"]).astimezone(UTC)
        ref = ArticleRef(
            item["id"], item["url"], item["title"], item["source"], Tier(item["tier"]),
            item["language"], at, at,
        )  # fmt: skip
        sign = signature(Article(ref, item["text"]))
        story = next((name for known, name in stories if same_story(known, sign)), item["id"])
        stories.append((sign, story))
        for label in item["expect"]["claims"]:
            claim = Claim(
                make_id("c", item["id"], json.dumps(label)), item["id"], 1, label["fact"],
                value_from_json(facts[label["fact"]].kind, label["value"]),
                Modality(label["modality"]), 1.0, label["quote"], 0, 0,
                scope=Scope(label.get("scope", "whole")),
            )  # fmt: skip
            evidence[label["fact"]].append(Evidence(claim, ref, story))
    return evidence


def test_every_labelled_verdict():
    config = tomllib.loads((CORPUS / "config.toml").read_text(encoding="utf-8"))
    names = {entity["name"]: entity["id"] for entity in config["entities"]}
    facts = {table["id"]: read_fact(table, names) for table in config["facts"]}
    lines = (CORPUS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    evidence = read_evidence(map(json.loads, lines), facts)
    wrong = {}
    for fact, entries in load("timelines.json").items():
        expected = [(entry["article"], entry["verdict"]) for entry in entries]
        timeline = fold(facts[fact], evidence[fact], [], Policy())
        found = [(entry.evidence.article.id, entry.verdict.value) for entry in timeline.entries]
        if found != expected:
            wrong[fact] = sorted(set(found) ^ set(expected))
    assert not wrong
