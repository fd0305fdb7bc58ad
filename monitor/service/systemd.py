"""Telling systemd how we are, as sd_notify does it: one datagram to a socket."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def notify(state: str) -> bool:
    """Sends ``READY=1``, ``WATCHDOG=1``, ``STOPPING=1`` or ``STATUS=...``.

    False where nobody listens; that is never an error.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # a name in the abstract namespace
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(state.encode(), address)
        return True
    return False


def watchdog_seconds() -> float | None:
    """How often systemd wants a sign of life: half of what it waits for. None: never."""
    given = os.environ.get("WATCHDOG_USEC", "")
    process = os.environ.get("WATCHDOG_PID", "")
    if not given.isdigit() or int(given) == 0 or (process and process != str(os.getpid())):
        return None
    return int(given) / 2_000_000
