"""One daemon for one database: a lock file beside it, held as long as the process lives."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import StoreError


@dataclass(frozen=True, slots=True)
class Holder:
    """The daemon that has a database, and when it last gave a sign of life."""

    process: int | None
    alive: datetime


def holder_of(database: Path) -> Holder | None:
    """Who runs on a database; None where nobody does, or where it cannot be told."""
    try:
        file = os.open(_beside(database), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        who = os.read(file, 32).decode(errors="replace").strip()
        alive = datetime.fromtimestamp(os.fstat(file).st_mtime, UTC)
        return Holder(int(who) if who.isdigit() else None, alive)
    else:
        return None
    finally:
        os.close(file)


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}-lock")


class ProcessLock:
    """``with ProcessLock(database):`` or StoreError naming the process that has it.

    The kernel lets go when the process ends, however it ends; the file may stay.
    """

    def __init__(self, database: Path) -> None:
        self.path = _beside(database)
        self._database = database
        self._file: int | None = None

    def __enter__(self) -> Self:
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be created: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(file, 32).decode(errors="replace").strip()
            os.close(file)
            who = f" (process {holder})" if holder.isdigit() else ""
            raise StoreError(
                f"another monitor{who} is already running on {self._database}; stop it first"
            ) from error
        self._file = file
        with suppress(OSError):  # a full disk: it is held all the same, only not under its name
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
        return self

    def beat(self) -> None:
        """A sign of life, for `monitor status`: the time of the lock file."""
        with suppress(OSError):
            os.utime(self.path)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None
