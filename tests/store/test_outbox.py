"""The outbox on a real database."""

import json
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.model import Alert, ChangeState, Delivery, Told, Verdict
from monitor.store import open_store
from monitor.store.outbox import Picked
from tests.alert_factories import CAPACITY, COMMISSIONING, NOW, tonnes, year

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=10)


def alert(number=1, *, channel="email", due=NOW, created=NOW, **details):
    key = f"desk/{channel}/x{number}/confirmed"
    details = {"fact": COMMISSIONING, "source": "Коммерсантъ", **details}
    return Alert(
        f"a{channel}{number}",
        key,
        "desk",
        channel,
        "change",
        (f"x{number}",),
        created,
        due,
        details,
    )


def everything(due, recent):
    return Picked(tuple(due), due[0].id)


def first(due, recent):
    return Picked((due[0],), due[0].id)


@pytest.fixture
def outbox(store):
    return store.outbox


def lease(outbox, *, now=NOW, holder="me", pick=everything, channel="email"):
    return outbox.lease(channel, now, holder, LEASE, pick)


def delivery(one, outcome="sent", at=NOW, detail="250 ok"):
    return Delivery(one.id, at, 0.25, outcome, detail)


def test_planned_once(outbox):
    assert outbox.plan([alert(), alert()]) == (alert(),)
    assert outbox.plan([alert()]) == ()
    (found,) = outbox.find("aemail1")
    assert found == alert()


def test_planning_is_part_of_the_transaction_around_it(store, outbox):
    with pytest.raises(RuntimeError), store.database.transaction():
        outbox.plan([alert()])
        raise RuntimeError
    assert outbox.find("a") == ()


def test_leased_by_one_holder_until_it_ends(outbox):
    outbox.plan([alert()])
    assert lease(outbox).send == (alert(),)
    assert lease(outbox, holder="other") is None
    assert outbox.waiting_channels(NOW) == ()
    again = lease(outbox, holder="other", now=NOW + LEASE)
    assert again.send[0].attempts == 1
    assert again.send[0].batch == "aemail1"
    with pytest.raises(StoreError, match="no longer held by me"):
        outbox.sent([delivery(alert())], "me")
    outbox.sent([delivery(alert())], "other", subject="news", handle="<1@x>")
    (row,) = outbox._database.rows("SELECT * FROM alerts")
    assert (row["state"], row["subject"], row["handle"]) == ("sent", "news", "<1@x>")
    assert lease(outbox, now=NOW + LEASE) is None


def test_what_is_not_due_stays(outbox):
    outbox.plan([alert(due=NOW + HOUR)])
    assert outbox.waiting_channels(NOW) == ()
    assert lease(outbox) is None
    assert outbox.waiting_channels(NOW + HOUR) == ("email",)


def test_what_pick_holds_gets_its_new_time(outbox):
    outbox.plan([alert()])

    def hold(due, recent):
        from dataclasses import replace

        later = replace(due[0], due=NOW + HOUR, details={**due[0].details, "held": "quiet hours"})
        return Picked(held=(later,))

    assert lease(outbox, pick=hold) is None
    (found,) = outbox.find("a")
    assert (found.due, found.held, found.attempts) == (NOW + HOUR, "quiet hours", 0)


def test_oldest_first(outbox):
    outbox.plan([alert(1, created=NOW), alert(2, created=NOW - HOUR), alert(3, created=NOW)])
    seen = []
    lease(outbox, pick=lambda due, recent: seen.extend(due) or Picked())
    assert [one.id for one in seen] == ["aemail2", "aemail1", "aemail3"]


def test_a_channel_that_fails_waits_with_everything_for_it(outbox):
    outbox.plan([alert(1), alert(1, channel="slack")])
    outbox.channels.failed("email", NOW, NOW + HOUR, "connection refused")
    outbox.channels.failed("email", NOW, NOW + HOUR, "no answer in time")
    state = outbox.channels.state("email", NOW)
    assert (state.failures, state.failing_since, state.error) == (2, NOW, "no answer in time")
    assert state.waiting == 1
    assert outbox.waiting_channels(NOW) == ("slack",)
    assert lease(outbox) is None
    assert lease(outbox, now=NOW + HOUR)
    outbox.channels.worked("email", NOW + HOUR)
    assert outbox.channels.state("email", NOW).failures == 0
    assert outbox.channels.state("never used", NOW).failures == 0


def test_put_back_keeps_the_name_only_where_nobody_knows(outbox):
    outbox.plan([alert()])
    for keep, batch in ((True, "aemail1"), (False, "")):
        lease(outbox, pick=first)
        outbox.put_back([delivery(alert(), "failed")], "me", NOW, keep_batch=keep)
        assert outbox.find("a")[0].batch == batch
    assert [d.outcome for d in outbox.deliveries("aemail1")] == ["failed", "failed"]


