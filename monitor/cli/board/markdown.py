"""The board as Markdown, for wikis and tickets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.cli.board.gather import Board, FactView, Told, spoken
from monitor.cli.terminal import clean
from monitor.model import Value

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")


def page(board: Board) -> str:
    """The whole report."""
    return "\n".join(_page(board)) + "\n"


def text(value: object) -> str:
    """Text from anywhere, with what Markdown or HTML would act on escaped."""
    return _SPECIAL.sub(r"\\\1", clean(str(value)))


def _said(value: Value | None) -> str:
    return text(spoken(value)) if value else "open"


def _page(board: Board) -> Iterator[str]:
    yield f"# Tracked facts, {board.when:%Y-%m-%d}"
    yield ""
    waiting = f"{len(board.waiting)} changes wait for review"
    yield f"{len(board.facts)} facts, {waiting}, {board.articles} articles."
    if board.waiting:
        yield from ("", "## Waiting for review", "")
        for told in board.waiting:
            yield from _told(told)
    yield from ("", "## Board", "", "| Fact | Value | State | Since | Sources | Trend |")
    yield "| --- | --- | --- | --- | ---: | --- |"
    for entity in board.entities:
        yield f"| **{text(entity.entity.name)}** | | | | | |"
        for view in entity.facts:
            yield _row(view)
    yield from ("", "## Recent changes", "")
    for told in board.changes:
        yield from _told(told)
    if board.sources:
        yield from ("", "## Sources", "", "| Source | State | Last answer | Last new item |")
        yield "| --- | --- | --- | --- |"
        for row in board.sources:
            days = [str(row.get(key) or "never")[:10] for key in ("succeeded", "new_at")]
            yield f"| {text(row['name'])} | {text(row.get('state'))} | {days[0]} | {days[1]} |"


def _row(view: FactView) -> str:
    standing = view.standing
    since = f"{standing.since:%Y-%m-%d}" if standing.since else ""
    state = standing.state + (", unconfirmed change" if standing.open_changes else "")
    cells = (
        text(view.fact.attribute),
        _said(standing.value),
        state,
        since,
        str(standing.sources),
        view.trend,
    )
    return f"| {' | '.join(cells)} |"


def _told(told: Told) -> Iterator[str]:
    change = told.change
    moved = (
        f"{_said(change.old)} → **{_said(change.new)}**"
        if change.old
        else f"**{_said(change.new)}**"
    )
    head = f"- {change.published:%Y-%m-%d} {text(told.fact.id)} *{change.verdict}*"
    yield f"{head}: {moved} ({change.state}, `{change.id}`)"
    if told.quote:
        yield f"  > {text(told.quote)}"
    article = change.article
    if article:
        link = article.url if article.url.startswith(("http://", "https://")) else ""
        source = text(article.source or "unknown source")
        yield (
            f"  > — [{source}](<{clean(link)}>)"
            if link and "<" not in link and ">" not in link
            else f"  > — {source}"
        )
