from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.ledger.absence import absences
from monitor.ledger.judge import fold
from monitor.model import Milestone, MilestoneState, Modality, Policy
from tests.ledger_factories import CAPACITY, PLANT, SOON, START, Desk, tonnes, year

POLICY = Policy()


def now(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def found(fact, evidence, at, dead=()):
    timeline = fold(fact, evidence, [], POLICY, now=now(at))
    return [
        (each.event, each.since.date().isoformat())
        for each in absences([fact], [timeline.standing], POLICY, now(at), dead=dead)
    ], timeline.standing.state


@pytest.mark.parametrize(
    ("at", "expected", "state"),
    [
        ("2026-03-01", [], "expected"),
        ("2026-12-01", [("quiet", "2026-01-01")], "expected"),
        ("2027-12-31", [("quiet", "2026-01-01")], "expected"),
        ("2028-01-01", [("overdue", "2028-01-01")], "overdue"),
    ],
)
def test_a_milestone_goes_quiet_and_then_overdue(at, expected, state):
    desk = Desk(PLANT)
    assert found(PLANT, [desk.says(year(2027), 0)], at) == (expected, state)


def test_a_milestone_without_a_last_day_is_never_overdue():
    fact = replace(PLANT, value=Milestone(year(2020).earliest, None))
    assert found(fact, [], "2026-01-01")[0] == []


@pytest.mark.parametrize(
    "claim",
    [{"value": Milestone(START.date(), START.date()), "modality": Modality.HAPPENED},
     {"value": Milestone(None, None, MilestoneState.CANCELLED)}],
)  # fmt: skip
def test_nothing_is_waited_for_once_it_is_over(claim):
    desk = Desk(SOON)
    assert found(SOON, [desk.says(day=0, **claim)], "2030-01-01")[0] == []


def test_a_quantity_goes_quiet():
    desk = Desk(CAPACITY)
    said = [desk.says(tonnes(2500), 0)]
    assert found(CAPACITY, said, "2026-06-30") == ([], "stated")
    assert found(CAPACITY, said, "2026-08-01") == ([("quiet", "2026-01-01")], "quiet")


def test_a_fact_loses_its_only_source():
    desk = Desk(CAPACITY)
    said = [desk.says(tonnes(3000), 0, source="A"), desk.says(tonnes(3000), 1, source="B")]
    assert found(CAPACITY, said, "2026-02-01", dead=["A"])[0] == []
    assert found(CAPACITY, said, "2026-02-01", dead=["A", "B"])[0] == [
        ("lost-source", "2026-01-02")
    ]


def test_silence_counts_only_from_when_we_began_to_listen():
    desk = Desk(PLANT)
    standing = fold(PLANT, [desk.says(year(2027), 0)], [], POLICY, now=now("2026-12-01")).standing
    at = now("2026-12-01")

    def events(listening):
        found = absences([PLANT], [standing], POLICY, at, listening={PLANT.id: now(listening)})
        return [absence.event for absence in found]

    assert events("2026-11-23") == []
    assert events("2026-01-01") == ["quiet"]


def test_what_was_overdue_before_we_began_to_listen_is_no_news():
    desk = Desk(PLANT)
    at = now("2028-03-01")
    standing = fold(PLANT, [desk.says(year(2027), 0)], [], POLICY, now=at).standing

    def events(listening):
        found = absences([PLANT], [standing], POLICY, at, listening={PLANT.id: now(listening)})
        return [absence.event for absence in found]

    assert standing.state == "overdue"
    assert events("2028-02-01") == []
    assert events("2027-02-01") == ["overdue"]
