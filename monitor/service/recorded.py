"""Dated articles from a JSON Lines file, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import ParseError
from monitor.model import Article, ArticleRef, Tier, make_id
from monitor.reading.text.text import detect_language
from monitor.wire import instant_from_json

_TIERS = frozenset(tier.value for tier in Tier)
_YEARS = range(1900, 2200)
_TEXTS = ("id", "url", "source", "tier", "language", "title", "text")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file a line begins, and the day that puts it in order."""

    published: datetime | None
    line: int
    start: int


def read_article(line: str, now: datetime) -> Article:
    """One line as an article. Raises ParseError saying what is wrong with it.

    Only ``url`` and ``title`` are needed. An article counts as seen when it was
    published, as if monitor had been there; one without a date is seen now.
    """
    form, published = _check(line)
    title, text = form["title"].strip(), form.get("text") or ""
    url = form["url"].strip()
    reference = ArticleRef(
        id=form.get("id") or make_id("n", url),
        url=url,
        title=title,
        source=form.get("source") or urlsplit(url).hostname or "unknown",
        tier=Tier(form.get("tier") or Tier.PRESS),
        language=form.get("language") or detect_language(f"{title}\n\n{text}"),
        published=published,
        seen=published or now,
    )
    return Article(reference, text)


def _check(line: str) -> tuple[Mapping[str, Any], datetime | None]:
    """A line that can be an article, and when that was published."""
    form = _load(line)
    for key in _TEXTS:
        if form.get(key) is not None and not isinstance(form[key], str):
            raise ParseError(f"{key} is {form[key]!r}, and should be a text")
    for key in ("url", "title"):
        if not (form.get(key) or "").strip():
            raise ParseError(f"{key} is missing")
    tier = form.get("tier") or Tier.PRESS.value
    if tier not in _TIERS:
        raise ParseError(f"tier is {tier!r}, and should be official, press or other")
    try:
        urlsplit(form["url"])
    except ValueError as error:
        raise ParseError(f"url is {form['url']!r}: {error}") from error
    return form, _published(form)


def _load(line: str) -> Mapping[str, Any]:
    try:
        form = json.loads(line)
    except ValueError as error:
        raise ParseError(f"not JSON: {error}") from error
    if not isinstance(form, dict):
        raise ParseError("not a JSON object")
    return {key: _text(value) if isinstance(value, str) else value for key, value in form.items()}


def _text(value: str) -> str:
    """JSON may escape half a character; a text cannot hold one."""
    return value.encode("utf-8", "replace").decode()


def _published(form: Mapping[str, Any]) -> datetime | None:
    given = form.get("published")
    if given is None or given == "":
        return None
    try:
        published = instant_from_json(given)
    except (ValueError, TypeError, OverflowError):
        raise ParseError(
            f"published is {given!r}, and should be RFC 3339, a day as YYYY-MM-DD, or null"
        ) from None
    if published and published.year not in _YEARS:
        raise ParseError(f"published is {given!r}, and no news is of that year")
    return published


class Recording:
    """A JSON Lines file, read in the order of publication.

    Only the order stands in memory. ``problems`` are the lines that cannot be used.
    """

    def __init__(self, path: Path, now: datetime) -> None:
        self._path = path
        self._now = now
        self.problems: list[str] = []
        try:
            self._places = self._survey()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not text in UTF-8"
            raise ParseError(f"{path} cannot be read: {why}") from error

    def _survey(self) -> list[Place]:
        places = []
        with self._path.open("rb") as file:
            start = 0
            for number, line in enumerate(file, 1):
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if text.strip():
                    try:
                        places.append(Place(_check(text)[1], number, start))
                    except ParseError as error:
                        self.problems.append(f"{self._path}:{number}: {error}")
                start += len(line)
        latest = self._now
        return sorted(places, key=lambda place: (place.published or latest, place.line))

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Article]:
        with self._path.open("rb") as file:
            for place in self._places:
                file.seek(place.start)
                yield read_article(file.readline().decode("utf-8-sig"), self._now)
