"""``monitor web``: the board as a live page on this machine; judging only with a token.

Reading is open to whoever reaches the port, which is loopback alone unless another host is
asked for, and then the token is needed for reading too. A judgement needs the session
cookie that the token gives, a form token bound to it, and a request that came from the
page itself. Requests under any other host name are refused, so that a page elsewhere
cannot point its own name at this port.
"""

from __future__ import annotations

import argparse
import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.cli.board.html import page
from monitor.cli.context import find_database, load_config
from monitor.cli.judging import user_name
from monitor.cli.reporting import look
from monitor.clock import SystemClock
from monitor.config import Config
from monitor.errors import MonitorError
from monitor.model import Change, Judgement
from monitor.service.assemble import assemble

_COOKIE = "monitor"
_MOST = 4096
_PAGE = "text/html; charset=utf-8"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, a browser's forms have no origin either
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8765, help="which port (8765; 0 for any)")
    parser.add_argument("--judge", action="store_true", help="let whoever has the token judge")
    parser.epilog = "example:\n  monitor web --judge"
    parser.set_defaults(run=_web)


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port, which is 0 to 65535")
    return number


def _web(arguments: argparse.Namespace) -> int:
    config = load_config(arguments)
    find_database(arguments)
    with serve(config, arguments.host, arguments.port, judge=arguments.judge) as server:
        print(f"The board is at {server.address} (Ctrl-C ends it).", flush=True)
        server.serve_forever()
    return 0


def serve(config: Config, host: str, port: int, *, judge: bool) -> Web:
    """A server that is bound and not yet serving. Raises MonitorError where it cannot be bound."""
    try:
        return Web(config, host, port, judge=judge)
    except OSError as error:
        raise MonitorError(f"cannot listen on {host}:{port}: {error.strerror or error}") from None


class Web(ThreadingHTTPServer):
    """One board. ``token`` is what opens it for judging; ``address`` contains it where needed."""

    daemon_threads = True

    def __init__(self, config: Config, host: str, port: int, *, judge: bool) -> None:
        self.config = config
        self.judge = judge
        self.loopback = _is_loopback(host)
        self.token = secrets.token_urlsafe(24)
        self._key = secrets.token_bytes(32)
        super().__init__((host, port), _Handler)
        self.host = host
        self.names = {f"{name}:{self.server_port}" for name in (host, "localhost", "127.0.0.1")}

    @property
    def address(self) -> str:
        base = f"http://{self.host}:{self.server_port}/"
        return f"{base}?token={self.token}" if self.judge or not self.loopback else base

    def session(self) -> str:
        """What the cookie holds: derived from the token, and not the token."""
        return self._derive("session")

    def form_token(self) -> str:
        """What a form of ours carries."""
        return self._derive("form")

    def _derive(self, what: str) -> str:
        return hmac.new(self._key, f"{what}:{self.token}".encode(), sha256).hexdigest()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Handler(BaseHTTPRequestHandler):
    server: Web
    server_version = "monitor"
    sys_version = ""
    timeout = 15

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing: addresses may hold the token."""

    def do_GET(self) -> None:
        self._guarded(self._get)

    def do_HEAD(self) -> None:
        self._guarded(self._get)

    def do_POST(self) -> None:
        self._guarded(self._post)

    def _guarded(self, work: Callable[[], None]) -> None:
        if self.headers.get("Host", "") not in self.server.names:
            self._say(421, "This is not the host that was asked for.")
            return
        try:
            work()
        except MonitorError as error:
            self._say(503, str(error))

    def _get(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/":
            self._say(404, "There is one page here, and this is not it.")
            return
        given = parse_qs(parts.query).get("token", [""])[0]
        if given and hmac.compare_digest(given.encode(), self.server.token.encode()):
            cookie = f"{_COOKIE}={self.server.session()}; HttpOnly; SameSite=Strict; Path=/"
            self._send(303, "", {"Location": "/", "Set-Cookie": cookie})
            return
        if not self.server.loopback and not self._known():
            self._say(403, "Open the address that monitor printed, with its token.")
            return
        board = look(self.server.config, SystemClock().now())
        forms = {"forms": self._forms} if self.server.judge and self._known() else {}
        self._send(200, page(board, **forms))

    def _known(self) -> bool:
        """Whether the request carries the session cookie."""
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return False
        value = cookies[_COOKIE].value if _COOKIE in cookies else ""
        return hmac.compare_digest(value.encode(), self.server.session().encode())

    def _forms(self, change: Change) -> str:
        buttons = "".join(
            f'<button name="judgement" value="{judgement}">{judgement.capitalize()}</button> '
            for judgement in ("accept", "reject")
        )
        return (
            '<form method="post" action="/judge">'
            f'<input type="hidden" name="id" value="{change.id}">'
            f'<input type="hidden" name="form" value="{self.server.form_token()}">'
            f'<label>Why <input name="why" maxlength="300"></label> {buttons}</form>'
        )

    def _post(self) -> None:
        if urlsplit(self.path).path != "/judge" or not self.server.judge:
            self._say(404, "Nothing is judged here.")
            return
        origin = self.headers.get("Origin", "")
        stated = self.headers.get("Content-Length", "")
        length = int(stated) if stated.isascii() and stated.isdigit() else 0
        if not self._known() or (origin and urlsplit(origin).netloc not in self.server.names):
            self._say(403, "Open the address that monitor printed, with its token.")
            return
        if not 0 < length <= _MOST:
            self._say(413, "That is not one of our forms.")
            return
        form = parse_qs(self.rfile.read(length).decode("utf-8", errors="replace"))
        given = {key: values[0] for key, values in form.items()}
        wanted = self.server.form_token()
        if not hmac.compare_digest(given.get("form", "").encode(), wanted.encode()):
            self._say(403, "The form is not of this session; load the page again.")
            return
        self._judge(given)

    def _judge(self, given: dict[str, str]) -> None:
        """Judges a change that waits, and shows the page again."""
        if given.get("judgement") not in {"accept", "reject"}:
            self._say(400, "Accept or reject.")
            return
        with assemble(self.server.config) as service:
            target = given.get("id", "")
            if not target.startswith("x") or target not in service.store.ledger.resolve(target):
                self._say(404, "There is no such change.")
                return
            service.judging.review(
                target,
                Judgement(given["judgement"]),
                by=user_name(),
                why=given.get("why", "")[:300],
            )
        self._send(303, "", {"Location": "/"})

    def _say(self, status: int, text: str) -> None:
        from monitor.cli.board.html import text as as_html

        self._send(
            status, f'<!doctype html><html lang="en"><title>{status}</title><p>{as_html(text)}'
        )

    def _send(self, status: int, body: str, more: dict[str, str] | None = None) -> None:
        data = body.encode("utf-8")
        self.send_response(status)
        for name, value in {**_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", _PAGE)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
