"""Feeds as people really write them. Each file of ``feeds/`` holds its truth, a line of
``=====``, and the body exactly as a server would send it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Entry
from monitor.sources import feeds
from monitor.sources.feeds import parse_feed
from monitor.sources.text import paragraphs
from tests.sources.world import NOW

FILES = sorted((Path(__file__).parent / "feeds").glob("*.feed"))


def load(path: Path) -> tuple[dict[str, Any], bytes]:
    truth, _, body = path.read_bytes().partition(b"\n=====\n")
    return json.loads(truth), body


def read(path: Path, **options: Any) -> Any:
    truth, body = load(path)
    return parse_feed(
        body,
        "http://ore.example/feed",
        truth["content_type"],
        language=truth.get("language", ""),
        now=NOW,
        **options,
    )


def test_there_are_many() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_read_right(path: Path) -> None:
    truth, _ = load(path)
    feed = read(path)
    if "title" in truth:
        assert feed.title == truth["title"]
    assert [entry.title for entry in feed.entries] == [e["title"] for e in truth["entries"]]
    assert len(set(feed.keys)) == truth.get("distinct", len(truth["entries"]))
    for entry, expected in zip(feed.entries, truth["entries"], strict=True):
        assert entry.url == expected["url"]
        when = expected["published"]
        assert entry.published == (datetime.fromisoformat(when) if when else None)
        assert entry.published or entry.date_note
        if expected["text"] is not None:
            assert paragraphs(entry.html) == expected["text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_known_items_are_left_out_and_nothing_else_changes(path: Path) -> None:
    whole = read(path)
    assert read(path, known=frozenset(whole.items)).entries == ()
    for number, mark in enumerate(whole.items):
        others = frozenset(whole.items) - {mark}
        [entry] = read(path, known=others).entries
        assert entry == whole.entries[number]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_parsers_say_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for captions of pictures, which only feedparser takes for a text."""
    quick = read(path)
    monkeypatch.setattr(feeds, "read_items", lambda *_: None)
    tolerant = read(path)

    def comparable(entry: Entry) -> Entry:
        return replace(
            entry, html="" if "media:" in path.read_text("latin-1") else paragraphs(entry.html)
        )

    assert [*map(comparable, quick.entries)] == [*map(comparable, tolerant.entries)]
    assert (quick.title, quick.keys, quick.items) == (tolerant.title, tolerant.keys, tolerant.items)
