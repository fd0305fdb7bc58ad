"""A source behind a proxy: each kind that the configuration takes, over a real one of ours."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import asynccontextmanager

import pytest

from monitor.errors import FetchError
from monitor.sources.http import Fetched, Fetcher, Request
from tests.sources.faultserver import reply
from tests.sources.world import World


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
    while chunk := await reader.read(65_536):
        writer.write(chunk)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy(kind: str, port: int):
    """A proxy that connects everything to one port of this machine; yields its own address."""
    asked = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        asked.append(kind)
        if kind == "socks5":
            writer.write(await _socks(reader))
            await _target(reader)
            writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pipe(reader, back), _pipe(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


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
