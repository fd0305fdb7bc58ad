"""A poll from the socket to the store."""

from __future__ import annotations

from tests.sources.faultserver import reply
from tests.sources.world import World, item, rss


def test_an_entry_is_taken_in_once_and_an_edited_one_again(in_world) -> None:
    async def scenario(world: World) -> None:
        first = rss(
            item("One", "http://a.example/1", "g1"), item("Two", "http://a.example/2", "g2")
        )
        edited = rss(
            item("One", "http://a.example/1", "g1", text="now with a text"),
            item("Two", "http://a.example/2", "g2"),
        )
        world.server.on("/feed", reply(first), reply(first), reply(edited))
        world.add("/feed")
        outcome = (await world.poll())["feed"]
        assert (outcome.state, outcome.new, outcome.entries) == ("new", 2, 2)
        assert (await world.poll())["feed"].state == "unchanged"
        outcome = (await world.poll())["feed"]
        assert (outcome.new, outcome.edited) == (0, 1)
        assert world.pipeline.titles == ["Two", "One", "One"]
        ids = [article.ref.id for article in world.pipeline.articles]
        assert ids[1] == ids[2] != ids[0]

    in_world(scenario)


def test_validators_are_echoed_byte_for_byte(in_world) -> None:
    async def scenario(world: World) -> None:
        answer = reply(rss(item("One", guid="1")), ETag='W/"a b\xe9,\'"', Last_Modified="yesterday")
        world.server.on("/feed", answer, reply(b"", "304 Not Modified", ETag='"new"'))
        world.add("/feed")
        await world.poll()
        outcome = (await world.poll())["feed"]
        assert outcome.state == "unchanged"
        asked = world.server.asked[1].headers
        assert asked["if-none-match"] == 'W/"a b\xe9,\'"'
        assert asked["if-modified-since"] == "yesterday"
        await world.poll()
        assert world.server.asked[2].headers["if-none-match"] == '"new"'
        assert world.server.asked[2].headers["if-modified-since"] == "yesterday"

    in_world(scenario)


def test_an_entry_that_could_not_be_read_is_tried_again(in_world) -> None:
    async def scenario(world: World) -> None:
        feed = rss(item("Good", guid="1"), item("Bad", guid="2"))
        world.server.on("/feed", reply(feed, ETag='"x"'))
        world.add("/feed")
        world.pipeline.fail_on = {"Bad"}
        outcome = (await world.poll())["feed"]
        assert outcome.new == 1
        assert "will be tried again" in outcome.detail
        world.pipeline.fail_on = set()
        outcome = (await world.poll())["feed"]
        assert "if-none-match" not in world.server.asked[1].headers
        assert world.pipeline.titles == ["Good", "Bad"]

    in_world(scenario)


def test_full_text_comes_from_the_page(in_world) -> None:
    async def scenario(world: World) -> None:
        body = "<p>" + "The plant will be commissioned in 2028, the company said. " * 8 + "</p>"
        page = f"<html><head><title>T</title></head><body><article><h1>T</h1>{body}</article></body></html>"
        world.server.on("/page", reply(page, kind="text/html; charset=utf-8"))
        world.server.on("/feed", reply(rss(item("T", world.server.url("/page"), "1"))))
        world.add("/feed", full_text=True)
        await world.poll()
        assert "commissioned in 2028" in world.pipeline.articles[0].text

    in_world(scenario)


def test_a_failing_source_stops_nobody(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/bad", reply("broken", "500 Oops"))
        world.server.on("/html", reply("<html><title>Hello</title></html>", kind="text/html"))
        world.server.on("/good", reply(rss(item("One", guid="1"))))
        for path in ("/bad", "/html", "/good", "/missing"):
            world.add(path)
        outcomes = await world.poll()
        assert {name: o.state for name, o in outcomes.items()} == {
            "bad": "failed", "html": "failed", "good": "new", "missing": "failed",
        }  # fmt: skip
        assert outcomes["html"].detail == "a web page came instead of a feed (Hello)"
        assert world.server.most_at_once == 1

    in_world(scenario)
