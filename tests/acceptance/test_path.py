"""The main job through the installed program: news in, a person told, once."""

import json
import signal
import sqlite3
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.acceptance

CONFIG = """
[monitor]
database = "monitor.db"
timezone = "Europe/London"

[[sources]]
name = "Metals Wire"
url = "{base}/feed.xml"
language = "en"

[[entities]]
id = "smz"
name = "Solikamsk Magnesium Plant"
kind = "company"
short = ["SMZ"]
context = ["Solikamsk", "magnesium", "rare earth"]

[[entities]]
id = "smz-complex"
name = "SMZ separation complex"
kind = "project"
part_of = "smz"
aliases = ["separation facility", "separation complex"]

[[facts]]
id = "smz-complex.commissioning"
entity = "smz-complex"
attribute = "commissioning"
value = "2027"
as_of = 2025-09-01

[alerts.email]
host = "127.0.0.1"
port = {smtp}
security = "none"
from = "monitor@here.example"
to = ["analyst@here.example"]

[alerts.slack]
webhook_env = "TEST_SLACK"

[[alerts.routes]]
name = "desk"
channels = ["email", "slack"]
mode = "now"
"""

FIRST = (
    "Wed, 10 Sep 2025 08:00:00 GMT",
    "Russia in talks over rare earth technology",
    (
        "Solikamsk Magnesium Plant (SMZ) is designing a separation facility. Whether construction "
        "of the facility has started remains unknown. Its commissioning is pencilled in for 2027."
    ),
)
LATER = (
    "Mon, 06 Oct 2025 08:00:00 GMT",
    "SMZ delays rare earth separation facility",
    (
        "Solikamsk Magnesium Plant (SMZ) said on Monday that its separation facility will be "
        "commissioned in 2028 rather than 2027."
    ),
)


def rss(base, *items):
    rows = "".join(
        f"<item><title>{title}</title><link>{base}/{i}</link><guid>{i}</guid>"
        f"<pubDate>{when}</pubDate><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for i, (when, title, text) in enumerate(items)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>W</title>{rows}</channel></rss>'
    ).encode()


@pytest.fixture
def desk(tmp_path, web, mailbox, program):
    """A configured directory, and ``monitor`` in it."""
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(base=web.base, smtp=mailbox.port))
    secrets = {"TEST_SLACK": f"{web.base}/slack"}

    class Desk:
        path: Path = tmp_path
        words = ("--config", config)
        env = secrets

        def run(self, *words):
            return program("--config", config, *words, env=secrets)

        def serve(self, *items):
            web.pages["/feed.xml"] = (200, "application/rss+xml", rss(web.base, *items))

    return Desk()


def test_a_slip_is_told_once_by_mail_and_once_by_chat_however_often_it_is_polled(
    desk, web, mailbox
):
    desk.serve(FIRST)
    assert desk.run("poll", "--all").returncode == 0
    assert [mail["Subject"] for mail in mailbox.messages] == web.posts == []

    desk.serve(LATER, FIRST)
    for _ in range(3):
        assert desk.run("poll", "--all").returncode == 0

    assert len(mailbox.messages) == len(web.posts) == 1
    mail = mailbox.messages[0]
    text = mail.get_body(("plain",)).get_content()
    assert "2027" in mail["Subject"]
    assert "2028" in mail["Subject"]
    assert "commissioned in *2028* rather than 2027" in " ".join(text.replace("\n> ", " ").split())
    assert "monitor reject" in text
    assert web.posts[0]["blocks"]
    assert "2028" in web.posts[0]["text"]

    (change,) = json.loads(desk.run("changes", "--json", "--verdict", "slipped").stdout)
    assert change["fact"] == "smz-complex.commissioning"
    assert (change["old"]["latest"], change["new"]["latest"]) == ("2027-12-31", "2028-12-31")


