"""Claims: what each article says, with the version that no longer does; evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.model import (
    Article,
    Claim,
    Evidence,
    Kind,
    Modality,
    Reading,
    Scope,
)
from monitor.store.articles import as_text, ref_from_row
from monitor.store.database import Database, Row
from monitor.store.values import dump, dump_reasons, load_reasons
from monitor.wire import instant_from_json, value_from_json, value_to_json

_EVIDENCE = (
    "c.id AS claim, c.version, c.fact, c.kind, c.value, c.modality, c.confidence, c.quote, c.start,"
    ' c."end", c.value_start, c.value_end, c.scope, c.speaker, c.reasons,'
    " a.id, a.url, v.title, a.source, a.tier, a.language, v.published, v.seen, a.story"
)
_EVIDENCE_FROM = (
    "claims c JOIN articles a ON a.number = c.article"
    " JOIN versions v ON v.article = c.article AND v.version = c.version"
)


def _meaning(claim: Claim) -> tuple[str, str, str, str]:
    """What a claim says, however it is worded."""
    form = value_to_json(claim.value)
    form.pop("text")
    return claim.fact, claim.modality.value, claim.scope.value, dump(form)


def _meant(row: Row) -> tuple[str, str, str, str]:
    form = json.loads(row["value"])
    form.pop("text")
    return row["fact"], row["modality"], row["scope"], dump(form)


def claim_from_row(row: Row) -> Claim:
    """A claim out of the columns of ``_EVIDENCE``."""
    return Claim(
        row["claim"],
        row["id"],
        row["version"],
        row["fact"],
        value_from_json(Kind(row["kind"]), json.loads(row["value"])),
        Modality(row["modality"]),
        row["confidence"],
        row["quote"],
        row["start"],
        row["end"],
        row["value_start"],
        row["value_end"],
        Scope(row["scope"]),
        row["speaker"],
        load_reasons(row["reasons"]),
    )


def evidence_from_row(row: Row, taken_back: str | None = None, known_by: str = "") -> Evidence:
    """A claim with its article; ``taken_back`` counts where it was known by then."""
    known = taken_back is not None and row["withdrawn_at"] <= known_by
    withdrawn = instant_from_json(taken_back) if known else None
    return Evidence(claim_from_row(row), ref_from_row(row), row["story"], withdrawn)


class ClaimStore:
    """Claims in, evidence out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_claims(
        self, number: int, version: int, dated: str, claims: Sequence[Claim], now: datetime
    ) -> set[str]:
        """Stores the claims of this version and withdraws those it no longer makes.

        A claim that only its wording changed is still made, and stays as it was first
        worded. Returns the facts whose evidence has changed; the same claims again change
        nothing.
        """
        known = self._database.rows(
            "SELECT id, fact, modality, scope, value, withdrawn FROM claims WHERE article = ?",
            (number,),
        )
        by_id = {row["id"]: row for row in known}
        said = {claim.id for claim in claims}
        meant = {_meaning(claim) for claim in claims}
        standing = [row for row in known if row["withdrawn"] is None]
        gone = [row for row in standing if row["id"] not in said and _meant(row) not in meant]
        back = [row for row in known if row["withdrawn"] is not None and row["id"] in said]
        still = {_meant(row) for row in standing}
        added = {
            claim.id: claim
            for claim in claims
            if claim.id not in by_id and _meaning(claim) not in still
        }
        self._database.executemany(
            "UPDATE claims SET withdrawn = ?, withdrawn_at = ? WHERE id = ?",
            [(version, as_text(now), row["id"]) for row in gone]
            + [(None, None, row["id"]) for row in back],
        )
        self._database.executemany(
            "INSERT INTO claims VALUES"
            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
            [
                self._claim_row(claim, number=number, version=version, dated=dated, now=now)
                for claim in added.values()
            ],
        )
        return {row["fact"] for row in gone + back} | {claim.fact for claim in added.values()}

    @staticmethod
    def _claim_row(
        claim: Claim, *, number: int, version: int, dated: str, now: datetime
    ) -> tuple[object, ...]:
        return (
            claim.id,
            number,
            version,
            claim.fact,
            claim.kind.value,
            dump(value_to_json(claim.value)),
            claim.modality.value,
            claim.confidence,
            claim.quote,
            claim.start,
            claim.end,
            claim.value_start,
            claim.value_end,
            claim.scope.value,
            claim.speaker,
            dump_reasons(claim.reasons),
            dated,
            as_text(now),
        )

    def compare_reading(
        self, article: Article, reading: Reading
    ) -> tuple[list[Evidence], list[Claim]]:
        """Claims that an article was read as making and is not read as today, and new ones.

        What an earlier version said in other words is still the same claim.
        """
        stored = self.claims_of(article.ref.id)
        said = {claim.id for claim in reading.claims}
        meant = {_meaning(claim) for claim in reading.claims}
        older = {each.claim.id for each in stored if each.claim.version < article.version}
        lost = [
            each
            for each in stored
            if each.claim.id not in said
            and not (each.claim.id in older and _meaning(each.claim) in meant)
        ]
        ids = {each.claim.id for each in stored}
        kept = {_meaning(each.claim) for each in stored if each.claim.id in older}
        gained = [c for c in reading.claims if c.id not in ids and _meaning(c) not in kept]
        return lost, gained

    def discard_claims(self, reading: Reading, lost: Sequence[Evidence]) -> None:
        """Marks what an article is no longer read as: ``withdrawn`` by version 0.

        It was never said, only misread, and is no evidence. What is still read keeps its
        id and takes over the confidence and the place that it is read with today.
        """
        self._database.executemany(
            "UPDATE claims SET withdrawn = 0 WHERE id = ?", [(each.claim.id,) for each in lost]
        )
        self._database.executemany(
            'UPDATE claims SET confidence = ?, start = ?, "end" = ?, value_start = ?,'
            " value_end = ?, scope = ?, speaker = ?, reasons = ? WHERE id = ?",
            [
                (
                    claim.confidence,
                    claim.start,
                    claim.end,
                    claim.value_start,
                    claim.value_end,
                    claim.scope.value,
                    claim.speaker,
                    dump_reasons(claim.reasons),
                    claim.id,
                )
                for claim in reading.claims
            ],
        )

    def evidence(self, fact: str, *, known_by: datetime | None = None) -> list[Evidence]:
        """What the ledger of a fact is derived from, in the order of publication.

        A claim that a later version of its article no longer makes says so. Those of
        articles set aside because they resemble a rejected one are left out.
        ``known_by``: as it stood at that instant.
        """
        at = as_text(known_by) if known_by else "9999"
        rows = self._database.rows(
            f"SELECT {_EVIDENCE}, (SELECT coalesce(w.published, w.seen) FROM versions w"
            "  WHERE w.article = c.article AND w.version = c.withdrawn) AS taken_back,"
            f" c.withdrawn_at FROM {_EVIDENCE_FROM}"
            " WHERE c.fact = ? AND c.recorded <= ? AND c.withdrawn IS NOT 0 AND c.article NOT IN"
            "  (SELECT article FROM hits WHERE review = 'reject' AND resembles IS NOT NULL"
            "   AND entity = (SELECT entity FROM facts WHERE id = ?)"
            "   AND id NOT IN (SELECT target FROM reviews))"
            " ORDER BY c.dated, c.id",
            (fact, at, fact),
        )
        return [evidence_from_row(row, row["taken_back"], at) for row in rows]

    def claim(self, claim: str) -> Evidence | None:
        """One claim by its id, withdrawn or not."""
        row = self._database.row(
            f"SELECT {_EVIDENCE} FROM {_EVIDENCE_FROM} WHERE c.id = ?", (claim,)
        )
        return evidence_from_row(row) if row else None

    def claims_of(self, article: str) -> list[Evidence]:
        """The claims that an article, by its id, makes now, in their order in the text."""
        rows = self._database.rows(
            f"SELECT {_EVIDENCE} FROM {_EVIDENCE_FROM} WHERE a.id = ? AND c.withdrawn IS NULL"
            " ORDER BY c.start, c.id",
            (article,),
        )
        return [evidence_from_row(row) for row in rows]

    def facts_of(self, numbers: Iterable[int]) -> set[str]:
        """The facts that articles, by their numbers, make claims about."""
        rows = self._database.rows(
            "SELECT DISTINCT fact FROM claims WHERE article IN (SELECT value FROM json_each(?))",
            (dump(sorted(numbers)),),
        )
        return {row["fact"] for row in rows}
