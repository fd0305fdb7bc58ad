"""The daemon as a process: it says what it does, stops when told to, and is alone."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from monitor.store import open_store

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).parents[2]
CONFIG = """
[monitor]
database = "monitor.db"

[[sources]]
name = "Silent"
url = "http://127.0.0.1:{port}/feed.xml"

[[entities]]
id = "smz"
name = "Solikamsk Magnesium Plant"
kind = "company"

[[facts]]
id = "smz.commissioning"
entity = "smz"
attribute = "commissioning"
value = "2027"
as_of = 2025-09-10
"""


@pytest.fixture
def silent_server():
    """Takes connections and never answers; ``asked`` is set by the first one."""
    asked, kept = threading.Event(), []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            while True:
                kept.append(listener.accept()[0])
                asked.set()
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1], asked
    listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    listener.close()
    for each in kept:
        each.close()


@pytest.fixture
def daemon(tmp_path, silent_server):
    port, _ = silent_server
    (tmp_path / "config.toml").write_text(CONFIG.format(port=port))
    running = []

    def start(**more):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
        line = [sys.executable, "-m", "monitor", "--config", str(tmp_path / "config.toml"), "run"]
        process = subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stderr.close()


def read_until(process, text):
    """Lines of the log up to the one that holds ``text``."""
    lines = []
    for line in process.stderr:
        lines.append(line)
        if text in line:
            return lines
    raise AssertionError(f"the daemon ended without saying {text!r}: {lines}")


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_it_watches_and_stops_while_a_server_is_silent(daemon, silent_server, signum):
    process = daemon()
    said = "".join(read_until(process, "next poll"))
    assert "watching 1 entity and 1 fact in 1 source (Silent)" in said
    assert "tells nobody" in said
    assert "next poll: now, 1 source due (Silent)" in said
    assert silent_server[1].wait(20)
    began = time.monotonic()
    process.send_signal(signum)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest.strip().endswith("stopped")
    assert time.monotonic() - began < 10


def test_a_second_one_is_refused_in_one_line_and_leaves_the_first_alone(daemon, tmp_path):
    first = daemon()
    read_until(first, "next poll")
    second = daemon()
    _, said = second.communicate(timeout=20)
    assert second.returncode == 1
    assert said.count("\n") == 1
    assert f"another monitor (process {first.pid}) is already running" in said
    assert first.poll() is None
    first.kill()
    first.wait()
    read_until(daemon(), "next poll")


def test_systemd_hears_of_it(daemon, tmp_path):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.settimeout(20)
        process = daemon(NOTIFY_SOCKET=address, WATCHDOG_USEC="400000", JOURNAL_STREAM="1:1")
        heard = [listener.recv(99).decode() for _ in range(4)]
        assert heard[0] == "READY=1"
        assert set(heard[1:]) == {"WATCHDOG=1"}
        process.terminate()
        while heard[-1] != "STOPPING=1":
            heard.append(listener.recv(99).decode())
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0
        assert all(line.startswith("<6>") for line in said.splitlines())


def test_a_database_that_is_locked_for_a_while_is_tried_again(daemon, tmp_path):
    """Ticks that cannot write say so once and go on; reading by others is never in the way."""
    process = daemon()
    read_until(process, "next poll")
    with open_store(tmp_path / "monitor.db", read_only=True) as reader:
        assert reader.ledger.standing("smz.commissioning").value.text == "2027"
    assert process.poll() is None
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0
