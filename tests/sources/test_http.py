"""The door itself: connections kept, certificates, cookies, bodies within bounds."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.sources.http import Fetched, Fetcher, NotModified, Request
from monitor.sources.http.address import is_public
from monitor.sources.http.body import BoundedBody
from monitor.sources.http.urls import clean_url, shown, target
from tests.sources.faultserver import Asked, FaultServer, Writer, reply
from tests.sources.world import QUICK, HandClock

PEM = Path(__file__).parent / "tls" / "localhost.pem"


async def fetch(url: str, **options: object) -> Fetched:
    async with Fetcher(QUICK, gap=0) as fetcher:
        found = await fetcher.fetch(Request(url, home="127.0.0.1", **options))
        assert isinstance(found, Fetched)
        return found


def serve(scenario: object) -> None:
    async def main() -> None:
        server = FaultServer()
        await server.start()
        try:
            await scenario(server)
        finally:
            await server.stop()

    asyncio.run(main())


def test_one_connection_serves_the_pages_of_a_site() -> None:
    async def main() -> None:
        connections: list[asyncio.Event] = []

        async def keep(reader: asyncio.StreamReader, writer: Writer) -> None:
            ended = asyncio.Event()
            connections.append(ended)
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                for _ in range(2):
                    await reader.readuntil(b"\r\n\r\n")
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            writer.transport.abort()
            ended.set()

        server = await asyncio.start_server(keep, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with Fetcher(QUICK, gap=0) as fetcher:
            for _ in range(5):  # every third one finds its connection closed, and opens another
                answer = await fetcher.fetch(Request(url, home="127.0.0.1"))
                assert isinstance(answer, Fetched)
                assert answer.body == b"ok"
        assert len(connections) == 3
        for ended in connections:
            await ended.wait()
        server.close()

    asyncio.run(main())


def test_a_redirect_without_a_body_leaves_its_connection_to_the_next_request() -> None:
    async def main() -> None:
        connections: list[asyncio.Event] = []

        async def moved(reader: asyncio.StreamReader, writer: Writer) -> None:
            ended = asyncio.Event()
            connections.append(ended)
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    there = b"/there " in await reader.readuntil(b"\r\n\r\n")
                    head = b"200 OK" if there else b"302 Found\r\nLocation: /there"
                    body = b"ok" if there else b""
                    writer.write(
                        b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (head, len(body), body)
                    )
            writer.transport.abort()
            ended.set()

        server = await asyncio.start_server(moved, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with Fetcher(QUICK, gap=0) as fetcher:
            for _ in range(3):
                answer = await fetcher.fetch(Request(url, home="127.0.0.1"))
                assert isinstance(answer, Fetched)
                assert answer.body == b"ok"
        assert len(connections) == 1
        await connections[0].wait()
        server.close()

    asyncio.run(main())


def test_a_304_leaves_its_connection_to_the_next_request() -> None:
    async def main() -> None:
        connections: list[asyncio.Event] = []

        async def unchanged(reader: asyncio.StreamReader, writer: Writer) -> None:
            connections.append(ended := asyncio.Event())
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    await reader.readuntil(b"\r\n\r\n")
                    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
            writer.transport.abort()
            ended.set()

        server = await asyncio.start_server(unchanged, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with Fetcher(QUICK, gap=0) as fetcher:
            for _ in range(3):
                answer = await fetcher.fetch(Request(url, home="127.0.0.1", etag='"1"'))
                assert isinstance(answer, NotModified)
        assert len(connections) == 1
        await connections[0].wait()
        server.close()

    asyncio.run(main())


def test_what_follows_an_answer_is_never_the_next_one() -> None:
    async def scenario(server: FaultServer) -> None:
        async def smuggle(asked: Asked, writer: Writer) -> None:
            false = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse"
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue" + false)
            await writer.drain()

        url = server.on("/", smuggle)
        async with Fetcher(QUICK, gap=0) as fetcher:
            for _ in range(2):
                answer = await fetcher.fetch(Request(url, home="127.0.0.1"))
                assert isinstance(answer, Fetched)
                assert answer.body == b"true"
                assert answer.cut

    serve(scenario)


def test_certificates() -> None:
    async def main() -> None:
        async def answer(reader: asyncio.StreamReader, writer: Writer) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
            writer.close()

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(PEM)
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.raises(FetchError, match="certificate of") as caught:
            await fetch(url)
        assert caught.value.reason == "certificate"
        found = await fetch(url, ca_file=str(PEM))
        assert found.certificate_ends
        assert found.certificate_ends.year > 2070
        with pytest.raises(FetchError, match="ca_file"):
            await fetch(url, ca_file="/nowhere.pem")
        server.close()

    asyncio.run(main())


def test_no_cookie_outlives_its_fetch_or_leaves_its_host() -> None:
    async def scenario(server: FaultServer) -> None:
        url = server.on("/a", reply("ok", Set_Cookie="a=1; Path=/; Max-Age=9999"))
        async with Fetcher(QUICK, gap=0) as fetcher:
            for _ in range(2):
                await fetcher.fetch(Request(url, home="127.0.0.1"))
        assert all("cookie" not in asked.headers for asked in server.asked)

    serve(scenario)


def test_the_request_says_who_asks() -> None:
    async def scenario(server: FaultServer) -> None:
        url = server.on("/a", reply("ok"))
        await fetch(url)
        await fetch(url, user_agent="Ours/1.0", headers={"X-Key": "k"}, auth=("ü", "p:w"))
        await fetch(url.replace("://", "://me:p%40w@"))
        first, second, third = server.asked
        assert first.headers["user-agent"].startswith("monitor/")
        assert "httpx" not in first.headers["user-agent"]
        assert second.headers["user-agent"] == "Ours/1.0"
        assert second.headers["authorization"] == "Basic w7w6cDp3"
        assert third.headers["authorization"] == "Basic bWU6cEB3"
        assert "@" not in third.headers["host"]
        assert "k" not in repr(Request(url, headers={"X-Key": "k"}, auth=("u", "p")))

    serve(scenario)


def test_public_hosts_get_a_pause_and_our_own_machine_none() -> None:
    async def scenario(server: FaultServer) -> None:
        url = server.on("/a", reply("ok"))
        clock = HandClock()
        async with Fetcher(QUICK, gap=3600, clock=clock) as fetcher:
            for _ in range(3):
                await fetcher.fetch(Request(url, home="127.0.0.1"))

    serve(scenario)


@given(
    st.binary(max_size=4000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", "", "br"])
)
def test_a_body_in_any_pieces_is_the_body(data: bytes, size: int, encoding: str) -> None:
    import brotli

    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "": bytes}
    if data.startswith((b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")):
        return  # it says that it is compressed, and is taken at its word
    packed = pack[encoding](data)
    body = BoundedBody(encoding, 5000)
    for start in range(0, len(packed), size):
        body.add(packed[start : start + size])
    assert body.finish() == data
    assert body.complete


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "nonsense"]))
def test_any_bytes_are_a_body_or_refused(data: bytes, encoding: str) -> None:
    body = BoundedBody(encoding, 10_000)
    try:
        body.add(data)
        assert len(body.finish()) <= 10_000
    except FetchError as error:
        assert error.reason in ("encoding", "too-large")  # noqa: PT017 - either way will do


def test_a_bomb_never_stands_in_memory() -> None:
    bomb = zlib.compress(b"\0" * (64 << 20), 9)
    body = BoundedBody("deflate", 1 << 16)
    with pytest.raises(FetchError, match="larger"):
        body.add(bomb)
    assert len(body.finish()) <= (1 << 16) + 1


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://a.example", "http://a.example/"),
        ("HTTP://a.example/ä b?q=ё#f", "http://a.example/%C3%A4%20b?q=%D1%91"),
        (" http://a.example/x\n/y\t ", "http://a.example/x/y"),
        ("http://a.example/%D1%91?a=%20", "http://a.example/%D1%91?a=%20"),
    ],
)
def test_clean_urls(url, clean) -> None:
    assert clean_url(url) == clean


@pytest.mark.parametrize(
    "url",
    ["", "a", "ftp://a/", "file:///etc/passwd", "javascript:1", "http://", "http:///x",
     "http://a:99999/", "http://[::1", "http://a.example/" + "x" * 5000, "//a.example/"],
)  # fmt: skip
def test_what_is_no_url(url) -> None:
    with pytest.raises(FetchError) as caught:
        clean_url(url)
    assert caught.value.reason == "bad-url"


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("http://a.example/x?y=1", b"a.example", b"/x?y=1"),
        ("http://a.example:80/", b"a.example", b"/"),
        ("https://me:pw@a.example:8443/", b"a.example:8443", b"/"),
        ("http://[::1]:8080/", b"[::1]:8080", b"/"),
        ("http://\u043f\u0440\u0438\u043c\u0435\u0440.example/", b"xn--e1afmkfd.example", b"/"),
    ],
)
def test_what_a_server_is_told_of_a_url(url, authority, path) -> None:
    assert target(clean_url(url))[3:] == (authority, path)


@pytest.mark.parametrize("host", ["a b", "a\x00b", "a\\b", "{a}", "\u2024" * 70])
def test_hosts_that_are_none(host) -> None:
    with pytest.raises(FetchError):
        target(clean_url(f"http://{host}/"))


def test_what_is_shown_holds_no_secret() -> None:
    assert shown("https://me:pw@a.example/x?token=t\x1b[31m#f") == "https://a.example/x?…#f"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "64:ff9b::808:808"]
)
def test_public_addresses(address) -> None:
    assert is_public(address)


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="fc00::/7")
    | st.ip_addresses(network="127.0.0.0/8")
)
def test_private_addresses(address) -> None:
    assert not is_public(str(address))
    if address.version == 4:
        assert not is_public(f"::ffff:{address}")
        assert not is_public(f"64:ff9b::{address}")
