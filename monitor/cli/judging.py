"""``monitor accept``, ``reject``, ``correct``, ``undo``: a person's judgement, as a command."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterable
from datetime import date, datetime

from monitor.cli.context import find_database, load_config, terminal, to_json, usage_error
from monitor.cli.terminal import clean
from monitor.clock import SystemClock
from monitor.config import Config
from monitor.model import Change, Fact, Judgement, Party, Value
from monitor.reading.values import format_value, parse_value
from monitor.service.assemble import assemble
from monitor.service.judging import Judged, Judging
from monitor.store import Store
from monitor.wire import change_to_json, instant_to_json, value_to_json

_EXAMPLES = {
    "accept": 'monitor accept xk3b --why "confirmed by the company"',
    "reject": "monitor reject h7qa cm2d",
    "correct": 'monitor correct xk3b "Q3 2028" --why "the minister misspoke"',
    "undo": "monitor undo xk3b",
}


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "correct":
        parser.add_argument("ids", metavar="ID", nargs=1,
                            help="of a claim or change, or the id of a fact")  # fmt: skip
        parser.add_argument("value", nargs="?",
                            help='as a person writes it: "Q3 2028", "20 %%"')  # fmt: skip
        parser.add_argument("--value", dest="typed", metavar="VALUE", help="the same")
    else:
        parser.add_argument("ids", metavar="ID", nargs="+",
                            help="of a hit, claim or change; its beginning will do")  # fmt: skip
    parser.add_argument("--why", default="", help="a note for those who read it later")
    parser.add_argument("--by", default="", help="who says so; else your user name")
    parser.add_argument("--quiet-alerts", action="store_true",
                        help="tell nobody what follows from it")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the reviews and what moved, as JSON")
    parser.epilog = f"example:\n  {_EXAMPLES[command]}"
    parser.set_defaults(run=_judge, judgement=command, value=None, typed=None)


def _judge(arguments: argparse.Namespace) -> int:
    wanted = arguments.typed or arguments.value
    if arguments.judgement == "correct" and not wanted:
        raise usage_error(f'say what it really is: monitor correct {arguments.ids[0]} "Q3 2028"')
    config = load_config(arguments)
    done = []
    find_database(arguments)
    with assemble(config) as service:
        store, judging = service.store, service.judging
        targets = [resolve(store, judging, beginning) for beginning in arguments.ids]
        for target in targets:
            value = parse_correction(config, store, target, wanted)
            _, judged = judging.review(
                target, Judgement(arguments.judgement), by=arguments.by or user_name(),
                why=arguments.why, value=value, alert=not arguments.quiet_alerts,
            )  # fmt: skip
            done.append((target, value, judged))
    if arguments.json:
        print(to_json([_as_json(arguments, *one) for one in done], indent=2))
        return 0
    screen = terminal(arguments)
    for target, value, judged in done:
        said = f" to {format_value(value)}" if value else ""
        print(f"{past_tense(arguments.judgement)} {target}{clean(said)}.")
        for line in describe_moves(judged):
            print(f"  {screen.style(line, 'cyan')}")
    return 0


def _as_json(
    arguments: argparse.Namespace, target: str, value: Value | None, judged: Judged
) -> dict[str, object]:
    return {
        "target": target,
        "judgement": arguments.judgement,
        "value": value_to_json(value) if value else None,
        "at": instant_to_json(SystemClock().now()),
        "changes": [change_to_json(change) for change in judged.changes],
        "alerts": [alert.id for alert in judged.alerts],
    }


def past_tense(judgement: str) -> str:
    return {
        "accept": "Accepted", "reject": "Rejected", "correct": "Corrected",
        "undo": "Took back the reviews of",
    }[judgement]  # fmt: skip


def describe_moves(judged: Judged) -> list[str]:
    """What followed from a judgement, a line each."""
    lines = [_describe(change) for change in _unique(judged.changes)]
    if judged.alerts:
        count = len(judged.alerts)
        lines.append(f"{count} alert{'' if count == 1 else 's'} planned")
    return lines


def _unique(changes: Iterable[Change]) -> list[Change]:
    return list({change.id: change for change in changes}.values())


def _describe(change: Change) -> str:
    old = f"{format_value(change.old)} -> " if change.old else ""
    return clean(
        f"{change.fact} {change.verdict}: {old}{format_value(change.new)} ({change.state})"
    )


def user_name() -> str:
    """Whoever is logged in; empty where nobody is."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def resolve(store: Store, judging: Judging, beginning: str) -> str:
    """The one id that begins so; a usage error where there is none or are several.

    For a change that another one tells by now, that other one.
    """
    if beginning in judging.facts:
        return beginning
    found = store.ledger.resolve(beginning)
    if beginning in found:
        found = [beginning]
    if len(found) == 1:
        return store.ledger.told_by(found[0])
    if not found:
        raise usage_error(f'there is no hit, claim or change "{clean(beginning)}"')
    some = ", ".join(found[:5])
    raise usage_error(f'"{beginning}" begins several ids: {some}; write more of it')


def parse_correction(config: Config, store: Store, target: str, text: str | None) -> Value | None:
    """The value of a correction, read as config.toml reads them. Usage error where it is none."""
    if text is None:
        return None
    facts = {fact.id: fact for fact in config.watchlist.facts}
    fact = facts.get(target) or facts.get(store.ledger.fact_of(target) or "")
    if fact is None:
        raise usage_error(f"{target} has no value to correct; correct its claims or changes")
    return read_value(config, fact, text, SystemClock().now())


def read_value(config: Config, fact: Fact, text: str, now: datetime) -> Value:
    """A typed value of a fact; relative words count from the day in the configured zone."""
    day: date = now.astimezone(config.timezone).date()
    try:
        value = parse_value(fact.kind, text, unit=fact.unit, currency=fact.currency, published=day)
    except ValueError as error:
        raise usage_error(str(error)) from None
    if isinstance(value, Party):
        from monitor.config.watchlist import known_party

        return known_party(value, config.watchlist.entities)
    return value
