"""Articles for the tests of reading."""

from datetime import UTC, datetime

from monitor.model import Article, ArticleRef, Tier


def article(title: str, text: str = "") -> Article:
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    ref = ArticleRef("n1", "https://news.example/1", title, "News", Tier.PRESS, "", None, seen)
    return Article(ref, text)
