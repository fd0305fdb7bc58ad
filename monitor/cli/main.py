"""The command line: finds the command, runs it, and turns what goes wrong into one line.

Every import of ours is made where it is needed: ``monitor hits`` must not wait for
the web, the matcher or the scheduler.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from monitor.cli.commands import COMMANDS
from monitor.cli.parsers import WRONG, Parser, add_common, command_parser, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

DONE, FAILED, INTERRUPTED = 0, 1, 130
_TAKE_A_VALUE = frozenset({"--config", "--database", "--color"})


def run(words: Sequence[str]) -> int:
    """Runs one command line and returns its exit status."""
    return _run(words)[0]


def run_and_leave(words: Sequence[str]) -> NoReturn:
    """Runs one command line and ends the process.

    A listing ends it at once: there is nothing to tidy up, and the interpreter's own
    tidying would take a tenth of its time.
    """
    status, quick = _run(words)
    if quick:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)
    sys.exit(status)


def _run(words: Sequence[str]) -> tuple[int, bool]:
    """The exit status, and whether the process may end without further ado."""
    _print_everywhere()
    try:
        status, quick = _dispatch(list(words))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED, False
    except BrokenPipeError:
        _drop_output()
        return DONE, False
    except Exception as error:
        if "--debug" in words:
            raise
        return _explain(error), False
    return status or DONE, quick


def _drop_output() -> None:
    """What is still to be printed goes nowhere; else the interpreter fails on it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_everywhere() -> None:
    """What a stream cannot encode is shown as ``?`` instead of ending the command."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the shell closed it: ``>&-``
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        if encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _dispatch(words: list[str]) -> tuple[int | None, bool]:
    words = _joined(words)
    front = 0
    while front < len(words) and words[front].startswith("-"):
        front += 2 if words[front] in _TAKE_A_VALUE else 1
    options = Parser(prog="monitor", add_help=False, allow_abbrev=False)
    add_common(options, front=True)
    given = options.parse_args(words[:front])
    if given.version:
        return _version(), False
    if front >= len(words):
        return _overview(wrong=not given.help and bool(words[:front])), False
    if given.help:
        return _overview(), False
    command = words[front]
    if command not in COMMANDS:
        options.error(_unknown(command))
    parser = command_parser(command)
    arguments = parser.parse_args(words[front + 1 :], given)
    status: int | None = arguments.run(arguments)
    return status, getattr(arguments, "quick", False)


def _joined(words: list[str]) -> list[str]:
    """``--sort -score`` as one word: argparse would take ``-score`` for an option."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "--sort":
            joined[-1] = f"--sort={word}"
        else:
            joined.append(word)
    return joined


def _unknown(command: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(command, COMMANDS, n=1, cutoff=0.5)
    return f'there is no command "{command}"' + (f'; did you mean "{close[0]}"?' if close else "")


def _overview(*, wrong: bool = False) -> int:
    from monitor.cli.topics import overview

    print(overview(), file=sys.stderr if wrong else sys.stdout)
    return WRONG if wrong else DONE


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"monitor {version('monitor')}")
    except PackageNotFoundError:
        print("monitor (not installed)")
    return DONE


def _explain(error: Exception) -> int:
    """One line for each thing that is wrong; a bug of ours says how to see more."""
    from monitor.cli.terminal import clean_lines
    from monitor.errors import ConfigError, MonitorError

    if isinstance(error, MonitorError):
        for line in str(error).split("\n"):
            complain(clean_lines(line))
        return WRONG if isinstance(error, ConfigError) else FAILED
    if isinstance(error, OSError):
        complain(clean_lines(f"{error.filename or 'the output'}: {error.strerror or error}"))
        _drop_output()
        return FAILED
    text = clean_lines(f"{type(error).__name__}: {error}".split("\n")[0])
    complain(f"unexpected {text} (--debug shows where)")
    return FAILED
