"""``monitor check``: the configuration as a person wants to read it, and what is wrong in it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from monitor.cli.context import load_config, terminal, to_json
from monitor.cli.describing import describe
from monitor.cli.place import config_path
from monitor.cli.tables import Column, render
from monitor.cli.terminal import Terminal, clean, wrap
from monitor.config import (
    Config,
)
from monitor.errors import ConfigError, Problem

Row = dict[str, Any]


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--online", action="store_true", help="try every enabled source and channel"
    )
    parser.add_argument("--json", action="store_true", help="problems, warnings and counts as JSON")
    parser.add_argument("--quiet", action="store_true", help="only what is wrong")
    parser.epilog = "example:\n  monitor --config lithium.toml check"
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    try:
        config = load_config(arguments)
    except ConfigError as error:
        _show_broken(arguments, error.problems)
        return 2
    advice = _advice(config)
    screen = terminal(arguments)
    if not arguments.json:
        lines = [] if arguments.quiet else describe(config, screen)
        for line in [*lines, *_show_notes(config.warnings, advice, screen)]:
            print(line)
    tried = _try(config) if arguments.online else []
    if arguments.json:
        found = {"online": tried} if arguments.online else {}
        print(to_json({**_summary(config, advice), **found}, indent=2))
    elif arguments.online:
        _show_tried(tried, screen)
    return 0 if all(row["ok"] for row in tried) else 1


def _try(config: Config) -> list[Row]:
    from monitor.cli.online import try_everything

    return try_everything(config)


def _show_tried(rows: list[Row], screen: Terminal) -> None:
    columns = [
        Column("what", lambda row: row["what"]),
        Column("name", lambda row: row["name"], least=10, style=lambda row: ("bold",)),
        Column("ok", lambda row: "ok" if row["ok"] else "failed",
               style=lambda row: ("green",) if row["ok"] else ("red",)),
        Column("said", lambda row: row["said"], least=20),
    ]  # fmt: skip
    for line in render(rows, columns, screen):
        print(line)


def _show_broken(arguments: argparse.Namespace, problems: list[Problem]) -> None:
    if arguments.json:
        print(to_json({"sound": False, "problems": [_as_json(p) for p in problems]}, indent=2))
        return
    screen = terminal(arguments)
    path = clean(config_path(arguments.config))
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(screen.style(f"{count} in {path}:", "bold", "red"))
    for problem in problems:
        print("\n".join(_show_problem(problem, screen)))


def _show_problem(problem: Problem, screen: Terminal) -> Iterator[str]:
    where = clean(f"{problem.file}:{problem.line}" if problem.line else problem.file)
    head = f"  {where}: {clean(problem.key)}:" if problem.key else f"  {where}:"
    yield f"{screen.style(head, 'bold')} {clean(problem.message)}"
    if problem.hint:
        yield from wrap(clean(problem.hint), screen.prose, "      ")


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "message": problem.message,
        "hint": problem.hint,
    }


def _advice(config: Config) -> list[tuple[str, str]]:
    """What the reading room has to say on names that will cause trouble: (about, advice)."""
    from monitor.reading.names.advice import advise

    nameless = any(one.enabled and not one.user_agent for one in config.sources)
    fetch = config.fetch
    manners = (
        "publishers cannot tell whom to ask about these requests. Write a mail address or a page:"
        ' [fetch] contact = "desk@example.org"'
    )
    given = [("fetch", manners)] if nameless and not (fetch.contact or fetch.user_agent) else []
    return given + [
        (
            f"{one.entity}: {one.alias}" if one.alias else one.entity,
            f"{one.message} {one.hint}".strip(),
        )
        for one in advise(config.watchlist)
    ]


def _summary(config: Config, advice: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "sound": True,
        "problems": [],
        "warnings": [_as_json(warning) for warning in config.warnings],
        "advice": [{"about": about, "message": message} for about, message in advice],
        "database": str(config.database),
        "timezone": str(config.timezone),
        "entities": len(config.watchlist.entities),
        "facts": len(config.watchlist.facts),
        "sources": sum(source.enabled for source in config.sources),
        "channels": [channel.name for channel in config.channels],
        "routes": [route.name for route in config.routes],
    }


def _show_notes(
    warnings: tuple[Problem, ...], advice: list[tuple[str, str]], screen: Terminal
) -> Iterator[str]:
    if warnings:
        yield screen.style("Warnings", "bold", "yellow")
        for warning in warnings:
            yield from _show_problem(warning, screen)
    if advice:
        yield screen.style("Advice", "bold", "yellow")
        for about, message in advice:
            yield from wrap(clean(f"{about}: {message}"), screen.prose, "  ")
    if not warnings and not advice:
        yield screen.style("No warnings.", "dim")
