"""People judge claims and changes; what they say is resolved and remembered."""

from datetime import timedelta

import pytest

from monitor.ledger.judge import fold
from monitor.model import Judgement, Policy, Review, Tier, make_id
from tests.ledger_factories import PLANT, START, Desk, year

POLICY = Policy()
numbers = iter(range(1, 10_000))


def review(target, judgement, day=30, value=None, why=""):
    at = START + timedelta(days=day)
    return Review(next(numbers), target, Judgement(judgement), at, "Ann", why, value)


def told(evidence, *reviews):
    return fold(PLANT, evidence, reviews, POLICY)


def test_a_rejected_claim_is_told_in_the_history_and_its_change_reverted():
    desk = Desk(PLANT)
    wrong, right = desk.says(year(2030), 0), desk.says(year(2028), 3)
    timeline = told([wrong, right], review(wrong.claim.id, "reject", why="another plant"))
    assert timeline.standing.value == year(2028)
    gone, kept = timeline.changes
    assert (gone.state, gone.why) == ("reverted", "rejected by Ann: another plant")
    assert (kept.verdict, kept.old) == ("slipped", year(2027))
    assert timeline.entries[0].review is not None
    assert timeline.entries[0].note == "rejected by Ann: another plant"


def test_rejecting_a_claim_rejects_the_copies_of_the_report():
    desk = Desk(PLANT)
    copies = [desk.says(year(2030), day, story="wire") for day in (0, 0.1, 0.2)]
    other = desk.says(year(2027), 5)
    timeline = told([*copies, other], review(copies[0].claim.id, "reject"))
    assert timeline.standing.value == year(2027)
    assert [entry.note for entry in timeline.entries[:3]] == ["rejected by Ann"] * 3


def test_rejecting_a_change_rejects_all_that_had_said_so_by_then():
    desk = Desk(PLANT)
    before = [desk.says(year(2030), day) for day in (0, 2)]
    change = told(before).changes[0]
    rejection = review(change.id, "reject", day=10)
    assert told(before, rejection).standing.value == year(2027)
    again = told([*before, desk.says(year(2030), 20)], rejection)
    assert again.standing.value == year(2030), "somebody says so again after the rejection"


def test_rejecting_a_change_leaves_alone_who_says_so_later_for_other_reasons():
    desk = Desk(PLANT)
    misread = [desk.says(year(2028), 0), desk.says(year(2028), 1, story="copy")]
    corrected = desk.says(year(2027), 20)
    real = [desk.says(year(2028), 200), desk.says(year(2028), 201)]
    change = told([*misread, corrected, *real]).changes[0]
    timeline = told([*misread, corrected, *real], review(change.id, "reject", day=300))
    assert [each.state for each in timeline.changes] == ["reverted", "confirmed"]
    assert timeline.changes[0].claims == tuple(one.claim.id for one in misread)
    assert timeline.standing.value == year(2028)
    assert timeline.standing.since == real[0].article.dated


def test_an_accepted_change_is_confirmed():
    desk = Desk(PLANT)
    rumour = [desk.says(year(2029), 0, tier=Tier.OTHER)]
    change = told(rumour).changes[0]
    assert change.state == "unconfirmed"
    accepted = told(rumour, review(change.id, "accept")).changes[0]
    assert (accepted.id, accepted.state, accepted.why) == (
        change.id,
        "confirmed",
        "accepted by Ann",
    )


def test_an_accepted_unsure_claim_moves_the_value():
    desk = Desk(PLANT)
    unsure = [desk.says(year(2029), 0, confidence=0.2)]
    assert told(unsure).standing.value == year(2027)
    accepted = told(unsure, review(unsure[0].claim.id, "accept"))
    assert accepted.standing.value == year(2029)
    assert accepted.changes[0].confidence == 1.0


def test_a_corrected_claim_counts_from_its_own_day():
    desk = Desk(PLANT)
    misread, later = desk.says(year(2018), 0), desk.says(year(2029), 10)
    correction = review(misread.claim.id, "correct", day=20, value=year(2028))
    timeline = told([misread, later], correction)
    assert [entry.verdict for entry in timeline.entries] == ["slipped", "slipped"]
    assert timeline.changes[0].new == year(2028)
    assert timeline.standing.value == year(2029)


def test_a_correction_outranks_the_press_until_something_newer_contradicts_it():
    desk = Desk(PLANT)
    misread = desk.says(year(2030), 0)
    correction = review(misread.claim.id, "correct", value=year(2028))
    echo = desk.says(year(2027), 5, tier=Tier.OFFICIAL)
    assert told([misread, echo], correction).entries[1].verdict == "disputed"
    newer = desk.says(year(2031), 6)
    assert told([misread, newer], correction).standing.value == year(2031)


def test_the_value_of_a_fact_can_be_set():
    desk = Desk(PLANT)
    old = desk.says(year(2028), 0)
    timeline = told([old], review(PLANT.id, "correct", day=10, value=year(2029), why="site visit"))
    assert timeline.standing.value == year(2029)
    assert timeline.changes[-1].why == "set by Ann: site visit"
    older = desk.says(year(2026), 5, seen=12)
    assert told([old, older], review(PLANT.id, "correct", 10, year(2029))).standing.value == year(
        2029
    )


def test_rejecting_a_hit_rejects_what_its_article_says():
    desk = Desk(PLANT)
    wrong = desk.says(year(2030), 0)
    rejection = review(make_id("h", wrong.article.id, "plant"), "reject")
    assert told([wrong], rejection).standing.value == year(2027)


@pytest.mark.parametrize("judgement", ["accept", "reject", "correct"])
def test_undo_withdraws_what_was_said_before(judgement):
    desk = Desk(PLANT)
    claim = desk.says(year(2030), 0, tier=Tier.OTHER)
    first = review(claim.claim.id, judgement, 5, year(2028))
    assert told([claim], first) != told([claim])
    assert told([claim], first, review(claim.claim.id, "undo", 6)) == told([claim])
