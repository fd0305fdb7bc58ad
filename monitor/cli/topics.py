"""``monitor``, ``monitor --help`` and ``monitor help TOPIC``."""

from __future__ import annotations

import argparse
import sys

from monitor.cli.commands import COMMANDS, GROUPS
from monitor.cli.terminal import Terminal, wrap

_TOPICS: dict[str, str] = {
    "watchlist": """\
A watchlist is [[entities]] (what is tracked, by which names) and [[facts]] (what is
believed about them today), in config.toml. Start from a text you know:

  monitor try story.txt            what is found in it, what nearly, and why not
  monitor check                    the watchlist as it is understood
  monitor names smz                every form in which an entity is found

Short and ambiguous names go into `short`: they count only near a word of `context`.
Look-alikes go into `not`. docs/configuration.md has every key.""",
    "values": """\
Values are written as a person writes them, in config.toml and in `monitor correct`:

  milestone   2027, Q3 2027, "by the end of 2027", "late 2027", "no earlier than 2028",
              "done 2026-08-12"
  quantity    "up to 2,500 t/yr", "1,400-1,500 t", "about 1,000"
  money       "11.3 billion RUB", "USD 1.7-1.8 billion"
  share       20%, "at least 51%"
  stage       announced study design permitted financed preparing construction
              commissioning operating; suspended, cancelled
  agreement   proposed talks agreed signed; refused
  party       the id of an entity, or a name""",
    "verdicts": """\
What a claim does to a fact:

  first       nothing was believed            slipped    a milestone moved later
  restated    the same again                  advanced   a milestone moved earlier
  refined     inside the old: 2027 -> Q3 2027 achieved   it happened
  loosened    around the old: nothing moves   raised, lowered
  progressed, set-back                        suspended, resumed, cancelled
  replaced    another party                   stale      older than what stands
  disputed    contradicted by a lesser or older voice: flagged, not moved""",
    "times": """\
--since and --until take what people type: today, yesterday, monday, "3 days",
"last week", "this month", 2025, 2025-09, "September 2025", "Q3 2025", "10 Sep",
2025-09-10, 2025-09-10T08:00. A period counts whole: --until 2025-09 is to its end.""",
    "exit": """\
0  done
1  done with failures that were reported, or the database refused
2  wrong usage or configuration""",
}


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", nargs="?", help="a command, or one of: " + ", ".join(_TOPICS))
    parser.set_defaults(run=_help)
    parser.epilog = "example:\n  monitor help values"


def _help(arguments: argparse.Namespace) -> int:
    topic = arguments.topic
    if not topic:
        print(overview())
    elif topic in COMMANDS:
        from monitor.cli.parsers import command_parser

        command_parser(topic).print_help()
    elif topic in _TOPICS:
        print(_TOPICS[topic])
    else:
        known = ", ".join(_TOPICS)
        print(f'monitor: there is no help on "{topic}"; topics: {known}', file=sys.stderr)
        return 2
    return 0


def overview() -> str:
    """All commands in their groups."""
    terminal = Terminal()
    lines = ["A tripwire for facts in the news.", "", "usage: monitor [options] COMMAND ...", ""]
    for title, group in GROUPS:
        lines.append(terminal.style(title, "bold"))
        for name, (_, about) in group.items():
            first, *rest = wrap(about, terminal.prose - 15)
            lines.append(f"  {terminal.style(f'{name:<11}', 'cyan')}{first}")
            lines += [" " * 13 + line for line in rest]
        lines.append("")
    topics = ", ".join(_TOPICS)
    lines += wrap("monitor COMMAND --help has the options and an example of each.", terminal.prose)
    lines += wrap(f"monitor help TOPIC tells more on: {topics}.", terminal.prose)
    return "\n".join(lines)
