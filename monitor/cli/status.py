"""``monitor status``: whether the daemon is alive, and how it is doing; for people and probes."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.cli.context import counted, find_database, instant_text, terminal, to_json
from monitor.cli.terminal import Terminal, clean, wrap

_INDENT = 10
_SILENT = timedelta(minutes=5)
"""A daemon that gives no sign of life for so long hangs; it gives one every half minute."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    del command
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.epilog = (
        "Exit status 0 while the daemon is alive, 1 when there is none or it hangs.\n\n"
        "example:\n  monitor status || systemctl restart monitor"
    )
    parser.set_defaults(run=_status)


def _status(arguments: argparse.Namespace) -> int:
    from monitor.clock import SystemClock

    found = _look(Path(find_database(arguments)), SystemClock().now())
    if arguments.json:
        print(to_json(found, indent=2))
    else:
        screen = terminal(arguments)
        for name, text in _told(found, screen):
            lines = wrap(text, screen.prose, " " * _INDENT)
            print("\n".join([f"{name:<{_INDENT}}{lines[0].lstrip()}", *lines[1:]]))
    return 0 if found["state"] == "running" else 1


def _look(database: Path, now: datetime) -> dict[str, Any]:
    from monitor.service.lock import holder_of
    from monitor.store import listings

    holder = holder_of(database)
    connection = listings.open_listings(str(database))
    sources = list(listings.sources(connection, now))
    polls = sorted(row["next_poll"] for row in sources if row["next_poll"])
    return {
        "state": _state(holder.alive if holder else None, now),
        "process": holder.process if holder else None,
        "alive_at": instant_text(holder.alive) if holder else None,
        "database": str(database),
        "bytes": database.stat().st_size,
        "sources": dict(Counter(row["state"] for row in sources).most_common()),
        "next_poll": polls[0] if polls else None,
        **listings.overview(connection, instant_text(now)),
    }


def _state(alive: datetime | None, now: datetime) -> str:
    if alive is None:
        return "stopped"
    return "running" if now - alive < _SILENT else "hanging"


def _told(found: dict[str, Any], screen: Terminal) -> list[tuple[str, str]]:
    colour = {"running": "green", "hanging": "red", "stopped": "yellow"}[found["state"]]
    daemon = screen.style(found["state"], colour)
    if found["alive_at"]:
        daemon += f" as process {found['process']}, last sign of life {_time(found['alive_at'])}"
    size = f"{found['bytes'] / 1e6:,.1f} MB"
    sources = ", ".join(f"{count} {state}" for state, count in found["sources"].items())
    overdue = found["alerts_overdue_since"]
    late = f", the oldest due since {_time(overdue)}" if overdue else ""
    sent = f"; last sent {_time(found['alerts_sent_at'])}" if found["alerts_sent_at"] else ""
    poll = f"; next poll {_time(found['next_poll'])}" if found["next_poll"] else ""
    waiting = found["unconfirmed"]
    return [
        ("daemon", daemon),
        (
            "database",
            f"{clean(found['database'])}, {size}, {counted(found['articles'], 'article')}",
        ),
        ("sources", f"{sources or 'none polled yet'}{poll}"),
        ("facts", f"{found['facts']} tracked, {counted(waiting, 'change')} to be confirmed"),
        ("alerts", f"{found['alerts_waiting']} waiting{late}{sent}"),
    ]


def _time(instant: str) -> str:
    return f"{instant[:16].replace('T', ' ')}Z"
