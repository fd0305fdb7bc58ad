"""Commands that list by default and do something else when told so: ``alerts``, ``sources``."""

from __future__ import annotations

import argparse

from monitor.cli.context import usage_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Action = Callable[[argparse.Namespace], int]


def add_actions(
    parser: argparse.ArgumentParser,
    actions: Mapping[str, Action],
    *,
    target: str,
    needing: frozenset[str],
) -> None:
    """``[ACTION] [TARGET]``: one of ``actions``, of which the first is done by default.

    ``target`` is the help on it; those ``needing`` one refuse to go without.
    """
    first = next(iter(actions))
    parser.add_argument(
        "action", nargs="?", default=first, choices=actions, help=f"{first} is the default"
    )
    parser.add_argument("target", nargs="?", metavar="TARGET", help=target)

    def run(arguments: argparse.Namespace) -> int:
        action = arguments.action
        if action in needing and not arguments.target:
            raise usage_error(
                f"{parser.prog} {action} needs to know what (see: {parser.prog} --help)"
            )
        arguments.quick = action == first
        return actions[action](arguments)

    parser.set_defaults(run=run)
