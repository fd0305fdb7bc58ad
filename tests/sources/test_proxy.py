"""A source behind a proxy: each kind that the configuration takes, over a real one of ours."""

from __future__ import annotations

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from monitor.errors import FetchError
from monitor.sources.http import Fetched, Fetcher, Request
from tests.sources.faultserver import endless, raw, reply
from tests.sources.world import World

PEM = Path(__file__).parent / "tls" / "localhost.pem"


async def _socks(reader: StreamReader) -> bytes:
    """The handshake of SOCKS 5 without a password; returns the answer to the second part."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    return b"\x05\x00"


async def _target(reader: StreamReader) -> None:
    kind = (await reader.readexactly(4))[3]
    length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(length + 2)


async def _pipe(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy(kind: str, port: int, *, tunnel: bool = False):
    """A proxy that connects everything to one port of this machine; yields its own address."""
    asked = []
    open_ones: list[StreamWriter] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        asked.append(kind)
        open_ones.append(writer)
        if tunnel:
            head = await reader.readuntil(b"\r\n\r\n")
            asked.append(head.split(b"\r\n")[0].decode())
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if kind == "socks5":
            writer.write(await _socks(reader))
            await _target(reader)
            writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        there, back = await asyncio.open_connection("127.0.0.1", port)
        open_ones.append(back)
        await asyncio.gather(_pipe(reader, back), _pipe(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    for writer in open_ones:
        writer.transport.abort()
    await asyncio.sleep(0)


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_source_is_asked_by_its_proxy(in_world, kind) -> None:
    async def scenario(world: World) -> None:
        url = "http://feeds.example/feed"
        path = "/feed" if kind == "socks5" else url
        world.server.on(path, reply("news"))
        async with proxy(kind, world.server.port) as (address, asked):
            async with Fetcher(world.limits, gap=0, clock=world.clock) as fetcher:
                answer = await fetcher.fetch(Request(url, home="feeds.example", proxy=address))
            assert isinstance(answer, Fetched)
            assert (answer.body, asked) == (b"news", [kind])

    in_world(scenario)


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_that_is_not_there_is_a_failure_like_any_other(in_world, kind) -> None:
    async def scenario(world: World) -> None:
        async with Fetcher(world.limits, gap=0, clock=world.clock) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.fetch(Request("http://feeds.example/", proxy=f"{kind}://127.0.0.1:1"))

    in_world(scenario)


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_tls_goes_through_a_proxy_unseen(in_world, kind) -> None:
    async def scenario(world: World) -> None:
        async def secret(reader: StreamReader, writer: StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews")

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        server = await asyncio.start_server(secret, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server, proxy(kind, port, tunnel=kind == "http") as (address, asked):
            async with Fetcher(world.limits, gap=0, clock=world.clock) as fetcher:
                url = f"https://localhost:{port}/feed"
                request = Request(url, home="localhost", proxy=address, ca_file=str(PEM))
                answer = await fetcher.fetch(request)
            assert isinstance(answer, Fetched)
            assert answer.body == b"news"
            assert answer.certificate_ends
            assert asked[1:] == ([f"CONNECT localhost:{port} HTTP/1.1"] if kind == "http" else [])

    in_world(scenario)


@pytest.mark.parametrize("kind", ["http", "socks5"])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf"), "cut"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 8192), "too-large"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 500), "too-large"),
        (raw(b"HTTP/1.1 200 OK\r\n", hang=True), "timeout"),
    ],
    ids=["cut", "endless", "headers", "hangs"],
)
def test_behind_a_proxy_the_limits_are_the_same(in_world, kind, answer, reason) -> None:
    async def scenario(world: World) -> None:
        url = "http://feeds.example/feed"
        world.server.on("/feed" if kind == "socks5" else url, answer)
        async with (
            proxy(kind, world.server.port) as (address, _),
            Fetcher(world.limits, gap=0, clock=world.clock) as fetcher,
        ):
            request = Request(url, home="feeds.example", proxy=address)
            try:
                got = await fetcher.fetch(request)
                assert isinstance(got, Fetched)
                assert (got.cut, reason) == (True, "cut")
            except FetchError as error:
                assert error.reason == reason  # noqa: PT017 - either way will do

    in_world(scenario)


def test_a_name_that_leads_inside_is_refused_behind_a_proxy_too(in_world) -> None:
    async def names(host: str, port: int) -> list[str]:
        if host == "unknown.example":
            raise OSError("no such name")
        return ["10.0.0.7"]

    async def scenario(world: World) -> None:
        world.server.on("http://unknown.example/", reply("news"))
        async with (
            proxy("http", world.server.port) as (address, asked),
            Fetcher(world.limits, gap=0, clock=world.clock, resolver=names) as fetcher,
        ):
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(Request("http://inside.example/", proxy=address))
            assert (caught.value.reason, asked) == ("refused-address", [])
            answer = await fetcher.fetch(Request("http://unknown.example/", proxy=address))
            assert isinstance(answer, Fetched)

    in_world(scenario)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("http", b"HTTP/1.1 403 Forbidden\r\n\r\n"),
        ("http", b"what?"),
        ("socks5", b"\x05\xff"),
        ("socks5", b"\x04\x00"),
        ("socks5", b"\x05\x00\x05\x05\x00\x01"),
        ("socks5", b""),
    ],
)
def test_a_proxy_that_refuses_is_a_failure(in_world, kind, says) -> None:
    async def scenario(world: World) -> None:
        async def refuse(reader: StreamReader, writer: StreamWriter) -> None:
            await reader.read(3)
            writer.write(says)
            writer.close()

        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        async with server, Fetcher(world.limits, gap=0, clock=world.clock) as fetcher:
            address = f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            with pytest.raises(FetchError) as caught:
                request = Request("https://feeds.example/", home="feeds.example", proxy=address)
                await fetcher.fetch(request)
            assert caught.value.reason in ("proxy", "not-http")

    in_world(scenario)
