"""A news stand on loopback: a recorded month of invented outlets, served as of a given day.

Each outlet is served in the format that the last part of its path names: RSS 2.0 in UTF-8
or windows-1251, Atom, RSS 1.0 (RDF) or JSON Feed, with validators and 304s as a good
server gives them.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from xml.sax.saxutils import escape

WINDOW = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One recorded item; a later item of the same ``key`` is an edit of it."""

    outlet: str
    key: str
    title: str
    text: str
    published: datetime

    @property
    def html(self) -> str:
        return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.text.split("\n\n"))


def recorded_month() -> tuple[Item, ...]:
    """The items of the month, in order of publication."""
    lines = files("monitor.demo").joinpath("month.jsonl").read_text("utf-8").splitlines()
    forms = [json.loads(line) for line in lines]
    items = [
        Item(f["outlet"], f["key"], f["title"], f["text"], datetime.fromisoformat(f["published"]))
        for f in forms
    ]
    return tuple(sorted(items, key=lambda item: item.published))


def on_the_stand(items: tuple[Item, ...], outlet: str, now: datetime) -> list[Item]:
    """What an outlet's feed holds at ``now``: the newest edition of each item, newest first."""
    newest: dict[str, Item] = {}
    for item in items:
        if item.outlet == outlet and item.published <= now:
            newest[item.key] = item
    return sorted(newest.values(), key=lambda item: item.published, reverse=True)[:WINDOW]


def _rss(base: str, outlet: str, items: list[Item], encoding: str) -> bytes:
    rows = "".join(
        f"<item><title>{escape(i.title)}</title><link>{base}/{outlet}/{i.key}</link>"
        f'<guid isPermaLink="false">{i.key}</guid><pubDate>{format_datetime(i.published)}</pubDate>'
        f"<description>{escape(i.html)}</description></item>"
        for i in items
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
        f"<title>{outlet}</title><link>{base}/{outlet}</link>{rows}</channel></rss>"
    )
    return text.encode(encoding, "xmlcharrefreplace")


def _atom(base: str, outlet: str, items: list[Item]) -> bytes:
    rows = "".join(
        f"<entry><id>tag:demo,2025:{i.key}</id><title>{escape(i.title)}</title>"
        f'<link rel="alternate" href="{base}/{outlet}/{i.key}"/>'
        f"<published>{i.published.isoformat()}</published>"
        f"<updated>{i.published.isoformat()}</updated>"
        f'<content type="html">{escape(i.html)}</content></entry>'
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>tag:demo,2025:{outlet}</id><title>{outlet}</title>{rows}</feed>"
    ).encode()


def _rdf(base: str, outlet: str, items: list[Item]) -> bytes:
    rows = "".join(
        f'<item rdf:about="{base}/{outlet}/{i.key}"><title>{escape(i.title)}</title>'
        f"<link>{base}/{outlet}/{i.key}</link><dc:date>{i.published.isoformat()}</dc:date>"
        f"<description>{escape(i.html)}</description></item>"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}/{outlet}"><title>{outlet}</title></channel>{rows}</rdf:RDF>'
    ).encode()


def _json_feed(base: str, outlet: str, items: list[Item]) -> bytes:
    rows = [
        {
            "id": i.key,
            "url": f"{base}/{outlet}/{i.key}",
            "title": i.title,
            "content_html": i.html,
            "date_published": i.published.isoformat(),
        }
        for i in items
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": outlet, "items": rows}
    return json.dumps(feed, ensure_ascii=False).encode()


def feed_body(base: str, outlet: str, form: str, items: list[Item]) -> tuple[bytes, str]:
    """An outlet's feed in the format ``form`` and its content type. Raises KeyError."""
    bodies: dict[str, Callable[[], tuple[bytes, str]]] = {
        "rss.xml": lambda: (_rss(base, outlet, items, "utf-8"), "application/rss+xml"),
        "rss-1251.xml": lambda: (_rss(base, outlet, items, "windows-1251"), "text/xml"),
        "atom.xml": lambda: (_atom(base, outlet, items), "application/atom+xml"),
        "rdf.xml": lambda: (_rdf(base, outlet, items), "application/rdf+xml"),
        "feed.json": lambda: (_json_feed(base, outlet, items), "application/feed+json"),
    }
    return bodies[form]()


class NewsStand:
    """The server. ``now`` tells it which day it is; ``requests`` and ``unchanged`` count."""

    def __init__(self, items: tuple[Item, ...], now: Callable[[], datetime]) -> None:
        self.requests = 0
        self.unchanged = 0
        stand = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stand.requests += 1
                outlet, _, name = self.path.strip("/").partition("/")
                shown = on_the_stand(items, outlet, now())
                try:
                    body, content_type = feed_body(stand.base, outlet, name, shown)
                except KeyError:
                    self._page(next((i for i in shown if i.key == name), None))
                    return
                etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
                if self.headers.get("If-None-Match") == etag:
                    stand.unchanged += 1
                    self._answer(304, b"", content_type, etag)
                else:
                    self._answer(200, body, content_type, etag)

            def _page(self, item: Item | None) -> None:
                if item is None:
                    self._answer(404, b"no such article", "text/plain", "")
                    return
                title = escape(item.title)
                page = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>"
                body = f"{page}<article>{item.html}</article>".encode()
                self._answer(200, body, "text/html; charset=utf-8", "")

            def _answer(self, status: int, body: bytes, content_type: str, etag: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                if etag:
                    self.send_header("ETag", etag)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                """Silence: the demo reports what matters itself."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
