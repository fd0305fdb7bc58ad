import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Metal News</title>
<link>http://x.example/</link><language>en</language>
<item><title>Solikamsk Magnesium Plant delays</title><guid>1</guid><link>{base}/story</link>
<pubDate>Mon, 01 Dec 2025 08:00:00 GMT</pubDate><description>Short.</description></item>
</channel></rss>"""
HOME = '<html><head><title>Home</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>Hello</body></html>'
SITEMAP = "<urlset><url><loc>{base}/story</loc><news:title>Plant delays complex</news:title></url></urlset>"
LIST = "".join(
    f'<li><a href="/news/{n}">A headline long enough to be number {n}</a></li>' for n in range(6)
)
STORY = """<html><head><title>Plant delays complex</title></head><body><article><h1>Plant delays complex</h1>
<p>Solikamsk Magnesium Plant will commission its rare earth separation complex in 2028, it said.</p>
<p>The rare earth separation complex was to be commissioned a year earlier than that.</p></article></body></html>"""


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        pages = {
            "/": ("text/html", HOME),
            "/rss": ("application/rss+xml", FEED.format(base=base)),
            "/story": ("text/html", STORY),
            "/plain/": ("text/html", "<html><body>No feed here</body></html>"),
            "/robots.txt": ("text/plain", f"User-agent: *\nSitemap: {base}/news.xml"),
            "/news.xml": ("text/xml", SITEMAP.format(base=base)),
            "/list/": ("text/html", LIST),
        }
        kind, text = pages.get(self.path, ("text/plain", ""))
        body = text.encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def base():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_feed_of_a_site_is_found(say, base: str) -> None:
    result = say("sources", "add", f"{base}/")
    assert result.status == 0
    assert f'url = "{base}/rss"' in result.out
    assert 'name = "Metal News"' in result.out
    assert say("sources", "add", f"{base}/nowhere").status in {0, 1}


def test_without_a_feed_the_sitemap_of_the_news_will_do(say, base: str) -> None:
    result = say("sources", "add", f"{base}/plain/")
    assert result.status == 0
    assert f'url = "{base}/news.xml"' in result.out
    assert 'kind = "sitemap"' in result.out


def test_any_kind_of_source_can_be_tested(world, base: str) -> None:
    text = world.config.read_text(encoding="utf-8")
    for name, path, kind in (("Map", "/news.xml", ""), ("List", "/list/", 'kind = "listing"')):
        text += f'\n[[sources]]\nname = "{name}"\nurl = "{base}{path}"\n{kind}\n'
    world.config.write_text(text, encoding="utf-8")
    assert "Plant delays complex" in world.say("sources", "test", "Map").out
    assert "number 5" in world.say("sources", "test", "List").out


def test_who_asks_is_missed_until_it_is_written(world) -> None:
    assert "[fetch] contact" in " ".join(world.say("check").out.split())
    text = world.config.read_text(encoding="utf-8")
    world.config.write_text(text + '\n[fetch]\ncontact = "desk@ore.example"\n', encoding="utf-8")
    assert "[fetch] contact" not in world.say("check").out
    world.config.write_text(text + '\n[fetch]\ncontact = "ask us"\n', encoding="utf-8")
    assert world.say("check").status == 2


def test_sources_and_channels_are_tried(world, base: str) -> None:
    text = world.config.read_text(encoding="utf-8").replace(
        "http://127.0.0.1:9/feed.xml", f"{base}/rss"
    )
    world.config.write_text(text, encoding="utf-8")
    shown = world.say("sources", "test", "Metal News")
    assert shown.status == 0
    assert "Solikamsk Magnesium Plant delays" in shown.out
    online = world.say("check", "--online", "--quiet")
    assert online.status == 0
    assert "1 entry" in online.out
    tried = world.say("check", "--online", "--json").rows["online"]
    assert [(row["what"], row["ok"]) for row in tried] == [("source", True), ("channel", True)]
    polled = world.say("poll", "--json").rows
    assert [poll["new"] for poll in polled["polls"]] == [1]
    assert world.say("poll").status == 0


def test_a_page_is_read_from_its_address(world, base: str) -> None:
    read = world.say("try", f"{base}/story", "--json").rows
    assert "2028" in [claim["value"]["text"] for claim in read["claims"]]
    gone = world.say("try", f"{base}/nowhere")
    assert (gone.status, len(gone.err.splitlines())) == (1, 1)


def test_an_old_list_of_feeds_is_imported_as_far_as_it_is_one(say, tmp_path) -> None:
    lines = [
        '<?xml version="1.0" encoding="windows-1251"?><opml version="2.0"><body>',
        '<outline text="Новости &quot;А&quot; \\" xmlUrl="https://a.example/rss?a=1&amp;b=2"/>',
        '<outline text="the same" xmlUrl="https://a.example/rss?a=1&amp;b=2"/>',
        '<outline text="inside" xmlUrl="file:///etc/passwd"/>',
        '<outline TITLE="Old" XMLURL="feed://b.example/rss"/></body></opml>',
    ]
    path = tmp_path / "old.opml"
    path.write_bytes("\n".join(lines).encode("cp1251"))
    tables = tomllib.loads(say("sources", "import", str(path)).out)["sources"]
    assert [(one["name"], one["url"]) for one in tables] == [
        ('Новости "А" \\', "https://a.example/rss?a=1&b=2"),
        ("Old", "http://b.example/rss"),
    ]
