"""From the outbox to the channels: once, in order, whatever happens."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.channels import Receipt
from monitor.alerts.plan import plan
from monitor.errors import DeliveryError
from monitor.model import ChangeState, MilestoneState, Verdict
from monitor.service.dispatcher import Dispatcher, wait_after
from monitor.store import open_store
from tests.alert_factories import (
    CAPACITY,
    COMMISSIONING,
    STAGE,
    WATCHLIST,
    ListChannel,
    SetClock,
    article,
    at,
    change,
    route,
    save_change,
    tonnes,
    year,
)


class Desk:
    """A store, channels and a clock with a dispatcher between them."""

    def __init__(self, path: Path, *routes, channels=None):
        self.path = path
        self.store = open_store(path)
        self.clock = SetClock()
        self.routes = routes or (route(),)
        self.channels = channels or {"email": ListChannel()}
        self.restart()

    @property
    def email(self) -> ListChannel:
        return self.channels["email"]

    def restart(self):
        self.dispatcher = Dispatcher(
            self.store,
            self.channels,
            self.routes,
            WATCHLIST,
            self.clock,
            jitter=lambda: 0.5,
            deliver_within=0.3,
        )

    def record(self, *changes):
        """What the pipeline does: changes and their alerts in one transaction."""
        with self.store.database.transaction():
            save_change(self.store, *changes)
            told = self.store.outbox.told()
            mutes = self.store.outbox.mutes.current(self.clock.now())
            alerts = plan(changes, self.routes, WATCHLIST, self.clock.now(), told=told, mutes=mutes)
            return self.store.outbox.plan(alerts)

    def send(self):
        return asyncio.run(self.dispatcher.send_due())

    def state(self, alert):
        return self.store.database.value("SELECT state FROM alerts WHERE id = ?", (alert.id,))

    def states(self):
        rows = self.store.database.rows("SELECT state FROM alerts ORDER BY rowid")
        return [row["state"] for row in rows]


@pytest.fixture
def desk(tmp_path):
    made = []

    def make(*routes, channels=None):
        made.append(Desk(tmp_path / f"{len(made)}.db", *routes, channels=channels))
        return made[-1]

    yield make
    for each in made:
        each.store.close()


def down(text="connection refused", **more):
    return DeliveryError(text, retryable=True, channel_wide=True, **more)


def test_news_is_told_once(desk):
    house = desk()
    house.record(change())
    house.record(change())
    assert [d.outcome for d in house.send()] == ["sent"]
    assert house.email.subjects == [
        "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year)"
    ]
    house.record(change())
    assert house.send() == []
    (told,) = house.store.outbox.told("desk").values()
    assert (told.change, told.value.text) == ("x1", "2028")


def test_a_dead_channel_is_tried_ever_less_often_and_then_everything_arrives(desk):
    house = desk()
    house.email.plan = [down()] * 4
    (alert,) = house.record(change())
    waits = []
    while not house.email.messages:
        house.send()
        state = house.store.outbox.channels.state("email", house.clock.now())
        if state.next_try:
            waits.append((state.next_try - house.clock.now()).total_seconds())
            assert house.send() == []  # not before its time
            house.clock.instant = state.next_try
    assert waits == [30, 60, 120, 240]
    outcomes = [d.outcome for d in house.store.outbox.deliveries(alert.id)]
    assert outcomes == ["failed"] * 4 + ["sent"]
    assert house.store.outbox.channels.state("email", house.clock.now()).failures == 0


def test_waiting_has_a_ceiling():
    assert [wait_after(n, 0.5) for n in (1, 2, 3)] == [30, 60, 120]
    assert wait_after(50, 1.0) == pytest.approx(1800 * 1.1)


def test_retry_after_is_honoured(desk):
    house = desk()
    house.email.plan = [down(retry_after=3600.0)]
    house.record(change())
    house.send()
    house.clock.go(seconds=3599)
    assert house.send() == []
    house.clock.go(seconds=1)
    assert [d.outcome for d in house.send()] == ["sent"]


def test_one_dead_channel_does_not_hold_up_another(desk):
    house = desk(
        route("desk", "email", "slack"),
        channels={"email": ListChannel(plan=[down()]), "slack": ListChannel("slack")},
    )
    house.record(change())
    house.send()
    assert not house.email.messages
    assert len(house.channels["slack"].messages) == 1


def test_a_week_without_mail_ends_in_one_message_in_order(desk):
    house = desk()
    house.email.plan = [down()] * 10_000
    facts = [
        change("x1", published=house.clock.now()),
        change("x2", fact=CAPACITY, verdict=Verdict.RAISED, old=tonnes(2500), new=tonnes(3000)),
        change("x3", old=year(2028), new=year(2029)),
    ]
    for one in facts:
        house.record(one)
        for _ in range(56):
            house.send()
            house.clock.go(hours=1)
    assert len(house.email.attempts) > 100
    house.email.plan = []
    house.clock.go(hours=1)
    house.send()
    house.clock.go(hours=1)
    house.send()
    (message,) = house.email.messages
    assert message.subject.startswith("Delayed: 2 changes: SMZ separation complex: commissioning")
    assert "2027 → 2029 (+2 years)" in message.subject  # where it stands now
    assert "In 2 steps" in message.text
    assert house.states() == ["sent"] * 3


def test_there_and_back_while_held_is_nothing_to_tell(desk):
    house = desk(route(quiet="22:00-07:00"))
    house.clock.instant = at("2026-11-24 23:00")
    house.record(change("x1", published=at("2026-11-24 22:50")))
    house.record(
        change(
            "x2",
            verdict=Verdict.ADVANCED,
            old=year(2028),
            new=year(2027),
            published=at("2026-11-24 23:30"),
        )
    )
    assert house.send() == []
    house.clock.instant = at("2026-11-25 07:00")
    house.send()
    assert house.email.messages == []
    assert house.states() == ["settled"] * 2


def test_after_quiet_hours_what_still_stands_is_told(desk):
    house = desk(route(quiet="22:00-07:00"))
    house.clock.instant = at("2026-11-24 23:00")
    first = change("x1", state=ChangeState.UNCONFIRMED)
    house.record(first)
    house.record(change("x2", fact=STAGE, verdict=Verdict.SUSPENDED, ref=article("n2")))
    save_change(house.store, change("x1", state=ChangeState.REVERTED))
    house.clock.instant = at("2026-11-25 07:05")
    house.send()
    (message,) = house.email.messages
    assert message.subject.startswith("Since you were last told: 1 change: Tomtor: stage suspended")
    assert house.states() == ["settled", "sent"]


def test_there_and_back_after_it_was_told_is_told(desk):
    house = desk()
    house.record(change("x1"))
    house.send()
    house.record(change("x2", verdict=Verdict.ADVANCED, old=year(2028), new=year(2027)))
    house.send()
    assert house.email.subjects[1].endswith("comes forward 2028 → 2027 (−1 year)")


def test_a_dispute_names_what_stands_even_where_the_reader_was_told_less(desk):
    verdicts = (Verdict.REFINED, Verdict.DISPUTED)
    house = desk(route(verdicts=verdicts))
    house.record(change("x1", verdict=Verdict.REFINED, old=year(2026), new=year(2027)))
    house.send()
    house.record(change("x2"))  # a slip to 2028, which another route is told
    house.record(change("x3", verdict=Verdict.DISPUTED, old=year(2028), new=year(2027)))
    house.send()
    assert house.email.subjects[1].endswith("commissioning disputed: 2028 or 2027?")
    assert "as you were told" not in house.email.messages[1].text


def test_a_confirmation_answers_the_first_message(desk):
    house = desk()
    house.record(change(state=ChangeState.UNCONFIRMED))
    house.send()
    assert house.email.subjects[0].endswith("[unconfirmed]")
    house.record(change(state=ChangeState.CONFIRMED))
    house.send()
    house.send()
    assert house.email.subjects[1].startswith("Confirmed: SMZ separation complex")
    assert house.email.messages[1].reply_to == f"<{house.email.messages[0].id}@test>"
    house.record(change(state=ChangeState.REVERTED))
    house.send()
    assert house.email.subjects[2].startswith("Withdrawn: ")
    assert house.email.messages[2].reply_to == f"<{house.email.messages[0].id}@test>"
    assert len(house.email.messages) == 3


def test_a_correction_answers_in_one_message(desk):
    house = desk()
    house.record(change("x1"))
    house.send()
    house.record(
        change("x1", state=ChangeState.REVERTED),
        change("x2", old=year(2027), new=year(2029), ref=article("n7")),
    )
    house.send()
    assert house.email.subjects[1:] == [
        "Corrected: SMZ separation complex: commissioning slips 2028 → 2029 (+1 year)"
    ]
    assert house.email.messages[1].reply_to == f"<{house.email.messages[0].id}@test>"


def test_withdrawn_and_back_where_it_was_is_one_message(desk):
    house = desk()
    house.record(change("x1"))
    house.send()
    house.record(
        change("x1", state=ChangeState.REVERTED),
        change(
            "x2",
            verdict=Verdict.ADVANCED,
            old=year(2028),
            new=year(2027),
            ref=article("n7"),
            published=house.clock.now() + timedelta(minutes=1),
        ),
    )
    house.send()
    house.clock.go(hours=1)
    house.send()
    assert len(house.email.subjects) == 2
    assert "2028 → 2027" in house.email.subjects[1]


def test_confirmed_before_it_was_sent_is_one_message(desk):
    house = desk()
    house.record(change(state=ChangeState.UNCONFIRMED))
    house.record(change(state=ChangeState.CONFIRMED))
    house.send()
    (subject,) = house.email.subjects
    assert "unconfirmed" not in subject


def test_facts_of_one_story_are_one_message(desk):
    house = desk()
    story = article("n9")
    house.record(
        change("x1", ref=story),
        change(
            "x2",
            fact=CAPACITY,
            verdict=Verdict.RAISED,
            old=tonnes(2500),
            new=tonnes(3000),
            ref=story,
        ),
    )
    house.record(change("x3", fact=STAGE, verdict=Verdict.CANCELLED, ref=article("n10")))
    house.send()
    assert len(house.email.messages) == 2
    assert house.email.subjects[0] == (
        "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year); "
        "capacity raised up to 2,500 t/yr → up to 3,000 t/yr (+20 %)"
    )


def test_a_flood_is_one_summary(desk):
    house = desk()
    for number in range(40):
        one = change(
            f"x{number}",
            fact=(COMMISSIONING, CAPACITY, STAGE)[number % 3],
            ref=article(f"n{number}"),
        )
        house.record(one)
    house.send()
    (subject,) = house.email.subjects
    assert subject.startswith("Many at once: 3 changes")


def test_two_dispatchers_send_it_once(desk, tmp_path):
    house = desk()
    house.record(change())
    with open_store(house.path) as second:
        other = Dispatcher(second, house.channels, house.routes, WATCHLIST, house.clock)
        other._holder = "elsewhere/1/1"

        async def both():
            return await asyncio.gather(house.dispatcher.send_due(), other.send_due())

        first, again = asyncio.run(both())
    assert len(first) + len(again) == 1
    assert len(house.email.messages) == 1


def test_what_a_dead_process_held_is_sent_under_the_same_name(desk):
    house = desk()
    house.record(change())
    house.dispatcher._holder = house.dispatcher._holder.rpartition("/")[0] + "/long-gone"
    leased = house.dispatcher._next("email")  # and here it is killed
    house.restart()
    house.record(change("x2", fact=CAPACITY, ref=article("n-x1")))
    house.send()
    assert leased.message.id == house.email.messages[0].id
    assert len(house.email.messages) == 2  # what came later is a message of its own
    (alert, *_) = house.store.outbox.find("a")
    outcomes = [d.outcome for d in house.store.outbox.deliveries(leased.batch.alerts[0].id)]
    assert outcomes == ["interrupted", "sent"]
    assert alert


def test_what_may_have_arrived_is_sent_again_under_the_same_name(desk):
    house = desk()
    house.email.plan = [down(unsure=True)]
    house.record(change())
    house.send()
    house.clock.go(minutes=1)
    house.record(change("x2", fact=CAPACITY, ref=article("n-x1")))
    house.send()
    first, second, third = house.email.attempts
    assert first.id == second.id != third.id


def test_a_channel_that_never_ends_is_given_up_for_now(desk):
    import threading

    forever = threading.Event()

    def hang():
        forever.wait(5)
        return Receipt("late")

    house = desk()
    house.email.plan = [hang]
    (alert,) = house.record(change())
    house.send()
    forever.set()
    (delivery,) = house.store.outbox.deliveries(alert.id)
    assert (delivery.outcome, delivery.detail) == ("unsure", "not done within 0.3 seconds")


def test_stop_does_not_wait_for_a_server_that_hangs(desk):
    import threading

    forever = threading.Event()
    house = desk()

    def hang():
        forever.wait(5)
        return Receipt("late")

    house.email.plan = [hang]
    (alert,) = house.record(change())
    house.dispatcher._within = 60

    async def run():
        sending = asyncio.create_task(house.dispatcher.send_due())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await house.dispatcher.stop(grace=0.05)
        await asyncio.gather(sending, return_exceptions=True)

    asyncio.run(run())
    forever.set()
    assert house.state(alert) == "waiting"
    assert house.dispatcher._stopping


def test_a_refusal_is_tried_a_few_times_and_then_given_up_loudly(desk, caplog):
    house = desk()
    house.email.plan = [DeliveryError("554 no", retryable=False)] * 20
    (alert,) = house.record(change())
    for _ in range(200):
        house.send()
        house.clock.go(hours=1)
    assert len(house.email.attempts) == 5
    assert house.state(alert) == "failed"
    assert "given up" in caplog.text
    assert house.store.outbox.retry(alert.id, house.clock.now())
    house.email.plan = []
    house.send()
    assert house.state(alert) == "sent"


def test_only_refusals_count_as_refusals(desk):
    house = desk()
    house.email.plan = [down()] * 4 + [DeliveryError("554 no", retryable=False)]
    (alert,) = house.record(change())
    for _ in range(10):
        house.send()
        house.clock.go(hours=1)
    assert house.state(alert) == "sent"
    outcomes = [d.outcome for d in house.store.outbox.deliveries(alert.id)]
    assert outcomes == ["failed"] * 4 + ["refused", "sent"]


def test_a_refused_message_does_not_hold_up_the_next(desk):
    house = desk()
    house.email.plan = [DeliveryError("554 no", retryable=False)]
    house.record(change("x1"))
    house.record(change("x2", fact=CAPACITY))
    house.send()
    assert len(house.email.messages) == 1


def test_after_two_weeks_of_silence_it_is_given_up(desk, caplog):
    house = desk()
    house.email.plan = [down()] * 10_000
    (alert,) = house.record(change())
    for _ in range(16):
        house.send()
        house.clock.go(days=1)
    assert house.state(alert) == "failed"


def test_one_of_two_recipients_is_tried_again_alone(desk):
    house = desk()
    house.email.plan = [Receipt("250 ok", "<first@test>", deferred=("b@test",))]
    (alert,) = house.record(change())
    (delivery,) = house.send()
    assert delivery.outcome == "partly"
    assert house.state(alert) == "waiting"
    house.clock.go(hours=1)
    house.send()
    first, second = house.email.messages
    assert second.recipients == ("b@test",)
    assert first.id == second.id
    assert first.subject == second.subject
    assert house.state(alert) == "sent"


def test_a_channel_that_is_no_longer_configured_says_so(desk):
    house = desk(route("desk", "gone"))
    (alert,) = house.record(change())
    house.send()
    (delivery,) = house.store.outbox.deliveries(alert.id)
    assert delivery.detail == "gone is no longer configured"


def test_a_mute_holds_and_then_tells_what_still_stands(desk):
    house = desk()
    now = house.clock.now()
    house.store.outbox.mutes.add("entity", "smz", now + timedelta(days=7), now)
    house.record(change("x1"))
    house.clock.go(days=3)
    house.record(change("x2", old=year(2028), new=year(2029), published=house.clock.now()))
    house.send()
    assert not house.email.messages
    house.clock.go(days=4)
    house.send()
    (subject,) = house.email.subjects
    assert subject == (
        "Since you were last told: 1 change: SMZ separation complex: commissioning slips "
        "2027 → 2029 (+2 years)"
    )


def test_unmuting_tells_at_once(desk):
    house = desk()
    now = house.clock.now()
    house.store.outbox.mutes.add("fact", COMMISSIONING, now + timedelta(days=7), now)
    house.record(change())
    house.send()
    assert house.store.outbox.mutes.end(COMMISSIONING, house.clock.now()) == 1
    house.send()
    assert len(house.email.messages) == 1


def test_a_mute_covers_what_waits_already(desk):
    house = desk()
    house.email.plan = [down()]
    house.record(change())
    house.send()
    now = house.clock.now()
    house.store.outbox.mutes.add("source", "Kommersant", now + timedelta(days=1), now)
    house.clock.go(minutes=5)
    house.send()
    assert not house.email.messages
    house.clock.go(days=1)
    house.send()
    assert len(house.email.messages) == 1


def test_a_digest_tells_everything_at_its_time(desk):
    house = desk(route(mode="daily 08:00"))
    house.record(change("x1", verdict=Verdict.REFINED))
    house.record(
        change("x2", fact=STAGE, verdict=Verdict.ACHIEVED, new=year(2026, MilestoneState.DONE))
    )
    house.send()
    assert not house.email.messages
    house.clock.instant = at("2026-11-25 08:00")
    house.send()
    (subject,) = house.email.subjects
    assert subject.startswith("Digest: 2 changes: SMZ separation complex: commissioning narrowed")


def test_a_sent_alert_can_be_sent_again(desk):
    house = desk()
    (alert,) = house.record(change())
    house.send()
    house.store.outbox.retry(alert.id, house.clock.now())
    house.send()
    first, second = house.email.messages
    assert first.id == second.id
    assert first.subject == second.subject


def test_a_dropped_alert_is_never_sent(desk):
    house = desk()
    (alert,) = house.record(change())
    assert house.store.outbox.drop(alert.id, house.clock.now())
    assert house.send() == []


def test_what_cannot_be_composed_is_told_in_bare_words(desk, monkeypatch, caplog):
    house = desk()
    house.record(change())

    def broken(material):
        raise ZeroDivisionError

    monkeypatch.setattr("monitor.service.dispatcher.compose", broken)
    house.send()
    (message,) = house.email.messages
    assert message.subject == f"Changed: {COMMISSIONING}"
    assert "monitor explain x1" in message.text
    assert "cannot be composed" in caplog.text


def test_withdrawn_by_mistake_and_reinstated(desk):
    house = desk()
    for state in (
        ChangeState.CONFIRMED,
        ChangeState.REVERTED,
        ChangeState.CONFIRMED,
        ChangeState.REVERTED,
    ):
        house.record(change(state=state))
        house.send()
        house.record(change(state=state))
        house.send()
        house.clock.go(minutes=5)
    openings = [subject.split(":")[0] for subject in house.email.subjects]
    assert openings == ["SMZ separation complex", "Withdrawn", "Reinstated", "Withdrawn"]
    assert len({message.id for message in house.email.messages}) == 4


def test_withdrawn_before_it_was_told_and_reinstated(desk):
    house = desk(route(quiet="22:00-07:00"))
    house.clock.instant = at("2026-11-24 23:00")
    house.record(change())
    house.record(change(state=ChangeState.REVERTED))
    house.clock.instant = at("2026-11-25 07:00")
    house.send()
    assert set(house.states()) == {"settled"}
    house.record(change())
    house.send()
    assert len(house.email.messages) == 1


def test_thirty_messages_an_hour_are_enough(desk):
    house = desk()
    for number in range(40):
        house.record(
            change(
                f"x{number}",
                old=year(2027 + number),
                new=year(2028 + number),
                ref=article(f"n{number}"),
            )
        )
        house.send()
        house.clock.go(seconds=30)
    assert len(house.email.messages) == 30
    house.clock.go(hours=1)
    house.send()
    assert len(house.email.messages) == 31
    assert "In 10 steps" in " ".join(house.email.messages[-1].text.split())


def test_a_holder_is_known_by_its_start(tmp_path):
    import os
    import subprocess
    import sys

    from monitor.service.holders import _started, is_gone, own_holder

    assert not is_gone(own_holder())
    assert is_gone(own_holder().rpartition("/")[0] + "/1")
    assert not is_gone("another-host/1/1")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        host = own_holder().partition("/")[0]
        holder = f"{host}/{child.pid}/{_started(child.pid)}"
        assert not is_gone(holder)
        child.kill()
        child.wait()
    assert is_gone(holder)
    assert os.getpid()
