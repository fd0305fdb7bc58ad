"""Where the time goes in reading one hit: ``python benchmarks/read.py [CONFIG ARTICLES.jsonl]``.

Without arguments: the made-up news of the tests, put together to hits of about 3 KB.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from monitor.config import load
from monitor.model import Article, Kind
from monitor.reading.claims.claims import read_claims
from monitor.reading.cues.cuebook import book
from monitor.reading.expressions.finders import find_all
from monitor.reading.expressions.found import ReadingContext
from monitor.reading.names.match import match
from monitor.reading.reader import Reader
from monitor.reading.text.layout import lay_out
from monitor.service.evaluate import read_labelled

NEWS = Path(__file__).parents[1] / "tests" / "reading" / "news"
SIZE, ROUNDS = 3000, 5


def joined(articles: list[Article]) -> list[Article]:
    """Items of one language put together until they are as long as a long story."""
    made: list[Article] = []
    for language in ("en", "ru", "zh"):
        text = ""
        for one in articles:
            if one.ref.language == language:
                text += one.content + "\n\n"
                if len(text.encode()) >= SIZE:
                    made.append(replace(one, text=text))
                    text = ""
    return made


def main() -> None:
    config, items = (sys.argv[1:3] + [""] * 2)[:2]
    watchlist = load(Path(config or NEWS / "watchlist.toml")).watchlist
    started = perf_counter()
    reader = Reader(watchlist)
    print(f"compile the watchlist          {1000 * (perf_counter() - started):8.1f} ms")
    articles = [one.article for one in read_labelled(items or NEWS / "items.jsonl")]
    articles = articles if items else joined(articles)
    for one in articles:
        reader.read(one)
    hits = [(one, match(reader.matcher, one)) for one in articles]
    books = {code: book(code) for code in ("en", "ru", "zh")}

    def timed(name: str, work) -> None:
        best = min(run(work) for _ in range(ROUNDS))
        print(f"{name:<30} {1000 * best / len(articles):8.2f} ms a hit")

    def run(work) -> float:
        begun = perf_counter()
        for one, found in hits:
            work(one, found)
        return perf_counter() - begun

    def layout(one, _):
        book_of = books[one.ref.language]
        return lay_out(one.ref.title, one.text, one.ref.language, book_of, reader.families.own)

    def expressions(one, _):
        context = ReadingContext(published=one.ref.dated.date())
        return find_all(one.content, one.ref.language, context, set(Kind))

    print(
        f"{len(articles)} hits of {sum(len(a.content) for a in articles) // len(articles)} characters, {len(watchlist.facts)} facts"
    )
    timed("names", lambda one, _: match(reader.matcher, one))
    timed("phrases and clauses", layout)
    timed("expressions", expressions)
    timed("claims, with both", lambda one, found: read_claims(one, found, reader.families))
    timed("everything", lambda one, _: reader.read(one))


if __name__ == "__main__":
    main()