def test_killed_between_recording_and_sending_the_alert_still_comes_once(desk, web, mailbox, start):
    desk.serve(FIRST)
    desk.run("poll", "--all")
    desk.serve(LATER, FIRST)

    mailbox.gate.clear()
    process = start(*desk.words, "poll", "--all", env=desk.env)
    assert mailbox.asked.wait(30), "the mail server was never asked"
    process.send_signal(signal.SIGKILL)
    process.wait()
    with sqlite3.connect(desk.path / "monitor.db") as database:
        database.execute("PRAGMA wal_checkpoint")
    mailbox.gate.set()
    # The server may have taken the message of the dead process: then it is the same Message-ID.
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert desk.run("poll", "--all").returncode == 0
        alerts = json.loads(desk.run("alerts", "--json").stdout)
        if all(alert["state"] == "sent" for alert in alerts):
            break
        time.sleep(1)
    assert {alert["channel"] for alert in alerts} == {"email", "slack"}
    assert {alert["state"] for alert in alerts} == {"sent"}
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == 1
    assert len(web.posts) == 1


def test_the_daemon_stops_within_seconds_and_refuses_a_second_one(desk, start, program):
    desk.serve(FIRST)
    daemon = start(*desk.words, "run", env=desk.env)
    for line in daemon.stdout:
        if "watching" in line.lower():
            break
    second = desk.run("run")
    assert second.returncode == 1
    assert "already" in second.stderr
    began = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=15)
    assert daemon.returncode == 0
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ((500, "text/plain", b"down"), "500"),
        ((200, "text/html", b"<html><title>Are you human?</title>" + b"x" * 500), "web page"),
    ],
)
def test_a_broken_source_is_one_clear_line_and_the_others_go_on(desk, web, answer, word):
    config = desk.path / "config.toml"
    more = f'\n[[sources]]\nname = "Broken"\nurl = "{web.base}/broken.xml"\n'
    dead = '\n[[sources]]\nname = "Dead"\nurl = "http://127.0.0.1:9/feed"\n'
    config.write_text(config.read_text() + more + dead)
    web.pages["/broken.xml"] = answer
    desk.serve(LATER, FIRST)
    result = desk.run("poll", "--all")
    assert result.returncode == 1
    complaints = [line for line in (result.stdout + result.stderr).splitlines() if "Broken" in line]
    assert word in " ".join(complaints)
    assert "Traceback" not in result.stdout + result.stderr
    changes = json.loads(desk.run("changes", "--json").stdout)
    assert [change["verdict"] for change in changes] == ["slipped"]
    by_name = {row["name"]: row for row in json.loads(desk.run("sources", "--json").stdout)}
    assert by_name["Metals Wire"]["succeeded"]
    assert by_name["Dead"]["failures"] == by_name["Broken"]["failures"] == 1


def test_an_unreachable_mail_server_loses_nothing(desk, web, mailbox):
    config = desk.path / "config.toml"
    config.write_text(config.read_text().replace(f"port = {mailbox.port}", "port = 9"))
    desk.serve(LATER, FIRST)
    result = desk.run("poll", "--all")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert len(web.posts) == 1
    waiting = [
        a for a in json.loads(desk.run("alerts", "--json").stdout) if a["channel"] == "email"
    ]
    assert [alert["state"] for alert in waiting] == ["waiting"]


def test_a_broken_configuration_names_every_problem_with_its_line(desk):
    config = desk.path / "config.toml"
    text = config.read_text()
    text = text.replace('attribute = "commissioning"', 'attribute = "comissioning"')
    text = text.replace('part_of = "smz"', 'part_of = "smx"')
    config.write_text(text)
    result = desk.run("run")
    assert result.returncode == 2
    lines = result.stderr.splitlines()
    for word in ("comissioning", "smx"):
        at = next(i for i, row in enumerate(text.splitlines(), 1) if word in row)
        assert any(f"config.toml:{at}" in line for line in lines), result.stderr


def test_a_database_that_cannot_be_written_is_one_clear_line(desk):
    (desk.path / "monitor.db").write_bytes(b"this is not a database" * 100)
    result = desk.run("poll", "--all")
    assert result.returncode in (1, 2)
    assert "monitor.db" in result.stderr
    assert "Traceback" not in result.stderr
