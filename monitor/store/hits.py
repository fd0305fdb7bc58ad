"""Hits: which entities an article is about, and which of them only look alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.model import Hit, Mention, Reading
from monitor.store.articles import as_text
from monitor.store.database import Database
from monitor.store.values import dump, dump_reasons, load_reasons
from monitor.wire import mention_to_json

DOUBTFUL_SCORE = 0.85


def _mention(entity: str, form: dict[str, Any]) -> Mention:
    return Mention(entity=entity, **form)


class HitStore:
    """The table ``hits``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_hits(
        self, number: int, version: int, dated: str, hits: Sequence[Hit], now: datetime
    ) -> bool:
        """Stores what this version of an article hits; hits it has no longer are withdrawn.

        A hit like one that was rejected in the same source refers to that; False where
        there is such a one.
        """
        rows = [
            (
                hit.id,
                number,
                version,
                hit.entity,
                hit.score,
                dump_reasons(hit.reasons),
                dump(mention_to_json(hit.mention)),
                dump([mention_to_json(mention) for mention in hit.mentions]),
                dated,
                as_text(now),
                *self._rejected_like(number, hit),
            )
            for hit in hits
        ]
        if version > 1:
            self._withdraw_hits(number, version, [hit.id for hit in hits])
        self._database.executemany(
            "INSERT INTO hits (id, article, version, entity, score, reasons, mention, mentions,"
            " dated, recorded, resembles, review) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET version = excluded.version, score = excluded.score,"
            " reasons = excluded.reasons, mention = excluded.mention,"
            " mentions = excluded.mentions, withdrawn = NULL",
            rows,
        )
        return not any(row[-2] for row in rows)

    def _withdraw_hits(self, number: int, version: int, kept: Sequence[str]) -> None:
        self._database.execute(
            "UPDATE hits SET withdrawn = ? WHERE article = ? AND withdrawn IS NULL"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (version, number, dump(list(kept))),
        )

    def _rejected_like(self, number: int, hit: Hit) -> tuple[str | None, str | None]:
        """A rejected hit of the same name in the same source that had as much for it.

        And the judgement that therefore holds here too, until a person says otherwise.
        A hit that is not doubtful has to resemble two rejected ones.
        """
        found = self._database.rows(
            "SELECT h.id FROM hits h JOIN articles a ON a.number = h.article"
            " WHERE h.entity = ? AND h.review IS NOT NULL AND h.review = 'reject'"
            " AND h.score >= ? AND json_extract(h.mention, '$.text') = ?"
            " AND a.number != ? AND a.source = (SELECT source FROM articles WHERE number = ?)"
            " AND EXISTS (SELECT 1 FROM reviews r WHERE r.target = h.id)"
            " ORDER BY h.dated DESC LIMIT 2",
            (hit.entity, hit.score, hit.mention.text, number, number),
        )
        needed = 1 if hit.score < DOUBTFUL_SCORE else 2
        return (str(found[0][0]), "reject") if len(found) >= needed else (None, None)

    def discard_hits(self, number: int, reading: Reading) -> None:
        """Marks what an article is no longer read as hitting: ``withdrawn`` by version 0."""
        self._database.execute(
            "UPDATE hits SET withdrawn = 0 WHERE article = ? AND withdrawn IS NULL"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (number, dump([hit.id for hit in reading.hits])),
        )

    def hits(self, article: str) -> list[Hit]:
        """What an article, by its id, hits now."""
        rows = self._database.rows(
            "SELECT h.* FROM hits h JOIN articles a ON a.number = h.article"
            " WHERE a.id = ? AND h.withdrawn IS NULL ORDER BY h.id",
            (article,),
        )
        return [
            Hit(
                row["id"],
                article,
                row["entity"],
                row["score"],
                load_reasons(row["reasons"]),
                _mention(row["entity"], json.loads(row["mention"])),
                tuple(_mention(row["entity"], each) for each in json.loads(row["mentions"])),
            )
            for row in rows
        ]
