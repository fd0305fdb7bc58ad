"""When one voice is enough, what is disputed, late, doubled, denied or taken back."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.ledger.judge import fold
from monitor.model import (
    Fact,
    Kind,
    Milestone,
    MilestoneState,
    Modality,
    Money,
    Policy,
    Scope,
    Shift,
    Stage,
    Tier,
)
from tests.ledger_factories import CAPACITY, PLANT, SOON, Desk, tonnes, year

POLICY = Policy()
OTHER, PRESS, OFFICIAL = Tier.OTHER, Tier.PRESS, Tier.OFFICIAL
STAGE = Fact("plant.stage", "plant", "stage", Kind.STAGE, value=Stage("construction"))
CAPEX = Fact("plant.capex", "plant", "capex", Kind.MONEY, value=Money(1e9, 1e9, "USD"))


def told(desk, *evidence, policy=POLICY):
    return fold(desk.fact, evidence, [], policy)


def verdicts(timeline):
    return [entry.verdict.value for entry in timeline.entries]


@pytest.mark.parametrize(
    ("tiers", "confidences", "stories", "state", "moved"),
    [
        ([PRESS], [0.9], ["a"], "confirmed", True),
        ([OFFICIAL], [0.75], ["a"], "confirmed", True),
        ([OTHER], [0.9], ["a"], "unconfirmed", True),
        ([OTHER, OTHER], [0.9, 0.9], ["a", "a"], "unconfirmed", True),
        ([OTHER, OTHER], [0.9, 0.9], ["a", "b"], "confirmed", True),
        ([OTHER, PRESS], [0.9, 0.9], ["a", "a"], "confirmed", True),
        ([PRESS], [0.5], ["a"], "unconfirmed", False),
        ([PRESS, PRESS], [0.5, 0.5], ["a", "a"], "unconfirmed", False),
        ([PRESS, PRESS], [0.5, 0.5], ["a", "b"], "confirmed", True),
        ([OTHER, PRESS], [0.5, 0.9], ["a", "b"], "confirmed", True),
    ],
)  # fmt: skip
def test_how_many_voices_are_enough(tiers, confidences, stories, state, moved):
    desk = Desk(PLANT)
    said = [
        desk.says(year(2028), day, tier=tier, confidence=sure, story=story)
        for day, (tier, sure, story) in enumerate(zip(tiers, confidences, stories, strict=True))
    ]
    timeline = told(desk, *said)
    (change,) = timeline.changes
    assert (change.state, change.moved) == (state, moved)
    assert timeline.standing.value == (year(2028) if moved else year(2027))
    assert bool(timeline.standing.open_changes) == (state == "unconfirmed")
    assert change.why


def test_two_reports_of_one_outlet_are_one_voice():
    desk = Desk(PLANT)
    said = [desk.says(year(2028), day, tier=OTHER, source="Blog") for day in range(3)]
    (change,) = told(desk, *said).changes
    assert (change.state, change.stories) == ("unconfirmed", 1)


def test_the_policy_may_ask_for_more():
    desk = Desk(PLANT)
    strict = Policy(one_voice_tiers=(OFFICIAL,), voices=3)
    said = [desk.says(year(2028), day) for day in range(3)]
    assert told(desk, *said[:2], policy=strict).changes[0].state == "unconfirmed"
    assert told(desk, *said, policy=strict).changes[0].state == "confirmed"


@pytest.mark.parametrize(
    ("day", "tier", "verdict"),
    [
        (21, OTHER, "disputed"),
        (22, OTHER, "advanced"),
        (5, PRESS, "advanced"),
        (5, OFFICIAL, "advanced"),
    ],
)
def test_a_lesser_voice_disputes_for_some_days(day, tier, verdict):
    desk = Desk(PLANT)
    timeline = told(desk, desk.says(year(2028), 0), desk.says(year(2027), day, tier=tier))
    assert verdicts(timeline) == ["slipped", verdict]


def test_a_dispute_told_by_many_is_one_change_and_settled_by_a_better_voice():
    desk = Desk(PLANT)
    said = [
        desk.says(year(2028), 0),
        *(desk.says(year(2027), day, tier=OTHER) for day in (1, 2, 3)),
    ]
    disputed = told(desk, *said).changes[1]
    assert (disputed.verdict, disputed.state, disputed.stories) == ("disputed", "unconfirmed", 3)
    settled = told(desk, *said, desk.says(year(2028), 4)).changes[1]
    assert (settled.id, settled.state) == (disputed.id, "reverted")
    borne_out = told(desk, *said, desk.says(year(2027), 4)).changes
    assert [change.state for change in borne_out] == ["reverted", "confirmed", "confirmed"]


def test_a_rumour_that_a_better_voice_denies_is_taken_back():
    desk = Desk(PLANT)
    rumour = desk.says(year(2029), 0, tier=OTHER)
    denial = desk.says(year(2029), 1, tier=OFFICIAL, modality=Modality.DENIED)
    timeline = told(desk, rumour, denial)
    assert timeline.standing.value == year(2027)
    assert timeline.changes[0].state == "reverted"
    assert timeline.changes[0].why.startswith("denied by")


@pytest.mark.parametrize("modality", ["conditional", "denied", "historic", "unknown"])
def test_what_is_not_asserted_moves_nothing_but_is_heard(modality):
    desk = Desk(PLANT)
    timeline = told(desk, said := desk.says(year(2028), 3, modality=modality))
    assert timeline.entries == timeline.changes == ()
    assert timeline.standing.last_seen == said.article.dated


def test_a_later_phase_moves_nothing():
    desk = Desk(CAPACITY)
    first = desk.says(tonnes(2500), 0, scope=Scope.PHASE_1)
    assert verdicts(told(desk, first, desk.says(tonnes(5000), 1, scope=Scope.LATER_PHASE))) == [
        "restated"
    ]


def test_an_old_article_found_today_is_history_only():
    desk = Desk(PLANT)
    known = desk.says(year(2028), 10)
    found = desk.says(year(2026), 2, seen=30)
    timeline = told(desk, known, found)
    assert [(e.verdict.value, e.value) for e in timeline.entries] == [
        ("stale", year(2026)), ("slipped", year(2028)),
    ]  # fmt: skip
    assert timeline.standing.value == year(2028)
    assert len(timeline.changes) == 1


def test_an_old_article_that_agrees_backs_the_value():
    desk = Desk(PLANT)
    known = desk.says(year(2028), 10, tier=OTHER)
    found = desk.says(year(2028), 2, seen=30, tier=OTHER)
    timeline = told(desk, known, found)
    (change,) = timeline.changes
    assert change.claims == (known.claim.id, found.claim.id)
    assert change.state == "confirmed"


def test_an_old_article_of_a_better_voice_takes_its_place_in_time():
    desk = Desk(PLANT)
    known = desk.says(year(2027), 10, tier=OTHER)
    found = desk.says(year(2028), 2, seen=30, tier=OFFICIAL)
    timeline = told(desk, known, found)
    assert verdicts(timeline) == ["slipped", "disputed"]
    assert timeline.standing.value == year(2028)


def test_of_two_seen_the_same_day_the_change_keeps_the_name_of_the_first_known():
    desk = Desk(PLANT)
    first_known = desk.says(year(2028), 0.02, seen=0.03)
    first_told = desk.says(year(2028), 0.01, seen=0.2)
    alone = told(desk, first_known).changes[0]
    (both,) = told(desk, first_known, first_told).changes
    assert both.id == alone.id
    assert both.article == first_told.article
    assert both.recorded == first_known.article.seen


def test_slow_drift_is_caught():
    desk = Desk(CAPACITY)
    timeline = told(desk, *(desk.says(tonnes(2500 + 10 * n), n) for n in range(1, 7)))
    assert verdicts(timeline) == ["restated"] * 2 + ["raised"] + ["restated"] * 2 + ["raised"]


def test_another_currency_is_flagged_and_moves_nothing():
    desk = Desk(CAPEX)
    said = [desk.says(Money(9e10, 9e10, "RUB"), day) for day in range(2)]
    timeline = told(desk, *said)
    assert verdicts(timeline) == ["disputed", "disputed"]
    assert len(timeline.changes) == 1
    assert "another measure" in timeline.changes[0].why


def test_the_claims_of_one_article_are_one_voice_and_the_narrowest_counts():
    desk = Desk(PLANT)
    half = Milestone(year(2028).earliest, year(2028).earliest.replace(month=6, day=30))
    headline = desk.says(year(2028), 0, article="a", start=0)
    body = desk.says(half, 0, article="a", start=90)
    timeline = told(desk, headline, body)
    assert verdicts(timeline) == ["slipped", "loosened"]
    assert timeline.standing.value == half


def test_an_article_that_contradicts_itself_moves_the_value_once():
    desk = Desk(PLANT)
    sure = desk.says(year(2028), 0, article="a", start=50)
    unsure = desk.says(year(2029), 0, article="a", start=0, confidence=0.7)
    timeline = told(desk, sure, unsure)
    assert verdicts(timeline) == ["slipped", "disputed"]
    assert len(timeline.changes) == 1


STOPPED = Milestone(None, None, MilestoneState.SUSPENDED)


def done(month):
    return Milestone(date(2026, month, 1), date(2026, month, 28), MilestoneState.DONE)


def test_a_milestone_lives():
    desk = Desk(SOON)
    timeline = told(
        desk,
        desk.says(STOPPED, 0),
        desk.says(year(2026), 1),
        desk.says(year(2027), 60),
        desk.says(done(3), 90, modality=Modality.HAPPENED),
        desk.says(year(2026), 91),
        desk.says(year(2029), 92),
    )
    assert verdicts(timeline) == [
        "suspended",
        "disputed",
        "resumed",
        "achieved",
        "restated",
        "disputed",
    ]
    assert timeline.standing.state == "done"
    assert timeline.entries[0].value == replace(year(2026), state=MilestoneState.SUSPENDED)


def test_what_was_held_to_be_done_is_reopened_by_two_voices_or_an_official_one():
    desk = Desk(SOON)
    finished = desk.says(done(1), 30, modality=Modality.HAPPENED)
    press = [desk.says(year(2028), day) for day in (35, 36)]
    assert told(desk, finished, press[0]).standing.value.state == "done"
    for later in (press, [desk.says(year(2028), 35, tier=OFFICIAL)]):
        timeline = told(desk, finished, *later)
        assert timeline.standing.value == year(2028)
        assert timeline.changes[0].state == "reverted"
        assert timeline.changes[0].id in timeline.changes[-1].reverts


HAPPENED = Modality.HAPPENED
ODD = [
    (CAPACITY, tonnes(60), {}, "42 times less than what stood"),
    (CAPACITY, tonnes(2_500_000), {}, "1000 times more than what stood"),
    (replace(PLANT, value=year(2032)), year(2029), {}, "the date would come forward"),
    (PLANT, year(2038), {}, "the date would move by more than 10 years"),
    (
        replace(PLANT, value=year(2028)),
        done(1),
        {"modality": HAPPENED, "day": 40},
        "it would be done more than a year before",
    ),
    (SOON, year(2026), {"modality": HAPPENED}, "the time in which it is said to have happened"),
    (STAGE, Stage("design"), {}, "stages seldom go back"),
]


@pytest.mark.parametrize(("fact", "value", "more", "why"), ODD, ids=[case[3] for case in ODD])
def test_odd_moves_wait_for_a_second_report(fact, value, more, why):
    desk = Desk(fact)
    one, other = desk.says(value, **more), desk.says(value, **more)
    waiting = told(desk, one)
    assert waiting.standing.value == fact.value
    assert (waiting.changes[0].state, waiting.changes[0].moved) == ("unconfirmed", False)
    assert waiting.changes[0].why.startswith(why)
    both = told(desk, one, other)
    assert both.standing.value != fact.value
    assert (both.changes[0].id, both.changes[0].state) == (waiting.changes[0].id, "confirmed")


def test_a_plan_for_a_time_that_is_over_is_history():
    desk = Desk(PLANT)
    assert told(desk, desk.says(year(2025), 10)).entries == ()


def test_nothing_has_happened_in_a_time_still_to_come():
    desk = Desk(PLANT)
    timeline = told(desk, desk.says(year(2028), 0, modality=HAPPENED))
    assert (verdicts(timeline), timeline.standing.state) == (["slipped"], "expected")


def test_a_stage_suspended_and_resumed():
    desk = Desk(STAGE)
    said = [
        desk.says(Stage(s), 40 * n)
        for n, s in enumerate(["suspended", "construction", "cancelled"])
    ]
    assert verdicts(told(desk, *said)) == ["suspended", "resumed", "cancelled"]


def delay(low, high=None):
    return Milestone(None, None, shift=Shift(low, high or low))


def test_a_delay_told_as_a_distance_counts_from_what_stood():
    desk = Desk(PLANT)
    timeline = told(
        desk, desk.says(delay(12), 0), desk.says(year(2028), 1), desk.says(delay(12), 30)
    )
    assert verdicts(timeline) == ["slipped", "restated", "restated"]
    assert timeline.standing.value == year(2028)


def test_a_short_delay_waits_for_a_second_report():
    desk = Desk(PLANT)
    first, second = desk.says(delay(2), 0), desk.says(delay(2), 3)
    waiting = told(desk, first)
    assert verdicts(waiting) == ["slipped"]
    assert (waiting.standing.value, waiting.changes[0].moved) == (year(2027), False)
    both = told(desk, first, second)
    assert both.standing.value.latest.isoformat() == "2028-02-29"
    assert told(desk, first, desk.says(year(2027), 3)).changes[0].state == "reverted"


def test_a_delay_of_nothing_known_is_left_out():
    desk = Desk(replace(PLANT, value=None))
    assert told(desk, desk.says(delay(12), 0)).entries == ()


def test_a_value_that_fits_both_leaves_a_waiting_change_waiting():
    desk = Desk(PLANT)
    vague = desk.says(delay(2), 0)
    december = desk.says(Milestone(date(2027, 12, 1), date(2027, 12, 31)), 3)
    timeline = told(desk, vague, december)
    assert verdicts(timeline) == ["slipped", "refined"]
    assert timeline.changes[0].state == "unconfirmed"
