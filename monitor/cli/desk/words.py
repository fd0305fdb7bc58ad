"""An item in words, for whatever shows it."""

from __future__ import annotations

from typing import Any

from monitor.cli.columns import day_of, text_of
from monitor.cli.desk.queue import Item
from monitor.cli.terminal import clean

Row = dict[str, Any]

KEYS = (
    ("a", "accept"), ("r", "reject"), ("c", "correct"), ("s", "skip"), ("b", "back"),
    ("m", "mute"), ("o", "open"), ("u", "undo"), ("q", "quit"),
)  # fmt: skip


def headline(item: Item) -> str:
    """What is to be judged, in one line."""
    row = item.row
    if item.kind == "change":
        old = f"{text_of(row['old'])} -> " if row["old"] else ""
        return clean(f"{row['fact']} {row['verdict']}: {old}{text_of(row['new'])}")
    if item.kind == "claim":
        return clean(f"{row['fact']} = {text_of(row['value'])} ({row['modality']})")
    return clean(f'{row["entity"]}, named "{row["mention"]["text"]}"')


def question(item: Item) -> str:
    """What the reviewer is asked."""
    return {
        "change": "Did this fact change so?",
        "claim": "Does the text say this?",
        "hit": "Is this article about it?",
    }[item.kind]


def sureness(item: Item) -> str:
    row = item.row
    if item.kind == "hit":
        return f"score {row['score']:.2f}"
    stories = f", {row['stories']} stories" if item.kind == "change" and row["stories"] > 1 else ""
    return f"confidence {row['confidence']:.2f}{stories}"


def origin(item: Item) -> str:
    """Who says so, when, under which title."""
    article = item.row.get("article")
    if not article:
        return "by review"
    day = day_of(article["published"] or article["seen"])
    who = f"{article['source'] or 'unknown source'} ({article['tier']}), {day}"
    return clean(f"{who}: {article['title']}")


def reasons(item: Item) -> list[str]:
    """Why it was taken so, and what speaks against."""
    if item.kind == "change":
        return [clean(item.row["why"])] if item.row["why"] else []
    return [clean(reason) for reason in item.row["reasons"]]


def past(row: Row) -> str:
    """One line of a fact's history."""
    article = row["article"] or {}
    review = row["review"]
    who = article.get("source") or (f"review by {review['by']}" if review else "configured")
    return clean(f"{day_of(row['at'])}  {row['verdict']:<11} {text_of(row['value'])}  {who}")
