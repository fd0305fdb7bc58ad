from datetime import date

from monitor.ledger.judge import fold
from monitor.ledger.slips import slip_history
from monitor.model import Milestone, Modality, Policy
from tests.ledger_factories import CAPACITY, PLANT, SOON, Desk, tonnes, year


def history(desk, *evidence):
    return slip_history(fold(desk.fact, evidence, [], Policy()))


def test_slips_are_listed_and_summed():
    desk = Desk(PLANT)
    found = history(
        desk, desk.says(year(2028), 0), desk.says(year(2030), 50), desk.says(year(2029), 90),
        desk.says(year(2029), 100),
    )  # fmt: skip
    assert [(slip.verdict.value, slip.months) for slip in found.slips] == [
        ("slipped", 12.0), ("slipped", 24.0), ("advanced", -12.0),
    ]  # fmt: skip
    assert (found.first, found.current, found.months, found.slipped) == (
        year(2027),
        year(2029),
        24.0,
        2,
    )


def test_a_false_report_and_its_correction_add_nothing():
    desk = Desk(PLANT)
    wrong = desk.says(year(2031), 0, url="https://news.example/e")
    right = desk.says(year(2028), 0.5, url="https://news.example/e")
    found = history(desk, wrong, right)
    assert [slip.months for slip in found.slips] == [12.0]


def test_a_change_that_waits_does_not_count():
    desk = Desk(PLANT)
    assert history(desk, desk.says(year(2031), 0, confidence=0.2)).slips == ()


def test_what_happened_is_measured_too():
    desk = Desk(SOON)
    march = Milestone(date(2026, 3, 1), date(2026, 3, 31))
    found = history(desk, desk.says(march, 100, modality=Modality.HAPPENED))
    assert [(slip.verdict.value, slip.months) for slip in found.slips] == [("achieved", -9.0)]


def test_other_facts_have_no_slips():
    desk = Desk(CAPACITY)
    found = history(desk, desk.says(tonnes(3000), 0))
    assert (found.slips, found.months) == ((), None)
