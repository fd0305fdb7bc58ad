"""Killed anywhere, no alert is lost, and none is doubled but where nobody can know.

A child process records changes and sends their alerts; it is killed (SIGKILL) before the
n-th statement or around the n-th delivery, and another one goes on. The other side keeps
what it took in a file of its own.
"""

import asyncio
import itertools
import os
import random
import shutil
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.alerts.channels import Receipt
from monitor.alerts.plan import plan
from monitor.model import ChangeState, Verdict
from monitor.service.dispatcher import Dispatcher
from monitor.store import open_store
from monitor.store.database import Database
from tests.alert_factories import (
    CAPACITY,
    SetClock,
    article,
    change,
    route,
    tonnes,
)
from tests.alert_factories import WATCHLIST as CHARTED

# without a chart, which takes its time and has nothing to do with it
WATCHLIST = replace(CHARTED, facts=tuple(replace(fact, as_of=None) for fact in CHARTED.facts))
ROUTES = (route("desk", "one"),)
STEPS = (
    (change("x1", state=ChangeState.UNCONFIRMED),),
    (
        change("x1"),
        change(
            "x2",
            fact=CAPACITY,
            verdict=Verdict.RAISED,
            old=tonnes(1),
            new=tonnes(2),
            ref=article("n2"),
        ),
    ),
)
NEWS = 3
RANDOM_RUNS = int(os.environ.get("MONITOR_KILL_RUNS", "20"))

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


class Fuse:
    """Kills this process at the n-th point it passes."""

    def __init__(self, left):
        self.left = left

    def burn(self):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Server:
    """A channel whose other side is a file: what is in it was taken."""

    name = "one"

    def __init__(self, taken: Path, fuse: Fuse):
        self.taken, self.fuse = taken, fuse

    def deliver(self, message):
        self.fuse.burn()
        with self.taken.open("a") as file:
            file.write(f"{message.id} {message.subject}\n")
        self.fuse.burn()
        return Receipt("ok", message.id)

    def check(self):
        return "ok"

    def abort(self):
        pass


def work(folder: Path, fuse: Fuse):
    """What the daemon does, from the beginning; what is recorded already stays as it is."""
    execute = Database.execute

    def watched(self, sql, parameters=()):
        fuse.burn()
        return execute(self, sql, parameters)

    Database.execute = watched
    clock = SetClock()
    with open_store(folder / "monitor.db") as store:
        sender = Dispatcher(
            store, {"one": Server(folder / "taken", fuse)}, ROUTES, WATCHLIST, clock
        )
        for step in STEPS:
            with store.database.transaction():
                for each in step:
                    store.ledger._write(each)
                told = store.outbox.told()
                store.outbox.plan(plan(step, ROUTES, WATCHLIST, clock.now(), told=told))
            asyncio.run(sender.send_due())
            clock.go(minutes=5)


def child(folder: Path, kill_at: int) -> bool:
    """Runs it in a process of its own; whether it came to its end."""
    pid = os.fork()
    if pid == 0:
        status = 1
        with suppress(BaseException):
            work(folder, Fuse(kill_at))
            status = 0
        os._exit(status)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def taken(folder: Path) -> list[str]:
    file = folder / "taken"
    return file.read_text().splitlines() if file.exists() else []


def check(folder: Path, kills: int):
    rows = taken(folder)
    ids = Counter(row.partition(" ")[0] for row in rows)
    told = " ".join(rows)
    assert "commissioning slips" in told
    assert "capacity raised" in told
    # a message more than once only under its own name, and only for a kill
    assert len(rows) - len(ids) <= kills
    assert len(ids) <= NEWS
    assert len({row.partition(" ")[2] for row in rows}) == len(ids)
    with open_store(folder / "monitor.db") as store:
        states = store.database.rows("SELECT state, leased_by FROM alerts")
        assert {row["state"] for row in states} <= {"sent", "settled"}
        (last,) = [t for t in store.outbox.told().values() if t.change == "x1"]
        assert last.state is ChangeState.CONFIRMED


@pytest.fixture
def fresh(tmp_path):
    """Makes folders with a database in which nothing has happened yet."""
    template = tmp_path / "template.db"
    with open_store(template) as store, store.database.transaction():
        store.ledger.save_watchlist(WATCHLIST, datetime(2025, 1, 1, tzinfo=UTC))

    def make(name):
        folder = tmp_path / str(name)
        folder.mkdir()
        shutil.copy(template, folder / "monitor.db")
        return folder

    return make


def test_unharmed_it_tells_everything_once(fresh):
    folder = fresh("whole")
    assert child(folder, 0)
    check(folder, 0)
    assert len(taken(folder)) == NEWS


def test_killed_at_every_point(fresh):
    for point in itertools.count(1):
        folder = fresh(point)
        if child(folder, point):
            break
        assert child(folder, 0)
        check(folder, 1)
    assert point > 40


def test_killed_again_and_again(fresh):
    chance = random.Random(20261124)
    for run in range(RANDOM_RUNS):
        folder = fresh(run)
        kills = 0
        while kills < 6 and not child(folder, chance.randrange(1, 60)):
            kills += 1
        assert child(folder, 0)
        check(folder, kills)
