"""Bodies within bounds: decompression that stops before it fills the memory."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

from monitor.errors import FetchError

GZIP_MAGIC = b"\x1f\x8b\x08"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ENOUGH_TO_TELL = 16
_MOST_LAYERS = 3


class Decoder(Protocol):
    """Turns compressed bytes into plain ones; ``ended`` once the stream says so."""

    @property
    def ended(self) -> bool: ...

    def feed(self, data: bytes, limit: int) -> bytes:
        """At most ``limit`` plain bytes, and an overrun of one where there are more."""


class _Zlib:
    """gzip (of several members too), zlib, or the bare deflate that some servers mean.

    Which of them it is the bytes say: servers mix up the names.
    """

    def __init__(self) -> None:
        self._bits = zlib.MAX_WBITS | 32
        self._inflate = zlib.decompressobj(self._bits)
        self._begun = False
        self.damaged = False

    @property
    def ended(self) -> bool:
        return self._inflate.eof and not self.damaged

    def feed(self, data: bytes, limit: int) -> bytes:
        if self.damaged:
            return b""
        out = self._step(data, limit + 1)
        while self._inflate.eof and self._inflate.unused_data.startswith(GZIP_MAGIC):
            rest = self._inflate.unused_data
            self._inflate = zlib.decompressobj(self._bits)
            out += self._step(rest, max(1, limit + 1 - len(out)))
            if len(out) > limit:
                break
        return out

    def _step(self, data: bytes, room: int) -> bytes:
        before = self._inflate.copy()
        try:
            out = self._inflate.decompress(data, room)
        except zlib.error:
            if not self._begun and not data.startswith(GZIP_MAGIC):
                self._bits = -zlib.MAX_WBITS
                self._inflate = zlib.decompressobj(self._bits)
                out = self._inflate.decompress(data, room)
            else:
                out = self._salvage(before, data, room)
        self._begun = True
        return out

    def _salvage(self, inflate: zlib._Decompress, data: bytes, room: int) -> bytes:
        """What comes out before the damage, such as a wrong checksum behind a sound body."""
        out = bytearray()
        try:
            for at in range(len(data)):
                out += inflate.decompress(data[at : at + 1], max(1, room - len(out)))
                if len(out) >= room:
                    break
        except zlib.error:
            if not out:
                raise
        self.damaged = True
        return bytes(out)


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())

    def feed(self, data: bytes, limit: int) -> bytes:
        out = bytes(self._stream.process(data, output_buffer_limit=limit + 1))
        while len(out) <= limit and not self._stream.can_accept_more_data():
            more = bytes(self._stream.process(b"", output_buffer_limit=limit + 1 - len(out)))
            if not more:
                break
            out += more
        return out


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
}


def too_large(limit: int) -> FetchError:
    size = f"{limit / (1 << 20):.0f} MB" if limit >= 1 << 20 else f"{limit} bytes"
    return FetchError(f"the body is larger than {size}", reason="too-large")


class BoundedBody:
    """Collects a body as it comes in, plain, and never holds more than ``limit`` bytes.

    A body whose label and bytes disagree is believed by its bytes: gzip that was not
    announced is unpacked, an announced one that is none is taken as it is.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        parts = (part.strip() for part in reversed(encoding.lower().split(",")))
        self._names = [name for name in parts if name not in ("", "identity")]
        self._decoders: list[Decoder] | None = None
        self._first = b""
        self._out = bytearray()
        self._broken = False

    def add(self, data: bytes) -> None:
        """Raises FetchError: ``too-large``, or ``encoding`` for one that we cannot read."""
        if self._decoders is None:
            self._first += data
            if len(self._first) >= _ENOUGH_TO_TELL:
                self._begin()
        elif not self._broken:
            self._decode(data)

    def finish(self) -> bytes:
        """The whole body."""
        if self._decoders is None and self._first:
            self._begin()
        return bytes(self._out)

    @property
    def complete(self) -> bool:
        """Whether the compressed stream, where there is one, came to its end."""
        return not self._broken and all(decoder.ended for decoder in self._decoders or ())

    def _begin(self) -> None:
        data, self._first = self._first, b""
        self._decoders = self._choose(data)
        try:
            self._decode(data)
        except FetchError as error:
            if error.reason != "encoding" or not _looks_plain(data):
                raise
            self._decoders = []
            self._decode(data)

    def _choose(self, first: bytes) -> list[Decoder]:
        plain = _looks_plain(first)
        unknown = [name for name in self._names if name not in _DECODERS]
        if first.startswith(_ZSTD_MAGIC):  # announced or not
            unknown = unknown or ["zstd"]
        if unknown and not plain:
            raise FetchError(
                f"the body is compressed with {unknown[0]}, which we did not ask for",
                reason="encoding",
            )
        if unknown or (plain and "br" not in self._names):
            return []
        names = self._names or (["gzip"] if first.startswith(GZIP_MAGIC) else [])
        return [_DECODERS[name]() for name in names]

    def _decode(self, data: bytes) -> None:
        for decoder in self._decoders or ():
            try:
                data = decoder.feed(data, self._limit - len(self._out))
            except Exception as error:  # zlib.error, brotli.error: damaged bytes
                if not self._out:
                    raise FetchError(
                        f"the body cannot be decompressed ({error})", reason="encoding"
                    ) from error
                self._broken = True
                return
        nested = self._decoders and not self._out and data.startswith(GZIP_MAGIC)
        if nested and len(self._decoders or ()) < _MOST_LAYERS:
            self._decoders = [*(self._decoders or ()), _Zlib()]
            data = self._decoders[-1].feed(data, self._limit)
        self._out += data
        if len(self._out) > self._limit:
            raise too_large(self._limit)


def _looks_plain(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[")
