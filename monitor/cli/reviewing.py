"""``monitor review``: through what waits, one key each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from monitor.cli.context import find_database, load_config, print_json, terminal
from monitor.cli.desk.desk import Desk
from monitor.cli.desk.queue import waiting
from monitor.cli.desk.words import KEYS, headline, origin, past, question, reasons, sureness
from monitor.cli.known import check_names
from monitor.cli.listings import add_parts, parted
from monitor.cli.terminal import Terminal, wrap
from monitor.cli.trying import mark_text
from monitor.errors import ConfigError, MonitorError
from monitor.model import Judgement
from monitor.service.assemble import assemble
from monitor.store import listings

_HISTORY = 6
_END_KEYS = tuple((key, word) for key, word in KEYS if key in {"u", "b", "q"})


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", action="append", metavar="ID", help="only this entity")
    parser.add_argument("--fact", action="append", metavar="ID", help="only this fact")
    add_parts(parser)
    parser.add_argument("--by", default="", help="who judges; else your user name")
    parser.add_argument("--plain", action="store_true", help="a prompt instead of the screen")
    parser.add_argument("--json", action="store_true", help="list what waits, and judge nothing")
    parser.epilog = (
        "keys: " + ", ".join(f"{key} {word}" for key, word in KEYS) + "\n\n"
        "The full screen needs: pip install 'monitor[review]'\n\n"
        "example:\n  monitor review --entity smz-complex"
    )
    parser.set_defaults(run=_review)


def _review(arguments: argparse.Namespace) -> int:
    config = load_config(arguments)
    path = find_database(arguments)
    entity, fact = _chosen(path, arguments)
    if arguments.json:
        items = waiting(path, config, entity=entity, fact=fact)
        print_json({"waits": item.kind, **item.row} for item in items)
        return 0
    with assemble(config) as service:
        desk = Desk(service, arguments.by, entity, fact)
        if not desk.items:
            print("Nothing waits for review.")
            return 0
        if _can_show_screen(arguments):
            from monitor.cli.desk.screen import ReviewApp

            ReviewApp(desk).run()
        else:
            _prompt(desk, terminal(arguments))
        count = len(desk.done)
        print(f"{count} judged, {len(desk.items) - count} left.")
    return 0


def _chosen(path: str, arguments: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The entities, with their parts where asked for, and facts to look at; empty for all."""
    entity, fact = parted(arguments.entity or ()), parted(arguments.fact or ())
    connection = listings.open_listings(path)
    try:
        check_names(connection, arguments, {"entity": entity, "fact": fact})
        if entity and arguments.parts:
            entity += listings.parts_of(connection, entity)
    finally:
        connection.close()
    return entity, fact


def _can_show_screen(arguments: argparse.Namespace) -> bool:
    attached = sys.stdin.isatty() and sys.stdout.isatty()
    return attached and not arguments.plain and find_spec("textual") is not None


# ---------------------------------------------------------------- the plain prompt


def _prompt(desk: Desk, screen: Terminal) -> None:
    shown = -1
    while desk.current is not None or desk.done:
        left = desk.current is not None
        if desk.place != shown:
            _show(desk, screen)
            shown = desk.place
        key = _read_key(screen, KEYS if left else _END_KEYS)
        if key in {"", "q"} or not (left or key in {"u", "b"}):
            return
        said = _act(desk, key)
        if said:
            print(screen.style(said, "cyan"))
        if key in {"u", "b"}:
            shown = -1


def _show(desk: Desk, screen: Terminal) -> None:
    item = desk.current
    print()
    if item is None:
        print("Nothing is left.")
        return
    print(screen.style(f"[{desk.place + 1} of {len(desk.items)}] {item.kind} {item.id}", "dim"))
    print(screen.style(headline(item), "bold"))
    passage = desk.passage(item)
    if passage.text:
        marked = mark_text(passage.text, 0, len(passage.text), list(passage.marks), screen)
        for line in wrap(marked, screen.prose, "  "):
            print(line)
    print(screen.style(f"{origin(item)}; {sureness(item)}", "dim"))
    for reason in reasons(item)[:_HISTORY]:
        print(screen.style(f"  {reason}", "dim"))
    history = desk.history(item)
    for row in history[:_HISTORY]:
        print(f"  {past(row)}")
    if len(history) > _HISTORY:
        print(
            screen.style(
                f"  ... {len(history) - _HISTORY} more: monitor timeline {item.fact}", "dim"
            )
        )
    print(question(item))


def _act(desk: Desk, key: str) -> str:
    try:
        match key:
            case "a":
                return desk.judge(Judgement.ACCEPT)
            case "r":
                return desk.judge(Judgement.REJECT)
            case "c":
                return _correct(desk)
            case "s" | " ":
                return desk.skip()
            case "b":
                return desk.back()
            case "m":
                return desk.mute()
            case "u":
                return desk.undo()
            case "o":
                return desk.open()
    except ConfigError as error:
        return str(error)
    except MonitorError as error:
        return f"Not recorded: {error}"
    return "Keys: " + ", ".join(f"{key} {word}" for key, word in KEYS)


def _correct(desk: Desk) -> str:
    item = desk.current
    if item is not None and item.kind == "hit":
        return desk.judge(Judgement.CORRECT)
    print("The value as you would write it (empty: leave it): ", end="", flush=True)
    value = sys.stdin.readline().strip()
    return desk.judge(Judgement.CORRECT, value) if value else "Left as it was."


def _read_key(screen: Terminal, offered: Sequence[tuple[str, str]]) -> str:
    """One key from a terminal, or the first letter of a line from anywhere else."""
    keys = " ".join(f"[{key}]{word.removeprefix(key)}" for key, word in offered)
    print(screen.style(keys, "dim") + " ", end="", flush=True)
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        print()
        return line.strip()[:1].lower() or ("" if not line else "?")
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)  # what was typed ahead counts
        key = sys.stdin.read(1).lower()
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
    print(key if key.isprintable() else "")
    return "" if key == "\x04" else key
