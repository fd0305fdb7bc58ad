"""What runs in a process beside: one message after another, each a call and its answer."""

from __future__ import annotations

import pickle
import resource
import signal
import socket
from contextlib import suppress
from typing import Any

from monitor.errors import MonitorError, ParseError
from monitor.sources.beside.process import LENGTH

_MOST_MEMORY = 1 << 30


def serve() -> None:
    """Answers what comes over standard input, until that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is meant for the other process
    with suppress(OSError, ValueError):  # systemd may forbid it, and has a limit of its own
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        allowed = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, _MOST_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, most))
    import monitor.sources.kinds
    import monitor.sources.pages  # noqa: F401 - what is always needed is there before it is asked for

    with suppress(OSError), socket.socket(fileno=0) as ours, ours.makefile("rwb") as stream:
        stream.write(b"\0")
        stream.flush()
        while length := int.from_bytes(stream.read(LENGTH)):
            answer = pickle.dumps(_answer(stream.read(length)), pickle.HIGHEST_PROTOCOL)
            stream.write(len(answer).to_bytes(LENGTH))
            stream.write(answer)
            stream.flush()


def _answer(message: bytes) -> Any:
    """What the call returned, or the error that it raised."""
    try:
        task, args, kwargs = pickle.loads(message)  # noqa: S301 - the other process wrote it
        return task(*args, **kwargs)
    except ParseError as error:
        return _Failed(str(error), error.reason)
    except MemoryError:
        return _Failed("reading it takes too much memory", "too-large")
    except MonitorError as error:
        return _Failed(str(error), "malformed")
    except Exception as error:  # noqa: BLE001 - whatever hostile input does to a parser
        return _Failed(f"unexpected: {type(error).__name__}: {error}"[:200], "malformed")


class _Failed:
    """A ParseError on its way: pickled, it is made anew on the other side."""

    def __init__(self, message: str, reason: str) -> None:
        self._made = message, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return _make_error, self._made


def _make_error(message: str, reason: str) -> ParseError:
    return ParseError(message, reason=reason)
