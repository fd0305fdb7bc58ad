"""The rules of the fold, one story each."""

from monitor.ledger.judge import fold
from monitor.model import Policy, Tier
from tests.ledger_factories import PLANT, Desk, year

POLICY = Policy()


def verdicts(timeline):
    return [entry.verdict.value for entry in timeline.entries]


def test_the_configured_value_stands_before_the_first_article():
    timeline = fold(PLANT, [], [], POLICY)
    assert timeline.standing.value == year(2027)
    assert timeline.standing.sources == 0
    assert timeline.entries == ()


def test_a_slip_is_one_change_however_often_it_is_told():
    desk = Desk(PLANT)
    told = [desk.says(year(2028), day) for day in range(5)]
    timeline = fold(PLANT, told, [], POLICY)
    assert verdicts(timeline) == ["slipped", *["restated"] * 4]
    (change,) = timeline.changes
    assert change.state == "confirmed"
    assert change.claims == tuple(one.claim.id for one in told)
    assert change.stories == timeline.standing.sources == 5


def test_a_lesser_voice_that_repeats_the_old_value_disputes():
    desk = Desk(PLANT)
    told = [desk.says(year(2028), 0), desk.says(year(2027), 5, tier=Tier.OTHER)]
    timeline = fold(PLANT, told, [], POLICY)
    assert verdicts(timeline) == ["slipped", "disputed"]
    assert timeline.standing.value == year(2028)


def test_a_lesser_voice_alone_stays_unconfirmed_until_a_second_independent_one():
    desk = Desk(PLANT)
    one = desk.says(year(2028), 0, tier=Tier.OTHER, story="s")
    copy = desk.says(year(2028), 1, tier=Tier.OTHER, story="s")
    other = desk.says(year(2028), 2, tier=Tier.OTHER)
    assert fold(PLANT, [one, copy], [], POLICY).changes[0].state == "unconfirmed"
    (change,) = fold(PLANT, [one, copy, other], [], POLICY).changes
    assert change.state == "confirmed"
    assert change.stories == 2


def test_an_unsure_claim_moves_nothing_until_a_sure_one_says_the_same():
    desk = Desk(PLANT)
    unsure = desk.says(year(2028), 0, confidence=0.3)
    waiting = fold(PLANT, [unsure], [], POLICY)
    assert waiting.standing.value == year(2027)
    assert waiting.standing.open_changes == (waiting.changes[0].id,)
    sure = fold(PLANT, [unsure, desk.says(year(2028), 1)], [], POLICY)
    (change,) = sure.changes
    assert (change.id, change.state) == (waiting.changes[0].id, "confirmed")
    assert sure.standing.value == year(2028)


def test_back_again_within_days_takes_the_change_back():
    desk = Desk(PLANT)
    told = [desk.says(year(2028), 0), desk.says(year(2027), 5)]
    there, back = fold(PLANT, told, [], POLICY).changes
    assert there.state == "reverted"
    assert back.verdict == "advanced"
    assert back.reverts == (there.id,)
