"""Entries are taken in once, however a source names them, and none is lost."""

from __future__ import annotations

import pytest

from tests.sources.faultserver import reply
from tests.sources.world import World, item, rss

DATE = "Mon, 23 Nov 2026 10:00:00 GMT"
LATER = "Mon, 23 Nov 2026 11:00:00 GMT"


def feed_of(*items: tuple[str, str, str, str]) -> str:
    return rss(*(item(t, link, guid, "Text of " + t, date) for t, link, guid, date in items))


A = ("The plant will open in 2028", "http://n.example/a", "1", DATE)
B = ("The mine gets its permit", "http://n.example/b", "2", LATER)


STEPS: dict[str, tuple[list[str], list[str]]] = {
    "guids change": (
        [feed_of(A, B), feed_of((A[0], A[1], "x1", DATE), (B[0], B[1], "x2", LATER))],
        [B[0], A[0]],
    ),
    "guids and scheme change": (
        [feed_of(A), feed_of((A[0], "https://www.n.example/a/?utm_source=rss", "x", DATE))],
        [A[0]],
    ),
    "guids and addresses change": (
        [feed_of(A), feed_of((A[0], "http://other.example/2026/a.html", "x", DATE))],
        [A[0]],
    ),
    "a session in every link": (
        [feed_of((A[0], f"http://n.example/a;sid={n}?sid={n}", f"{n}", DATE)) for n in range(4)],
        [A[0]],
    ),
    "no guid and a counter in the link": (
        [feed_of((A[0], f"http://n.example/a?c={n}", "", DATE)) for n in range(3)],
        [A[0]],
    ),
    "no guid, no title, and a session in the link": (
        [feed_of(("", f"http://n.example/a?s={n}", "", DATE)) for n in range(3)],
        ["Text of"],
    ),
    "the date moves with every poll": (
        [feed_of((A[0], A[1], "1", d)) for d in (DATE, LATER, DATE)],
        [A[0]],
    ),
    "vanishes and comes back": ([feed_of(A, B), feed_of(B), feed_of(A, B)], [B[0], A[0]]),
    "an empty feed in between": ([feed_of(A), rss(), feed_of(A)], [A[0]]),
    "another order": ([feed_of(A, B), feed_of(B, A)], [B[0], A[0]]),
    "markup changes, words do not": (
        [rss(item("T", "http://n.example/1", "1", f"&lt;p class={n}&gt;Same&lt;/p&gt;")) for n in (1, 2)],
        ["T"],
    ),
    "one guid for ever, new article each time": (
        [feed_of((f"News number {n}", f"http://n.example/{n}", "same", d)) for n, d in enumerate((DATE, LATER))],
        ["News number 0", "News number 1"],
    ),
    "one title, another day, another page": (
        [feed_of(("Daily price index of rare earths", f"http://n.example/{n}", str(n), d)) for n, d in enumerate((DATE, LATER))],
        ["Daily price index of rare earths"] * 2,
    ),
    "a headline is corrected": (
        [feed_of(A), feed_of(("The plant will open in 2029", *A[1:]))],
        [A[0], "The plant will open in 2029"],
    ),
    "guids begin to repeat": (
        [feed_of(A), feed_of(A, (B[0], B[1], "1", LATER))],
        [A[0], B[0]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_over_several_polls(in_world, name) -> None:
    feeds, expected = STEPS[name]

    async def scenario(world: World) -> None:
        world.server.on("/feed", *map(reply, feeds))
        world.add("/feed")
        for _ in feeds:
            await world.poll()
        await world.poll()
        assert world.pipeline.titles == expected

    in_world(scenario)


def test_an_edit_keeps_the_article(in_world) -> None:
    async def scenario(world: World) -> None:
        feeds, _ = STEPS["a headline is corrected"]
        world.server.on("/feed", *map(reply, feeds))
        world.add("/feed")
        await world.poll()
        outcome = (await world.poll())["feed"]
        assert (outcome.new, outcome.edited) == (0, 1)
        assert len({article.ref.id for article in world.pipeline.articles}) == 1

    in_world(scenario)


def test_a_window_that_rolled_is_said(in_world) -> None:
    async def scenario(world: World) -> None:
        first, second = (
            feed_of(*((f"News number {n}", f"http://n.example/{n}", f"{n}", DATE) for n in numbers))
            for numbers in (range(5), range(7, 12))
        )
        world.server.on("/feed", reply(first), reply(second))
        world.add("/feed")
        await world.poll()
        outcome = (await world.poll())["feed"]
        assert outcome.new == 5
        assert "some may have been missed" in outcome.detail
        [health] = world.store.sources.health(world.clock.now())
        assert health.state == "rolled"
        assert (outcome.next_poll - world.clock.now()).total_seconds() == 300

    in_world(scenario)
