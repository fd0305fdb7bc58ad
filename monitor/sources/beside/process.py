"""One process that reads for us: started, asked, ended."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from monitor.errors import ParseError

_ROOT = str(Path(__file__).resolve().parents[3])
_CODE = (
    "import sys\n"
    f"if {_ROOT!r} not in sys.path: sys.path.insert(0, {_ROOT!r})\n"
    "from monitor.sources.beside.worker import serve\n"
    "serve()\n"
)
_ITS_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "TMPDIR")
LENGTH = 8


class Process:
    """A process, and the socket that is its standard input."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(cls) -> Self:
        """Raises OSError where there can be none."""
        process, ours = _spawn()
        self = cls(process, *await asyncio.open_connection(sock=ours))
        try:
            await self._reader.readexactly(1)  # it says so when it is ready
        except BaseException as error:
            self.end()
            if isinstance(error, asyncio.IncompleteReadError):
                raise OSError("the process did not come up") from error
            raise
        return self

    @property
    def alive(self) -> bool:
        return self._process.poll() is None and not self._reader.at_eof()

    async def ask(self, message: bytes) -> Any:
        """The answer to a message. Raises ParseError where the process ends over it."""
        try:
            self._writer.write(len(message).to_bytes(LENGTH))
            self._writer.write(message)
            await self._writer.drain()
            length = int.from_bytes(await self._reader.readexactly(LENGTH))
            answer = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise ParseError("whoever read it did not survive it", reason="too-large") from error
        return pickle.loads(answer)  # noqa: S301 - our own process wrote it

    def end(self) -> None:
        """At once, whatever it does."""
        self._writer.transport.abort()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _spawn() -> tuple[subprocess.Popen[bytes], socket.socket]:
    if not sys.executable:
        raise OSError("nobody knows where Python is")
    known = {name: os.environ[name] for name in _ITS_ENVIRONMENT if name in os.environ}
    ours, its = socket.socketpair()
    try:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-c", _CODE],
            stdin=its.fileno(),
            stdout=subprocess.DEVNULL,
            env=known,
        )
    except BaseException:
        ours.close()
        raise
    finally:
        its.close()
    return process, ours
