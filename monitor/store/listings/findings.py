"""Hits and claims: what was read in articles."""

from __future__ import annotations

import json

from monitor.store.listings.sql import (
    ARTICLE,
    ARTICLE_KEYS,
    BY_ARTICLE,
    OF_ENTITY,
    order,
    reasons,
    rows,
    where,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    Json = dict[str, Any]


def hits(connection: sqlite3.Connection, **filters: Any) -> Iterator[Json]:
    """The newest first. ``waiting``: only those that nobody judged."""
    columns = {
        "id": "h.id", "entity": "h.entity", "review": "h.review", "min_score": "h.score",
        "dated": "h.dated", **BY_ARTICLE,
    }  # fmt: skip
    sorts = {"published": "h.dated", "score": "h.score", "entity": "h.entity", "source": "a.source"}
    conditions, values = where(
        columns, filters, ["h.withdrawn IS NULL"], waiting="h.review IS NULL"
    )
    sql = (
        f"SELECT h.id, h.entity, h.score, h.reasons, h.mention, h.mentions, h.review, h.recorded,"
        f" {ARTICLE} FROM hits h JOIN articles a ON a.number = h.article"
        f"{conditions}{order(sorts, filters, 'h.id')}"
    )
    for row in rows(connection, sql, values):
        yield {
            "id": row[0],
            "entity": row[1],
            "score": round(row[2], 3),
            "reasons": reasons(row[3]),
            "mention": json.loads(row[4]),
            "mentions": json.loads(row[5]),
            "article": dict(zip(ARTICLE_KEYS, row[8:], strict=True)),
            "review": row[6],
            "recorded": row[7],
        }


def claims(connection: sqlite3.Connection, **filters: Any) -> Iterator[Json]:
    """The newest first; those that their article no longer makes only with ``withdrawn``."""
    columns = {
        "id": "c.id", "fact": "c.fact", "kind": "c.kind", "modality": "c.modality",
        "scope": "c.scope", "review": "c.review", "story": "a.story", "dated": "c.dated",
        "entity": OF_ENTITY.format(fact="c.fact"), "min_confidence": "c.confidence", **BY_ARTICLE,
    }  # fmt: skip
    sorts = {
        "published": "c.dated", "confidence": "c.confidence", "fact": "c.fact",
        "source": "a.source",
    }  # fmt: skip
    fixed = [] if filters.pop("withdrawn", False) else ["c.withdrawn IS NULL"]
    conditions, values = where(columns, filters, fixed, waiting="c.review IS NULL")
    sql = (
        "SELECT c.id, c.fact, c.kind, c.value, c.modality, c.confidence, c.quote, c.start,"
        ' c."end", c.value_start, c.value_end, c.scope, c.speaker, c.reasons, c.review,'
        f" c.recorded, c.version, c.withdrawn, {ARTICLE}"
        " FROM claims c JOIN articles a ON a.number = c.article"
        f"{conditions}{order(sorts, filters, 'c.id')}"
    )
    for row in rows(connection, sql, values):
        article = dict(zip(ARTICLE_KEYS, row[18:], strict=True))
        yield {
            "id": row[0],
            "fact": row[1],
            "kind": row[2],
            "value": json.loads(row[3]),
            "modality": row[4],
            "confidence": round(row[5], 3),
            "quote": row[6],
            "start": row[7],
            "end": row[8],
            "value_start": row[9],
            "value_end": row[10],
            "scope": row[11],
            "speaker": row[12],
            "reasons": reasons(row[13]),
            "article": article,
            "story": article["story"],
            "review": row[14],
            "recorded": row[15],
            "version": row[16],
            "withdrawn": row[17],
        }
