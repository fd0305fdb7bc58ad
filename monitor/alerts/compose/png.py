"""A chart as PNG, for mail programs that show no SVG: painted and encoded here. Pure.

On a transparent ground, at twice the size at which it is shown, in colours that can be
seen on white and on near black.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import floor, hypot

from monitor.alerts.compose.chart import COLOURS, Chart, Dot, Label, Line, Rect
from monitor.alerts.compose.strokes import ADVANCE, CAP, GLYPHS, Point

Colour = tuple[int, int, int, int]
Stamp = tuple[tuple[int, int, float], ...]
"""Pixels as (column, row, share that is covered)."""

SCALE = 2
_LETTER = 8.4 / CAP
"""Height of capitals, in points of the chart, over their height in the font's units."""
_PEN = 1.15
"""Half the width of a letter's strokes, in pixels."""


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
                    canvas.stamp(x, y, _disc(shape.width / 2), colour)
            case Line():
                canvas.fill(_bar(shape), colour)
            case Dot():
                canvas.stamp(shape.x, shape.y, _disc(shape.radius), colour)
            case Label():
                _write(canvas, shape)
    return canvas.encode()


def _bar(line: Line) -> Rect:
    """An upright or level line as a rectangle; no others are drawn unbroken."""
    half = line.width / 2
    left, top = min(line.x1, line.x2), min(line.y1, line.y2)
    width, height = abs(line.x2 - line.x1), abs(line.y2 - line.y1)
    if width < height:
        return Rect(left - half, top, line.width, height, line.colour)
    return Rect(left, top - half, width, line.width, line.colour)


def _dots(line: Line) -> Iterable[tuple[float, float]]:
    length = hypot(line.x2 - line.x1, line.y2 - line.y1)
    count = max(1, int(length / 6))
    for place in range(count + 1):
        share = place / count
        yield line.x1 + (line.x2 - line.x1) * share, line.y1 + (line.y2 - line.y1) * share


def _write(canvas: _Canvas, label: Label) -> None:
    text = label.text.upper()
    width = sum(_advance(letter) for letter in text)
    x = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    y = label.y - CAP * _LETTER / 2
    for letter in text:
        canvas.stamp(x, y, _letter(letter), COLOURS[label.colour])
        x += _advance(letter)


def _advance(letter: str) -> float:
    return ADVANCE.get(letter, 5.6) * _LETTER


@cache
def _letter(letter: str) -> Stamp:
    """A letter's pixels, from the upper left corner of its capitals."""
    covered: dict[tuple[int, int], float] = {}
    for points in GLYPHS.get(letter, ()):
        for start, end in pairwise(points):
            for column, row, cover in _stroke(start, end):
                place = (column, row)
                covered[place] = max(cover, covered.get(place, 0.0))
    return tuple((column, row, cover) for (column, row), cover in covered.items())


def _stroke(start: Point, end: Point) -> Iterable[tuple[int, int, float]]:
    """A line with round ends, smoothed at its edge, in the units of the letters."""
    scale = _LETTER * SCALE
    (x1, y1), (x2, y2) = (start[0] * scale, start[1] * scale), (end[0] * scale, end[1] * scale)
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    reach = _PEN + 1
    for row in range(floor(min(y1, y2) - reach), floor(max(y1, y2) + reach) + 1):
        for column in range(floor(min(x1, x2) - reach), floor(max(x1, x2) + reach) + 1):
            px, py = column + 0.5 - x1, row + 0.5 - y1
            share = (px * dx + py * dy) / square if square else 0.0
            share = min(max(share, 0.0), 1.0)
            cover = _PEN + 0.5 - hypot(px - share * dx, py - share * dy)
            if cover > 0:
                yield column, row, min(cover, 1.0)


@cache
def _disc(radius: float) -> Stamp:
    """A dot's pixels around its middle."""
    size = radius * SCALE
    reach = range(-floor(size + 2), floor(size + 2) + 1)
    covers = ((column, row, size + 0.5 - hypot(column, row)) for row in reach for column in reach)
    return tuple((column, row, min(cover, 1.0)) for column, row, cover in covers if cover > 0)


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

    def stamp(self, x: float, y: float, pixels: Stamp, colour: Colour) -> None:
        left, top = round(x * SCALE), round(y * SCALE)
        for column, row, cover in pixels:
            if 0 <= left + column < self.width and 0 <= top + row < self.height:
                self._blend(left + column, top + row, colour, cover)

    def _blend(self, column: int, row: int, colour: Colour, cover: float) -> None:
        place = (row * self.width + column) * 4
        pixels = self.pixels
        over = colour[3] * cover / 255
        under = pixels[place + 3] / 255
        if over >= 1 or not under:
            pixels[place : place + 4] = bytes((*colour[:3], int(over * 255)))
            return
        whole = over + under * (1 - over)
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
            + _chunk(b"IDAT", zlib.compress(rows, 6))
            + _chunk(b"IEND", b"")
        )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
