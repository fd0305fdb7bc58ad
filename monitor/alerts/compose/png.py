"""A chart as PNG, for mail programs that show no SVG: painted and encoded here. Pure.

On a transparent ground, at twice the size at which it is shown, in colours that can be
seen on white and on near black.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from itertools import pairwise
from math import hypot

from monitor.alerts.compose.chart import COLOURS, Chart, Dot, Label, Line, Rect
from monitor.alerts.compose.strokes import ADVANCE, CAP, GLYPHS, Point

Colour = tuple[int, int, int, int]

SCALE = 2
_LETTER = 8.4 / CAP
"""Height of capitals, in points of the chart, over their height in the font's units."""


def png(drawing: Chart) -> bytes:
    """The picture, ``SCALE`` times as many pixels as the chart has points."""
    canvas = _Canvas(drawing.width * SCALE, drawing.height * SCALE)
    for shape in drawing.shapes:
        colour = COLOURS[shape.colour]
        match shape:
            case Rect():
                canvas.fill(shape, colour)
            case Line() if shape.dashed:
                for x, y in _dots(shape):
                    canvas.stroke((x, y), (x, y), shape.width, colour)
            case Line():
                start, end = (shape.x1, shape.y1), (shape.x2, shape.y2)
                canvas.stroke(start, end, shape.width, colour)
            case Dot():
                middle = (shape.x, shape.y)
                canvas.stroke(middle, middle, shape.radius * 2, colour)
            case Label():
                _write(canvas, shape)
    return canvas.encode()


def _dots(line: Line) -> Iterable[tuple[float, float]]:
    length = hypot(line.x2 - line.x1, line.y2 - line.y1)
    count = max(1, int(length / 6))
    for place in range(count + 1):
        share = place / count
        yield line.x1 + (line.x2 - line.x1) * share, line.y1 + (line.y2 - line.y1) * share


def _write(canvas: _Canvas, label: Label) -> None:
    text = label.text.upper()
    width = sum(ADVANCE.get(letter, 5.6) for letter in text) * _LETTER
    x = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    y = label.y - CAP * _LETTER / 2
    colour = COLOURS[label.colour]
    for letter in text:
        for points in GLYPHS.get(letter, ()):
            for (x1, y1), (x2, y2) in pairwise(points):
                start = (x + x1 * _LETTER, y + y1 * _LETTER)
                end = (x + x2 * _LETTER, y + y2 * _LETTER)
                canvas.stroke(start, end, 1.15, colour)
        x += ADVANCE.get(letter, 5.6) * _LETTER


class _Canvas:
    """Pixels with opacity; what is painted later lies above."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pixels = bytearray(width * height * 4)

    def fill(self, rect: Rect, colour: Colour) -> None:
        left = max(0, round(rect.x * SCALE))
        right = min(self.width, round((rect.x + rect.width) * SCALE))
        top = max(0, round(rect.y * SCALE))
        bottom = min(self.height, round((rect.y + rect.height) * SCALE))
        plain = bytes(colour) * (right - left)
        for row in range(top, bottom):
            start = (row * self.width + left) * 4
            if not any(self.pixels[start : start + len(plain)]):
                self.pixels[start : start + len(plain)] = plain
                continue
            for column in range(left, right):
                self._blend(column, row, colour, 1.0)

    def stroke(self, start: Point, end: Point, width: float, colour: Colour) -> None:
        """A line with round ends, smoothed at its edge."""
        (x1, y1), (x2, y2) = (start[0] * SCALE, start[1] * SCALE), (end[0] * SCALE, end[1] * SCALE)
        radius = width * SCALE / 2
        dx, dy = x2 - x1, y2 - y1
        square = dx * dx + dy * dy
        reach = radius + 1
        columns = range(
            max(0, int(min(x1, x2) - reach)), min(self.width, int(max(x1, x2) + reach) + 1)
        )
        for row in range(
            max(0, int(min(y1, y2) - reach)), min(self.height, int(max(y1, y2) + reach) + 1)
        ):
            py = row + 0.5 - y1
            for column in columns:
                px = column + 0.5 - x1
                share = (px * dx + py * dy) / square if square else 0.0
                share = 0.0 if share < 0 else min(share, 1.0)
                cover = radius + 0.5 - hypot(px - share * dx, py - share * dy)
                if cover > 0:
                    self._blend(column, row, colour, min(cover, 1.0))

    def _blend(self, column: int, row: int, colour: Colour, cover: float) -> None:
        place = (row * self.width + column) * 4
        pixels = self.pixels
        over = colour[3] / 255 * cover
        under = pixels[place + 3] / 255
        whole = over + under * (1 - over)
        if whole <= 0:
            return
        for channel in range(3):
            mixed = colour[channel] * over + pixels[place + channel] * under * (1 - over)
            pixels[place + channel] = round(mixed / whole)
        pixels[place + 3] = round(whole * 255)

    def encode(self) -> bytes:
        stride = self.width * 4
        rows = b"".join(
            b"\0" + self.pixels[start : start + stride]
            for start in range(0, len(self.pixels), stride)
        )
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 6, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(rows, 9))
            + _chunk(b"IEND", b"")
        )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
