"""Sitemaps, list pages and watched pages."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.sources.kinds import read_source
from tests.sources.faultserver import reply
from tests.sources.world import NOW, World, item, rss

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>http://ore.example/1</loc><news:news><news:publication><news:name>Ore News</news:name>
<news:language>ru</news:language></news:publication>
<news:publication_date>2026-11-23T12:00:00+03:00</news:publication_date>
<news:title><![CDATA[Plant & mine - Ore News]]></news:title></news:news>
<image:image><image:loc>http://ore.example/i.png</image:loc><image:title>Photo</image:title></image:image></url>
<url><loc>http://ore.example/2?a=1&amp;b=2</loc><lastmod>2026-11-22</lastmod></url>
<url><loc>http://ore.example/old</loc><lastmod>2025-01-01</lastmod></url>
<url><loc>http://ore.example/undated</loc></url>
</urlset>"""


def read(body: str, kind: str = "", **options: Any) -> Any:
    given = {"known": (), "language": "", "source": "Ore News", "links": "", "now": NOW}
    return read_source(body.encode(), "http://ore.example/list/", "", kind=kind, **given | options)


def test_a_news_sitemap_is_read_and_found_out() -> None:
    feed = read(NEWS)
    assert [(e.url, e.title) for e in feed.entries] == [
        ("http://ore.example/1", "Plant & mine"),
        ("http://ore.example/2?a=1&b=2", ""),
    ]
    assert feed.entries[0].published == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert feed.entries[0].language == "ru"
    assert read(NEWS, known=frozenset(feed.items)).entries == ()


def test_an_address_that_is_missing_is_not_the_sitemap_itself() -> None:
    assert read("<urlset><url><loc></loc><title>x</title></url><url/></urlset>").total == 0
    assert read("<urlset><url><title>x</title></url></urlset>").total == 0


def test_an_empty_sitemap_is_no_failure() -> None:
    assert read('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>').total == 0


def test_an_index_leads_to_its_newest_children(in_world) -> None:
    async def scenario(world: World) -> None:
        url = world.server.url
        index = "<sitemapindex>" + "".join(
            f"<sitemap><loc>{url(path)}</loc><lastmod>{day}</lastmod></sitemap>"
            for path, day in (("/old.xml", "2020-01-01"), ("/news.xml.gz", "2020-01-01"), ("/new.xml", "2026-11-23"))
        ) + "</sitemapindex>"  # fmt: skip
        world.server.on("/index", reply(index))
        world.server.on(
            "/news.xml.gz", reply(gzip.compress(NEWS.encode()), kind="application/gzip")
        )
        world.server.on("/new.xml", reply("<urlset></urlset>"))
        world.server.on("/old.xml", reply("<urlset></urlset>"))
        world.add("/index", kind="sitemap")
        assert (await world.poll())["index"].new == 2
        assert world.server.paths()[:4] == ["/index", "/news.xml.gz", "/new.xml", "/old.xml"]
        assert (await world.poll())["index"].new == 0

    in_world(scenario)


def test_a_dead_child_of_an_index_costs_none_of_its_neighbours(in_world) -> None:
    async def scenario(world: World) -> None:
        url = world.server.url
        paths = ("/gone", "/html", "/inner", "/index")
        index = "".join(f"<sitemap><loc>{url(path)}</loc></sitemap>" for path in paths)
        inner = f"<sitemap><loc>{url('/news')}</loc></sitemap>"
        world.server.on("/index", reply(f"<sitemapindex>{index}</sitemapindex>"))
        world.server.on("/gone", reply("", "410 Gone"))
        world.server.on("/html", reply("<html>no</html>"))
        world.server.on("/inner", reply(f"<sitemapindex>{inner}</sitemapindex>"))
        world.server.on("/news", reply(NEWS, ETag='"n"'), reply("", "304 Not Modified"))
        world.add("/index")
        outcome = (await world.poll())["index"]
        assert (outcome.state, outcome.new) == ("new", 2)
        assert "2 of its sitemaps could not be read" in outcome.detail

    in_world(scenario)


def test_children_are_asked_with_their_validators_too(in_world) -> None:
    async def scenario(world: World) -> None:
        child = f"<sitemap><loc>{world.server.url('/news')}</loc></sitemap>"
        world.server.on("/index", reply(f"<sitemapindex>{child}</sitemapindex>"))
        world.server.on("/news", reply(NEWS, ETag='"n"'), reply("", "304 Not Modified"))
        world.add("/index")
        async with world.daemon() as poll:
            assert (await poll())["index"].new == 2
            assert (await poll())["index"].state == "unchanged"
        asked = [each for each in world.server.asked if each.path == "/news"]
        assert [each.headers.get("if-none-match") for each in asked] == [None, '"n"']

    in_world(scenario)


def test_an_index_of_nothing_but_failures_is_one_and_no_farewell(in_world) -> None:
    async def scenario(world: World) -> None:
        child = f"<sitemap><loc>{world.server.url('/gone')}</loc></sitemap>"
        world.server.on("/index", reply(f"<sitemapindex>{child}</sitemapindex>"))
        world.server.on("/gone", reply("", "410 Gone"))
        world.add("/index")
        outcome = (await world.poll())["index"]
        assert (outcome.state, outcome.reason) == ("failed", "children")

    in_world(scenario)


