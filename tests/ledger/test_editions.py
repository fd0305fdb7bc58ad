"""An edited article replaces what its earlier editions said."""

from datetime import timedelta

from monitor.ledger.judge import fold
from monitor.model import Policy, Tier
from tests.ledger_factories import CAPACITY, PLANT, START, Desk, tonnes, year

POLICY = Policy()
URL = "https://news.example/edited"


def test_a_correction_takes_the_wrong_change_back_and_says_so():
    desk = Desk(CAPACITY)
    wrong = desk.says(tonnes(22000), 0, url=URL, source="A")
    right = desk.says(tonnes(2500), 0.4, url=URL, source="A")
    timeline = fold(CAPACITY, [wrong, right], [], POLICY)
    assert [entry.verdict for entry in timeline.entries] == ["raised", "lowered"]
    raised, lowered = timeline.changes
    assert raised.state == "reverted"
    assert "later edition" in raised.why
    assert lowered.reverts == (raised.id,)
    assert timeline.standing.value == tonnes(2500)
    assert timeline.standing.sources == 1


def test_an_edit_that_says_the_same_changes_nothing():
    desk = Desk(PLANT)
    first = desk.says(year(2028), 0, url=URL)
    second = desk.says(year(2028), 1, url=URL)
    timeline = fold(PLANT, [first, second], [], POLICY)
    assert [entry.verdict for entry in timeline.entries] == ["slipped", "restated"]
    assert timeline.changes[0].state == "confirmed"


def test_a_claim_withdrawn_without_another_leaves_what_stood_before():
    desk = Desk(PLANT)
    claim = desk.says(year(2028), 0, withdrawn=2)
    timeline = fold(PLANT, [claim], [], POLICY)
    assert timeline.standing.value == year(2027)
    assert timeline.changes[0].state == "reverted"
    then = fold(PLANT, [claim], [], POLICY, known_by=START + timedelta(days=1))
    assert then.standing.value == year(2028)


def test_what_others_said_meanwhile_stands():
    desk = Desk(PLANT)
    claim = desk.says(year(2028), 0, withdrawn=2)
    other = desk.says(year(2028), 1)
    timeline = fold(PLANT, [claim, other], [], POLICY)
    assert timeline.standing.value == year(2028)
    assert timeline.standing.claims == (other.claim.id,)


def test_a_later_version_counts_from_when_it_was_seen():
    desk = Desk(PLANT)
    edit = desk.says(year(2029), 0, seen=9, version=2, article="a", tier=Tier.PRESS)
    other = desk.says(year(2028), 5)
    timeline = fold(PLANT, [edit, other], [], POLICY)
    assert timeline.standing.value == year(2029)
    assert [entry.value for entry in timeline.entries] == [year(2028), year(2029)]
