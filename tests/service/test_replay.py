"""Recorded articles: checked line by line, taken in in the order of publication."""

import json

import pytest

from monitor.errors import ParseError
from monitor.service.recorded import Recording, read_article
from monitor.service.replay import replay
from monitor.store import open_store
from tests.service_factories import PlainReader, StillClock, pipeline
from tests.store_factories import FACT, NOW


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "monitor.db") as opened:
        yield opened


def line(number, value="", **more):
    form = {
        "id": f"a{number}",
        "url": f"https://news.example/{number}",
        "title": f"Report {number}",
        "published": f"2026-0{number}-01",
        "text": f"{FACT} = {value}" if value else "",
    }
    return json.dumps({**form, **more}, ensure_ascii=False)


@pytest.fixture
def written(tmp_path):
    def write(*lines):
        path = tmp_path / "articles.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write


def test_articles_are_taken_in_in_the_order_of_publication(store, written):
    path = written(line(3, 2029), line(1, 2027), "", line(2, 2028))
    seen = []
    result = replay(
        path, pipeline(store), StillClock(), progress=lambda done, of: seen.append((done, of))
    )
    assert (result.articles, result.hits, result.claims, result.changes) == (3, 3, 3, 3)
    assert seen == [(3, 3)]
    ids = store.database.rows("SELECT id FROM articles ORDER BY number")
    assert [row[0] for row in ids] == ["a1", "a2", "a3"]
    assert store.ledger.standing(FACT).value.text == "2029"


def test_a_replay_may_be_repeated(store, written):
    path = written(line(1, 2027), line(2, 2028))
    line_ = pipeline(store)
    replay(path, line_, StillClock())
    again = replay(path, line_, StillClock())
    assert (again.articles, again.known, again.changes) == (2, 2, 0)


def test_lines_that_cannot_be_used_are_named_and_left_out(store, written):
    result = replay(written("{", line(1, 2027), "[]"), pipeline(store), StillClock())
    assert result.articles == 1
    assert [problem.split(":")[1] for problem in result.problems] == ["1", "3"]


@pytest.mark.parametrize(
    "published", ["0001-01-01", "9999-12-31T23:59:59-12:00", "9999-12-31", "3026-01-01"]
)
def test_a_day_that_no_news_is_of_costs_its_line_alone(store, written, published):
    path = written(line(1, 2027), line(2, 2028, published=published))
    result = replay(path, pipeline(store), StillClock())
    assert result.articles == 1
    assert [problem.split(":")[1] for problem in result.problems] == ["2"]


def test_half_a_character_is_no_reason_to_leave_an_article_out(store, written):
    broken = line(1, 2027).replace("Report 1", "Report \\ud800 1")
    result = replay(written(broken), pipeline(store), StillClock())
    assert (result.articles, result.claims, result.problems) == (1, 1, [])
    assert store.articles.get("a1").ref.title == "Report ? 1"


class Stumbling(PlainReader):
    def read(self, article):
        if article.ref.id == "a2":
            raise RuntimeError("a bug")
        return super().read(article)


def test_an_article_that_breaks_the_reader_costs_no_other(store, written):
    path = written(line(1, 2027), line(2, 2028), line(3, 2029))
    result = replay(path, pipeline(store, reader=Stumbling()), StillClock())
    assert result.problems == ["a2 could not be read: RuntimeError: a bug"]
    assert (result.articles, result.known, result.claims) == (3, 0, 2)
    assert store.articles.get("a2") is None
    again = replay(path, pipeline(store), StillClock())
    assert (again.known, again.claims) == (2, 1)


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ("nonsense", "not JSON"),
        ("[1]", "not a JSON object"),
        (line(1, url=""), "url is missing"),
        (line(1, url=7), "url is 7"),
        (line(1, url="http://[::1"), "url is"),
        (line(1, title="  "), "title is missing"),
        (line(1, title=None), "title is missing"),
        (line(1, text=["a"]), "text is"),
        (line(1, tier="gossip"), "official, press or other"),
        (line(1, published="yesterday"), "YYYY-MM-DD"),
        (line(1, published=1700000000), "YYYY-MM-DD"),
        (line(1, published="2026-13-01"), "YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_is_said(form, complaint):
    with pytest.raises(ParseError, match=complaint):
        read_article(form, NOW)


def test_only_the_address_and_the_title_are_needed():
    article = read_article('{"url": "https://news.example/1", "title": "Завод запущен"}', NOW)
    assert article.ref.id.startswith("n")
    assert (article.ref.source, article.ref.tier.value) == ("news.example", "press")
    assert (article.ref.published, article.ref.seen, article.ref.language) == (None, NOW, "ru")
    assert article.text == ""


@pytest.mark.parametrize(
    "published", ["2026-05-01", "2026-05-01T00:00:00Z", "2026-05-01T03:00:00+03:00"]
)
def test_dates_may_be_written_in_either_way(published):
    article = read_article(line(1, published=published), NOW)
    assert article.ref.published.isoformat() == "2026-05-01T00:00:00+00:00"
    assert article.ref.seen == article.ref.published


def test_undated_articles_come_last(written):
    path = written(line(1, published=None), line(2), line(3))
    assert [each.ref.id for each in Recording(path, NOW)] == ["a2", "a3", "a1"]


def test_a_byte_order_mark_and_windows_lines_are_no_problem(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(1).encode() + b"\r\n" + line(2).encode())
    recording = Recording(path, NOW)
    assert [each.ref.id for each in recording] == ["a1", "a2"]
    assert recording.problems == []


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ParseError, match="No such file"):
        Recording(tmp_path / "none.jsonl", NOW)
    (tmp_path / "latin.jsonl").write_bytes(b'{"title": "\xe9"}\n')
    with pytest.raises(ParseError, match="not text in UTF-8"):
        Recording(tmp_path / "latin.jsonl", NOW)