def test_an_index_that_leads_to_ever_more_indexes_is_left(in_world) -> None:
    async def scenario(world: World) -> None:
        for number in range(30):
            child = f"<sitemap><loc>{world.server.url(f'/{number + 1}')}</loc></sitemap>"
            world.server.on(f"/{number}", reply(f"<sitemapindex>{child}</sitemapindex>"))
        world.add("/0")
        assert (await world.poll())["0"].detail == "nothing new; the list is empty"
        assert len(world.server.asked) < 12

    in_world(scenario)


def test_a_sitemap_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    feed = read(NEWS[: NEWS.index("</loc><lastmod>2026-11-22")])
    assert [entry.title for entry in feed.entries] == ["Plant & mine"]
    assert feed.cut


LIST = """<html lang="zh"><head><title>通知公告</title></head><body>
<nav><a href="/">首页</a><a href="/about">关于我们关于我们关于</a><a href="/contact">联系方式</a></nav>
<ul class="list">
<li><a href="/article/2026/art_1001.html">商务部公告2026年第61号 公布对稀土相关物项实施出口管制的决定</a><span>2026-11-20</span></li>
<li><a href="/article/2026/art_1002.html" title="x">工业和信息化部关于下达2026年稀土开采总量控制指标的通知</a><span>2026年11月21日</span></li>
<li><a href="art_1003.html">关于镨钕氧化物价格指数发布办法的补充说明通知</a></li>
</ul><footer><a href="http://www.beian.gov.cn/">京公网安备11010502000000号京公网安备</a></footer></body></html>"""


def test_a_list_page_gives_its_articles_without_any_hint() -> None:
    feed = read(LIST, "listing", language="zh")
    assert [entry.url for entry in feed.entries][:2] == [
        "http://ore.example/article/2026/art_1001.html",
        "http://ore.example/article/2026/art_1002.html",
    ]
    assert feed.entries[0].title.startswith("商务部公告2026年第61号")
    assert feed.entries[0].published == datetime(2026, 11, 20, tzinfo=UTC)
    assert feed.entries[1].published == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("links", [r"art_\d+\.html", "css:ul.list a", "css:ul.list li"])
def test_links_are_picked_by_address_or_selector(links) -> None:
    assert read(LIST, "listing", links=links).total == 3


@pytest.mark.parametrize("links", [r"nothing", "css:ul.none a", "css:ul[[["])
def test_a_list_page_without_links_is_a_failure(links) -> None:
    with pytest.raises(ParseError):
        read(LIST, "listing", links=links)


def test_a_web_page_is_never_found_out_to_be_a_list() -> None:
    with pytest.raises(ParseError, match="web page"):
        read(LIST)


PAGE = "<html><head><title>Plan</title></head><body><article><h1>Plan</h1><p>{}</p></article></body></html>"
LONG = "The complex is to be commissioned in {}, says the company, and not any earlier. " * 5


def test_a_watched_page_is_one_entry_that_is_edited(in_world) -> None:
    async def scenario(world: World) -> None:
        first, second = (PAGE.replace("{}", LONG.replace("{}", str(year))) for year in (2027, 2028))
        again = first.replace("<body>", "<body><!-- 10:00 -->")
        world.server.on(
            "/plan", *(reply(page, kind="text/html") for page in (first, again, second))
        )
        world.add("/plan", kind="page")
        states = [(await world.poll())["plan"] for _ in range(3)]
        assert [(o.new, o.edited) for o in states] == [(1, 0), (0, 0), (0, 1)]
        assert "2028" in world.pipeline.articles[-1].text

    in_world(scenario)


def test_a_list_page_is_polled_like_a_feed(in_world) -> None:
    async def scenario(world: World) -> None:
        world.server.on("/list", reply(LIST, kind="text/html; charset=utf-8"))
        world.add("/list", kind="listing", language="zh")
        assert (await world.poll())["list"].new == 3
        assert (await world.poll())["list"].state == "unchanged"

    in_world(scenario)


def test_the_kind_feed_is_the_default() -> None:
    assert read(rss(item("A", "http://ore.example/a"))).total == 1


def test_what_gives_no_text_is_read_from_its_pages(in_world) -> None:
    async def scenario(world: World) -> None:
        page = PAGE.replace("{}", LONG.replace("{}", "2028"))
        world.server.on("/article/2026/1", reply(page, kind="text/html"))
        links = LIST.replace("/article/2026/art_1001.html", "/article/2026/1")
        world.server.on("/list", reply(links, kind="text/html; charset=utf-8"))
        world.add("/list", kind="listing", language="zh")
        await world.poll()
        [article] = [a for a in world.pipeline.articles if a.ref.url.endswith("/article/2026/1")]
        assert "2028" in article.text

    in_world(scenario)


def test_a_page_of_many_links_takes_no_time() -> None:
    many = "<a href=/x/1>some title of news that is long enough</a>" * 20_000
    assert read(f"<html><body>{many}", "listing").total == 1
