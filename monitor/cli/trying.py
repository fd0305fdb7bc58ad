"""``monitor try``: reads one text as if it were news, and shows how it was understood."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from monitor.cli.columns import colour_of
from monitor.cli.context import load_config, terminal, to_json
from monitor.cli.terminal import Terminal, clean, wrap
from monitor.model import Article, Claim, Evidence, Hit, Party, Reading, Reason
from monitor.reading.names.advice import near_misses
from monitor.reading.reader import Reader
from monitor.reading.text.text import sentences
from monitor.reading.values import format_value
from monitor.wire import claim_to_json, hit_to_json


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", default="-", metavar="FILE|URL|-",
                        help="plain text, the title first; HTML; a page; - is stdin")  # fmt: skip
    parser.add_argument("--published", metavar="DATE",
                        help="the day it appeared; else found in the text, else today")  # fmt: skip
    parser.add_argument("--json", action="store_true", help='{"hits": [...], "claims": [...]}')
    parser.add_argument(
        "--all", action="store_true", help="every sentence, not only those with a find"
    )
    parser.add_argument(
        "--why", action="store_true", help="every reason behind a score, a line each"
    )
    parser.epilog = (
        "example:\n  monitor try story.txt --published 2025-09-10\n  monitor try < story.txt"
    )
    parser.set_defaults(run=_try)


def _try(arguments: argparse.Namespace) -> int:
    from monitor.cli.texts import read_input
    from monitor.clock import SystemClock

    config = load_config(arguments)
    now = SystemClock().now()
    article = read_input(arguments.text, _published(arguments.published, now), now)
    reader = Reader(config.watchlist)
    reading = reader.read(article)
    if arguments.json:
        print(to_json(as_json(article, reading), indent=2))
        return 0
    screen = terminal(arguments)
    for line in show(article, reading, screen, every=arguments.all, why=arguments.why):
        print(line)
    for line in _near(reader, article, screen):
        print(line)
    return 0


def _published(text: str | None, now: datetime) -> datetime | None:
    """``--published``; a day is that day, whatever the time zone."""
    if not text:
        return None
    from monitor.cli.when import parse_when
    from monitor.errors import ConfigError, Problem

    try:
        return parse_when(text, now, UTC)
    except ValueError as error:
        raise ConfigError([Problem("--published", 0, "", str(error))]) from None


def as_json(article: Article, reading: Reading) -> dict[str, object]:
    return {
        "hits": [hit_to_json(hit, article.ref) for hit in reading.hits],
        "claims": [claim_to_json(Evidence(claim, article.ref, "")) for claim in reading.claims],
    }


def show(
    article: Article, reading: Reading, screen: Terminal, *, every: bool, why: bool = False
) -> Iterator[str]:
    """The article, its hits, and the sentences with what was found in them marked."""
    published = article.ref.published or article.ref.seen
    yield screen.style(clean(article.ref.title), "bold")
    language = article.ref.language or "language unknown"
    yield screen.style(
        f"published {published:%Y-%m-%d}, {language}, {len(article.content)} characters", "dim"
    )
    yield ""
    if not reading.hits:
        yield "No hit: nothing tracked is found here, or not in its sense."
    for hit in reading.hits:
        yield from _show_hit(hit, screen, why=why)
    yield ""
    shown: set[str] = set()
    for start, end in sentences(article.content):
        found = [
            claim
            for claim in reading.claims
            if start <= claim.value_start < end and claim.id not in shown
        ]
        shown.update(claim.id for claim in found)
        marks = _marks(reading, found, start, end)
        if found or (every and marks) or every:
            yield from _show_sentence(article.content, start, end, marks, screen)
            for claim in found:
                yield from _show_claim(claim, screen, why=why)
            yield ""
    if not reading.claims:
        yield "No claim: no value of a tracked fact is read in it."


_ALWAYS = 3  # the cue, the modality and the subject are always told
_TELLING = 0.05  # of what else bears on a claim, what changes it by so much


def _show_hit(hit: Hit, screen: Terminal, *, why: bool) -> Iterator[str]:
    mention = hit.mention
    named = f'"{clean(mention.text)}" ({clean(mention.alias)}, {mention.how})'
    entity = screen.style(clean(hit.entity), "bold")
    yield f"{screen.style('hit', 'green')}  {entity} {hit.score:.2f}  {named}"
    if why:
        yield from _reasons(hit.reasons, screen)


def _show_claim(claim: Claim, screen: Terminal, *, why: bool) -> Iterator[str]:
    head = f"  {screen.style('->', 'cyan')} {screen.style(clean(claim.fact), 'bold')} = "
    named = claim.value.text if isinstance(claim.value, Party) else format_value(claim.value)
    head += screen.style(clean(named), "cyan")
    modality = screen.style(claim.modality, *colour_of(claim.modality))
    yield f"{head}  {modality}, {claim.confidence:.2f}"
    if why:
        yield from _reasons(claim.reasons, screen)
    else:
        telling = [
            one
            for at, one in enumerate(claim.reasons)
            if at < _ALWAYS or abs(one.weight) >= _TELLING
        ]
        short = "; ".join(f"{one.rule}: {one.detail}".rstrip(": ") for one in telling)
        for line in wrap(clean(short), screen.prose, "       "):
            yield screen.style(line, "dim")


def _reasons(reasons: Iterable[Reason], screen: Terminal) -> Iterator[str]:
    for reason in reasons:
        for line in wrap(clean(str(reason)), screen.prose, "       "):
            yield screen.style(line, "dim")


def _near(reader: Reader, article: Article, screen: Terminal) -> Iterator[str]:
    """What nearly was a name that counts, and why it is none."""
    misses = near_misses(reader.matcher, article)
    if misses:
        yield ""
        yield screen.style("Nearly, but no", "bold")
    seen: set[tuple[str, str, str]] = set()
    for miss in misses:
        key = (miss.entity, miss.text, miss.why)
        if key not in seen:
            seen.add(key)
            text = f'"{miss.text}" for {miss.entity} ({miss.alias}): {miss.why}'
            yield from wrap(clean(text), screen.prose, "  ")


Mark = tuple[int, int, str]


def _marks(reading: Reading, claims: list[Claim], start: int, end: int) -> list[Mark]:
    """Spans in a sentence: values first, then names that do not overlap them."""
    marks: list[Mark] = [
        (claim.value_start, claim.value_end, "value")
        for claim in claims
        if claim.value_end > claim.value_start
    ]
    for hit in reading.hits:
        for mention in hit.mentions or (hit.mention,):
            place = (mention.start, mention.end, "name")
            marks += [place] if start <= mention.start and mention.end <= end else []
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m[2] != "value", m[0], -m[1])):
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in chosen):
            chosen.append(mark)
    return sorted(chosen)


def mark_text(text: str, start: int, end: int, marks: list[Mark], screen: Terminal) -> str:
    """The text with its spans in colour, or in brackets where there are none: [name] {value}."""
    parts, at = [], start
    for first, last, what in marks:
        parts.append(clean(text[at:first]))
        inner = clean(text[first:last])
        if screen.colour:
            parts.append(screen.style(inner, "bold", "cyan" if what == "value" else "yellow"))
        else:
            parts.append(f"{{{inner}}}" if what == "value" else f"[{inner}]")
        at = last
    parts.append(clean(text[at:end]))
    return "".join(parts).strip()


def _show_sentence(
    text: str, start: int, end: int, marks: list[Mark], screen: Terminal
) -> Iterator[str]:
    yield from wrap(mark_text(text, start, end, marks, screen), screen.prose, "  ")
