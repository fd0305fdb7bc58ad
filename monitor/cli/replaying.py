"""``monitor replay``, ``evaluate``, ``backup``, ``rebuild``: whole files and whole databases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.context import (
    count,
    counted,
    find_database,
    load_config,
    open_existing,
    terminal,
    to_json,
    usage_error,
)
from monitor.cli.tables import Column, render
from monitor.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.service.evaluate_changes import ChangeMiss, ChangeReport
    from monitor.service.scores import Miss, Report, Score

_ABOUT = {
    "replay": "monitor --config lithium.toml --database lithium.db replay articles.jsonl",
    "evaluate": "monitor --config lithium.toml evaluate labelled.jsonl --misses 20",
    "backup": "monitor backup /var/backups/monitor-$(date +%F).db",
    "rebuild": "monitor rebuild\n  monitor rebuild --read-again",
}


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command in {"replay", "evaluate"}:
        parser.add_argument("file", metavar="FILE.jsonl", help="one article a line")
    if command == "backup":
        parser.add_argument("path", metavar="PATH", help="where the copy goes")
    if command == "evaluate":
        parser.add_argument("--misses", type=count, default=10, metavar="N",
                            help="show the N worst misses (10)")  # fmt: skip
        parser.add_argument("--by", action="append", metavar="GROUP",
                            choices=("language", "kind", "attribute", "modality"),
                            help="only these breakdowns")  # fmt: skip
        parser.add_argument("--timelines", metavar="FILE.json",
                            help="also compare the changes that would be told")  # fmt: skip
    if command == "rebuild":
        parser.add_argument("--check", action="store_true", help="compare only, and store nothing")
        parser.add_argument("--read-again", action="store_true",
                            help="show what today's rules would read otherwise")  # fmt: skip
        parser.add_argument("--store", action="store_true",
                            help="with --read-again: keep what was read")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.epilog = f"example:\n  {_ABOUT[command]}"
    run = {"replay": _replay, "evaluate": _evaluate, "backup": _backup, "rebuild": _rebuild}
    parser.set_defaults(run=run[command])


# ---------------------------------------------------------------- replay


def _replay(arguments: argparse.Namespace) -> int:
    from monitor.clock import SystemClock
    from monitor.service.assemble import assemble
    from monitor.service.replay import replay

    config = load_config(arguments)
    path = _existing(arguments.file)
    show = sys.stderr.isatty() and not arguments.json

    def progress(done: int, of: int) -> None:
        print(f"\r{done} of {of} articles", end="", file=sys.stderr, flush=True)

    with assemble(config) as service:
        done = replay(path, service.pipeline, SystemClock(), progress=progress if show else None)
    if show:
        print("\r\x1b[K", end="", file=sys.stderr)
    if arguments.json:
        print(to_json(done.to_json(), indent=2))
    else:
        known = f" ({done.known} known before)" if done.known else ""
        print(
            f"{counted(done.articles, 'article')}{known}, {counted(done.hits, 'hit')},"
            f" {counted(done.claims, 'claim')}, {counted(done.changes, 'change')}"
            f" in {done.took:.1f} s."
        )
        print(f"In {clean(str(config.database))}; nobody was told. See: monitor changes")
    for problem in done.problems:
        print(f"monitor: {clean(problem)}", file=sys.stderr)
    return 1 if done.problems else 0


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        what = "is a directory" if path.is_dir() else "does not exist"
        raise usage_error(f"{clean(name)} {what}")
    return path


# ---------------------------------------------------------------- evaluate


def _evaluate(arguments: argparse.Namespace) -> int:
    from monitor.reading.reader import Reader
    from monitor.service.evaluate import evaluate

    config = load_config(arguments)
    path = _existing(arguments.file)
    report = evaluate(path, Reader(config.watchlist))
    changes = _changes(path, arguments, config)
    if arguments.json:
        told = {"changes": changes.to_json()} if changes else {}
        print(to_json({**report.to_json(), **told}, indent=2))
        return 0
    screen = terminal(arguments)
    for line in _figures(report, arguments.by, screen):
        print(line)
    for line in _misses(report.misses, arguments.misses, _MISS, screen):
        print(line)
    if changes:
        print()
        for line in render(_rows(changes.scores), _score_columns("changes"), screen):
            print(line)
        for line in _misses(changes.misses, arguments.misses, _CHANGE_MISS, screen):
            print(line)
    return 0


def _changes(path: Path, arguments: argparse.Namespace, config: Config) -> ChangeReport | None:
    if not arguments.timelines:
        return None
    from monitor.clock import SystemClock
    from monitor.service.evaluate_changes import evaluate_changes

    return evaluate_changes(path, _existing(arguments.timelines), config, SystemClock())


def _rows(scores: Mapping[str, Score]) -> list[dict[str, Any]]:
    return [{"what": name, **score.to_json()} for name, score in scores.items()]


def _figures(report: Report, groups: list[str] | None, screen: Terminal) -> Iterator[str]:
    yield f"{report.articles} articles, {report.negatives} of them not relevant"
    yield f"hits in those that are not relevant: {report.negatives_hit}"
    right = report.claims["all"].right if "all" in report.claims else 0
    yield f"claims right that have the label's modality too: {report.same_modality} of {right}"
    for title, scores in (("hits", report.hits), ("claims", report.claims)):
        chosen = {
            name: score
            for name, score in scores.items()
            if name == "all" or not groups or name.split(" ")[0] in groups
        }
        yield ""
        yield from render(_rows(chosen), _score_columns(title), screen)
    sure = [
        {"what": f"{low} to {float(low) + 0.1:.1f}", **score.to_json()}
        for low, score in sorted(report.confidence.items(), reverse=True)
    ]
    yield ""
    yield from render(sure, _sure_columns(), screen)


def _score_columns(title: str) -> list[Column]:
    shares = [_percent(key, key) for key in ("precision", "recall", "f1")]
    counts = [_count(key) for key in ("right", "wrong", "missed")]
    return [Column(title, itemgetter("what"), least=12), *shares, *counts]


def _sure_columns() -> list[Column]:
    name = Column("confidence", itemgetter("what"), least=12)
    return [name, _percent("share right", "precision"), _count("right"), _count("wrong")]


def _percent(title: str, key: str) -> Column:
    def text(row: dict[str, Any]) -> str:
        return "-" if row[key] is None else f"{100 * row[key]:.1f} %"

    return Column(title, text, right=True)


def _count(key: str) -> Column:
    return Column(key, itemgetter(key), right=True, keep=1)


_MISS = (
    Column("miss", itemgetter("what")),
    Column("article", itemgetter("article"), least=8, keep=1),
    Column("fact", itemgetter("fact"), least=12),
    Column("value", itemgetter("value"), least=8),
    Column("instead", itemgetter("instead"), least=8, keep=3),
    Column("quote", itemgetter("quote"), least=16, keep=2),
)
_CHANGE_MISS = (
    Column("miss", itemgetter("what")),
    Column("fact", itemgetter("fact"), least=12),
    Column("verdict", itemgetter("verdict")),
    Column("value", itemgetter("value"), least=8),
    Column("article", itemgetter("article"), least=8, keep=1),
    Column("title", itemgetter("title"), least=16, keep=2),
)


def _misses(
    misses: Sequence[Miss | ChangeMiss], count: int, columns: Sequence[Column], screen: Terminal
) -> Iterator[str]:
    if misses[:count]:
        yield ""
        yield from render([miss.to_json() for miss in misses[:count]], list(columns), screen)
    if len(misses) > count:
        yield screen.style(f"{len(misses) - count} more; --misses N shows them.", "dim")


# ---------------------------------------------------------------- backup, rebuild


def _backup(arguments: argparse.Namespace) -> int:
    from monitor.store.backup import backup

    with open_existing(arguments) as store:
        size = backup(store.database, Path(arguments.path))
    if arguments.json:
        print(to_json({"path": arguments.path, "bytes": size}))
    else:
        print(f"{clean(arguments.path)}: {size:,} bytes, checked.")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from monitor.service.assemble import assemble
    from monitor.service.rebuild import rebuild

    if arguments.store and not arguments.read_again:
        raise usage_error("--store goes with --read-again")
    config = load_config(arguments)
    find_database(arguments)
    if arguments.read_again:
        from monitor.cli.rereading import reread

        return reread(arguments, config)
    with assemble(config) as service:
        done = rebuild(service, store=not arguments.check)
    if arguments.json:
        print(to_json(done.to_json(), indent=2))
        return 1 if done.differences else 0
    for difference in done.differences:
        print(clean(str(difference)))
    count = len(done.differences)
    found = f"{count} difference{'' if count == 1 else 's'}" if count else "no difference"
    stored = "; what was derived now stands" if done.stored else ""
    print(f"{done.facts} facts derived again: {found}{stored}.")
    return 1 if count else 0
