"""Who holds a lease: a process that can be told dead from alive, by its host and start time."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def own_holder() -> str:
    """A name for this process that no later process on this host will have."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_started(pid)}"


def is_gone(holder: str) -> bool:
    """Whether the process is known to be dead; one on another host never is."""
    host, _, rest = holder.partition("/")
    pid, _, started = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """When a process started, in clock ticks since the machine did; empty if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] != "Z" else ""
