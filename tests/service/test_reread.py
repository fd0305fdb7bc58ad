"""Reading everything again shows what would change, and changes it only when told to."""

from dataclasses import dataclass

import pytest

from monitor.model import Policy, Reading
from monitor.service.asof import believed
from monitor.service.rebuild import rebuild
from monitor.service.reread import read_again
from monitor.store import open_store
from tests.service_factories import PlainReader, StillClock, pipeline
from tests.store_factories import FACT, NOW, article


@dataclass
class PlainConfig:
    policy: Policy


class PlainService:
    """The parts of a service that reading again uses."""

    def __init__(self, store, line, reader=None):
        self.store = store
        self.pipeline = line
        self.judging = line.judging
        self.reader = reader or PlainReader()
        self.config = PlainConfig(Policy())


class Blind:
    """A reader with other rules: it no longer believes what it reads about 2028."""

    def read(self, article):
        reading = PlainReader().read(article)
        claims = tuple(claim for claim in reading.claims if claim.value.text != "2028")
        return Reading(reading.hits if claims else (), claims)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


def says(number, value, **options):
    text = f"Report {number} of its own.\n\n{FACT} = {value}"
    return article(number, text=text, source=f"Source {number}", **options)


@pytest.fixture
def line(store):
    line = pipeline(store)
    for number, value in ((1, 2027), (2, 2028), (3, 2029)):
        line.process(says(number, value))
    line.process(article(4, text="Weather."))
    return line


def test_the_same_rules_change_nothing(store, line):
    line.process(says(2, 2028, title="An edited title"))
    done = read_again(PlainService(store, line))
    assert (done.articles, done.hits_gained, done.hits_lost) == (4, 0, 0)
    assert (done.gained, done.lost, done.shifts) == ([], [], [])
    assert not read_again(PlainService(store, line), store=True).shifts


def test_what_other_rules_would_change_is_shown_first(store, line):
    service = PlainService(store, line, Blind())
    seen = []
    done = read_again(service, progress=lambda of, total: seen.append((of, total)))
    assert seen == [(4, 4)]
    assert (done.hits_lost, done.claims_lost, done.claims_gained) == (1, 1, 0)
    (shift,) = done.shifts
    assert (shift.fact, shift.changes) == (FACT, 1)
    assert done.to_json()["lost"][0]["value"]["text"] == "2028"
    assert [change.verdict for change in store.ledger.changes(FACT)] == [
        "first",
        "slipped",
        "slipped",
    ]


def test_it_is_kept_when_told_so_and_can_be_read_back(store, line):
    before = store.ledger.changes(FACT)
    read_again(PlainService(store, line, Blind()), store=True)
    assert [
        change.verdict for change in store.ledger.changes(FACT) if change.state != "reverted"
    ] == [
        "first",
        "slipped",
    ]
    assert rebuild(PlainService(store, line)).differences == ()
    read_again(PlainService(store, line), store=True)
    assert store.ledger.changes(FACT) == before
    assert rebuild(PlainService(store, line)).differences == ()


def test_what_was_believed_on_another_day(store, tmp_path):
    clock = StillClock()
    line = pipeline(store, clock=clock)
    line.process(says(1, 2027, seen=clock.at))
    clock.pass_days(10)
    line.process(says(3, 2029, seen=clock.at, published=clock.at))
    line.process(says(2, 2028, seen=clock.at))

    def stood(as_of, **options):
        rows = {row["id"]: row for row in believed(line.judging, Policy(), as_of, **options)}
        return rows[FACT]["value"]["text"] if rows[FACT]["value"] else None

    early = article(2).ref.published
    assert stood(early) == "2028"
    assert stood(NOW) == "2028"
    assert stood(NOW, known_by=NOW) == "2027"
    assert stood(clock.at) == "2029"
    assert stood(article(1).ref.published.replace(year=2020)) is None
