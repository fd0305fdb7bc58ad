"""Whatever happens in between: in the end the reader believes what the ledger holds."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.plan import plan
from monitor.errors import DeliveryError
from monitor.ledger.values import Comparison, compare
from monitor.model import ChangeState, Verdict
from monitor.service.dispatcher import REFUSALS, Dispatcher
from monitor.store import open_store
from tests.alert_factories import (
    COMMISSIONING,
    NOW,
    ListChannel,
    SetClock,
    article,
    change,
    route,
    year,
)
from tests.alert_factories import WATCHLIST as CHARTED

WATCHLIST = replace(CHARTED, facts=tuple(replace(fact, as_of=None) for fact in CHARTED.facts))

MOVES = st.tuples(st.just("move"), st.sampled_from([2026, 2027, 2028, 2029]), st.booleans())
STEPS = st.one_of(
    MOVES,
    MOVES,
    st.tuples(st.sampled_from(["confirm", "withdraw", "reinstate", "send", "send", "unmute"])),
    st.tuples(st.just("mute"), st.integers(1, 20)),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.just("fail"), st.sampled_from(["down", "unsure", "refused"])),
)
ERRORS = {
    "down": DeliveryError("down", retryable=True, channel_wide=True),
    "unsure": DeliveryError("unsure", retryable=True, channel_wide=True, unsure=True),
    "refused": DeliveryError("refused", retryable=False),
}


class World:
    """A fact's changes as a ledger would have them, and a desk that tells them."""

    def __init__(self, store, desk):
        self.store, self.clock = store, SetClock()
        self.routes = (desk,)
        self.channel = ListChannel()
        self.sender = Dispatcher(
            store, {"email": self.channel}, self.routes, WATCHLIST, self.clock, jitter=lambda: 0.5
        )
        with store.database.transaction():
            store.ledger.save_watchlist(WATCHLIST, NOW)
        self.changes, self.refusals = [], 0

    @property
    def alive(self):
        return [one for one in self.changes if one.state is not ChangeState.REVERTED]

    @property
    def stands(self):
        return self.alive[-1].new if self.alive else year(2027)

    def record(self, one):
        self.changes = [one if each.id == one.id else each for each in self.changes]
        if one not in self.changes:
            self.changes.append(one)
        outbox, now = self.store.outbox, self.clock.now()
        with self.store.database.transaction():
            self.store.ledger._write(one)
            mutes = outbox.mutes.current(now)
            outbox.plan(plan([one], self.routes, WATCHLIST, now, told=outbox.told(), mutes=mutes))

    def move(self, number, sure):
        if number == self.stands.earliest.year:
            return
        later = number > self.stands.earliest.year
        self.record(
            change(
                f"x{len(self.changes)}",
                verdict=Verdict.SLIPPED if later else Verdict.ADVANCED,
                old=self.stands,
                new=year(number),
                state=ChangeState.CONFIRMED if sure else ChangeState.UNCONFIRMED,
                published=self.clock.now() + timedelta(seconds=len(self.changes)),
                ref=article(f"n{len(self.changes)}"),
            )
        )

    def turn(self, before, after):
        last = self.changes[-1] if self.changes else None
        if last and last.state in before:
            self.record(replace(last, state=after))

    def confirm(self):
        self.turn({ChangeState.UNCONFIRMED}, ChangeState.CONFIRMED)

    def withdraw(self):
        self.turn({ChangeState.UNCONFIRMED, ChangeState.CONFIRMED}, ChangeState.REVERTED)

    def reinstate(self):
        self.turn({ChangeState.REVERTED}, ChangeState.CONFIRMED)

    def send(self):
        asyncio.run(self.sender.send_due())

    def mute(self, hours):
        now = self.clock.now()
        self.store.outbox.mutes.add("fact", COMMISSIONING, now + timedelta(hours=hours), now)

    def unmute(self):
        self.store.outbox.mutes.end(COMMISSIONING, self.clock.now())

    def wait(self, hours):
        self.clock.go(hours=hours)

    def fail(self, how):
        if how == "refused":
            self.refusals += 1
        if self.refusals < REFUSALS or how != "refused":  # after those it is given up
            self.channel.plan.append(ERRORS[how])

    def settle(self):
        for _ in range(60):
            self.send()
            self.clock.go(hours=12)

    @property
    def believed(self):
        (told,) = self.store.outbox.told().values() or (None,)
        return told.value if told else year(2027)


@given(
    steps=st.lists(STEPS, max_size=14),
    desk=st.sampled_from([route(), route(quiet="22:00-07:00"), route(mode="daily 08:00")]),
)
@settings(max_examples=60, deadline=None)
def test_the_reader_ends_up_believing_what_stands(steps, desk):
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "m.db") as store:
        world = World(store, desk)
        for name, *arguments in steps:
            getattr(world, name)(*arguments)
            world.clock.go(minutes=1)
        world.settle()
        assert compare(world.believed, world.stands) is Comparison.SAME
        states = {row["state"] for row in store.database.rows("SELECT state FROM alerts")}
        assert states <= {"sent", "settled"}
        for told in store.outbox.told().values():
            if world.alive and told.change == world.alive[-1].id:
                assert told.state is world.alive[-1].state
        names = [message.id for message in world.channel.messages]
        assert len(names) == len(set(names))  # never twice: what was unsure had not arrived
