"""The parser of a command line, and of each command."""

from __future__ import annotations

import argparse
import sys

from monitor.cli.commands import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

WRONG = 2


def command_parser(command: str) -> argparse.ArgumentParser:
    """The parser of one command, built by the file that knows it."""
    room, about = COMMANDS[command]
    parser = Parser(
        prog=f"monitor {command}",
        description=about[0].upper() + about[1:] + ".",
        formatter_class=Help,
        allow_abbrev=False,
    )
    __import__(f"monitor.cli.{room}", fromlist=["configure"]).configure(command, parser)
    add_common(parser, front=False)
    return parser


def add_common(parser: argparse.ArgumentParser, *, front: bool) -> None:
    """The options that every command takes, before or behind its name."""

    def default(value: object) -> object:
        return value if front else argparse.SUPPRESS

    group = parser.add_argument_group("everywhere")
    add = group.add_argument
    add("--config", metavar="PATH", default=default(None),
        help="configuration; else $MONITOR_CONFIG, else ./config.toml")  # fmt: skip
    add("--database", metavar="PATH", default=default(None), help="database; else as configured")
    add("--color", choices=("auto", "always", "never"), default=default("auto"),
        help="colours: auto means on a terminal, unless NO_COLOR is set")  # fmt: skip
    add(
        "--debug",
        action="store_true",
        default=default(False),
        help="show where an error comes from",
    )
    if front:
        add("-h", "--help", action="store_true")
        add("--version", action="store_true")


def complain(line: str) -> None:
    """One line to stderr, under our name."""
    print(f"monitor: {line}", file=sys.stderr)


class Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, at most what is comfortable to read."""

    def __init__(self, prog: str) -> None:
        from monitor.cli.terminal import Terminal

        super().__init__(prog, max_help_position=28, width=max(38, min(Terminal().columns - 2, 98)))


class Parser(argparse.ArgumentParser):
    """Wrong usage is one line and a way on, not a page of syntax."""

    def error(self, message: str) -> NoReturn:
        from monitor.cli.terminal import clean

        complain(f"{clean(message)} (see: {self.prog} --help)")
        raise SystemExit(WRONG)
