"""Messages to a file, one JSON object a line, or to standard output as text."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Protocol, TextIO

from monitor.alerts.channels.channel import Receipt
from monitor.alerts.compose import Message
from monitor.errors import DeliveryError


class FileSettings(Protocol):
    """What ``[alerts.file]`` gives."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...


class FileChannel:
    """Each line is written in one piece and is on the disk before it counts as delivered."""

    def __init__(self, settings: FileSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.name

    def deliver(self, message: Message) -> Receipt:
        form = {**message.json, "text": message.text}
        row = (json.dumps(form, ensure_ascii=False) + "\n").encode()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        try:
            handle = os.open(self._settings.path, flags, 0o640)
            try:
                if os.write(handle, row) != len(row):
                    raise DeliveryError("the disk is full", retryable=True, channel_wide=True)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            why = f"{self._settings.path}: {error.strerror}"
            raise DeliveryError(why, retryable=True, channel_wide=True) from None
        return Receipt(f"{len(row)} bytes")

    def check(self) -> str:
        folder = self._settings.path.parent
        if not os.access(folder, os.W_OK):
            raise DeliveryError(f"{folder} cannot be written", retryable=True, channel_wide=True)
        return f"{self._settings.path} can be written"

    def abort(self) -> None:
        """Nothing waits here."""


class StdoutChannel:
    """The text of each message, for trying things out."""

    name = "stdout"

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def deliver(self, message: Message) -> Receipt:
        stream = self._stream or sys.stdout
        try:
            stream.write(f"{message.subject}\n\n{message.text}\n")
            stream.flush()
        except (OSError, ValueError) as error:
            text = f"standard output: {error}"
            raise DeliveryError(text, retryable=True, channel_wide=True) from None
        return Receipt("written")

    def check(self) -> str:
        return "standard output"

    def abort(self) -> None:
        """Nothing waits here."""
