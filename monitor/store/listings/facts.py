"""Facts, their changes and timelines, and people's judgements."""

from __future__ import annotations

import json

from monitor.store.listings.sql import (
    ARTICLE,
    ARTICLE_KEYS,
    BY_ARTICLE,
    OF_ENTITY,
    load,
    order,
    rows,
    where,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    Json = dict[str, Any]


def changes(connection: sqlite3.Connection, **filters: Any) -> Iterator[Json]:
    """The newest first; one that another tells now only where its id is asked for."""
    columns = {
        "id": "x.id", "fact": "x.fact", "verdict": "x.verdict", "state": "x.state",
        "kind": "x.kind", "review": "x.review", "dated": "x.published",
        "entity": OF_ENTITY.format(fact="x.fact"), "min_confidence": "x.confidence", **BY_ARTICLE,
    }  # fmt: skip
    sorts = {
        "published": "x.published", "recorded": "x.recorded", "confidence": "x.confidence",
        "fact": "x.fact", "verdict": "x.verdict", "state": "x.state", "source": "a.source",
    }  # fmt: skip
    waiting = "x.state = 'unconfirmed' AND x.review IS NULL"
    told = [] if filters.get("id") else ["x.replaced_by IS NULL"]
    conditions, values = where(columns, filters, told, waiting=waiting)
    sql = (
        "SELECT x.id, x.fact, x.verdict, x.old, x.new, x.state, x.confidence, x.published,"
        f" x.recorded, x.claims, x.stories, x.why, x.review, x.kind, x.reverts, x.moved,"
        f" x.replaced_by, {ARTICLE}"
        " FROM changes x LEFT JOIN articles a ON a.number = x.article"
        f"{conditions}{order(sorts, filters, 'x.id')}"
    )
    for row in rows(connection, sql, values):
        yield {
            "id": row[0],
            "fact": row[1],
            "verdict": row[2],
            "old": load(row[3]),
            "new": json.loads(row[4]),
            "state": row[5],
            "confidence": round(row[6], 3),
            "published": row[7],
            "recorded": row[8],
            "claims": json.loads(row[9]),
            "article": dict(zip(ARTICLE_KEYS, row[17:], strict=True)) if row[17] else None,
            "stories": row[10],
            "why": row[11],
            "review": row[12],
            "kind": row[13],
            "reverts": json.loads(row[14]),
            "moved": bool(row[15]),
            "replaced_by": row[16],
        }


def change_history(connection: sqlite3.Connection, change: str) -> Iterator[Json]:
    """Every state that a change, by its full id, went through."""
    sql = (
        "SELECT at, state, verdict, old, new, confidence, stories, why FROM change_history"
        " WHERE change = ? ORDER BY number"
    )
    for at, state, verdict, old, new, confidence, stories, why in rows(connection, sql, (change,)):
        yield {
            "at": at,
            "state": state,
            "verdict": verdict,
            "old": load(old),
            "new": json.loads(new),
            "confidence": confidence,
            "stories": stories,
            "why": why,
        }


def facts(
    connection: sqlite3.Connection, *, today: str | None = None, **filters: Any
) -> Iterator[Json]:
    """By id. With ``today`` (YYYY-MM-DD) a milestone that should be past is ``overdue``."""
    state = "coalesce(s.state, 'open')"
    if today:
        if len(today) != 10 or not today.replace("-", "").isdigit():
            raise ValueError(f"{today!r} is not a day as YYYY-MM-DD")
        state = (
            f"CASE WHEN f.kind = 'milestone' AND {state} = 'expected'"
            f" AND json_extract(s.value, '$.latest') < '{today}' THEN 'overdue' ELSE {state} END"
        )
    columns = {
        "id": "f.id", "fact": "f.id", "entity": "f.entity", "attribute": "f.attribute",
        "kind": "f.kind", "state": f"({state})", "dated": "s.since",
    }  # fmt: skip
    sorts = {
        "id": "f.id", "fact": "f.id", "entity": "f.entity", "since": "s.since",
        "published": "s.since", "last_seen": "s.last_seen", "sources": "s.sources",
        "state": "state",
    }  # fmt: skip
    conditions, values = where(columns, filters, ["f.tracked"])
    sql = (
        "SELECT f.id, f.entity, f.attribute, f.kind, s.value, s.since, s.sources, s.last_seen,"
        f" {state} AS state, s.open_changes, s.claims, f.believed, f.as_of, f.source, e.name"
        " FROM facts f JOIN entities e ON e.id = f.entity LEFT JOIN standing s ON s.fact = f.id"
        f"{conditions}{order(sorts, filters, 'f.id', default='id')}"
    )
    for row in rows(connection, sql, values):
        yield {
            "id": row[0],
            "entity": row[1],
            "attribute": row[2],
            "kind": row[3],
            "value": load(row[4]),
            "since": row[5],
            "sources": row[6] or 0,
            "last_seen": row[7],
            "state": row[8],
            "open_changes": load(row[9]) or [],
            "claims": load(row[10]) or [],
            "believed": load(row[11]),
            "as_of": row[12],
            "believed_source": row[13],
            "entity_name": row[14],
        }


def timeline(connection: sqlite3.Connection, fact: str, **filters: Any) -> Iterator[Json]:
    """A fact's whole story, the oldest first: what each claim, review or belief did."""
    columns = {"dated": "t.at", "verdict": "t.verdict"}
    sorts = {"published": "t.at"}
    conditions, values = where(columns, filters, ["t.fact = ?"])
    sql = (
        "SELECT t.verdict, t.value, t.old, t.at, t.change, t.note, t.claim, t.review,"
        " c.quote, c.confidence, c.modality, c.speaker, x.state, r.judgement, r.by, r.why,"
        f" {ARTICLE} FROM timelines t"
        " LEFT JOIN claims c ON c.id = t.claim LEFT JOIN articles a ON a.number = c.article"
        " LEFT JOIN changes x ON x.id = t.change LEFT JOIN reviews r ON r.id = t.review"
        f"{conditions}{order(sorts, filters, 't.position', default='published')}"
    )
    for row in rows(connection, sql, [fact, *values]):
        yield {
            "fact": fact,
            "verdict": row[0],
            "value": json.loads(row[1]),
            "old": load(row[2]),
            "at": row[3],
            "change": row[4] or None,
            "state": row[12],
            "note": row[5],
            "claim": row[6],
            "quote": row[8],
            "confidence": row[9],
            "modality": row[10],
            "speaker": row[11],
            "review": {"id": row[7], "judgement": row[13], "by": row[14], "why": row[15]}
            if row[7]
            else None,
            "article": dict(zip(ARTICLE_KEYS, row[16:], strict=True)) if row[16] else None,
        }


def reviews(connection: sqlite3.Connection, **filters: Any) -> Iterator[Json]:
    """Every judgement, the newest first."""
    columns = {"target": "target", "fact": "fact", "judgement": "judgement", "dated": "at"}
    conditions, values = where(columns, filters, [])
    sql = (
        "SELECT id, target, fact, judgement, value, at, by, why FROM reviews"
        f"{conditions}{order({'published': 'at'}, filters, 'id DESC')}"
    )
    for number, target, fact, judgement, value, at, by, why in rows(connection, sql, values):
        yield {
            "id": number,
            "target": target,
            "fact": fact,
            "judgement": judgement,
            "value": load(value),
            "at": at,
            "by": by,
            "why": why,
        }
