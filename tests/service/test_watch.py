"""What nobody reported, and what does not work, is told over the same outbox."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import DeliveryError
from monitor.model import Delivery, Policy, SourceState, Standing
from monitor.model.polling import Rhythm
from monitor.service.dispatcher import Dispatcher
from monitor.service.watch import Watch
from monitor.store import open_store
from tests.alert_factories import (
    CAPACITY,
    COMMISSIONING,
    WATCHLIST,
    ListChannel,
    SetClock,
    at,
    change,
    route,
    save_change,
    tonnes,
    year,
)


class House:
    def __init__(self, path, *routes, sources=("Kommersant", "Interfax")):
        self.store = open_store(path)
        self.clock = SetClock()
        self.routes = routes or (route(health=True),)
        names = {name for each in self.routes for name in each.channels}
        self.channels = {name: ListChannel(name) for name in names}
        self.watch = Watch(self.store, WATCHLIST, Policy(), self.routes, sources, clock=self.clock)
        self.dispatcher = Dispatcher(
            self.store, self.channels, self.routes, WATCHLIST, self.clock, jitter=lambda: 0.5
        )
        with self.store.database.transaction():
            self.store.ledger.save_watchlist(WATCHLIST, datetime(2025, 1, 1, tzinfo=UTC))
        for name in sources:
            self.source(name)

    def source(self, name, **more):
        now = self.clock.now()
        self.store.sources.save(
            replace(SourceState(name, polls=1, polled=now, succeeded=now, new_at=now), **more)
        )

    def standing(self, fact, value, last_seen, outlets=()):
        standing = Standing(fact, value, last_seen, 1, last_seen, "stated", outlets=tuple(outlets))
        self.store.ledger.save_standing(standing)

    def tell(self):
        self.watch.look()
        asyncio.run(self.dispatcher.send_due())
        return self.channels["email"].subjects

    def messages(self):
        return self.channels["email"].messages


@pytest.fixture
def house(tmp_path):
    made = []

    def make(*routes, **more):
        made.append(House(tmp_path / f"{len(made)}.db", *routes, **more))
        return made[-1]

    yield make
    for each in made:
        each.store.close()


def test_all_well_says_nothing(house):
    assert house().tell() == []


def test_an_overdue_fact_is_told_once(house):
    desk = house()
    desk.standing(COMMISSIONING, year(2025), at("2026-11-01 00:00"))
    assert desk.tell() == ["SMZ separation complex: commissioning is overdue"]
    desk.clock.go(days=1)
    assert len(desk.tell()) == 1
    assert "Due by 2025-12-31" in desk.messages()[0].text
    assert f"monitor timeline {COMMISSIONING}" in desk.messages()[0].text


def test_several_quiet_facts_are_one_message(house):
    desk = house()
    desk.standing(COMMISSIONING, year(2028), at("2025-11-01 00:00"))
    desk.standing(CAPACITY, tonnes(2500), at("2025-10-01 00:00"))
    assert desk.tell() == ["2 facts have gone quiet"]


def test_a_route_hears_only_of_its_facts(house):
    desk = house(route(health=True, facts=(CAPACITY,)))
    desk.standing(COMMISSIONING, year(2025), at("2026-11-01 00:00"))
    assert desk.tell() == []


def test_a_source_is_told_dead_after_a_day_and_back_again_in_the_same_thread(house):
    desk = house()
    since = desk.clock.now()
    failing = {"failures": 5, "failing_since": since, "detail": "connection refused"}
    desk.source("Kommersant", **failing)
    assert desk.tell() == []
    desk.clock.go(hours=25)
    desk.source("Interfax")
    assert desk.tell() == ["Kommersant does not answer"]
    assert "connection refused" in desk.messages()[0].text
    desk.clock.go(hours=25)
    desk.source("Interfax")
    assert len(desk.tell()) == 1
    desk.source("Kommersant")
    assert desk.tell()[1:] == ["Kommersant answers again"]
    assert desk.messages()[1].reply_to == f"<{desk.messages()[0].id}@test>"
    assert len(desk.tell()) == 2
    desk.source("Kommersant", **{**failing, "failing_since": desk.clock.now()})
    desk.clock.go(hours=25)
    desk.source("Interfax")
    assert desk.tell()[2:] == ["Kommersant does not answer"]


def test_a_source_that_took_a_fact_with_it(house):
    desk = house()
    desk.source("Kommersant", gone=desk.clock.now())
    desk.standing(COMMISSIONING, year(2028), desk.clock.now(), outlets=["Kommersant"])
    subjects = desk.tell()
    assert "SMZ separation complex: commissioning lost its only source" in subjects
    assert "Kommersant is gone for good" in subjects


def test_a_stuck_channel_is_told_by_another(house):
    desk = house(route("desk", "email", "slack", health=True))
    desk.channels["slack"].plan = [
        DeliveryError("no answer in time", retryable=True, channel_wide=True)
    ] * 100
    one = change()
    save_change(desk.store, one)
    from monitor.alerts.plan import plan

    desk.store.outbox.plan(plan([one], desk.routes, WATCHLIST, desk.clock.now()))
    for _ in range(4):
        desk.tell()
        desk.clock.go(minutes=40)
    stuck = [m for m in desk.messages() if m.event == "stuck"]
    assert [m.subject for m in stuck] == ["Nothing gets out by slack"]
    assert "no answer in time" in stuck[0].text
    assert not desk.channels["slack"].messages


def test_what_was_given_up_is_told(house):
    desk = house()
    one = change()
    save_change(desk.store, one)
    from monitor.alerts.plan import plan

    (alert,) = desk.store.outbox.plan(plan([one], desk.routes, WATCHLIST, desk.clock.now()))
    desk.store.database.execute("UPDATE alerts SET leased_by = 'me'")
    desk.store.outbox.give_up(
        [Delivery(alert.id, desk.clock.now(), 0.1, "failed", "554")], "me", "given up: 554"
    )
    assert desk.tell() == ["An alert could not be delivered by email"]
    assert f"monitor alerts retry {alert.id}" in desk.messages()[0].text
    assert len(desk.tell()) == 1


def test_where_no_route_asks_for_health_the_widest_hears_it(house):
    desk = house(route("narrow", "slack", facts=(CAPACITY,)), route("wide", "email"))
    desk.source("Kommersant", gone=desk.clock.now())
    assert desk.tell() == ["Kommersant is gone for good"]
    assert not desk.channels["slack"].messages


def test_the_weekly_report(house):
    desk = house(route("boss", "email", health=True, mode="weekly mon 08:00"))
    desk.clock.instant = at("2026-11-30 07:59")
    desk.source("Interfax")
    desk.source("Kommersant")
    assert desk.tell() == []
    desk.clock.instant = at("2026-11-30 08:04")
    assert desk.tell() == ["All is well: watching 3 facts in 2 sources"]
    desk.clock.go(hours=3)
    assert len(desk.tell()) == 1
    desk.clock.instant = at("2026-12-07 09:00")
    desk.source("Interfax", gone=desk.clock.now())
    desk.source("Kommersant")
    assert desk.tell()[1].startswith("All is not well: watching 3 facts")
    assert "Interfax: gone" in desk.messages()[1].text


def test_a_certificate_is_told_once(house):
    desk = house()
    for _ in range(3):
        desk.source("Kommersant", certificate_ends=at("2026-11-28 00:00"))
        desk.tell()
        desk.clock.go(hours=1)
    assert desk.channels["email"].subjects == ["Kommersant: its certificate is about to end"]
    assert timedelta(hours=1)


def test_a_window_that_rolled_is_told_once_a_week_with_what_rests_on_the_source(house):
    desk = house()
    desk.standing(COMMISSIONING, year(2028), desk.clock.now(), outlets=["Kommersant", "Interfax"])
    desk.standing(CAPACITY, tonnes(2500), desk.clock.now(), outlets=["Kommersant"])
    for _ in range(3):
        desk.source("Kommersant", rolled=desk.clock.now(), window=25)
        desk.tell()
        desk.clock.go(hours=1)
    desk.source("Kommersant")
    assert desk.tell() == ["Kommersant may have published more than was seen"]
    text = " ".join(desk.messages()[0].text.split())
    assert "its 25 entries changed faster than we asked" in text
    assert "capacity (alone); SMZ separation complex: commissioning." in text


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        ({"empty": 2, "new_at": at("2026-11-01 00:00")}, "Kommersant lists nothing any more"),
        ({"empty": 8, "new_at": None}, "Kommersant lists nothing any more"),
        ({"gone": at("2026-11-01 00:00")}, "Kommersant is gone for good"),
        (
            {
                "new_at": at("2026-11-01 00:00"),
                "rhythm": Rhythm(items=50.0, hours=100.0, gap=4.0),
            },
            "Kommersant has been silent for unusually long",
        ),
    ],
    ids=["empty", "never anything", "gone", "silent"],
)
def test_what_ails_a_source_is_told_once(house, state, subject):
    desk = house()
    for _ in range(3):
        desk.source("Kommersant", **state)
        desk.tell()
        desk.clock.go(hours=1)
    assert desk.channels["email"].subjects == [subject]
