"""One article's way: recorded whole or not at all, once, and judged."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from monitor.errors import StoreError
from monitor.model import ChangeState, Judgement, Policy, Route, Tier, Verdict
from monitor.store import open_store
from tests.service_factories import PlainReader, StillClock, pipeline
from tests.store_factories import FACT, NOW, WATCHLIST, article, year


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


def says(number, value, **options):
    text = f"Report {number} of its own.\n\n{FACT} = {value}"
    options.setdefault("source", f"Source {number}")
    return article(number, text=text, **options)


def standing(store):
    value = store.ledger.standing(FACT).value
    return value.text if value else None


def verdicts(store):
    return [change.verdict.value for change in store.ledger.changes(FACT)]


def everything(store):
    """All rows of all tables, to see that nothing happened."""
    tables = [
        row[0] for row in store.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    plain = [name for name in tables if not name.startswith(("sqlite_", "search"))]
    return {
        name: [tuple(row) for row in store.database.rows(f"SELECT * FROM {name}")] for name in plain
    }


def test_an_article_is_read_recorded_and_judged(store):
    outcome = pipeline(store).process(says(1, 2027))
    assert outcome.new
    assert (len(outcome.hits), len(outcome.claims)) == (1, 1)
    assert [change.verdict for change in outcome.changes] == [Verdict.FIRST]
    assert standing(store) == "2027"


def test_an_article_about_nothing_of_ours_is_kept_all_the_same(store):
    outcome = pipeline(store).process(article(text="Weather."))
    assert (outcome.hits, outcome.claims, outcome.changes) == ((), (), ())
    assert store.articles.get("n1").text == "Weather."


def test_articles_of_one_transaction_are_stored_as_if_each_had_its_own(store, tmp_path):
    plain = [article(number, text=f"Weather of {number}.") for number in range(1, 7)]
    edited = article(2, text="Weather of 2, and of the day after.")
    articles = [*plain[:3], says(7, 2027), plain[3], plain[0], edited, *plain[4:], says(8, 2028)]
    line = pipeline(store)
    with store.database.transaction():
        outcomes = [line.process(each) for each in articles]
    assert [outcome.new for outcome in outcomes] == [*[True] * 5, False, *[True] * 4]
    with open_store(tmp_path / "other.db") as other:
        apart = pipeline(other)
        for each in articles:
            apart.process(each)
        assert everything(store) == everything(other)
        found = "SELECT rowid FROM search WHERE search MATCH 'weather' ORDER BY rowid"
        assert [*map(tuple, store.database.rows(found))] == [
            *map(tuple, other.database.rows(found))
        ]


def test_a_known_wording_is_not_read_again(store):
    reader = PlainReader()
    line = pipeline(store, reader=reader)
    line.process(says(1, 2027))
    before = everything(store)
    outcome = line.process(says(1, 2027))
    assert not outcome.new
    assert everything(store) == before
    assert reader.read_so_far == ["n1"]


def test_a_later_article_moves_the_value(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    outcome = line.process(says(2, 2028))
    assert [change.verdict for change in outcome.changes] == [Verdict.SLIPPED]
    assert standing(store) == "2028"


@pytest.mark.parametrize("order", list(itertools.permutations([1, 2, 3, 4])))
def test_the_ledger_does_not_depend_on_what_was_found_first(store, order):
    line = pipeline(store)
    values = {1: 2027, 2: 2028, 3: 2028, 4: 2030}
    for number in order:
        line.process(says(number, values[number]))
    assert standing(store) == "2030"
    assert verdicts(store) == ["first", "slipped", "slipped"]


def test_many_at_once_come_to_the_same_as_one_by_one(store, tmp_path):
    articles = [says(number, 2026 + number // 3) for number in range(1, 10)]
    line = pipeline(store)
    for each in articles:
        line.process(each)
    with open_store(tmp_path / "other.db") as other:
        outcomes, changes = pipeline(other).process_all(articles)
        assert len(outcomes) == 9
        assert len(changes) == 4
        for table in ("claims", "standing", "timelines", "changes"):
            assert everything(other)[table] == everything(store)[table]


def test_an_edit_takes_back_what_it_no_longer_says(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    line.process(says(2, 2028))
    edited = says(2, 2027, seen=NOW)
    outcome = line.process(edited)
    assert outcome.new
    assert standing(store) == "2027"
    change = next(each for each in store.ledger.changes(FACT) if each.verdict is Verdict.SLIPPED)
    assert change.state is ChangeState.REVERTED
    assert store.articles.get("n2", 1).text == says(2, 2028).text


def test_copies_of_one_report_are_one_voice(store):
    text = " ".join(f"word{number}" for number in range(80)) + f"\n\n{FACT} = 2028"
    line = pipeline(store, policy=Policy(one_voice_tiers=(Tier.OFFICIAL,)))
    line.process(says(1, 2027, tier=Tier.OFFICIAL))
    first = article(2, text=text, source="Wire")
    line.process(first)
    line.process(article(3, text=text, source="Mirror", published=first.ref.published))
    (change,) = [each for each in store.ledger.changes(FACT) if each.verdict is Verdict.SLIPPED]
    assert (change.state, change.stories) == (ChangeState.UNCONFIRMED, 1)
    outcome = line.process(says(4, 2028, source="Another"))
    assert [each.state for each in outcome.changes] == [ChangeState.CONFIRMED]
    states = store.database.rows(
        "SELECT state FROM change_history WHERE change = ? ORDER BY number", (change.id,)
    )
    assert [row[0] for row in states] == ["unconfirmed", "confirmed"]


def test_a_judgement_moves_the_ledger_and_can_be_undone(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    (moved,) = line.process(says(2, 2028)).changes
    line.judging.review(moved.id, Judgement.REJECT, by="ann", why="misread")
    assert standing(store) == "2027"
    assert store.ledger.change(moved.id).state is ChangeState.REVERTED
    line.judging.review(moved.id, Judgement.UNDO)
    assert standing(store) == "2028"
    line.judging.review(FACT, Judgement.CORRECT, value=year(2031))
    assert standing(store) == "2031"


def test_a_rejected_hit_takes_its_claims_along(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    (found,) = line.process(says(2, 2028)).hits
    line.judging.review(found.id, Judgement.REJECT)
    assert standing(store) == "2027"


def test_what_is_believed_stands_from_the_start_and_may_be_changed(store):
    believed = replace(WATCHLIST.facts[0], value=year(2027), as_of=date(2025, 9, 10))
    pipeline(store, watchlist=replace(WATCHLIST, facts=(believed,)))
    assert standing(store) == "2027"
    line = pipeline(store, watchlist=replace(WATCHLIST, facts=(believed,)))
    assert line.start() == set()
    believed = replace(believed, value=year(2026))
    line = pipeline(store, watchlist=replace(WATCHLIST, facts=(believed,)))
    assert standing(store) == "2026"


def test_a_policy_that_changed_is_applied_to_what_is_stored(store):
    line = pipeline(store)
    line.process(says(1, 2027))
    line.process(says(2, 2028))
    assert store.ledger.changes(FACT)[-1].state is ChangeState.CONFIRMED
    pipeline(store, policy=Policy(one_voice_tiers=()))
    assert store.ledger.changes(FACT)[-1].state is ChangeState.UNCONFIRMED


def test_rules_that_changed_are_applied_to_what_is_stored_and_are_no_news(store, monkeypatch):
    line = pipeline(store, routes=(ROUTE,))
    line.process(says(1, 2027))
    store.database.execute("UPDATE standing SET sources = 7")
    before = len(alerts(store))
    monkeypatch.setattr("monitor.service.judging.digest_of", lambda room: b"newer rules")
    assert FACT in line.start()
    assert store.ledger.standing(FACT).sources == 1
    assert len(alerts(store)) == before


def failing_at(database, statement):
    """Makes SQLite refuse from that write on, as a full disk would."""
    table = statement.split()[-1]
    database.execute(
        f"CREATE TEMP TRIGGER refuse_{table} BEFORE INSERT ON main.{table}"
        " BEGIN SELECT raise(ABORT, 'refused'); END"
    )


@pytest.mark.parametrize(
    "table",
    ["articles", "versions", "hits", "claims", "signatures", "changes", "standing", "timelines"],
)
def test_a_failure_anywhere_leaves_nothing(store, table):
    line = pipeline(store)
    before = everything(store)
    failing_at(store.database, f"INSERT INTO {table}")
    with pytest.raises(StoreError, match="refused"):
        line.process(says(1, 2027))
    assert everything(store) == before
    store.database.execute(f"DROP TRIGGER refuse_{table}")
    assert line.process(says(1, 2027)).changes


ROUTE = Route("all", ("email",), verdicts=tuple(Verdict))


def alerts(store):
    return [
        (row["event"], row["subjects"])
        for row in store.database.rows("SELECT event, subjects FROM alerts ORDER BY rowid")
    ]


def test_what_moved_is_planned_to_be_told_once(store):
    line = pipeline(store, routes=(ROUTE,))
    for each in (says(1, 2027), says(2, 2028), says(3, 2028), says(2, 2028)):
        line.process(each)
    assert alerts(store) == [
        ("change", f'["{change.id}"]') for change in store.ledger.changes(FACT)
    ]
    assert len(alerts(store)) == 2


def test_history_that_fills_in_alerts_nobody(store):
    line = pipeline(store, routes=(ROUTE,))
    line.process(says(3, 2030))
    assert len(alerts(store)) == 1
    for each in (says(2, 2030), says(1, 2027)):
        line.process(each)
    assert verdicts(store) == ["first", "slipped"]
    assert len(alerts(store)) == 1


def test_a_replay_alerts_nobody(store):
    line = pipeline(store, routes=(ROUTE,))
    line.process(says(1, 2027), alert=False)
    line.process_all([says(2, 2028)])
    assert verdicts(store) == ["first", "slipped"]
    assert alerts(store) == []


def test_who_was_told_of_a_change_hears_that_it_was_withdrawn(store):
    line = pipeline(store, routes=(ROUTE,))
    line.process(says(1, 2027))
    (moved,) = line.process(says(2, 2028)).changes
    now = NOW.isoformat()
    store.database.execute(
        "INSERT INTO told (route, channel, fact, change, state, verdict, kind, value, at)"
        " VALUES ('all', 'email', ?, ?, 'confirmed', 'slipped', 'milestone', ?, ?)",
        (FACT, moved.id, '{"earliest":"2028-01-01","latest":"2028-12-31"}', now),
    )
    _, judged = line.judging.review(moved.id, Judgement.REJECT)
    assert [each.details["state"] for each in judged.alerts] == ["reverted"]


def test_an_alert_is_planned_with_its_change_or_not_at_all(store):
    line = pipeline(store, routes=(ROUTE,))
    before = everything(store)
    failing_at(store.database, "INSERT INTO alerts")
    with pytest.raises(StoreError, match="refused"):
        line.process(says(1, 2027))
    assert everything(store) == before


def test_two_processes_may_work_on_one_database(store, tmp_path):
    with open_store(tmp_path / "monitor.db") as second:
        one, other = pipeline(store), pipeline(second)
        one.process(says(1, 2027))
        other.process(says(2, 2028))
        one.process(says(3, 2029))
        assert not other.process(says(3, 2029)).new
        assert standing(second) == "2029"
        assert verdicts(second) == ["first", "slipped", "slipped"]


def test_the_clock_is_only_asked_when_something_was_recorded(store):
    clock = StillClock()
    line = pipeline(store, clock=clock)
    line.process(says(1, 2027))
    clock.pass_days(10)
    line.process(says(2, 2028))
    recorded = store.database.rows("SELECT recorded FROM claims ORDER BY recorded")
    assert [row[0][:10] for row in recorded] == ["2026-11-23", "2026-12-03"]
