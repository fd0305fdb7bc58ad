"""Full text, silent edits, rounds that overlap: what the poller does beyond one feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.service.poller import Poller
from monitor.sources.http import Fetcher
from tests.sources.faultserver import raw, reply
from tests.sources.world import Scenario, World, item, rss, runner

TEXT = "The complex will be commissioned in {}, the company said in a statement on Monday. " * 6
PAGE = (
    "<html><head><title>T</title></head><body><article><h1>T</h1><p>{}</p></article></body></html>"
)


@pytest.fixture
def in_world(tmp_path: Path) -> Callable[[Scenario], None]:
    return runner(tmp_path)


def page(year: int) -> object:
    return reply(PAGE.replace("{}", TEXT.replace("{}", str(year))), kind="text/html; charset=utf-8")


def test_a_page_that_does_not_come_is_asked_for_again(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/page", reply("", "503 Busy"), reply("", "503 Busy"), page(2028))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1", "Summary."))))
        world.add("/feed", full_text=True)
        await world.poll()
        assert world.pipeline.articles[0].text == "Summary."
        for _ in range(3):
            await world.poll()
        assert "2028" in world.pipeline.articles[-1].text
        assert len({article.ref.id for article in world.pipeline.articles}) == 1
        assert world.server.paths().count("/page") == 3

    in_world(scenario)


def test_a_page_that_is_not_there_is_let_be(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", reply(rss(item("T", world.server.url("/none"), "1", "Summary."))))
        world.add("/feed", full_text=True)
        for _ in range(4):
            await world.poll()
        assert world.server.paths().count("/none") == 1

    in_world(scenario)


def test_a_silent_edit_of_an_article_with_a_claim_is_read(in_world) -> None:
    async def scenario(world: World) -> None:
        world.pipeline.relevant = "commissioned"
        world.server.on("/page", page(2027), page(2027), page(2028))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1"))))
        world.add("/feed", full_text=True)
        for _ in range(6):
            await world.poll(hours=2)
        texts = [article.text for article in world.pipeline.articles]
        assert ["2027" in text for text in texts] == [True, False]
        assert "2028" in texts[1]
        assert world.pipeline.articles[1].ref.id == world.pipeline.articles[0].ref.id

    in_world(scenario)


def test_pages_are_watched_more_and_more_rarely(in_world) -> None:
    async def scenario(world: World) -> None:
        world.pipeline.relevant = "commissioned"
        world.server.on("/page", page(2027))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1"))))
        world.add("/feed", full_text=True)
        asked = []
        for _ in range(20 * 4):
            await world.poll(hours=6)
            asked.append(world.server.paths().count("/page"))
        assert asked[4] - asked[0] == 4
        assert asked[14 * 4] - asked[10 * 4] <= 2
        assert asked[-1] == asked[15 * 4]

    in_world(scenario)


def test_an_article_without_a_claim_is_not_watched(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/page", page(2027))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1"))))
        world.add("/feed", full_text=True)
        for _ in range(4):
            await world.poll(hours=3)
        assert world.server.paths().count("/page") == 1

    in_world(scenario)


def test_a_paywall_is_not_taken_for_an_article(in_world) -> None:
    async def scenario(world: World) -> None:
        stub = PAGE.replace(
            "{}", "Two lines of it. Subscribe to continue reading, already a subscriber?"
        )
        world.server.on("/page", reply(stub, kind="text/html"))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1", "Summary."))))
        world.add("/feed", full_text=True)
        await world.poll()
        assert world.pipeline.articles[0].text == "Summary."

    in_world(scenario)


def test_a_site_whose_pages_hang_does_not_hold_up_its_feed(in_world) -> None:
    async def scenario(world: World) -> None:
        for number in range(20):
            world.server.on(f"/{number}", raw(hang=True))
        items = [
            item(f"T{n}", world.server.url(f"/{n}"), f"{n}", f"Summary {n}.") for n in range(20)
        ]
        world.server.on("/feed", reply(rss(*items)))
        world.add("/feed", full_text=True)
        for seconds in (0.2, 1.0, 5.0):  # more where the machine is so busy that the feed is late
            world.limits = world.limits.__class__(connect=seconds, idle=seconds / 2, total=seconds)
            outcome = (await world.poll(days=1))["feed"]
            if outcome.reason != "timeout":
                break
        assert outcome.new == 20
        assert len([path for path in world.server.paths() if path != "/feed"]) == 3

    in_world(scenario)


def test_rounds_overlap_without_asking_twice(in_world) -> None:
    async def scenario(world: World) -> None:
        slow = raw(b"HTTP/1.1 200 OK\r\n\r\n", rss(item("T", guid="1")).encode(), pause=0.1)
        world.server.on("/slow", slow)
        world.add("/slow")
        async with Fetcher(world.limits, clock=world.clock) as fetcher:
            poller = Poller(world.store, world.sources, fetcher, world.pipeline, world.clock)
            first, second = await asyncio.gather(poller.poll_all(), poller.poll_due())
        assert (len(first), len(second)) == (1, 0)
        assert len(world.server.asked) == 1

    in_world(scenario)


def test_a_round_that_is_given_up_can_be_repeated(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/slow", raw(hang=True), reply(rss(item("T", guid="1"))))
        world.add("/slow")
        async with Fetcher(world.limits, clock=world.clock) as fetcher:
            poller = Poller(world.store, world.sources, fetcher, world.pipeline, world.clock)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(poller.poll_due(), 0.7)
            [outcome] = await poller.poll_due()
        assert outcome.new == 1

    in_world(scenario)


def test_where_nothing_can_be_recorded_the_round_ends(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", reply(rss(item("T", guid="1"))))
        world.add("/feed")
        world.store.database.execute("DROP TABLE sources")
        with pytest.raises(StoreError):
            await world.poll()

    in_world(scenario)


def test_disabled_sources_are_left_alone(in_world) -> None:
    async def scenario(world: World) -> None:
        world.add("/feed", enabled=False)
        assert await world.poll() == {}
        assert world.server.asked == []

    in_world(scenario)


def test_an_article_listed_by_two_sources_is_one(in_world) -> None:
    async def scenario(world: World) -> None:
        one = item("T", "http://n.example/1?utm_source=a", "1")
        other = item("T", "https://www.n.example/1", "x")
        world.server.on("/a", reply(rss(one)))
        world.server.on("/b", reply(rss(other)))
        world.add("/a")
        world.add("/b")
        await world.poll()
        assert len({article.ref.id for article in world.pipeline.articles}) == 1

    in_world(scenario)


def test_another_url_in_the_configuration_starts_afresh(in_world) -> None:
    async def scenario(world: World) -> None:
        feed = rss(item("T", "http://n.example/1", "1"))
        world.server.on("/a", reply(feed, ETag='"x"'))
        world.server.on("/b", reply(feed))
        world.add("/a", "s")
        await world.poll()
        world.sources.clear()
        world.add("/b", "s")
        assert (await world.poll())["s"].new == 0
        assert "if-none-match" not in world.server.asked[1].headers

    in_world(scenario)


def test_a_round_over_all_leaves_out_whom_their_servers_forbid(in_world) -> None:
    async def scenario(world: World) -> None:
        feed = reply(rss(item("T", guid="1")))
        world.server.on("/gone", reply("", "410 Gone"))
        world.server.on("/away", reply("", "429 Slow down", Retry_After="7200"), feed)
        world.server.on("/fails", reply("", "500 Oops"))
        world.server.on("/fine", feed)
        for path in ("/gone", "/away", "/fails", "/fine"):
            world.add(path)

        async def poll_all() -> set[str]:
            async with Fetcher(world.limits, clock=world.clock) as fetcher:
                poller = Poller(world.store, world.sources, fetcher, world.pipeline, world.clock)
                return {outcome.source for outcome in await poller.poll_all()}

        assert await poll_all() == {"gone", "away", "fails", "fine"}
        assert await poll_all() == {"fails", "fine"}
        world.clock.later(hours=3)
        assert await poll_all() == {"away", "fails", "fine"}
        world.server.on("/moved", feed)
        world.sources[0] = replace(world.sources[0], url=world.server.url("/moved"))
        assert "gone" in await poll_all()

    in_world(scenario)
