"""One fact's news taken apart for showing: the same parts in mail, chat and plain text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from monitor.alerts.compose import words
from monitor.alerts.compose.message import News
from monitor.alerts.compose.safe import clean, line, link
from monitor.ledger.values import Comparison, compare
from monitor.model import NEVER_TOLD, Change, ChangeState, Claim, Evidence, Value, Verdict

HISTORY_ROWS = 6
OUTLETS = 8

_WORTH_SAYING = -0.05
"""What lowers a confidence by less than this is no argument against a claim."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that say so, in their own language, around the value."""

    before: str
    value: str
    after: str
    language: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who reported it: ``url`` is empty where the link is none to follow."""

    source: str
    tier: str
    title: str
    url: str
    published: str
    seen: str
    language: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the fact's short history."""

    day: str
    value: str
    verdict: str
    source: str
    now: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything about one fact's news, as clean text. ``state`` is the change's, or disputed."""

    entity: str
    attribute: str
    headline: str
    verb: str
    meaning: str
    was: str
    since: str
    now: str
    distance: str
    state: str
    sure: tuple[str, ...]
    quote: Quote | None
    outlet: Outlet | None
    others: tuple[Outlet, ...]
    history: tuple[Row, ...]
    change: str
    commands: tuple[tuple[str, str], ...]


def take_apart(news: News, names: Mapping[str, str], zone: tzinfo) -> Parts:
    item, change = news.item, news.item.change
    main = _main(news)
    others = tuple(entry for entry in news.evidence if entry is not main)
    value = change.old if item.kind == "withdrawn" else change.new
    return Parts(
        entity=line(news.entity.name, 80),
        attribute=words.attribute(news.fact.attribute),
        headline=words.headline(news, names),
        verb=f"{words.attribute(news.fact.attribute)} {_verb(news)}",
        meaning=_meaning(news),
        was=words.say(_was(news), names),
        since=_since(news, zone),
        now=words.say(value, names),
        distance=_distance(news, value),
        state=_state(news),
        sure=_sure(news, main),
        quote=_quote(main.claim) if main else None,
        outlet=_outlet(main, zone) if main else None,
        others=_others(others, zone),
        history=_history(news, names, zone),
        change=change.id,
        commands=_commands(change.id),
    )


def _main(news: News) -> Evidence | None:
    """The evidence to show: of the article that brought the change, else the first told."""
    article = news.item.change.article
    for entry in news.evidence:
        if article and entry.article.id == article.id:
            return entry
    return news.evidence[0] if news.evidence else None


def _was(news: News) -> Value | None:
    return news.item.change.new if news.item.kind == "withdrawn" else news.item.before


def _verb(news: News) -> str:
    if news.item.kind in {"confirmed", "withdrawn", "reinstated"}:
        return news.item.kind
    return words.verb(words.verdict(news.item))


def _meaning(news: News) -> str:
    match news.item.kind:
        case "confirmed":
            return "What was told as unconfirmed is confirmed now."
        case "withdrawn":
            return "What was told before does not hold; the fact stands as it did."
        case "reinstated":
            return "It was withdrawn, and holds after all."
    steps = len(news.item.steps)
    meaning = words.sentence(words.verdict(news.item))
    if news.item.kind == "corrected":
        return f"What you were told before was withdrawn; this stands now. {meaning}"
    return f"{meaning} In {steps} steps since you were last told." if steps > 1 else meaning


def _since(news: News, zone: tzinfo) -> str:
    if news.item.kind == "withdrawn":
        return ""
    if told := news.item.told:
        aside = news.item.change.verdict is Verdict.DISPUTED
        return "" if aside else f"as you were told on {words.day(told.at, zone)}"
    fact = news.fact
    before = news.item.before
    if not fact.as_of or fact.value is None or before is None:
        return ""
    if compare(fact.value, before) is Comparison.SAME:
        return f"believed on {fact.as_of.day} {fact.as_of:%b %Y}"
    return ""


def _distance(news: News, value: Value | None) -> str:
    exact = {Verdict.REFINED, Verdict.LOOSENED}
    return "" if words.verdict(news.item) in exact else words.distance(_was(news), value)


def _state(news: News) -> str:
    if news.item.kind == "withdrawn":
        return "withdrawn"
    if news.item.change.verdict is Verdict.DISPUTED:
        return "disputed"
    return news.item.change.state.value


def _sure(news: News, main: Evidence | None) -> tuple[str, ...]:
    """How sure, and why, in a few short sentences."""
    change = news.item.change
    outlets = {entry.article.source for entry in news.evidence}
    said: list[str] = []
    if news.item.kind == "withdrawn":
        said.append("Withdrawn.")
    elif change.verdict is Verdict.DISPUTED:
        said.append("Told so that you know; what is believed has not moved.")
    elif change.state is ChangeState.UNCONFIRMED:
        said.append("Unconfirmed: waits for a second independent report or your review.")
    else:
        said.append("Confirmed.")
    if change.why:
        why = line(change.why, 300).rstrip(".")
        said.append(f"{why[:1].upper()}{why[1:]}.")
    stories = max(1, change.stories)
    reports = "One report" if stories == 1 else f"{stories} independent reports"
    if len(outlets) > stories:
        reports += f" at {len(outlets)} outlets"
    known = stories == 1 and len(outlets) <= 1 and bool(change.why)
    reports = "Confidence" if known else f"{reports}; confidence"
    said.append(f"{reports} {change.confidence:.0%}.")
    if main:
        lowered = [line(r.detail, 120) for r in main.claim.reasons if r.weight <= _WORTH_SAYING]
        if lowered:
            said.append(f"Against it: {'; '.join(lowered[:3])}.")
    return tuple(said)


def _quote(claim: Claim) -> Quote:
    start, end = claim.value_start - claim.start, claim.value_end - claim.start
    if not 0 <= start < end <= len(claim.quote):
        start = end = 0
    speaker = line(claim.speaker, 120)
    quote, value = claim.quote, claim.quote[start:end]
    before, after = (quote[:start], quote[end:]) if value else (quote, "")
    return Quote(_soft(before), _soft(value), _soft(after), "", speaker)


def _soft(text: str) -> str:
    """Clean, on one line, keeping the blanks at the ends."""
    kept = line(f"|{text}|", 1500)
    return kept.removeprefix("|").removesuffix("|")


def _outlet(entry: Evidence, zone: tzinfo) -> Outlet:
    article = entry.article
    published = words.instant(article.published, zone) if article.published else "undated"
    return Outlet(
        source=line(article.source, 80),
        tier=words.tier(article.tier),
        title=line(article.title, 200),
        url=link(article.url),
        published=published,
        seen=words.instant(article.seen, zone),
        language=clean(article.language, 12),
    )


def _others(entries: tuple[Evidence, ...], zone: tzinfo) -> tuple[Outlet, ...]:
    found: dict[str, Outlet] = {}
    for entry in entries:
        found.setdefault(entry.article.id, _outlet(entry, zone))
    return tuple(found.values())[:OUTLETS]


def _history(news: News, names: Mapping[str, str], zone: tzinfo) -> tuple[Row, ...]:
    """Where the value moved, newest first, with the configured belief at the end."""
    rows = [
        Row(
            words.day(change.published, zone),
            words.say(change.new, names),
            _row_verdict(change),
            line(change.article.source, 60) if change.article else "",
            change.id == news.item.change.id,
        )
        for change in reversed(news.history)
        if change.verdict not in NEVER_TOLD
    ]
    fact = news.fact
    if fact.value is not None and fact.as_of:
        believed = f"{fact.as_of.day} {fact.as_of:%b %Y}"
        rows.append(Row(believed, words.say(fact.value, names), "believed", "", False))
    if len(rows) > HISTORY_ROWS:
        rows = [*rows[: HISTORY_ROWS - 1], rows[-1]]
    return tuple(rows) if len(rows) > 1 else ()


def _row_verdict(change: Change) -> str:
    verb = words.verb(change.verdict)
    if change.state is ChangeState.CONFIRMED or change.verdict is Verdict.DISPUTED:
        return verb
    return f"{verb}, {'withdrawn' if change.state is ChangeState.REVERTED else 'unconfirmed'}"


def _commands(change: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Accept", f"monitor accept {change}"),
        ("Reject", f"monitor reject {change}"),
        ("Why", f"monitor explain {change}"),
    )


__all__ = ["Outlet", "Parts", "Quote", "Row", "take_apart"]