def test_a_message_that_reached_some_waits_for_the_others(outbox):
    outbox.plan([alert()])
    lease(outbox)
    outbox.sent(
        [delivery(alert(), "partly")], "me", subject="s", remaining=("b@x",), retry_at=NOW + HOUR
    )
    (found,) = outbox.find("a")
    assert (found.recipients, found.due, found.batch) == (("b@x",), NOW + HOUR, "aemail1")


def test_what_the_dead_held_is_free_again(outbox):
    outbox.plan([alert()])
    lease(outbox, holder="dead")
    assert outbox.holders() == ("dead",)
    assert outbox.release("dead", NOW) == 1
    assert outbox.holders() == ()
    (attempt,) = outbox.deliveries("aemail1")
    assert attempt.outcome == "interrupted"
    assert lease(outbox).send[0].batch == "aemail1"


def told(value, change="x1", state=ChangeState.CONFIRMED, fact=COMMISSIONING):
    return Told("desk", "email", fact, change, state, Verdict.SLIPPED, value, NOW, "<h>")


def test_told_is_remembered_and_replaced(outbox):
    outbox.plan([alert(1), alert(2)])
    lease(outbox)
    outbox.sent([delivery(alert(1))], "me", told=[told(year(2028)), told(tonnes(3), fact=CAPACITY)])
    outbox.sent([delivery(alert(2))], "me", told=[told(year(2029), "x2")])
    assert outbox.told("desk") == {
        ("desk", "email", COMMISSIONING): told(year(2029), "x2"),
        ("desk", "email", CAPACITY): told(tonnes(3), fact=CAPACITY),
    }
    assert set(outbox.told(facts=[CAPACITY])) == {("desk", "email", CAPACITY)}
    assert outbox.told("desk", facts=[]) == {}
    assert outbox.told("other") == {}
    assert outbox.told() == outbox.told("desk")


def test_given_up_and_taken_up_again(outbox):
    outbox.plan([alert()])
    lease(outbox)
    outbox.give_up([delivery(alert(), "failed", detail="554 no")], "me", "given up: 554 no")
    assert [one.id for one in outbox.given_up(NOW)] == ["aemail1"]
    assert lease(outbox) is None
    assert outbox.retry("aemail1", NOW + HOUR)
    (found,) = lease(outbox, now=NOW + HOUR).send
    assert found.details["again"] is True
    assert not outbox.retry("aemail1", NOW + HOUR)  # it is being sent just now


def test_dropped(outbox):
    outbox.plan([alert(1), alert(2)])
    assert outbox.drop("aemail1", NOW, "not needed")
    assert not outbox.drop("aemail1", NOW)
    lease(outbox)
    assert not outbox.drop("aemail2", NOW)
    assert outbox.counts(NOW - HOUR) == {"dropped": 1, "waiting": 1}


def test_settled(outbox):
    outbox.plan([alert()])
    lease(outbox)
    outbox.settle({"aemail1": "what was told last still stands"}, "me", NOW)
    (row,) = outbox._database.rows("SELECT state, note FROM alerts")
    assert tuple(row) == ("settled", "what was told last still stands")


def test_recent_messages_are_counted_by_batch(outbox):
    outbox.plan([alert(1), alert(2), alert(3)])
    lease(outbox)
    outbox.sent([delivery(alert(1)), delivery(alert(2))], "me")
    seen = {}
    outbox.release("me", NOW)
    lease(outbox, pick=lambda due, recent: seen.update(recent) or Picked())
    assert seen == {"desk": 1}


def test_mutes(outbox):
    mute = outbox.mutes.add("fact", COMMISSIONING, NOW + HOUR, NOW, "holiday")
    assert outbox.mutes.current(NOW) == (mute,)
    assert outbox.mutes.current(NOW + HOUR) == ()
    outbox.plan([alert(due=NOW + HOUR, held=f"fact {COMMISSIONING} is muted")])
    assert outbox.mutes.end("nothing", NOW) == 0
    assert outbox.mutes.end(COMMISSIONING, NOW) == 1
    assert lease(outbox)


def test_no_secret_is_kept(outbox):
    outbox.plan([alert()])
    rows = [dict(row) for row in outbox._database.rows("SELECT * FROM alerts")]
    assert "password" not in json.dumps(rows)


@pytest.mark.parametrize(
    "use",
    [
        lambda o: o.plan([alert(9)]),
        lease,
        lambda o: o.release("me", NOW),
        lambda o: o.sent([delivery(alert())], "me"),
        lambda o: o.settle({"aemail1": "x"}, "me", NOW),
        lambda o: o.put_back([delivery(alert())], "me", NOW, keep_batch=True),
        lambda o: o.give_up([delivery(alert())], "me", "why"),
        lambda o: o.retry("aemail1", NOW),
        lambda o: o.drop("aemail1", NOW),
        lambda o: o.mutes.add("fact", "f", NOW, NOW),
        lambda o: o.channels.worked("email", NOW),
        lambda o: o.channels.failed("email", NOW, NOW, "x"),
    ],
)
def test_a_locked_database_is_one_plain_error(store, path, use):
    store.outbox.plan([alert()])
    with open_store(path) as other, other.database.transaction():
        store.database.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match="locked"):
            use(store.outbox)
