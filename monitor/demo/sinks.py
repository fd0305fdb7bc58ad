"""Where the demo's alerts arrive: a mail server and a chat webhook on loopback.

The mail server speaks just enough of RFC 5321 for a client to deliver one message
at a time; it keeps messages and offers no relaying.
"""

from __future__ import annotations

import json
import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class MailSink:
    """An SMTP server that keeps what it is given: in ``messages``, and in ``raw`` as it came."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        sink = self

        class Session(socketserver.StreamRequestHandler):
            timeout = 30

            def handle(self) -> None:
                self._say("220 demo ready")
                while line := self.rfile.readline(1000):
                    verb = line[:4].upper()
                    if verb in (b"EHLO", b"HELO"):
                        self._say("250-demo\r\n250-8BITMIME\r\n250 SMTPUTF8")
                    elif verb == b"DATA":
                        self._say("354 go on")
                        raw = self._data()
                        sink.raw.append(raw)
                        sink.messages.append(message_from_bytes(raw, policy=policy.default))
                        self._say("250 kept")
                    elif verb == b"QUIT":
                        self._say("221 bye")
                        return
                    else:
                        self._say("250 ok")

            def _say(self, answer: str) -> None:
                self.wfile.write(answer.encode() + b"\r\n")

            def _data(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b".") else line)
                return b"".join(lines)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class ChatSink:
    """A webhook that answers as Slack's does and keeps the payloads in ``posts``."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                sink.posts.append(json.loads(body))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                """Silence: the demo reports what matters itself."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/services/demo"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
