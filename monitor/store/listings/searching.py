"""Full-text search over everything stored, in all three languages; quick to start."""

from __future__ import annotations

import re

from monitor.store.listings.sql import rows
from monitor.store.query import Term, parse
from monitor.store.words import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import Any

    Json = dict[str, Any]

RANKED = 2000
HALF_LIFE_YEARS = 1.0
SNIPPET = 160
_KEYS = ("id", "url", "title", "published", "source", "language", "tier", "seen")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\\W_\u3400-\u9fff]+")


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    today: str,
    limit: int = 20,
    by_date: bool = False,
    source: str = "",
    language: str = "",
    since: str | None = None,
    until: str | None = None,
) -> list[Json]:
    """Articles, the best matches first: those with more of the words, and of these the newer ones.

    Each has a ``snippet``, the ``marks`` in it and in the title, and its ``rank``. What more than
    RANKED articles have is listed by date alone, the newest first. ``today`` is a day (YYYY-MM-DD),
    ``since`` and ``until`` are RFC 3339 in UTC. Raises QueryError with a sentence for people where
    the query cannot be understood.
    """
    parsed = parse(query)
    conditions, values = _conditions(source, language, since, until)
    ranks = {} if by_date else _ranks(connection, parsed.match)
    found = rows(
        connection,
        "SELECT v.number, a.dated, a.id, a.url, a.title, a.published, a.source, a.language, a.tier,"
        " a.seen FROM search s JOIN versions v ON v.number = s.rowid"
        f" JOIN articles a ON a.number = v.article AND a.version = v.version{conditions}"
        " WHERE s.search MATCH ? ORDER BY s.rowid DESC LIMIT ?",
        [*values, parsed.match, RANKED if ranks else max(limit * 4, 200)],
    )
    scored = [(_score(row[1], ranks.get(row[0], 0.0), today), row) for row in found]
    scored.sort(key=lambda pair: (pair[0], pair[1][1], pair[1][2]), reverse=True)
    return [_found(connection, row, parsed.terms, score) for score, row in scored[:limit]]


def _ranks(connection: sqlite3.Connection, match: str) -> dict[int, float]:
    """By version, how well it matches; nothing where too many do to be ranked."""
    ((many,),) = rows(
        connection,
        "SELECT count(*) > ? FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)",
        [RANKED, match, RANKED + 1],
    )
    if many:
        return {}
    sql = "SELECT rowid, -bm25(search, 4.0, 1.0) FROM search WHERE search MATCH ?"
    return {row[0]: row[1] for row in rows(connection, sql, [match])}


def _found(
    connection: sqlite3.Connection, row: tuple[Any, ...], terms: Sequence[Term], score: float
) -> Json:
    ((text,),) = rows(connection, "SELECT text FROM versions WHERE number = ?", [row[0]])
    article = dict(zip(_KEYS, row[2:], strict=True))
    text = text or article["title"]
    snippet, shown = _snippet(text, list(_marks(text, terms)))
    return {
        **article,
        "snippet": snippet,
        "marks": [list(mark) for mark in shown],
        "title_marks": [list(mark) for mark in _marks(article["title"], terms)],
        "rank": round(score, 4),
    }


def _conditions(
    source: str, language: str, since: str | None, until: str | None
) -> tuple[str, list[str]]:
    given = [
        ("a.source = ?", source),
        ("a.language = ?", language),
        ("a.dated >= ?", since),
        ("a.dated < ?", until),
    ]
    used = [(condition, value) for condition, value in given if value]
    return "".join(f" AND {condition}" for condition, _ in used), [value for _, value in used]


def _score(dated: str, rank: float, today: str) -> float:
    """Relevance, of which a year takes a quarter and ten years nearly half."""
    years = max(0.0, _years(today) - _years(dated))
    return rank * (0.5 + 0.5 / (1.0 + years / HALF_LIFE_YEARS))


def _years(day: str) -> float:
    return int(day[:4]) + int(day[5:7]) / 12 + int(day[8:10]) / 365


def _plain(word: str) -> str:
    """A word as SQLite's tokenizer compares it: without case and, but for й and ё, marks."""
    word = word.lower()
    if word.isascii():
        return word
    import unicodedata

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
