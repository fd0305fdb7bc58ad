"""Reading in other processes: the same result, and no harm where one does not come back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable

import pytest

from monitor.errors import ParseError
from monitor.sources.beside import Beside
from monitor.sources.feeds import parse_feed
from tests.sources.world import NOW, item, rss

FEED = rss(*(item(f"Title {n}", f"http://a.example/{n}", f"{n}", "Text") for n in range(50)))


def using(scenario: Callable[[Beside], Awaitable[None]], workers: int, **options: float) -> None:
    async def main() -> None:
        beside = Beside(workers, **options)
        try:
            await scenario(beside)
        finally:
            await beside.aclose()

    asyncio.run(main())


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_feed_is_read_as_it_would_be_here(workers) -> None:
    async def scenario(beside: Beside) -> None:
        bodies = [FEED.replace("Title", f"Title {n} of").encode() for n in range(4)]
        found = await asyncio.gather(
            *(beside.run(parse_feed, body, "http://a.example/", now=NOW) for body in bodies)
        )
        assert found == [parse_feed(body, "http://a.example/", now=NOW) for body in bodies]

    using(scenario, workers)


@pytest.mark.parametrize("workers", [0, 1])
def test_what_is_no_feed_is_said_with_its_reason(workers) -> None:
    async def scenario(beside: Beside) -> None:
        for _ in range(2):
            with pytest.raises(ParseError, match="web page") as caught:
                await beside.run(parse_feed, b"<html><body>no</body></html>", "http://a.example/")
            assert caught.value.reason == "html"

    using(scenario, workers)


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    async def scenario(beside: Beside) -> None:
        with pytest.raises(ParseError, match="more than") as caught:
            await beside.run(time.sleep, 60)
        assert caught.value.reason == "too-slow"
        assert await beside.run(max, 1, 2) == 2

    using(scenario, 1, seconds=0.2)


def test_a_process_that_dies_costs_what_it_read_alone() -> None:
    async def scenario(beside: Beside) -> None:
        with pytest.raises(ParseError, match="did not survive"):
            await beside.run(os.abort)
        assert await beside.run(max, 1, 2) == 2

    using(scenario, 1)


def test_what_takes_too_much_memory_is_a_failure() -> None:
    async def scenario(beside: Beside) -> None:
        with pytest.raises(ParseError, match="too much memory"):
            await beside.run(bytes, 4 << 30)
        with pytest.raises(ParseError, match="unexpected: ValueError"):
            await beside.run(int, "x")

    using(scenario, 1)


def test_it_knows_no_secret_and_other_work_goes_on(monkeypatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")

    async def scenario(beside: Beside) -> None:
        assert await beside.run(os.getenv, "SMTP_PASSWORD") is None
        assert await beside.run(os.getpid) != os.getpid()
        assert await beside.run(os.getpid) == await beside.run(os.getpid)

    using(scenario, 1)


def test_where_no_process_can_be_started_a_thread_reads(monkeypatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")

    async def scenario(beside: Beside) -> None:
        assert await beside.run(os.getpid) == os.getpid()

    using(scenario, 2)
