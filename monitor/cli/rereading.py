"""``monitor rebuild --read-again``: what today's rules make of everything stored."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from monitor.cli.context import terminal, to_json
from monitor.cli.tables import Column, render
from monitor.cli.terminal import Terminal, clean
from monitor.config import Config
from monitor.model import Evidence, Standing
from monitor.reading.values import format_value
from monitor.service.assemble import assemble
from monitor.service.reread import Reread, Shift, read_again

_SHOWN = 20


def reread(arguments: argparse.Namespace, config: Config) -> int:
    """Reads again and shows; keeps it only with ``--store``."""
    show = sys.stderr.isatty() and not arguments.json

    def progress(done: int, of: int) -> None:
        print(f"\r{done} of {of} articles", end="", file=sys.stderr, flush=True)

    with assemble(config) as service:
        done = read_again(service, store=arguments.store, progress=progress if show else None)
    if show:
        print("\r\x1b[K", end="", file=sys.stderr)
    if arguments.json:
        print(to_json(done.to_json(), indent=2))
        return 0
    for line in _describe(done, terminal(arguments)):
        print(line)
    return 0


def _describe(done: Reread, screen: Terminal) -> Iterator[str]:
    verb = "were" if done.stored else "would be"
    yield f"{done.articles} articles read again."
    yield f"{done.hits_gained} hits {verb} gained, {done.hits_lost} lost."
    yield f"{done.claims_gained} claims {verb} gained, {done.claims_lost} lost."
    yield from _claims("gained", done.gained, screen)
    yield from _claims("lost", done.lost, screen)
    yield from _shifts(done.shifts, screen)
    if not done.stored and (done.gained or done.lost or done.hits_gained or done.hits_lost):
        yield screen.style("Nothing was stored; --store keeps it, and tells nobody.", "dim")


def _claims(title: str, claims: Sequence[Evidence], screen: Terminal) -> Iterator[str]:
    if not claims:
        return
    yield ""
    columns = [
        Column(title, lambda row: row["fact"], least=12),
        Column("value", lambda row: row["value"], least=8),
        Column("article", lambda row: row["article"], least=8, keep=2),
        Column("quote", lambda row: row["quote"], least=16, keep=1),
    ]
    rows = [
        {
            "fact": each.claim.fact,
            "value": format_value(each.claim.value),
            "article": each.article.id,
            "quote": each.claim.quote,
        }
        for each in claims[:_SHOWN]
    ]
    yield from render(rows, columns, screen)
    if len(claims) > _SHOWN:
        yield screen.style(f"and {len(claims) - _SHOWN} more; --json lists a thousand", "dim")


def _shifts(shifts: Sequence[Shift], screen: Terminal) -> Iterator[str]:
    for shift in shifts:
        before, after = _stands(shift.before), _stands(shift.after)
        moved = f"{before} → {after}" if before != after else f"{after} as before"
        text = f"{shift.fact}: {moved}; {shift.changes} changes come or go"
        yield screen.style(clean(text), "bold")


def _stands(standing: Standing | None) -> str:
    return format_value(standing.value) if standing and standing.value else "nothing known"
