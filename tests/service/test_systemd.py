"""What systemd is told."""

import os
import socket

import pytest

from monitor.service.systemd import notify, watchdog_seconds


def test_a_state_is_one_datagram(tmp_path, monkeypatch):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        assert notify("READY=1")
        assert listener.recv(99) == b"READY=1"


@pytest.mark.parametrize("address", ["", "relative", "/nowhere/at/all", "@nobody-listens-here"])
def test_that_nobody_listens_is_no_error(monkeypatch, address):
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("microseconds", "process", "seconds"),
    [
        ("", "", None),
        ("0", "", None),
        ("soon", "", None),
        ("30000000", "", 15.0),
        ("30000000", "our own", 15.0),
        ("30000000", "1", None),
    ],
)
def test_how_often_a_sign_of_life_is_wanted(monkeypatch, microseconds, process, seconds):
    process = process.replace("our own", str(os.getpid()))
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watchdog_seconds() == seconds
