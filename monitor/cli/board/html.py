"""The board as one HTML page that needs no network and no script to be read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from importlib.resources import files

from monitor.cli.board.chart import slip_chart
from monitor.cli.board.gather import Board, EntityView, FactView, Told, spoken
from monitor.cli.terminal import clean
from monitor.model import Change, TimelineEntry, Value

_STATES = ("unconfirmed", "overdue", "expected", "done", "stated", "quiet", "open", "suspended")
_RECENT = timedelta(days=92)
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'"
)


_SCROLLED = (
    '<div class="scroll" role="region" tabindex="0" aria-labelledby="{0}-title">'
    '<table aria-labelledby="{0}-title">\n'
)

Forms = Callable[[Change], str]
"""What a reader can do about a change, as HTML; in a file that is a pair of commands."""


def commands(change: Change) -> str:
    """How to judge a change where the page is only a file."""
    return (
        f"<p>Judge it: <code>monitor accept {text(change.id)}</code> or"
        f" <code>monitor reject {text(change.id)}</code></p>"
    )


def page(board: Board, forms: Forms = commands) -> str:
    """The whole page."""
    return "\n".join(_page(board, forms)) + "\n"


def _asset(name: str) -> str:
    return files("monitor.cli.board").joinpath(name).read_text(encoding="utf-8")


def _page(board: Board, forms: Forms) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="same-origin">'
    yield f"<title>Tracked facts, {board.when:%Y-%m-%d}</title>"
    yield f"<style>\n{_asset('page.css')}</style>\n</head>\n<body>"
    yield '<a class="skip" href="#board">Skip to the board</a>'
    yield from _header(board)
    yield "<main>"
    yield from _section("waiting", "Waiting for review", "Nothing waits.", board.waiting, forms)
    yield from _board(board)
    yield from _section("changes", "Recent changes", "Nothing has changed yet.", board.changes)
    yield from _sources(board)
    yield "</main>"
    made = f'<time datetime="{_iso(board.made)}">{_minute(board.made)}</time>'
    yield f"<footer><p>Made by monitor on {made}.</p></footer>"
    yield f"<script>\n{_asset('page.js')}</script>\n</body>\n</html>"


def text(value: object) -> str:
    """Text from anywhere as HTML: cleaned of control characters, and escaped."""
    return escape(clean(str(value)))


def said(value: Value | None) -> str:
    """A value as people read it."""
    return text(spoken(value)) if value else '<span class="soft">open</span>'


def _iso(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _day(instant: datetime | None) -> str:
    if not instant:
        return '<span class="soft">never</span>'
    return f'<time class="day" datetime="{_iso(instant)}">{instant:%Y-%m-%d}</time>'


def _badge(word: str) -> str:
    return f'<span class="badge {escape(word)}">{escape(word)}</span>'


def _link(title: str, url: str, language: str = "") -> str:
    if not url.startswith(("http://", "https://")):
        return text(title)
    return f'<a href="{text(url)}" rel="noreferrer"{_lang(language)}>{text(title)}</a>'


def _lang(language: str) -> str:
    return f' lang="{text(language)}"' if language else ""


def _header(board: Board) -> Iterator[str]:
    as_of = f"as of {board.as_of:%Y-%m-%d}" if board.as_of else f"now, {_minute(board.made)}"
    moved = [view for view in board.facts if view.trend]
    overdue = [view for view in board.facts if view.standing.state == "overdue"]
    failing = [row for row in board.sources if row.get("state") in {"failing", "gone"}]
    tiles = [
        (len(board.facts), "facts"), (len(moved), "have moved"), (len(overdue), "overdue"),
        (len(board.waiting), "wait for review"), (board.articles, "articles"),
        (len(failing), "sources failing"),
    ]  # fmt: skip
    yield f"<header>\n<h1>Tracked facts</h1>\n<p>What is held true {as_of}.</p>"
    yield '<ul class="tiles">'
    for count, label in tiles:
        yield f"<li><b>{count:,}</b> {label}</li>"
    yield '</ul>\n<nav aria-label="Sections"><ul>'
    for anchor, label in (("waiting", "Waiting for review"), ("board", "Board"),
                          ("changes", "Recent changes"), ("sources", "Sources")):  # fmt: skip
        yield f'<li><a href="#{anchor}">{label}</a></li>'
    yield "</ul></nav>\n</header>"


def _section(
    name: str, title: str, nothing: str, changes: Sequence[Told], forms: Forms | None = None
) -> Iterator[str]:
    """Changes, each with its quotes and, given ``forms``, what can be done about it."""
    yield f'<section id="{name}" aria-labelledby="{name}-title">'
    yield f'<h2 id="{name}-title">{title}</h2>'
    if not changes:
        yield f"<p>{nothing}</p>"
    for told in changes:
        yield from _told(told, forms)
    yield "</section>"


def _told(told: Told, forms: Forms | None) -> Iterator[str]:
    change = told.change
    place = f"{text(change.id)}{'-waiting' if forms else ''}"
    yield f'<article class="told" id="{place}" aria-labelledby="{place}-title">'
    yield f'<h3 id="{place}-title">{text(told.entity)}: {text(told.fact.attribute)}</h3>'
    yield f'<p class="move">{_badge(change.verdict.value)} {_moved(change)}</p>'
    if told.quote:
        yield _quote(told)
    yield f'<p class="soft">{_who(told)}</p>'
    if change.why:
        yield f'<p class="soft">{text(change.why)}</p>'
    if forms:
        yield forms(change)
    yield "</article>"


def _moved(change: Change) -> str:
    if not change.old:
        return f"<ins>{said(change.new)}</ins>"
    arrow = '<span aria-hidden="true">→</span><span class="skip">to</span>'
    return f"<del>{said(change.old)}</del> {arrow} <ins>{said(change.new)}</ins>"


def _quote(told: Told) -> str:
    claim = told.evidence.claim if told.evidence else None
    quote = told.quote
    if claim and claim.start <= claim.value_start < claim.value_end <= claim.end:
        first, last = claim.value_start - claim.start, claim.value_end - claim.start
        inner = f"{text(quote[:first])}<mark>{text(quote[first:last])}</mark>{text(quote[last:])}"
    else:
        inner = text(quote)
    language = told.evidence.article.language if told.evidence else ""
    return f"<blockquote{_lang(language)}>{inner}</blockquote>"


def _who(told: Told) -> str:
    change, article = told.change, told.change.article
    parts = [_day(change.published)]
    if article:
        title = _link(article.title, article.url, article.language)
        parts.append(f"{text(article.source or 'unknown source')}: {title}")
    else:
        parts.append("by review")
    count = f", {change.stories} stories" if change.stories > 1 else ""
    parts.append(f"{_badge(change.state.value)} confidence {change.confidence:.2f}{count}")
    return " · ".join(parts)


def _board(board: Board) -> Iterator[str]:
    yield '<section id="board" aria-labelledby="board-title">\n<h2 id="board-title">Board</h2>'
    yield from _filter(board)
    yield f'{_SCROLLED.format("board")}<thead><tr><th scope="col">Fact</th>'
    yield '<th scope="col">Value</th><th scope="col">State</th><th scope="col">Since</th>'
    yield '<th scope="col" class="optional">Sources</th><th scope="col" class="optional">Trend</th>'
    yield '<th scope="col" class="optional">Last seen</th></tr></thead>'
    for entity in board.entities:
        yield from _entity(entity, board)
    yield "</table></div>\n</section>"


def _filter(board: Board) -> Iterator[str]:
    present = {state for view in board.facts for state in _states(view)}
    options = "".join(f"<option>{state}</option>" for state in _STATES if state in present)
    yield '<form class="filter" hidden role="search" aria-label="Filter the board">'
    yield '<label>Find <input type="search"></label>'
    yield f'<label>State <select><option value="">any</option>{options}</select></label>'
    yield '<span role="status" class="soft"></span></form>'


def _states(view: FactView) -> list[str]:
    return [view.standing.state, *(["unconfirmed"] if view.standing.open_changes else [])]


def _entity(entity: EntityView, board: Board) -> Iterator[str]:
    name = text(entity.entity.name)
    part = f' <span class="soft">part of {text(entity.part_of)}</span>' if entity.part_of else ""
    yield f'<tbody><tr><th colspan="7" scope="rowgroup">{name}{part}</th></tr>'
    for view in entity.facts:
        yield from _fact(view, entity, board)
    yield "</tbody>"


def _fact(view: FactView, entity: EntityView, board: Board) -> Iterator[str]:
    standing, fact = view.standing, view.fact
    words = clean(f"{entity.entity.name} {entity.entity.id} {fact.id} {fact.attribute}").lower()
    waiting = " " + _badge("unconfirmed") if standing.open_changes else ""
    state = "" if standing.state in {"expected", "stated", "open"} else _badge(standing.state)
    yield (
        f'<tr class="fact" id="{text(fact.id)}" data-words="{escape(words)}"'
        f' data-state="{escape(" ".join(_states(view)))}">'
    )
    yield f'<th scope="row" title="{text(fact.id)}">{text(fact.attribute)}</th>'
    yield f'<td class="value">{said(standing.value)}</td>'
    yield f'<td class="state">{state}{waiting}</td><td class="since">{_day(standing.since)}</td>'
    yield f'<td class="number optional">{standing.sources}</td>'
    yield f'<td class="optional">{text(view.trend)}</td>'
    yield f'<td class="optional">{_day(standing.last_seen)}</td></tr>'
    if len(view.timeline.entries) > 1:
        yield '<tr class="more"><td class="history" colspan="7">'
        yield from _history(view, entity, board)
        yield "</td></tr>"


def _history(view: FactView, entity: EntityView, board: Board) -> Iterator[str]:
    title = f"{entity.entity.name}: {view.fact.attribute}, what was said when"
    chart = slip_chart(view.told, view.moved, title=clean(title), today=board.when.date())
    opened = " open" if chart and view.moved_since(board.when - _RECENT) else ""
    count = len(view.timeline.entries)
    yield f"<details{opened}><summary>History: {count} entries</summary>"
    if chart:
        yield chart
    yield "<details><summary>As a table</summary>" if chart else ""
    yield f'<table aria-label="{escape(clean(title))}"><thead><tr>'
    yield '<th scope="col">When</th><th scope="col">What</th>'
    yield '<th scope="col">Value</th><th scope="col">Who</th>'
    yield '<th scope="col" class="optional">Words</th></tr></thead><tbody>'
    for entry in reversed(view.timeline.entries):
        yield _entry(entry)
    yield "</tbody></table>"
    yield "</details></details>" if chart else "</details>"


def _entry(entry: TimelineEntry) -> str:
    if entry.evidence:
        article = entry.evidence.article
        who = _link(article.source or "unknown source", article.url)
        words, lang = entry.evidence.claim.quote, _lang(article.language)
    else:
        who = text(f"review by {entry.review.by or 'somebody'}" if entry.review else "configured")
        words, lang = (entry.review.why if entry.review else "") or entry.note, ""
    return (
        f"<tr><td>{_day(entry.at)}</td><td>{_badge(entry.verdict.value)}</td>"
        f'<td class="value">{said(entry.value)}</td><td>{who}</td>'
        f'<td class="optional"{lang}>{text(words)}</td></tr>'
    )


def _sources(board: Board) -> Iterator[str]:
    yield '<section id="sources" aria-labelledby="sources-title">'
    yield f'<h2 id="sources-title">Sources{" today" if board.as_of else ""}</h2>'
    if not board.sources:
        yield "<p>No source has been polled.</p>\n</section>"
        return
    yield f'{_SCROLLED.format("sources")}<thead><tr><th scope="col">Source</th>'
    yield '<th scope="col">State</th><th scope="col" class="lesser">Last answer</th>'
    yield '<th scope="col">Last new item</th>'
    yield '<th scope="col" class="optional">Note</th></tr></thead><tbody>'
    for row in board.sources:
        yield (
            f'<tr><th scope="row">{_link(str(row["name"]), str(row.get("url") or ""))}</th>'
            f"<td>{_badge(str(row.get('state') or 'new'))}</td>"
            f'<td class="day lesser">{text(str(row.get("succeeded") or "never")[:10])}</td>'
            f'<td class="day">{text(str(row.get("new_at") or "never")[:10])}</td>'
            f'<td class="optional">{text(row.get("detail") or "")}</td></tr>'
        )
    yield "</tbody></table></div>\n</section>"
