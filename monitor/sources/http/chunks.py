"""The chunks of a body, out of their wrapping."""

from __future__ import annotations

import re

from monitor.errors import FetchError

_LONGEST_SIZE = 4096
_SIZE = re.compile(rb"[0-9a-fA-F]{1,15}")


class Chunks:
    """Takes chunks out of their wrapping. ``rest`` is what came after the last one."""

    def __init__(self) -> None:
        self.ended = False
        self.rest = b""
        self._left = 0
        self._closing = False

    def feed(self, data: bytes) -> bytes:
        """What the chunks in ``data`` hold. Raises FetchError where they have no sizes."""
        data = self.rest + data
        at = 0
        out = bytearray()
        while at < len(data) and not self.ended:
            if self._left:
                piece = data[at : at + self._left]
                out += piece
                at += len(piece)
                self._left -= len(piece)
                self._closing = not self._left
            elif self._closing:
                width = 1 if data.startswith(b"\n", at) else 2
                if at + width > len(data):
                    break
                at += width
                self._closing = False
            else:
                end = data.find(b"\n", at, at + _LONGEST_SIZE)
                if end < 0 and len(data) - at < _LONGEST_SIZE:
                    break
                text = data[at:end].split(b";")[0].strip() if end >= 0 else b""
                if not _SIZE.fullmatch(text):
                    raise FetchError("the body's chunks have no sizes", reason="not-http")
                self._left = int(text, 16)
                self.ended = not self._left
                at = end + 1
        self.rest = data[at:]
        return bytes(out)
