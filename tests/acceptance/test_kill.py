"""Killed before or after any commit, and around any delivery: nothing lost, nothing doubled.

A child process does the work and is killed with SIGKILL at one point; another one does the
work again from the beginning. What then stands in the database and in the channel's file
is what a run that nobody killed leaves there.
"""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from monitor.alerts.channels.file import FileChannel
from monitor.config import FileConfig
from monitor.model import Route, SeenEntry, Verdict
from monitor.service.dispatcher import Dispatcher
from monitor.store import open_store
from monitor.store.database import Database
from tests.service_factories import StillClock, pipeline
from tests.store_factories import FACT, WATCHLIST, article

pytestmark = pytest.mark.acceptance
ROUTE = Route("all", ("file",), verdicts=tuple(Verdict))
TABLES = ("articles", "versions", "hits", "claims", "changes", "change_history", "standing",
          "timelines", "entries")  # fmt: skip


def says(number, value):
    return article(number, text=f"Report {number}.\n\n{FACT} = {value}", source=f"Source {number}")


ARTICLES = [says(1, 2027), says(2, 2028), article(3, text="Weather."), says(2, 2029), says(4, 2030)]


class MortalDatabase:
    """Kills the process before or after the ``at``-th commit; counts them for one that lives."""

    def __init__(self, at=0, *, after=False):
        self.at, self.after, self.count = at, after, 0

    def install(self):
        commit = Database._commit

        def mortal(database, statement):
            self.count += statement == "COMMIT"
            mine = statement == "COMMIT" and self.count == self.at
            if mine and not self.after:
                die()
            commit(database, statement)
            if mine:
                die()

        Database._commit = mortal


class MortalChannel(FileChannel):
    """Kills the process before or after the line is in the file."""

    when = ""

    def deliver(self, message):
        if self.when == "before":
            die()
        receipt = super().deliver(message)
        if self.when == "after":
            die()
        return receipt


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def work(folder: Path, channel=FileChannel):
    """Everything once, from the articles to the file, as the daemon does it."""
    clock = StillClock()
    with open_store(folder / "monitor.db") as store:
        # A killed process loses nothing that the system has; waiting for the disk proves nothing.
        store.database.execute("PRAGMA synchronous = OFF")
        line = pipeline(store, routes=(ROUTE,), clock=clock)
        for each in ARTICLES:
            key = f"{each.ref.id}-{hash(each.text) % 2**31}"
            if not store.sources.seen("Feed", "key", [key]):
                line.process(each, entry=SeenEntry(
                    "Feed", key, each.ref.url, each.ref.title, b"", each.ref.id, clock.now()
                ))  # fmt: skip
        channels = {"file": channel(FileConfig("file", folder / "told.jsonl"))}
        dispatcher = Dispatcher(store, channels, (ROUTE,), WATCHLIST, clock)
        asyncio.run(dispatcher.send_due())


def in_a_child(task):
    """Runs ``task`` in a process of its own; returns the signal that ended it, or 0."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            task()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def outcome(folder: Path):
    """What stands in the database, and the ids of what was told, in their order."""
    with open_store(folder / "monitor.db", read_only=True) as store:
        rows = {
            table: sorted(
                map(repr, (tuple(row) for row in store.database.rows(f"SELECT * FROM {table}")))
            )
            for table in TABLES
        }
        rows["alerts"] = sorted(
            tuple(row) for row in store.database.rows("SELECT key, state FROM alerts")
        )
        rows["check"] = [tuple(row) for row in store.database.rows("PRAGMA integrity_check")]
    lines = (folder / "told.jsonl").read_text("utf-8").splitlines()
    return rows, [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory):
    """What a run that nobody kills leaves, and how many commits it takes."""
    folder = tmp_path_factory.mktemp("unharmed")

    def count():
        mortal = MortalDatabase()
        mortal.install()
        work(folder)
        (folder / "commits").write_text(str(mortal.count))

    assert in_a_child(count) == 0
    return outcome(folder), int((folder / "commits").read_text())


def test_killed_at_any_commit(unharmed, tmp_path):
    (rows, told), commits = unharmed
    assert commits > len(ARTICLES) + 2
    assert {state for _, state in rows["alerts"]} == {"sent"}
    for at in range(1, commits + 1):
        for after in (False, True):
            folder = tmp_path / f"{at}{after}"
            folder.mkdir()

            def mortal(folder=folder, at=at, after=after):
                MortalDatabase(at, after=after).install()
                work(folder)

            assert in_a_child(mortal) == signal.SIGKILL
            assert in_a_child(lambda folder=folder: work(folder)) == 0
            again, told_again = outcome(folder)
            assert again == rows, (at, after)
            check_told(told, told_again)


def check_told(told, again):
    """Every message is there; the one that nobody had recorded may be there twice.

    Told again it has the same name, by which whoever gets it can tell.
    """
    ids = [each["id"] for each in again]
    assert set(ids) == {each["id"] for each in told}
    assert len(ids) - len(set(ids)) <= 1


@pytest.mark.parametrize(("when", "copies"), [("before", 1), ("after", 2)])
def test_killed_around_a_delivery(unharmed, tmp_path, when, copies):
    (rows, told), _ = unharmed

    class Mortal(MortalChannel):
        pass

    Mortal.when = when
    assert in_a_child(lambda: work(tmp_path, Mortal)) == signal.SIGKILL
    assert in_a_child(lambda: work(tmp_path)) == 0
    again, told_again = outcome(tmp_path)
    assert again == rows
    assert len(told_again) == len(told) + copies - 1
    check_told(told, told_again)
    assert in_a_child(lambda: work(tmp_path)) == 0
    assert outcome(tmp_path)[1] == told_again
