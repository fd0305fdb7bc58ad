"""Hostile and random input: no crash, no hang, and the pure parts keep their promises."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.sources.charset import decode
from monitor.sources.dates import parse_date
from monitor.sources.feeds import parse_feed
from monitor.sources.identity import Identified, entry_keys, url_key
from monitor.sources.kinds import KINDS, read_source
from monitor.sources.markup import mend
from monitor.sources.pieces import split
from monitor.sources.text import paragraphs, plain, title_text
from tests.sources.world import NOW

SEEDS = [
    path.read_bytes().partition(b"\n=====\n")[2]
    for path in sorted((Path(__file__).parent / "feeds").glob("*.feed"))
]
PLAIN: dict[str, Any] = {"known": (), "language": "", "source": "", "links": "", "now": NOW}
FRAGMENTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&amp;",
     "<link>", "<rss>", "<channel>", "</channel>", "</rss>", "<entry>", "<feed>", "<", ">", "\0",
     "a:b", '<a href="', "&#x0;", "\ud800", "x", "<!DOCTYPE x [", "<?xml", "<guid>", "日", "ё"]
)  # fmt: skip


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_feed_is_read_or_refused(seed: bytes, data: st.DataObject) -> None:
    body = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    with suppress(ParseError):
        feed = parse_feed(bytes(body), "http://x.example/", now=NOW)
        assert len(feed.entries) <= feed.total


@given(st.lists(FRAGMENTS, max_size=60), st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_a_heap_of_markup_is_read_or_refused(parts: list[str], kind: str) -> None:
    body = ("<rss><channel>" + "".join(parts)).encode("utf-8", "surrogatepass")
    with suppress(ParseError):
        read_source(body, "http://x.example/", "", kind=kind, **PLAIN)


HTML = st.sampled_from(
    ["<p>", "</p>", "<p class='x'>", "<BR/>", "<b>", "</b>", "<td>", "</td >", "<div\n>", "<li>",
     "<!-- c -->", "<!--", "-->", "<script>", "</script>", "<svg", "x<y", " > ", "<5>", "\n", "\r",
     "  ", "\t", "\xa0", "\u200b", "word", "Слово", "&amp;", "&nbsp;", "&#8203;", "\u2028", "</",
     "<a href='http://x.example/a/path/that/is/long'>", "</a>", "<template >", "\x85", "\x7f"]
)  # fmt: skip


@given(st.lists(HTML, max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_fragment_is_read_alike_by_the_quick_way_and_the_other(parts: list[str]) -> None:
    html = "".join(parts)
    tags_only = "<" not in paragraphs(html)
    if tags_only:  # a sign that is left over takes the other way
        assert paragraphs(html + "<p>&lt; 5") == paragraphs(html + "<p>< 5")
    assert not set(paragraphs(html)) & set("\t\r\xa0\u200b\u2028\x85\x7f")
    assert "  " not in paragraphs(html)


@given(st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=koi8-r", "charset=rot13"]))
def test_every_body_is_some_text(body: bytes, kind: str) -> None:
    text, _ = decode(body, kind)
    assert isinstance(text, str)


@given(st.text(min_size=20, max_size=200), st.sampled_from(["utf-8", "utf-16"]))
def test_unicode_survives(text: str, encoding: str) -> None:
    marked = "<?xml " + text.encode("utf-8", "ignore").decode().replace("\ufeff", "")
    assert decode(marked.encode(encoding))[0].lstrip("\ufeff") == marked


@given(st.text(max_size=200))
def test_a_date_is_an_instant_or_nothing(text: str) -> None:
    when = parse_date(text)
    assert when is None or when.tzinfo is not None


@given(st.datetimes(datetime(1991, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_a_date_survives_its_usual_forms(when: datetime) -> None:
    when = when.replace(microsecond=0)
    for form in ("%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ", "%Y年%m月%d日 %H:%M:%S UTC"):
        assert parse_date(when.strftime(form)) == when


IDENTIFIED = st.builds(
    Identified,
    st.sampled_from(["", "g1", "g 2"]),
    st.sampled_from(["", "http://n.example/b", "http://n.example/c?d=e"]),
    st.sampled_from(["", "One", "Two"]),
)


@given(st.lists(IDENTIFIED, max_size=12))
def test_keys_tell_different_items_apart(items: list[Identified]) -> None:
    keys = entry_keys(items)
    by_key = dict(zip(keys, items, strict=True))
    for key, item in zip(keys, items, strict=True):
        other = by_key[key]
        assert (item.guid, url_key(item.link), item.title) == (
            other.guid, url_key(other.link), other.title,
        ) or not (item.guid or url_key(item.link) or item.title)  # fmt: skip


@given(st.text(max_size=300))
def test_text_functions_take_anything(text: str) -> None:
    assert "\n" not in plain(text)
    assert "\n" not in title_text(text)
    assert "\n\n\n" not in paragraphs(text)
    mend(text)
    url_key(text)


@given(
    st.lists(st.sampled_from(["<item>a</item>", "<item>b&c</item>", "<!-- x -->", " "]), max_size=9)
)
def test_pieces_make_the_feed_again(parts: list[str]) -> None:
    text = "<rss><channel>" + "".join(parts) + "</channel></rss>"
    pieces = split(text)
    assert len(pieces.items) == sum(part.startswith("<item") for part in parts)
    assert not pieces.cut


LONG = 300_000


@pytest.mark.parametrize(
    "part",
    ["<![CDATA[", "<!--", "<item>", "<item", "<entry>", "&", "<", "<a ", "<p", "<br", "<link",
     "<link>", "<id", "<id>", "<title>", "&#", "&lt;", "<![CDATA[]]>", "<script", "</", "<td",
     "<yandex:full-text>", "x:y ", "<url>", "<loc", "<?", "<!", "<a href='"],
)  # fmt: skip
def test_no_markup_takes_long(part: str) -> None:
    """Whatever is repeated, the time grows with the length and not with its square."""
    body = ("<rss><channel><item><title>x" + part * (LONG // len(part))).encode()
    started = time.process_time()
    for kind in ("feed", "sitemap"):
        with suppress(ParseError):
            read_source(body, "http://x.example/", "", kind=kind, **PLAIN)
    paragraphs(body.decode())
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("22 ноября 2026 г., 12:10 (МСК)", 9),
        ("11/22/2026 05:10 AM GMT", 5),
        ("11/22/2026 5:10 p.m. EST", 22),
        ("22/11/2026 05:10", 5),
        ("Sun, 22 Nov 20266 05:10:00 GMT", None),
    ],
)
def test_dates_as_newsrooms_write_them(text: str, hour: int | None) -> None:
    expected = None if hour is None else datetime(2026, 11, 22, hour, 10, tzinfo=UTC)
    assert parse_date(text) == expected
