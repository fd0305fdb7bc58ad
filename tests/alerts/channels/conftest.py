"""Real servers on loopback: SMTP by aiosmtpd, HTTP by the standard library."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from monitor.alerts.compose import Message
from monitor.config.types import EmailConfig
from tests.alert_factories import NOW

CERTIFICATE = Path(__file__).parent / "localhost-for-tests-only.pem"


@dataclass
class Mailbox:
    """An aiosmtpd handler: what each step answers, and what was taken."""

    mail: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    rcpt: dict = field(default_factory=dict)
    sender: str = ""
    data: str = ""
    on_data: Callable | None = None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.rcpt.get(address, "250 OK")
        answer = answer.pop(0) if isinstance(answer, list) else answer
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.on_data:
            return await self.on_data(server)
        if self.data:
            return self.data
        self.mail.append(envelope.content)
        self.recipients.append(tuple(envelope.rcpt_tos))
        return "250 2.0.0 taken as 12345"


@dataclass
class Login:
    """Takes one name and password."""

    username: str = "desk"
    password: str = "correct-horse"

    def __call__(self, server, session, envelope, mechanism, data):
        right = data.login == self.username.encode() and data.password == self.password.encode()
        return AuthResult(success=right, handled=False)


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


class Mta(Controller):
    def __init__(self, handler, *, tls=False, **smtp):
        self._smtp = smtp
        context = server_context() if tls else None
        super().__init__(handler, hostname="127.0.0.1", port=0, ssl_context=context)

    def factory(self):
        return SMTP(self.handler, **self._smtp)

    def _trigger_server(self):  # port 0: ask which one it is
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mta():
    """Starts a mail server; gives its mailbox and the settings to reach it."""
    running = []

    def start(mailbox=None, *, settings=None, **more):
        mailbox = mailbox or Mailbox()
        server = Mta(mailbox, **more)
        server.start()
        running.append(server)
        return mailbox, email(port=server.port, **(settings or {}))

    yield start
    for server in running:
        server.stop()


def email(**more):
    values = {
        "name": "email",
        "host": "127.0.0.1",
        "sender": "monitor <monitor@desk.example>",
        "to": ("a@desk.example", "b@desk.example"),
        "port": 25,
        "security": "none",
        "timeout": timedelta(seconds=1),
    }
    return EmailConfig(**(values | more))


@dataclass
class Hook:
    """An HTTP server's answers in turn, and the requests it got."""

    url: str = ""
    answers: list = field(default_factory=list)
    requests: list = field(default_factory=list)


@pytest.fixture
def hook():
    """A webhook on loopback: ``answers`` are (status, headers, body), 200 when used up."""
    got = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.requests.append((self.path, dict(self.headers), body))
            answer = got.answers.pop(0) if got.answers else (200, {}, b"ok")
            if callable(answer):
                return answer(self)
            status, headers, text = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
            return None

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    got.url = f"http://127.0.0.1:{server.server_port}/hook/T0/secret-path"
    yield got
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def closed_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def message():
    return Message(
        id="aabcdefghij",
        event="change",
        subject="SMZ separation complex: commissioning slips 2027 → 2028 (+1 year)",
        text="was 2027\nis 2028\n.leading dot\n“введут в 2028 году”\n",
        html="<p>был 2027</p>",
        slack=({"type": "header", "text": {"type": "plain_text", "text": "slips"}},),
        json={"id": "aabcdefghij", "event": "change", "changes": []},
        at=NOW,
    )
