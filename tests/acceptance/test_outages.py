"""A daemon that is killed in the middle of its polls, over and over: nothing lost or doubled."""

import json
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing

import pytest

pytestmark = pytest.mark.acceptance

FEEDS = 30
CONFIG = """
[[alerts.routes]]
name = "all"
channels = ["file"]
health = true

[alerts.file]
path = "{folder}/told.jsonl"
"""
SOURCE = """
[[sources]]
name = "{name}"
url = "{base}/{name}"
"""


def feed(name, *numbers):
    rows = "".join(
        f"<item><title>{name}, {n}</title><link>http://x.example/{name}/{n}</link>"
        f"<guid>{name}-{n}</guid><description>Entry {n} of {name}.</description></item>"
        for n in reversed(numbers)
    )
    return f'<rss version="2.0"><channel><title>{name}</title>{rows}</channel></rss>'.encode()


class House:
    """A folder with a configuration, and its daemon's lives."""

    def __init__(self, folder, base, start, names):
        self.folder, self.names, self._start = folder, names, start
        sources = "".join(SOURCE.format(name=name, base=base) for name in names)
        (folder / "config.toml").write_text(CONFIG.format(folder=folder) + sources)

    def live(self, until):
        """The daemon runs until something is so, and is killed at once."""
        process = self._start("--config", self.folder / "config.toml", "run")
        deadline = time.monotonic() + 60
        while not until():
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def rows(self, sql):
        path = self.folder / "monitor.db"
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
            return database.execute(sql).fetchall()

    def all_polled(self):
        ((waiting,),) = self.rows(
            "SELECT count(*) FROM sources WHERE gone IS NULL AND coalesce(next_poll, '') < '2021'"
        )
        ((known,),) = self.rows("SELECT count(*) FROM sources")
        return known == len(self.names) and not waiting

    def all_due(self):
        self.rows("UPDATE sources SET next_poll = '2020-01-01T00:00:00Z' WHERE gone IS NULL")

    def told(self):
        file = self.folder / "told.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_killed_in_mid_poll_again_and_again(tmp_path, web, start):
    names = [f"feed{n}" for n in range(FEEDS)]
    house = House(tmp_path, web.base, start, [*names, "gone", "broken"])
    web.pages["/gone"] = (410, "text/plain", b"gone")
    web.pages["/broken"] = (200, "text/html", b"<html><body>Are you a human?</body></html>")
    for last in (3, 5):
        for name in names:
            web.pages[f"/{name}"] = (200, "text/xml", feed(name, *range(1, last + 1)))
        if last > 3:
            house.all_due()
        for some in (1, 9, 20):
            before = len(web.seen)
            house.live(lambda before=before, some=some: len(web.seen) >= before + some)
        house.live(house.all_polled)
    house.rows("UPDATE sources SET failing_since = '2020-01-01T00:00:00Z' WHERE name = 'broken'")
    house.live(lambda: len(house.told()) >= 2)
    for _ in range(2):  # and not again
        seconds = time.monotonic() + 3
        house.live(lambda seconds=seconds: time.monotonic() > seconds)

    titles = Counter(title for (title,) in house.rows("SELECT title FROM articles"))
    assert titles == Counter(f"{name}, {n}" for name in names for n in range(1, 6))
    assert web.seen.count("/gone") <= 4  # a crash costs a request
    told = house.told()
    assert len({each["id"] for each in told}) == len(told)
    subjects = Counter(title["title"] for each in told for title in each["events"])
    assert subjects == {"gone is gone for good": 1, "broken does not answer": 1}
