"""Real servers on loopback and the installed program as a subprocess."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[2]


class Web:
    """Serves ``pages`` (path -> (status, content type, body)) and keeps what is posted."""

    def __init__(self):
        self.pages, self.posts, self.seen = {}, [], []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.seen.append(self.path)
                status, kind, body = web.pages.get(self.path, (404, "text/plain", b"nothing here"))
                self._answer(status, kind, body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                web.posts.append(json.loads(body))
                self._answer(200, "text/plain", b"ok")

            def _answer(self, status, kind, body):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Mailbox:
    """What an aiosmtpd server received; ``gate`` closed means it never answers DATA."""

    def __init__(self):
        self.messages = []
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        self.asked.set()
        await asyncio.to_thread(self.gate.wait, 60)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
def web():
    server = Web()
    yield server
    server.close()


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0, ready_timeout=10)
    # Port 0: aiosmtpd connects to itself to see that it is up, so it has to know the port.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    box.port = controller.port
    yield box
    box.gate.set()
    controller.stop()


def command(*words, **options):
    """The command line and environment of the program under test."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("MONITOR_")
    }
    environment |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", **options.pop("env", {})}
    return [sys.executable, "-m", "monitor", *map(str, words)], environment


@pytest.fixture
def program():
    """Runs ``monitor …`` to its end and gives back the completed process."""

    def run(*words, **options):
        line, environment = command(*words, **options)
        return subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=180, check=False,
            input=options.get("input"),
        )  # fmt: skip

    return run


@pytest.fixture
def start():
    """Starts ``monitor …`` and gives back the running process; it is killed in the end."""
    running = []

    def run(*words, **options):
        line, environment = command(*words, **options)
        process = subprocess.Popen(
            line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()
