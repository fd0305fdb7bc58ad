"""The slip chart, as SVG and as PNG."""

import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.compose import News
from monitor.alerts.compose.chart import HEIGHT, WIDTH, Dot, Label, Line, Rect, chart
from monitor.alerts.compose.png import png
from monitor.alerts.compose.svg import svg
from monitor.model import ChangeState, Item, Milestone, Modality, Stage, Verdict
from tests.alert_factories import (
    CAPACITY,
    NOW,
    STAGE,
    WATCHLIST,
    article,
    at,
    change,
    evidence,
    tonnes,
    year,
)

FACTS = {fact.id: fact for fact in WATCHLIST.facts}


def news(*changes, said=(), as_of=date(2025, 9, 10)):
    fact = replace(FACTS[changes[-1].fact], as_of=as_of)
    last = changes[-1]
    item = Item("news", last, last.old, changes)
    return News(item, fact, WATCHLIST.entities[1], (), changes, said)


def pixels(picture):
    """Width, height and the rows of a PNG with eight bits of red, green, blue and opacity."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    place, data, size = 8, b"", (0, 0)
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        kind, body = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", picture[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
            assert body[8:] == bytes((8, 6, 0, 0, 0))
        data += body if kind == b"IDAT" else b""
        place += 12 + length
    raw = zlib.decompress(data)
    stride = size[0] * 4 + 1
    assert len(raw) == stride * size[1]
    return size, [raw[row * stride + 1 : (row + 1) * stride] for row in range(size[1])]


def test_a_slip_rises():
    drawing = chart(news(change(published=at("2026-11-24 06:00"))), NOW, "a title")
    first, last = [shape for shape in drawing.shapes if isinstance(shape, Dot)]
    assert first.x < last.x
    assert first.y > last.y  # up is later
    assert (first.colour, last.colour) == ("line", "news")
    labels = [shape.text for shape in drawing.shapes if isinstance(shape, Label)]
    assert {"2027", "2028", "2029"} <= set(labels)


def test_everything_lies_within_the_frame():
    said = tuple(
        evidence(
            f"c{n}",
            value=year(2027 + n % 3),
            ref=article(f"n{n}", published=NOW - timedelta(days=n)),
        )
        for n in range(30)
    )
    drawing = chart(news(change(), said=said), NOW, "t")
    for shape in drawing.shapes:
        match shape:
            case Rect():
                corners = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            case Line():
                corners = [(shape.x1, shape.y1), (shape.x2, shape.y2)]
            case _:
                corners = [(shape.x, shape.y)]
        assert all(-1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT + 1 for x, y in corners), shape


def test_unasserted_claims_and_withdrawn_changes_are_left_out():
    doubt = evidence()
    doubt = replace(doubt, claim=replace(doubt.claim, modality=Modality.UNKNOWN))
    gone = change("x0", new=year(2040), state=ChangeState.REVERTED)
    disputed = change("x9", new=year(2041), verdict=Verdict.DISPUTED)
    drawing = chart(news(gone, disputed, change(), said=(doubt,)), NOW, "t")
    assert len([shape for shape in drawing.shapes if isinstance(shape, Dot)]) == 2


def test_nothing_to_draw():
    assert chart(news(change(), as_of=None), NOW, "t") is None
    stage = change(fact=STAGE, old=Stage("design"), new=Stage("construction"))
    assert chart(news(stage), NOW, "t") is None


def test_amounts_are_drawn_too():
    one = change(fact=CAPACITY, verdict=Verdict.RAISED, old=tonnes(2500), new=tonnes(3000, 3000))
    drawing = chart(news(one), NOW, "t")
    assert "3,000" in [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def test_the_svg_is_well_formed_whatever_the_title():
    drawing = chart(news(change()), NOW, '<script>"&\x1b[31m\u202e')
    root = ET.fromstring(svg(drawing))
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert "script" in root.get("aria-label")
    assert not [each for each in root.iter() if each.tag.endswith("script")]


def test_the_png_is_a_png_with_something_on_it():
    drawing = chart(news(change()), NOW, "t")
    picture = png(drawing)
    size, rows = pixels(picture)
    assert size == (2 * WIDTH, 2 * HEIGHT)
    assert any(any(row) for row in rows)
    assert rows[0][:4] == b"\0\0\0\0"  # the ground is transparent
    assert len(picture) < 40_000
    assert png(drawing) == picture


DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(9999, 12, 31)))


@given(
    values=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=6),
    days=st.lists(st.integers(0, 4000), min_size=6, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_any_dates_can_be_drawn(values, days):
    changes = tuple(
        change(
            f"x{place}",
            new=Milestone(*sorted(pair) if None not in pair else pair),
            published=NOW - timedelta(days=days[place]),
        )
        for place, pair in enumerate(values)
    )
    drawing = chart(news(*changes), NOW, "t")
    if drawing:
        ET.fromstring(svg(drawing))


@pytest.mark.parametrize("amount", [0.0, 1e-9, 0.5, 1.0, 999.0, 1e6, 52e9, 1e15, -5.0])
def test_any_amounts_can_be_drawn(amount):
    one = change(
        fact=CAPACITY, verdict=Verdict.RAISED, old=tonnes(2500), new=tonnes(amount, amount)
    )
    drawing = chart(news(one), NOW, "t")
    labels = [shape for shape in drawing.shapes if isinstance(shape, Label)]
    assert 2 <= len(labels) <= 20
    png(drawing)
