"""What waits, and what comes back, is not an alarm more than needed."""

from dataclasses import replace

from monitor.alerts.plan import plan
from monitor.model import ChangeState, Told
from tests.alert_factories import NOW, WATCHLIST, change, route


def test_what_moved_nothing_yet_is_for_digests():
    one = replace(change(state=ChangeState.UNCONFIRMED), moved=False)
    assert not plan([one], [route()], WATCHLIST, NOW)
    assert plan([one], [route(mode="daily 08:00")], WATCHLIST, NOW)
    assert plan([one], [route(verdicts=(one.verdict,))], WATCHLIST, NOW)
    assert plan([replace(one, moved=True)], [route()], WATCHLIST, NOW)


def test_there_and_back_is_one_further_message():
    there = change()
    gone = replace(there, state=ChangeState.REVERTED)
    back = replace(there, id="xback", old=there.new, new=there.old, reverts=(there.id,))
    name, channel = route().name, route().channels[0]
    told = Told(name, channel, there.fact, there.id, there.state, there.verdict, there.new, NOW)
    before = {(name, channel, there.fact): told}
    alerts = plan([gone, back], [route()], WATCHLIST, NOW, told=before)
    assert [alert.subjects for alert in alerts] == [("xback",)]
    alone = plan([gone], [route()], WATCHLIST, NOW, told=before)
    assert [alert.subjects for alert in alone] == [(there.id,)]
