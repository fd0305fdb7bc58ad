"""``monitor run``, ``poll`` and ``demo``: what works instead of looking."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.columns import colour_of
from monitor.cli.context import counted, load_config, terminal, to_json
from monitor.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from monitor.service.poller import PollOutcome
    from monitor.service.rounds import Round


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "run":
        parser.add_argument("--log", choices=("text", "json"), default="text",
                            help="how the log is written, on stderr")  # fmt: skip
        parser.add_argument("--verbose", action="store_true", help="log what brought nothing, too")
        parser.epilog = "example:\n  monitor --config /etc/monitor/config.toml run"
        parser.set_defaults(run=_daemon)
    elif command == "poll":
        parser.add_argument("--all", action="store_true", help="every enabled source, due or not")
        parser.add_argument("--json", action="store_true", help="a summary as JSON")
        parser.epilog = "example:\n  monitor poll --all --json"
        parser.set_defaults(run=_poll)
    else:
        parser.add_argument("--directory", metavar="PATH", default="monitor-demo",
                            help="where to leave what it makes (monitor-demo)")  # fmt: skip
        parser.epilog = "example:\n  monitor demo"
        parser.set_defaults(run=_demo)


def _daemon(arguments: argparse.Namespace) -> int:
    import logging

    from monitor.cli.logs import configure_logging
    from monitor.service.daemon import run

    config = load_config(arguments)
    configure_logging(arguments.log, verbose=arguments.verbose)
    for warning in config.warnings:
        logging.getLogger("monitor").warning("%s", warning)
    return run(config)


def _demo(arguments: argparse.Namespace) -> int:
    from monitor.demo.main import run_demo

    return run_demo(Path(arguments.directory))


def _poll(arguments: argparse.Namespace) -> int:
    import asyncio

    from monitor.service.assemble import assemble
    from monitor.service.rounds import one_round

    config = load_config(arguments)
    screen = terminal(arguments)

    def report(outcome: PollOutcome) -> None:
        print(_describe(outcome, screen), flush=True)

    with assemble(config, report=None if arguments.json else report) as service:
        done = asyncio.run(one_round(service, everything=arguments.all))
    if arguments.json:
        print(to_json(done.to_json(), indent=2))
    else:
        for line in _summary(done, screen):
            print(line)
    if not any(source.enabled for source in config.sources):
        print("monitor: no source is enabled", file=sys.stderr)
    return 1 if done.failed else 0


def _describe(outcome: PollOutcome, screen: Terminal) -> str:
    state = screen.style(f"{outcome.state:<9}", *colour_of(outcome.state))
    return f"{state} {clean(outcome.source)}: {clean(outcome.detail)}"


def _summary(done: Round, screen: Terminal) -> Iterator[str]:
    new, hits = (sum(getattr(poll, key) for poll in done.polls) for key in ("new", "hits"))
    polled = counted(len(done.polls), "source")
    yield f"{polled} polled, {counted(new, 'new article')}, {counted(hits, 'hit')}."
    for delivery in done.deliveries:
        outcome = screen.style(delivery.outcome, *colour_of(delivery.outcome))
        yield clean(f"alert {delivery.alert} ") + f"{outcome} {clean(delivery.detail)}"
    if done.next_poll:
        yield screen.style(f"The next source is due {done.next_poll:%Y-%m-%d %H:%M} UTC.", "dim")
