"""What a polite and careful client does over several polls."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from socket import socket
from typing import Any

import pytest

from monitor.errors import FetchError
from monitor.sources.http import Fetcher, Request
from monitor.sources.http.address import refuse_private_literal, resolve
from tests.sources.faultserver import raw, reply
from tests.sources.world import NOW, QUICK, World, item, rss

ONE = rss(item("One", "http://n.example/1", "g1"))


def moved(to: str, status: str = "301 Moved Permanently") -> Any:
    return reply("", status, Location=to)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_permanent_redirect_is_followed_for_good_once_its_target_is_a_feed(
    in_world, status
) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/old", moved("/new", status))
        world.server.on("/new", reply("<html>parked</html>"), reply(ONE))
        world.add("/old", "s")
        assert (await world.poll())["s"].state == "failed"
        outcome = (await world.poll())["s"]
        assert outcome.moved_to == world.server.url("/new")
        await world.poll()
        assert world.server.paths() == ["/old", "/new", "/old", "/new", "/new"]

    in_world(scenario)


@pytest.mark.parametrize("tag", [{"ETag": '"1"'}, {}], ids=["with a tag", "without"])
def test_a_move_is_noticed_although_the_feed_is_the_same(in_world, tag) -> None:
    async def scenario(world: World) -> None:
        async def same(asked: Any, writer: Any) -> None:
            known = asked.headers.get("if-none-match") == tag.get("ETag", "none")
            await (reply("", "304 Not Modified") if known else reply(ONE, **tag))(asked, writer)

        world.server.on("/old", same, moved("/new"))
        world.server.on("/new", same)
        world.add("/old", "s")
        assert (await world.poll())["s"].state == "new"
        outcome = (await world.poll())["s"]
        assert (outcome.state, outcome.moved_to) == ("unchanged", world.server.url("/new"))
        await world.poll()
        assert world.server.paths() == ["/old", "/old", "/new", "/new"]

    in_world(scenario)


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_a_temporary_redirect_is_never_remembered(in_world, status) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/old", moved("/new", status))
        world.server.on("/new", reply(ONE))
        world.add("/old", "s")
        await world.poll()
        await world.poll()
        assert world.server.paths() == ["/old", "/new"] * 2

    in_world(scenario)


def test_a_server_that_stumbles_over_validators_is_asked_again_without(in_world) -> None:
    async def scenario(world: World) -> None:
        bare = reply(ONE, ETag='"1"')

        async def stumbles(asked: Any, writer: Any) -> None:
            known = "if-none-match" in asked.headers
            await (reply("", "412 Precondition Failed") if known else bare)(asked, writer)

        world.server.on("/a", stumbles)
        world.add("/a", "s")
        assert [(await world.poll())["s"].state for _ in range(3)] == [
            "new", "unchanged", "unchanged",
        ]  # fmt: skip

    in_world(scenario)


@pytest.mark.parametrize(("body", "sent"), [(ONE, '"1"'), (ONE[:-16], None)], ids=["whole", "cut"])
def test_validators_are_kept_where_the_document_is_whole(in_world, body, sent) -> None:
    async def scenario(world: World) -> None:
        head = f'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: {len(body) + 500}\r\n\r\n'
        world.server.on("/a", raw(head.encode() + body.encode()))
        world.add("/a", "s")
        await world.poll()
        await world.poll()
        assert world.server.asked[1].headers.get("if-none-match") == sent

    in_world(scenario)


@pytest.mark.parametrize("body", [ONE, ONE.replace("One", "Two")], ids=["same", "other"])
def test_validators_that_a_server_no_longer_gives_are_forgotten(in_world, body) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/a", reply(ONE, ETag='"1"'), reply(body))
        world.add("/a", "s")
        for _ in range(3):
            await world.poll()
        sent = [asked.headers.get("if-none-match") for asked in world.server.asked]
        assert sent == [None, '"1"', None]

    in_world(scenario)


def test_the_end_of_a_guest_is_not_the_end_of_a_source(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/old", moved("/new", "302 Found"), reply(ONE))
        world.server.on("/new", reply("", "410 Gone"))
        world.add("/old", "s")
        assert (await world.poll())["s"].state == "failed"
        assert (await world.poll())["s"].state == "new"

    in_world(scenario)


def test_a_dead_address_before_a_sound_one_costs_a_moment(in_world) -> None:
    async def scenario(world: World) -> None:
        with socket() as dead, socket() as first, socket() as second:
            dead.bind(("127.0.0.2", world.server.port))
            dead.listen(0)
            for filling in (first, second):  # a full queue answers nobody
                filling.setblocking(False)
                filling.connect_ex(("127.0.0.2", world.server.port))

            async def names(host: str, port: int) -> list[str]:
                return ["127.0.0.2", "127.0.0.1"]

            world.server.on("/a", reply(ONE))
            url = world.server.url("/a").replace("127.0.0.1", "two.example")
            async with Fetcher(QUICK, gap=0, resolver=names) as fetcher:
                await fetcher.fetch(Request(url, home="two.example"))

    in_world(scenario)


def test_what_comes_late_on_a_kept_connection_is_no_answer(in_world) -> None:
    async def scenario(world: World) -> None:
        read, sent = asyncio.Event(), asyncio.Event()

        async def late(asked: Any, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await read.wait()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad")
            await writer.drain()
            sent.set()

        world.server.on("/a", late, reply(b"good"))
        async with Fetcher(QUICK, gap=0) as fetcher:
            request = Request(world.server.url("/a"), home="127.0.0.1")
            assert (await fetcher.fetch(request)).body == b"ok"
            read.set()
            await sent.wait()
            for _ in range(10):
                await asyncio.sleep(0)
            assert (await fetcher.fetch(request)).body == b"good"

    in_world(scenario)


def test_a_chain_counts_as_permanent_up_to_its_first_temporary_step(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/a", moved("/b"))
        world.server.on("/b", moved("/c", "302 Found"))
        world.server.on("/c", reply(ONE))
        world.add("/a", "s")
        assert (await world.poll())["s"].moved_to == world.server.url("/b")

    in_world(scenario)


def test_an_adopted_target_that_dies_gives_the_configured_address_another_chance(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/old", moved("/new"), reply(ONE))
        world.server.on("/new", reply(ONE), reply("", "410 Gone"))
        world.add("/old", "s")
        await world.poll()
        assert (await world.poll())["s"].state == "failed"
        assert (await world.poll())["s"].state == "unchanged"
        assert world.server.paths()[-1] == "/old"

    in_world(scenario)


def test_redirects_have_an_end(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/loop", moved("/loop2"))
        world.server.on("/loop2", moved("/loop"))
        for number in range(20):
            world.server.on(f"/{number}", moved(f"/{number + 1}"))
        world.server.on("/nowhere", reply("", "302 Found"))
        world.server.on("/file", moved("file:///etc/passwd"))
        for path in ("/loop", "/0", "/nowhere", "/file"):
            world.add(path)
        outcomes = await world.poll()
        assert outcomes["loop"].detail.startswith("redirects in a circle")
        assert outcomes["0"].detail == "more than 8 redirects"
        assert outcomes["nowhere"].detail == "a redirect (302) to nowhere"
        assert outcomes["file"].reason == "bad-url"

    in_world(scenario)


@pytest.mark.parametrize("to", ["\\a\\new", "  ../a/./new ", "?x=\\", "/a/new#x"])
def test_where_a_redirect_leads_is_read_as_browsers_do(in_world, to) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/a/old", moved(to), reply(ONE))
        world.server.on("/a/new", reply(ONE))
        world.add("/a/old", "s")
        assert (await world.poll())["s"].state == "new"

    in_world(scenario)


def test_a_cookie_wall_is_passed(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on(
            "/feed", reply("", "302 Found", Location="/feed", Set_Cookie="a=1; Path=/"), reply(ONE)
        )
        world.add("/feed")
        assert (await world.poll())["feed"].new == 1
        assert world.server.asked[1].headers["cookie"] == "a=1"
        await world.poll()
        assert "cookie" not in world.server.asked[2].headers

    in_world(scenario)


PRIVATE = [
    "http://127.0.0.2:80/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/",
    "http://172.16.5.5/", "http://169.254.169.254/latest/meta-data/", "http://100.64.1.1/",
    "http://0.0.0.0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/",
    "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://2130706433/",
    "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://224.0.0.1/",
    "http://255.255.255.255/", "http://[::]/", "http://198.18.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("target", PRIVATE)
def test_a_redirect_leads_nowhere_private(in_world, target) -> None:
    async def scenario(world: World) -> None:
        world.resolver = resolve  # numbers in any spelling, as the system reads them
        world.server.on("/feed", moved(target, "302 Found"))
        world.add("/feed")
        outcome = (await world.poll())["feed"]
        assert outcome.reason in ("refused-address", "bad-url"), outcome.detail

    in_world(scenario)


@pytest.mark.parametrize("target", [*PRIVATE, "http://sub.localhost./x"])
def test_nor_does_a_proxy_lead_there(target) -> None:
    with pytest.raises(FetchError, match="not a public address"):
        refuse_private_literal(target, "feeds.example")
    refuse_private_literal("http://feeds.example/", "feeds.example")
    refuse_private_literal("http://8.8.8.8/", "feeds.example")


def test_a_name_is_checked_by_the_address_that_is_connected_to(in_world) -> None:
    async def scenario(world: World) -> None:
        answers = [["93.184.215.14"], ["127.0.0.1"]]

        async def rebinding(host: str, port: int) -> list[str]:
            return answers.pop(0) if host == "evil.example" else [host]

        url = f"http://evil.example:{world.server.port}/x"
        world.server.on("/x", reply("secret"))
        async with Fetcher(world.limits, gap=0, clock=world.clock, resolver=rebinding) as fetcher:
            answers.pop(0)
            with pytest.raises(FetchError, match="not a public address"):
                await fetcher.fetch(Request(url, home="feeds.example"))
        assert world.server.asked == []

    in_world(scenario)


def test_one_private_address_among_public_ones_is_refused(in_world) -> None:
    async def scenario(world: World) -> None:
        async def mixed(host: str, port: int) -> list[str]:
            return ["93.184.215.14", "10.0.0.1"]

        async with Fetcher(world.limits, resolver=mixed) as fetcher:
            with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
                await fetcher.fetch(Request("http://mixed.example/"))

    in_world(scenario)


def test_an_article_link_of_a_public_source_leads_nowhere_private(in_world) -> None:
    async def scenario(world: World) -> None:
        async with Fetcher(world.limits) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(Request(world.server.url("/x"), home="feeds.example"))
            assert caught.value.reason == "refused-address"

    in_world(scenario)


def test_secrets_stay_with_their_server(in_world) -> None:
    async def scenario(world: World) -> None:
        other = world.server.url("/new").replace("127.0.0.1", "localhost")
        world.server.on("/same", moved("/end", "302 Found"))
        world.server.on("/end", reply(ONE))
        world.server.on("/away", moved(other, "302 Found"))
        world.server.on("/new", reply(ONE))

        async def anywhere(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        async with Fetcher(world.limits, gap=0, resolver=anywhere) as fetcher:
            for path in ("/same", "/away"):
                request = Request(
                    world.server.url(path),
                    home="127.0.0.1",
                    headers={"X-Key": "k"},
                    auth=("u", "p"),
                )
                with suppress(FetchError):  # the second one is refused: it leads elsewhere
                    await fetcher.fetch(request)
        by_path = {asked.path: asked.headers for asked in world.server.asked}
        assert by_path["/end"]["x-key"] == "k"
        assert by_path["/end"]["authorization"].startswith("Basic ")
        assert "/new" not in by_path

    in_world(scenario)


def test_410_stops_the_polling_until_the_address_changes(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", reply("", "410 Gone"))
        source = world.add("/feed")
        assert (await world.poll())["feed"].state == "gone"
        for _ in range(3):
            assert await world.poll(days=30) == {}
        [health] = world.store.sources.health(world.clock.now())
        assert health.state == "gone"
        assert world.store.sources.resume(source.name)
        assert (await world.poll())["feed"].state == "gone"

    in_world(scenario)


@pytest.mark.parametrize(
    ("value", "hours"),
    [("7200", 2), ("Mon, 23 Nov 2026 16:00:00 GMT", 3), ("99999999", 24), ("soon", 0.25)],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable"])
def test_retry_after_is_kept_in_both_forms_and_capped(in_world, value, hours, status) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", reply("", status, Retry_After=value))
        world.add("/feed")
        outcome = (await world.poll())["feed"]
        wait = outcome.next_poll - world.clock.now()
        assert timedelta(hours=hours) <= wait <= timedelta(hours=hours * 1.11)

    in_world(scenario)


def test_failures_are_asked_less_and_less_but_never_given_up(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", *[reply("", "500 Oops")] * 14, reply(ONE))
        world.add("/feed")
        waits = []
        for _ in range(14):
            outcome = (await world.poll(hours=13))["feed"]
            waits.append((outcome.next_poll - world.clock.now()).total_seconds() / 3600)
        assert waits == sorted(waits)
        assert waits[0] == 0.25
        assert waits[-1] == 12
        assert (await world.poll(hours=13))["feed"].new == 1

    in_world(scenario)


@pytest.mark.parametrize(
    ("headers", "feed", "minutes"),
    [
        ({"Cache_Control": "max-age=7200"}, ONE, 120),
        ({"Cache_Control": "public, max-age=7200", "Age": "3600"}, ONE, 60),
        (
            {"Expires": "Mon, 23 Nov 2026 16:00:00 GMT", "Date": "Mon, 23 Nov 2026 13:00:00 GMT"},
            ONE,
            180,
        ),
        ({"Cache_Control": "no-cache", "Expires": "Tue, 24 Nov 2026 16:00:00 GMT"}, ONE, 13),
        ({}, rss(item("One", guid="1"), head="<ttl>90</ttl>"), 90),
        ({"Cache_Control": "max-age=999999999"}, ONE, 24 * 60),
    ],
)
def test_what_the_source_says_about_its_lifetime_is_kept(in_world, headers, feed, minutes) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/feed", reply(feed, **headers))
        world.add("/feed")
        outcome = (await world.poll())["feed"]
        wait = (outcome.next_poll - world.clock.now()).total_seconds() / 60
        assert minutes <= wait <= minutes * 1.2

    in_world(scenario)


def test_hours_and_days_that_a_feed_excludes_are_left_out(in_world) -> None:
    async def scenario(world: World) -> None:
        hours = "".join(f"<hour>{hour}</hour>" for hour in range(13, 24))
        head = f"<skipHours>{hours}</skipHours><skipDays><day>Tuesday</day></skipDays>"
        world.server.on("/feed", reply(rss(item("One", guid="1"), head=head)))
        world.add("/feed")
        outcome = (await world.poll())["feed"]
        assert (outcome.next_poll.day, outcome.next_poll.hour) == (25, 0)

    in_world(scenario)


def test_validators_that_break_a_server_are_left_out_after_a_while(in_world) -> None:
    async def scenario(world: World) -> None:
        broken = reply("", "500 Oops")
        world.server.on("/feed", reply(ONE, ETag='"x"'), broken, broken, reply(ONE))
        world.add("/feed")
        for _ in range(4):
            await world.poll(hours=5)
        sent = ["if-none-match" in asked.headers for asked in world.server.asked]
        assert sent == [False, True, True, False]

    in_world(scenario)


def test_a_server_that_says_not_modified_for_ever_is_asked_in_full(in_world) -> None:
    async def scenario(world: World) -> None:
        dates = [
            (NOW - timedelta(hours=h)).strftime("%a, %d %b %Y %H:%M:%S GMT") for h in range(1, 9)
        ]
        feed = rss(
            *(
                item(f"Item {i}", f"http://n.example/{i}", f"{i}", date=d)
                for i, d in enumerate(dates)
            )
        )

        async def stubborn(asked: Any, writer: Any) -> None:
            seen = "if-none-match" in asked.headers
            await (reply("", "304 Not Modified") if seen else reply(feed, ETag='"x"'))(
                asked, writer
            )

        world.server.on("/feed", stubborn)
        world.add("/feed")
        for _ in range(30):
            await world.poll(hours=3)
        full = [asked for asked in world.server.asked[1:] if "if-none-match" not in asked.headers]
        assert 1 <= len(full) <= 4

    in_world(scenario)


def test_one_request_at_a_time_to_a_host(in_world) -> None:
    async def scenario(world: World) -> None:
        slow = raw(b"HTTP/1.1 200 OK\r\n\r\n", ONE.encode(), pause=0.02)
        for number in range(6):
            world.server.on(f"/{number}", slow)
            world.add(f"/{number}")
        assert {o.state for o in (await world.poll()).values()} == {"new"}
        assert world.server.most_at_once <= 2  # the next one may come before the last is closed

    in_world(scenario)
