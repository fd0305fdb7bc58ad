"""Full-text search over everything stored, in all three languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model import ArticleRef
from monitor.store.articles import ref_from_row
from monitor.store.database import Database, Row
from monitor.store.query import QueryError, Term, parse
from monitor.store.words import fold

__all__ = ["Found", "QueryError", "SearchStore"]

RANKED = 2000
HALF_LIFE_DAYS = 365.0
SNIPPET = 160
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An article that matches. ``marks`` are the places in ``snippet`` that do."""

    article: ArticleRef
    snippet: str
    marks: tuple[tuple[int, int], ...]
    rank: float


class SearchStore:
    """Looks in the newest version of each article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: str,
        *,
        today: date,
        limit: int = 20,
        by_date: bool = False,
        source: str = "",
        language: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Found]:
        """The best matches first: those with more of the words, and of these the newer ones.

        What more than RANKED articles have is listed by date alone, the newest first.
        Raises QueryError with a sentence for people where the query cannot be understood.
        """
        parsed = parse(query)
        conditions, parameters = _conditions(source, language, since, until)
        ranks = {} if by_date else self._ranks(parsed.match)
        rows = self._database.rows(
            "SELECT v.number AS version, a.id, a.url, a.title, a.source, a.tier, a.language,"
            " a.published, a.seen, a.dated FROM search s JOIN versions v ON v.number = s.rowid"
            f" JOIN articles a ON a.number = v.article AND a.version = v.version{conditions}"
            " WHERE s.search MATCH ? ORDER BY s.rowid DESC LIMIT ?",
            (*parameters, parsed.match, RANKED if ranks else max(limit * 4, 200)),
        )
        scored = [(_score(row, ranks, today), row) for row in rows]
        scored.sort(key=lambda pair: (pair[0], pair[1]["dated"], pair[1]["id"]), reverse=True)
        return [self._found(row, parsed.terms, score) for score, row in scored[:limit]]

    def _ranks(self, match: str) -> dict[int, float]:
        """By version, how well it matches; nothing where too many do to be ranked."""
        many = self._database.value(
            "SELECT count(*) > ? FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)",
            (RANKED, match, RANKED + 1),
        )
        if many:
            return {}
        rows = self._database.rows(
            "SELECT rowid, -bm25(search, 4.0, 1.0) FROM search WHERE search MATCH ?", (match,)
        )
        return {row[0]: row[1] for row in rows}

    def _found(self, row: Row, terms: Sequence[Term], score: float) -> Found:
        text = self._database.value("SELECT text FROM versions WHERE number = ?", (row["version"],))
        text = text or row["title"]
        marks = list(_marks(text, terms))
        snippet, shown = _snippet(text, marks)
        return Found(ref_from_row(row), snippet, tuple(shown), round(score, 4))

    def rebuild(self) -> int:
        """Indexes every version anew; returns how many there are."""
        with self._database.transaction():
            self._database.execute("INSERT INTO search (search) VALUES ('delete-all')")
            return self._database.executemany(
                "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
                (
                    (row["number"], fold(row["title"]), fold(row["text"]))
                    for row in self._database.rows("SELECT number, title, text FROM versions")
                ),
            )


def _conditions(
    source: str, language: str, since: datetime | None, until: datetime | None
) -> tuple[str, list[str]]:
    from monitor.store.articles import as_text

    given = [
        ("a.source = ?", source),
        ("a.language = ?", language),
        ("a.dated >= ?", as_text(since) if since else ""),
        ("a.dated < ?", as_text(until) if until else ""),
    ]
    used = [(condition, value) for condition, value in given if value]
    return "".join(f" AND {condition}" for condition, _ in used), [value for _, value in used]


def _score(row: Row, ranks: Mapping[int, float], today: date) -> float:
    """Relevance, of which a year takes a quarter and ten years nearly half; or none at all."""
    if not ranks:
        return 0.0
    age = max(0, (today - date.fromisoformat(row["dated"][:10])).days)
    return ranks.get(row["version"], 0.0) * (0.5 + 0.5 / (1.0 + age / HALF_LIFE_DAYS))


def _plain(word: str) -> str:
    """A word as SQLite's tokenizer compares it: without case and, but for й and ё, marks."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(
        letter
        if "а" <= letter <= "я" or letter == "ё"
        else unicodedata.normalize("NFD", letter)[:1]
        for letter in word
    )


def _marks(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """The places in a text that match, in their order."""
    words = [(match.start(), match.end(), _plain(match[0])) for match in _WORD.finditer(text)]
    wanted = [Term(tuple(map(_plain, term.words)), _plain(term.begins)) for term in terms]
    place = 0
    while place < len(words):
        length = max((_matches(words, place, term) for term in wanted), default=0)
        if length:
            yield words[place][0], words[place + length - 1][1]
        place += length or 1


def _matches(words: Sequence[tuple[int, int, str]], place: int, term: Term) -> int:
    """How many words from ``place`` on are the term; 0 where they are not."""
    length = len(term.words)
    if place + length > len(words):
        return 0
    found = [word for _, _, word in words[place : place + length]]
    if any(fold(word).strip() != term.words[step] for step, word in enumerate(found[:-1])):
        return 0
    last = fold(found[-1]).strip()
    if last == term.words[-1] or (term.begins and last.startswith(term.begins)):
        return length
    return 0


def _snippet(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The stretch of the text with the most marks, in one line, and the marks in it."""
    start = 0
    if marks:
        best = max(
            marks, key=lambda mark: sum(mark[0] <= other < mark[0] + SNIPPET for other, _ in marks)
        )
        start = max(0, best[0] - SNIPPET // 4)
        space = text.rfind(" ", max(0, start - 20), start)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + SNIPPET)
    line = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text[start:end])
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shift = len(before) - start
    shown = [(a + shift, b + shift) for a, b in marks if a >= start and b <= end]
    return before + line + after, shown
