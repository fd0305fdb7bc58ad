"""Articles, their versions, and the stories that they are copies of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.model import Article, ArticleRef, Tier, make_id
from monitor.store.database import Database, Parameters, Row
from monitor.store.words import fold
from monitor.wire import instant_from_json, instant_to_json

COPY_WITHIN = timedelta(days=7)
_REF = "a.id, a.url, v.title, a.source, a.tier, a.language, a.published, a.seen"
_NEWEST = "articles a JOIN versions v ON v.article = a.number AND v.version = a.version"
_ARTICLE = (
    "INSERT INTO articles (number, id, url, title, source, tier, language, published, seen,"
    " version, story) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"
)
_VERSION = (
    "INSERT INTO versions (number, article, version, title, published, seen, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_WORDS = "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)"
_LAST = "SELECT coalesce((SELECT max(number) FROM {}), 0)"


def ref_from_row(row: Row) -> ArticleRef:
    """The head of an article out of columns named as its fields; published, seen are text."""
    seen = instant_from_json(row["seen"])
    if seen is None:
        raise ValueError(f"article {row['id']} has no time when it was seen")
    return ArticleRef(
        row["id"],
        row["url"],
        row["title"],
        row["source"],
        Tier(row["tier"]),
        row["language"],
        instant_from_json(row["published"]),
        seen,
    )


def article_from_row(row: Row) -> Article:
    return Article(ref_from_row(row), row["text"], row["version"])


class ArticleStore:
    """What was published, as first seen and as edited."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last = 0, 0

    def is_new(self, article: str) -> bool:
        """Whether no article of this id is stored."""
        found = self._database.peek("SELECT 1 FROM articles WHERE id = ?", (article,))
        return found is None and not self._database.awaits(article)

    def get(self, article: str, version: int | None = None) -> Article | None:
        """An article by its id: the newest version, or the one asked for."""
        if version is None:
            row = self._database.row(
                f"SELECT {_REF}, v.text, v.version FROM {_NEWEST} WHERE a.id = ?", (article,)
            )
        else:
            row = self._database.row(
                f"SELECT {_REF}, v.text, v.version FROM articles a"
                " JOIN versions v ON v.article = a.number WHERE a.id = ? AND v.version = ?",
                (article, version),
            )
        return article_from_row(row) if row else None

    def shares_url(self, number: int) -> bool:
        """Whether another article has the same address."""
        return bool(
            self._database.value(
                "SELECT 1 FROM articles a JOIN articles b ON b.url = a.url"
                " WHERE a.number = ? AND b.number != a.number",
                (number,),
            )
        )

    def batch(self, after: int, limit: int) -> list[tuple[int, Article]]:
        """The newest versions of the next articles by number, so many at most."""
        rows = self._database.rows(
            f"SELECT a.number, {_REF}, v.text, v.version FROM {_NEWEST} WHERE a.number > ?"
            " ORDER BY a.number LIMIT ?",
            (after, limit),
        )
        return [(row["number"], article_from_row(row)) for row in rows]

    def story(self, article: str) -> str:
        """The story that an article, by its id, is part of; empty where it is not stored."""
        return self._database.value("SELECT story FROM articles WHERE id = ?", (article,)) or ""

    def count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM articles"))

    def save(self, article: Article) -> int:
        """Stores a version (``article.version``) and its words for searching.

        Returns the article's number, which other tables refer to. An edit counts as
        published when the source says so, or else when it was seen: what it newly
        says was not said on the day of the first version.
        """
        if article.version == 1:
            published = instant_to_json(article.ref.published)
            number = self._database.insert(_ARTICLE, _article_row(None, article.ref, published))
        else:
            number, published = self._update(article)
        version = self._database.insert(_VERSION, _version_row(None, number, article, published))
        self._database.defer(_WORDS, _words_row(version, article))
        return number

    def enqueue(self, article: Article, *besides: tuple[str, Parameters]) -> None:
        """Stores a first version, and other rows with it, when the transaction next needs it.

        For the many articles of which nothing else is to be recorded. Belongs into a transaction.
        """
        number, version = self._next()
        published = instant_to_json(article.ref.published)
        self._database.queue(
            (_ARTICLE, _article_row(number, article.ref, published)),
            (_VERSION, _version_row(version, number, article, published)),
            *besides,
            key=article.ref.id,
        )
        self._last = number, version
        self._database.defer(_WORDS, _words_row(version, article))

    def _next(self) -> tuple[int, int]:
        """The next numbers of an article and of a version; nobody else writes in between."""
        if not self._database.awaits():
            self._last = (
                self._database.peek(_LAST.format("articles")),
                self._database.peek(_LAST.format("versions")),
            )
        return self._last[0] + 1, self._last[1] + 1

    def _update(self, article: Article) -> tuple[int, str | None]:
        ref = article.ref
        row = self._database.row(
            "SELECT a.number, coalesce(v.published, v.seen) AS dated, a.published"
            " FROM articles a JOIN versions v ON v.article = a.number AND v.version = a.version"
            " WHERE a.id = ?",
            (ref.id,),
        )
        if row is None:
            raise ValueError(f"no earlier version of article {ref.id}")
        published = instant_to_json(ref.published)
        if published is None or published <= row["dated"]:
            published = max(row["dated"], instant_to_json(ref.seen) or "")
        self._database.execute(
            "UPDATE articles SET title = ?, version = ?, published = coalesce(published, ?)"
            " WHERE number = ?",
            (ref.title, article.version, instant_to_json(ref.published), row["number"]),
        )
        return int(row["number"]), published

    def dated(self, number: int, version: int) -> str:
        """When a version counts as published, as it stands in the tables."""
        return str(
            self._database.value(
                "SELECT coalesce(published, seen) FROM versions WHERE article = ? AND version = ?",
                (number, version),
            )
        )

    # Stories

    def join_story(
        self,
        number: int,
        dated: datetime,
        signature: str,
        keys: Iterable[str],
        same: Callable[[str], bool],
    ) -> set[int]:
        """Puts an article into the story that it is a copy of, merging stories it connects.

        ``signature`` and ``keys`` are what later copies will be compared by; ``same``
        judges the signature of an article that shares a key and is dated within
        COPY_WITHIN. Returns the numbers of other articles whose story changed with it.
        The story's id is that of its earliest article, whatever came first.
        """
        keys = tuple(keys)
        candidates = self._candidates(number, dated, keys)
        copies = [other for other, stored in candidates if same(stored)]
        self._remember(number, dated, signature, keys)
        if not copies:
            return set()
        members = self._members([number, *copies])
        story = make_id("s", min((row["dated"], row["id"]) for row in members)[1])
        moved = {int(row["number"]) for row in members if row["story"] != story}
        self._database.executemany(
            "UPDATE articles SET story = ? WHERE number = ?", [(story, each) for each in moved]
        )
        return moved - {number}

    def _candidates(
        self, number: int, dated: datetime, keys: Sequence[str]
    ) -> list[tuple[int, str]]:
        marks = ", ".join("?" * len(keys))
        rows = self._database.rows(
            "SELECT article, signature FROM signatures WHERE article != ? AND article IN"
            f" (SELECT article FROM signature_keys WHERE key IN ({marks})"
            "  AND dated BETWEEN ? AND ?)",
            (number, *keys, as_text(dated - COPY_WITHIN), as_text(dated + COPY_WITHIN)),
        )
        return [(int(row["article"]), str(row["signature"])) for row in rows]

    def _remember(self, number: int, dated: datetime, signature: str, keys: Sequence[str]) -> None:
        self._database.execute(
            "INSERT INTO signatures (article, signature) VALUES (?, ?)"
            " ON CONFLICT (article) DO UPDATE SET signature = excluded.signature",
            (number, signature),
        )
        self._database.execute("DELETE FROM signature_keys WHERE article = ?", (number,))
        self._database.executemany(
            "INSERT OR IGNORE INTO signature_keys (key, dated, article) VALUES (?, ?, ?)",
            [(key, as_text(dated), number) for key in keys],
        )

    def _members(self, numbers: Sequence[int]) -> list[Row]:
        """The articles of every story that one of ``numbers`` belongs to."""
        marks = ", ".join("?" * len(numbers))
        return self._database.rows(
            "SELECT number, id, dated, story FROM articles WHERE story IN"
            f" (SELECT story FROM articles WHERE number IN ({marks}))",
            numbers,
        )


def as_text(instant: datetime) -> str:
    """An aware instant as it stands in the tables."""
    return instant_to_json(instant) or ""


def _article_row(number: int | None, ref: ArticleRef, published: str | None) -> tuple[Any, ...]:
    return (
        number,
        ref.id,
        ref.url,
        ref.title,
        ref.source,
        ref.tier.value,
        ref.language,
        published,
        instant_to_json(ref.seen),
        make_id("s", ref.id),
    )


def _version_row(
    number: int | None, of: int, article: Article, published: str | None
) -> tuple[Any, ...]:
    ref = article.ref
    seen = instant_to_json(ref.seen)
    return number, of, article.version, ref.title, published, seen, article.text


def _words_row(version: int, article: Article) -> tuple[Any, ...]:
    return version, fold(article.ref.title), fold(article.text)
