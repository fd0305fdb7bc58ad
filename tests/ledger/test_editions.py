"""An edited article replaces what its earlier editions said."""

from datetime import timedelta

from monitor.ledger.judge import fold
from monitor.model import Policy
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
    (change,) = timeline.changes
    assert (change.claims, change.state) == ((other.claim.id,), "confirmed")
    assert {entry.change for entry in timeline.entries} <= {change.id, ""}


def test_versions_of_one_stored_article_are_put_right_too():
    desk = Desk(PLANT)
    wrong = desk.says(year(2031), 0, article="a", withdrawn=2)
    right = desk.says(year(2028), 2, article="a", version=2)
    kept = desk.says(year(2028), 3)
    timeline = fold(PLANT, [wrong, right, kept], [], POLICY)
    slipped, advanced = timeline.changes
    assert (slipped.state, advanced.verdict, advanced.reverts) == (
        "reverted",
        "advanced",
        (slipped.id,),
    )
    assert (advanced.old, timeline.entries[1].note) == (year(2031), "corrects an earlier edition")
    assert timeline.standing.value == year(2028)


def test_a_correction_to_what_stood_before_is_told_and_changes_nothing_else():
    desk = Desk(PLANT)
    before = desk.says(year(2027), 0)
    wrong = desk.says(year(2031), 1, url=URL)
    right = desk.says(year(2027), 2, url=URL)
    timeline = fold(PLANT, [before, wrong, right], [], POLICY)
    assert [(c.verdict, c.state) for c in timeline.changes] == [
        ("slipped", "reverted"), ("advanced", "confirmed"),
    ]  # fmt: skip
    assert timeline.standing.sources == 2
    assert timeline.standing.since == START.replace(year=2025, month=9, day=10, hour=0)


def test_an_article_edited_again_and_again_is_not_slow():
    desk = Desk(PLANT)
    editions = [desk.says(year(2028 + day % 2), day, url=URL) for day in range(60)]
    timeline = fold(PLANT, editions, [], POLICY)
    assert timeline.standing.value == year(2029)
    assert [change.state for change in timeline.changes[-2:]] == ["reverted", "confirmed"]


def test_a_page_that_turns_to_other_matters_later_takes_nothing_back():
    desk = Desk(PLANT)
    claim = desk.says(year(2028), 0, withdrawn=60)
    assert fold(PLANT, [claim], [], POLICY).standing.value == year(2028)
    now_says = desk.says(year(2029), 60, url=URL)
    first = desk.says(year(2028), 0, url=URL)
    timeline = fold(PLANT, [first, now_says], [], POLICY)
    assert [(c.verdict, c.state) for c in timeline.changes] == [
        ("slipped", "confirmed"), ("slipped", "confirmed"),
    ]  # fmt: skip
